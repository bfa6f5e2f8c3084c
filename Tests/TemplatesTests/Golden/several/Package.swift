// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "creatures",
    dependencies: [
        .package(name: "apiserver-runtime", path: "Vendor/apiserver-runtime")
    ],
    targets: [
        // Your API types, and in Generated/ what the tool makes of them.
        .target(
            name: "APIs",
            dependencies: [
                .product(name: "APIServer", package: "apiserver-runtime")
            ]
        ),
        // The server that serves them.
        .executableTarget(
            name: "apiserver",
            dependencies: [
                "APIs",
                .product(name: "APIServer", package: "apiserver-runtime"),
                .product(name: "StorageEtcd", package: "apiserver-runtime"),
                .product(name: "StorageSQLite", package: "apiserver-runtime"),
            ]
        ),
        // What brings about what objects ask for, and the program that runs it.
        .target(
            name: "Controllers",
            dependencies: [
                "APIs",
                .product(name: "ControllerRuntime", package: "apiserver-runtime"),
            ]
        ),
        .executableTarget(
            name: "controller-manager",
            dependencies: [
                "Controllers",
                .product(name: "ControllerRuntime", package: "apiserver-runtime"),
            ]
        ),
        .testTarget(
            name: "APIsTests",
            dependencies: [
                "APIs",
                .product(name: "APIServer", package: "apiserver-runtime"),
            ]
        ),
        .testTarget(
            name: "ControllersTests",
            dependencies: [
                "APIs",
                "Controllers",
                .product(name: "APIServerTesting", package: "apiserver-runtime"),
                .product(name: "ControllerRuntime", package: "apiserver-runtime"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
