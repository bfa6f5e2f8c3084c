/// The runtime as it lies in a generated project.
public enum VendoredRuntime {
    /// Name of the package.
    public static let packageName = "apiserver-runtime"
    /// Where it lies in a project.
    public static let folder = "Vendor/apiserver-runtime"

    /// What a target of the runtime is made of.
    public enum Language: Sendable, Equatable {
        /// A module map over a library of the system: its name for pkg-config and its package of Debian.
        case system(pkgConfig: String, debian: String)
        /// C sources.
        case c
        /// Swift sources.
        case swift
    }

    /// One target of the runtime.
    public struct Target: Sendable, Equatable {
        /// Name of the target and of its folder in `Sources`.
        public let name: String
        /// What it is made of.
        public let language: Language
        /// Other targets that it uses.
        public let dependencies: [String]

        init(_ name: String, _ language: Language, _ dependencies: [String] = []) {
            self.name = name
            self.language = language
            self.dependencies = dependencies
        }
    }

    /// All targets, in the order of the manifest.
    public static let targets: [Target] = [
        Target("COpenSSL", .system(pkgConfig: "openssl", debian: "libssl-dev")),
        Target("CNghttp2", .system(pkgConfig: "libnghttp2", debian: "libnghttp2-dev")),
        Target("CSQLite", .system(pkgConfig: "sqlite3", debian: "libsqlite3-dev")),
        Target("CYAML", .system(pkgConfig: "yaml-0.1", debian: "libyaml-dev")),
        Target("CZlib", .system(pkgConfig: "zlib", debian: "zlib1g-dev")),
        Target("CLinux", .c),
        Target("JSON", .swift),
        Target("Protobuf", .swift),
        Target("Telemetry", .swift),
        Target("EventLoop", .swift, ["CLinux", "Telemetry"]),
        Target("TLS", .swift, ["COpenSSL"]),
        Target("YAML", .swift, ["CYAML", "JSON"]),
        Target("Transport", .swift, ["CNghttp2", "CZlib", "EventLoop", "TLS", "Telemetry"]),
        Target("APIMachinery", .swift, ["JSON", "YAML"]),
        Target("Storage", .swift, ["EventLoop", "JSON", "Telemetry"]),
        Target("ComponentBase", .swift, ["APIMachinery"]),
        Target(
            "KubeClient",
            .swift,
            ["APIMachinery", "EventLoop", "JSON", "TLS", "Telemetry", "Transport", "YAML"]
        ),
        Target("StorageSQLite", .swift, ["CSQLite", "EventLoop", "Storage", "Telemetry"]),
        Target(
            "StorageEtcd",
            .swift,
            ["APIMachinery", "EventLoop", "Protobuf", "Storage", "TLS", "Telemetry", "Transport"]
        ),
        Target(
            "APIServer",
            .swift,
            [
                "APIMachinery", "ComponentBase", "EventLoop", "JSON", "KubeClient", "Protobuf", "Storage", "TLS",
                "Telemetry", "Transport", "YAML",
            ]
        ),
        Target(
            "ControllerRuntime",
            .swift,
            ["APIMachinery", "ComponentBase", "EventLoop", "JSON", "KubeClient", "Telemetry", "Transport"]
        ),
        Target(
            "APIServerTesting",
            .swift,
            [
                "APIMachinery", "APIServer", "ControllerRuntime", "EventLoop", "JSON", "KubeClient", "Storage",
                "Telemetry", "Transport",
            ]
        ),
    ]

    /// Products with the targets whose modules their users may import.
    public static let products: [(name: String, targets: [String])] = [
        ("APIServer", ["APIMachinery", "APIServer", "JSON", "YAML"]),
        ("APIServerTesting", ["APIServerTesting"]),
        ("ControllerRuntime", ["ControllerRuntime", "KubeClient", "Telemetry"]),
        ("KubeClient", ["APIMachinery", "EventLoop", "JSON", "KubeClient", "TLS", "Telemetry", "Transport"]),
        ("StorageSQLite", ["StorageSQLite"]),
        ("StorageEtcd", ["StorageEtcd"]),
    ]

    /// Upcoming features of Swift that the sources are written for.
    public static let features = [
        "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
    ]
}
