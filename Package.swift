// swift-tools-version: 6.2
import Foundation
import PackageDescription

// MARK: Settings

/// What every Swift target of ours is compiled with.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// For the targets that call C: every such call is marked `unsafe`.
let wrapping: [SwiftSetting] = strict + [.strictMemorySafety()]

/// The toolchain's own SwiftSyntax: a folder beside the compiler that runs this manifest.
func hostLibraries() -> String {
    let environment = ProcessInfo.processInfo.environment
    var candidates: [String] = []
    if let toolchain = environment["SWIFT_TOOLCHAIN_DIR"] { candidates.append(toolchain + "/usr/lib/swift/host") }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
        let compiler = URL(fileURLWithPath: String(folder) + "/swift").resolvingSymlinksInPath()
        candidates.append(compiler.deletingLastPathComponent().deletingLastPathComponent().path + "/lib/swift/host")
    }
    return candidates.first { FileManager.default.fileExists(atPath: $0 + "/libSwiftParser.so") }
        ?? "/usr/lib/swift/host"
}

let host = hostLibraries()

/// For `CodeGen`, which imports SwiftSyntax, and whoever imports `CodeGen`: the compiler wants to see the modules below it.
let syntax: [SwiftSetting] = [.unsafeFlags(["-I", host])]

// MARK: Targets

func library(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
    _ name: String,
    _ dependencies: [Target.Dependency],
    exclude: [String] = [],
    settings: [SwiftSetting] = strict
) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let systemLibraries: [Target] = [
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CLinux"),
]

/// Linked by generated projects; vendored into them as sources.
let runtime: [Target] = [
    library("JSON"),
    library("Protobuf"),
    library("Telemetry"),
    library("EventLoop", ["CLinux", "Telemetry"], settings: wrapping),
    library("TLS", ["COpenSSL"], settings: wrapping),
    library("YAML", ["CYAML", "JSON"], settings: wrapping),
    library("Transport", ["CNghttp2", "CZlib", "EventLoop", "TLS", "Telemetry"], settings: wrapping),
    library("APIMachinery", ["JSON", "YAML"]),
    library("Storage", ["EventLoop", "JSON", "Telemetry"]),
    library("ComponentBase", ["APIMachinery"]),
    library(
        "KubeClient",
        ["APIMachinery", "EventLoop", "JSON", "TLS", "Telemetry", "Transport", "YAML"],
        settings: wrapping
    ),
    library("StorageSQLite", ["CSQLite", "EventLoop", "Storage", "Telemetry"], settings: wrapping),
    library("StorageEtcd", ["APIMachinery", "EventLoop", "Protobuf", "Storage", "TLS", "Telemetry", "Transport"]),
    library(
        "APIServer",
        [
            "APIMachinery", "ComponentBase", "EventLoop", "JSON", "KubeClient", "Protobuf", "Storage", "TLS",
            "Telemetry", "Transport", "YAML",
        ]
    ),
    library(
        "ControllerRuntime",
        ["APIMachinery", "ComponentBase", "EventLoop", "JSON", "KubeClient", "Telemetry", "Transport"]
    ),
    library(
        "APIServerTesting",
        [
            "APIMachinery", "APIServer", "ControllerRuntime", "EventLoop", "JSON", "KubeClient", "Storage", "Telemetry",
            "Transport",
        ]
    ),
]

let tool: [Target] = [
    library("Project", ["JSON", "YAML"]),
    library("Templates", ["JSON", "Project", "YAML"]),
    library("ImageBuilder", ["EventLoop", "JSON", "TLS", "Transport"]),
    library(
        "Aggregator",
        ["APIMachinery", "APIServer", "EventLoop", "JSON", "Storage", "TLS", "Telemetry", "Transport"]
    ),
    .target(
        name: "CodeGen",
        dependencies: ["Project"],
        swiftSettings: strict + syntax,
        linkerSettings: [
            .unsafeFlags(["-L", host, "-Xlinker", "-rpath", "-Xlinker", host]),
            .unsafeFlags(["-lSwiftParser", "-lSwiftParserDiagnostics", "-lSwiftDiagnostics", "-lSwiftSyntax"]),
        ]
    ),
    library(
        "LocalControlPlane",
        [
            "APIMachinery", "APIServer", "Aggregator", "EventLoop", "JSON", "KubeClient", "Project", "Protobuf",
            "Storage", "StorageSQLite", "TLS", "Telemetry", "Transport",
        ]
    ),
    .target(name: "CEmbeddedRuntime"),
    .target(name: "CProcess"),
    .executableTarget(
        name: "apiserver-boot",
        dependencies: [
            "APIMachinery", "CEmbeddedRuntime", "CProcess", "CodeGen", "EventLoop", "ImageBuilder", "JSON",
            "KubeClient",
            "LocalControlPlane", "Project", "TLS", "Telemetry", "Templates", "Transport", "YAML",
        ],
        swiftSettings: wrapping + syntax
    ),
]

