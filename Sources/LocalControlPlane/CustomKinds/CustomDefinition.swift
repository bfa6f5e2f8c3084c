internal import JSON

/// A CustomResourceDefinition as the control plane's own parts read it.
struct CustomDefinition: Sendable, Equatable {
    static let group = "apiextensions.k8s.io"
    static let plural = "customresourcedefinitions"
    static let kind = "CustomResourceDefinition"
    static let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    /// Kept on an object until everything of its kind is deleted.
    static let cleanup = "customresourcecleanup.apiextensions.k8s.io"

    let tree: JSONValue

    init(_ tree: JSONValue) { self.tree = tree }

    var name: String { tree.name }
    var spec: JSONValue { tree["spec"] ?? .emptyObject }
    var group: String { spec["group"]?.string ?? "" }
    var isNamespaced: Bool { spec["scope"]?.string == "Namespaced" }
    var names: Names { Names(spec["names"] ?? .emptyObject) }
    var acceptedNames: Names { Names(tree["status"]?["acceptedNames"] ?? .emptyObject) }
    var versions: [JSONValue] { spec["versions"]?.array ?? [] }
    var storageVersion: String? { versions.first { $0["storage"]?.bool == true }?["name"]?.string }
    var storedVersions: [String] { tree["status"]?["storedVersions"]?.array?.compactMap(\.string) ?? [] }
    var isTerminating: Bool { tree.isTerminating }
    var holdsCleanup: Bool { tree.finalizers.contains(Self.cleanup) }

    /// Whether a condition is true.
    func isTrue(_ condition: String) -> Bool { self.condition(condition)?["status"]?.string == "True" }

    func condition(_ type: String) -> JSONValue? {
        tree["status"]?["conditions"]?.array?.first { $0["type"]?.string == type }
    }

    /// What a kind is called.
    struct Names: Sendable, Equatable {
        var plural: String
        var singular: String
        var kind: String
        var listKind: String
        var shortNames: [String]
        var categories: [String]

        init(_ tree: JSONValue) {
            plural = tree["plural"]?.string ?? ""
            singular = tree["singular"]?.string ?? ""
            kind = tree["kind"]?.string ?? ""
            listKind = tree["listKind"]?.string ?? ""
            shortNames = tree["shortNames"]?.array?.compactMap(\.string) ?? []
            categories = tree["categories"]?.array?.compactMap(\.string) ?? []
        }

        /// As `status.acceptedNames` has them.
        var tree: JSONValue {
            var members: JSONObject = ["plural": .string(plural)]
            if !singular.isEmpty { members["singular"] = .string(singular) }
            if !shortNames.isEmpty { members["shortNames"] = .array(shortNames.map { .string($0) }) }
            members["kind"] = .string(kind)
            if !listKind.isEmpty { members["listKind"] = .string(listKind) }
            if !categories.isEmpty { members["categories"] = .array(categories.map { .string($0) }) }
            return .object(members)
        }
    }
}
