internal import Project

/// `Package.swift` of a generated project.
enum PackageSwiftTemplate {
    static func text(_ context: TemplateContext) -> String {
        let runtime = VendoredRuntime.packageName
        let path =
            switch context.project.runtime {
            case .vendored: VendoredRuntime.folder
            case .path(let path): path
            }
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: \(SwiftText.literal(context.project.package)),
                dependencies: [
                    .package(name: "\(runtime)", path: \(SwiftText.literal(path)))
                ],
                targets: [
                    // Your API types, and in Generated/ what the tool makes of them.
                    .target(
                        name: "APIs",
                        dependencies: [
                            .product(name: "APIServer", package: "\(runtime)")
                        ]
                    ),
                    // The server that serves them.
                    .executableTarget(
                        name: "apiserver",
                        dependencies: [
                            "APIs",
                            .product(name: "APIServer", package: "\(runtime)"),
                            .product(name: "StorageEtcd", package: "\(runtime)"),
                            .product(name: "StorageSQLite", package: "\(runtime)"),
                        ]
                    ),
                    // What brings about what objects ask for, and the program that runs it.
                    .target(
                        name: "Controllers",
                        dependencies: [
                            "APIs",
                            .product(name: "ControllerRuntime", package: "\(runtime)"),
                        ]
                    ),
                    .executableTarget(
                        name: "controller-manager",
                        dependencies: [
                            "Controllers",
                            .product(name: "ControllerRuntime", package: "\(runtime)"),
                        ]
                    ),
                    .testTarget(
                        name: "APIsTests",
                        dependencies: [
                            "APIs",
                            .product(name: "APIServer", package: "\(runtime)"),
                        ]
                    ),
                    .testTarget(
                        name: "ControllersTests",
                        dependencies: [
                            "APIs",
                            "Controllers",
                            .product(name: "APIServerTesting", package: "\(runtime)"),
                            .product(name: "ControllerRuntime", package: "\(runtime)"),
                        ]
                    ),
                ],
                swiftLanguageModes: [.v6]
            )

            """
    }
}
