internal import APIMachinery

/// Names of operations, tags and definitions.
///
/// Source: apiserver `openapi.GetOperationIDAndTags`, recorded documents of an extension server.
enum OpenAPINames {
    /// Tag of everything in a group version, `wardleExampleCom_v1beta1`; of a group without `version`.
    static func tag(group: String, version: String? = nil) -> String {
        let words = words(group)
        let name = (words.first ?? "") + words.dropFirst().map(capitalized).joined()
        return version.map { name + "_" + $0 } ?? name
    }

    /// `WardleExampleComV1beta1`, the middle of operation ids.
    static func stem(group: String, version: String? = nil) -> String {
        words(group).map(capitalized).joined() + capitalized(version ?? "")
    }

    /// Name of a kind among the definitions: what its schema says, or else made of the group in reverse, version and kind.
    static func definition(of definition: ResourceDefinition) -> String {
        if let name = definition.schema.definitionName { return name }
        if definition.group.isEmpty { return "io.k8s.api.core.\(definition.version).\(definition.kind)" }
        let reversed = definition.group.split(separator: ".").reversed().joined(separator: ".")
        return "\(reversed).\(definition.version).\(definition.kind)"
    }

    /// The text with its first letter in upper case.
    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// The parts of a group between everything that is no letter or digit; `.k8s.io` at the end does not count.
    private static func words(_ group: String) -> [String] {
        if group.isEmpty { return ["core"] }
        let name = group.hasSuffix(".k8s.io") ? String(group.dropLast(7)) : group
        return name.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}
