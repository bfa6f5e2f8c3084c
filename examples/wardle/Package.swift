// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "wardle",
    dependencies: [
        .package(name: "apiserver-runtime", path: "../..")
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
        .testTarget(
            name: "APIsTests",
            dependencies: [
                "APIs",
                .product(name: "APIServer", package: "apiserver-runtime"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
