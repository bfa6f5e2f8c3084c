/// Names that somebody else owns.
enum ReservedNames {
    /// Domains of Kubernetes itself; groups below them need an approval that nobody gets by accident.
    static let domains = ["k8s.io", "kubernetes.io"]

    /// First labels of the groups that every API server of Kubernetes serves without a domain of their own.
    static let builtInGroups: Set<String> = ["apps", "autoscaling", "batch", "core", "extensions", "policy"]

    /// Kinds that mean something to every client.
    static let metaKinds: Set<String> = [
        "APIGroup", "APIResource", "APIService", "APIVersions", "Binding", "Eviction", "List", "ListMeta", "ObjectMeta",
        "ObjectReference", "PartialObjectMetadata", "Patch", "Scale", "Status", "Table", "TypeMeta", "WatchEvent",
    ]

    /// Names that a nested Swift type cannot have, that would hide what every generated type uses, or that name a file with a
    /// meaning of its own (`Main.swift`, and what is generated beside the kinds).
    static let impossibleKinds: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "Dictionary", "Double", "Equatable", "FieldError", "Float", "Groups",
        "Int",
        "Int32",
        "Int64", "JSONDecodingError", "JSONObject", "JSONValue", "Main", "Never", "Optional", "Protocol",
        "Registration",
        "ResourceDefinition",
        "Schema", "Self", "Sendable", "Set", "String", "Type", "UInt8", "Void",
    ]

    /// Kinds that share their name with a type of Swift that people know; legal, but worth a word.
    static let knownSwiftTypes: Set<String> = [
        "Actor", "Character", "Clock", "Codable", "Collection", "Data", "Date", "Duration", "Error", "Identifiable",
        "Key",
        "Mirror", "Operation", "Process", "Range", "Regex", "Result", "Sequence", "State", "Substring", "Task", "Timer",
        "Token", "URL", "UUID",
    ]

    /// Swift namespaces of groups that would hide a module or a type that generated code uses.
    static let namespaces: Set<String> = impossibleKinds.union([
        "APIGroup", "APIMachinery", "APIs", "APIServer", "Apis", "Apiserver", "EventLoop", "Json", "JSON", "ObjectMeta",
        "Storage", "Swift", "Telemetry", "Testing", "Tls", "TLS", "Transport", "Yaml", "YAML",
    ])

    /// Short names that kubectl resolves to something of Kubernetes.
    static let shortNames: Set<String> = [
        "cj", "cm", "crd", "crds", "cs", "csr", "deploy", "ds", "ep", "ev", "hpa", "ing", "limits", "netpol", "no",
        "ns",
        "pc", "pdb", "po", "pv", "pvc", "quota", "rc", "rs", "sa", "sc", "sts", "svc",
    ]
}