let testSupport: [Target] = [
    library("StorageTestSupport", ["Storage", "Telemetry"])
]

let testTargets: [Target] = [
    tests("JSONTests", ["JSON"]),
    tests("ProtobufTests", ["Protobuf"]),
    tests("TelemetryTests", ["Telemetry"]),
    tests("EventLoopTests", ["CLinux", "EventLoop"]),
    tests("TLSTests", ["TLS"]),
    tests("YAMLTests", ["JSON", "YAML"]),
    tests("TransportTests", ["EventLoop", "TLS", "Telemetry", "Transport"]),
    tests("APIMachineryTests", ["APIMachinery", "JSON"]),
    tests("StorageTests", ["Storage", "StorageTestSupport"]),
    tests(
        "KubeClientTests",
        [
            "APIMachinery", "APIServer", "EventLoop", "JSON", "KubeClient", "Storage", "TLS", "Telemetry", "Transport",
        ]
    ),
    tests(
        "StorageSQLiteTests",
        ["EventLoop", "Storage", "StorageSQLite", "StorageTestSupport", "Telemetry"]
    ),
    tests(
        "StorageEtcdTests",
        [
            "EventLoop", "Protobuf", "Storage", "StorageEtcd", "StorageTestSupport", "TLS", "Telemetry",
            "Transport",
        ]
    ),
    tests(
        "APIServerTests",
        [
            "APIMachinery", "APIServer", "APIServerTesting", "ComponentBase", "EventLoop", "JSON", "KubeClient",
            "Storage",
            "StorageSQLite", "StorageTestSupport", "TLS", "Telemetry", "Transport",
        ]
    ),
    tests(
        "ControllerRuntimeTests",
        [
            "APIMachinery", "APIServer", "APIServerTesting", "ComponentBase", "ControllerRuntime", "EventLoop", "JSON",
            "KubeClient", "Telemetry", "Transport",
        ]
    ),
    tests(
        "AggregatorTests",
        ["APIMachinery", "APIServer", "Aggregator", "EventLoop", "JSON", "Storage", "TLS", "Telemetry", "Transport"]
    ),
    tests("ProjectTests", ["Project"]),
    tests("ImageBuilderTests", ["ImageBuilder", "JSON", "Transport"]),
    tests(
        "LocalControlPlaneTests",
        [
            "APIMachinery", "APIServer", "EventLoop", "JSON", "LocalControlPlane", "Project", "Protobuf", "Storage",
            "TLS", "Telemetry", "Transport",
        ]
    ),
    tests("TemplatesTests", ["JSON", "Project", "Templates"], exclude: ["Golden"]),
    tests("CodeGenTests", ["CodeGen"], exclude: ["Golden"], settings: strict + syntax),
    tests(
        "CommandTests",
        ["apiserver-boot", "JSON", "Project", "TLS", "Templates"],
        exclude: ["Golden"],
        settings: strict + syntax
    ),
]

/// `scripts/fuzz` asks for these: they need libFuzzer, and nobody else should build them.
let fuzz: [Target] =
    ProcessInfo.processInfo.environment["APISERVER_BOOT_FUZZ"] == nil
    ? []
    : [
        .target(name: "CFuzzer", path: "Fuzz/Sources/CFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "APIMachinery", "APIServer", "CFuzzer", "JSON", "Project", "Protobuf", "StorageEtcd", "TLS",
                "Transport",
                "YAML",
            ],
            path: "Fuzz/Sources/Fuzz",
            swiftSettings: wrapping
        ),
    ]

let package = Package(
    name: "apiserver-boot",
    products: [
        .executable(name: "apiserver-boot", targets: ["apiserver-boot"]),
        .library(name: "APIServer", targets: ["APIMachinery", "APIServer", "JSON", "YAML"]),
        .library(name: "APIServerTesting", targets: ["APIServerTesting"]),
        .library(name: "ControllerRuntime", targets: ["ControllerRuntime", "KubeClient", "Telemetry"]),
        .library(
            name: "KubeClient",
            targets: ["APIMachinery", "EventLoop", "JSON", "KubeClient", "TLS", "Telemetry", "Transport"]
        ),
        .library(name: "StorageSQLite", targets: ["StorageSQLite"]),
        .library(name: "StorageEtcd", targets: ["StorageEtcd"]),
    ],
    targets: systemLibraries + runtime + tool + testSupport + testTargets + fuzz,
    swiftLanguageModes: [.v6]
)
