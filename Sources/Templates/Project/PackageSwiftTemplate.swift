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
                    .testTarget(
                        name: "APIsTests",
                        dependencies: [
                            "APIs",
                            .product(name: "APIServer", package: "\(runtime)"),
                        ]
                    ),
                ],
                swiftLanguageModes: [.v6]
            )

            """
    }
}
