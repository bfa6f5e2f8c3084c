internal import APIMachinery
internal import JSON
internal import YAML

/// Reads policies as upstream's files have them: `kind: Policy` of `audit.k8s.io/v1`.
struct AuditPolicyReader {
    /// Why a text is no policy.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// The policy.
    let policy: AuditPolicy
    /// Members that nobody reads, such as misspelled ones; they do no harm, as upstream.
    let unknown: [String]

    private static let apiVersion = "audit.k8s.io/v1"

    /// - Throws: what is wrong, and where.
    init(_ bytes: [UInt8]) throws(Fault) {
        let tree: JSONValue
        do {
            tree = try YAMLReader.parse(bytes)
        } catch {
            throw Fault(description: "\(error)")
        }
        guard tree.object != nil else {
            throw Fault(description: "expected a mapping with kind and apiVersion, found \(tree.typeName)")
        }
        guard tree["kind"]?.string == "Policy", tree["apiVersion"]?.string == Self.apiVersion else {
            let (version, kind) = (tree["apiVersion"]?.string ?? "", tree["kind"]?.string ?? "")
            throw Fault(
                description: "expected kind: Policy and apiVersion: \(Self.apiVersion), found kind: "
                    + "\(GoText.quoted(kind)) and apiVersion: \(GoText.quoted(version))"
            )
        }
        var fields = Fields(tree, at: "")
        var rules: [AuditPolicy.Rule] = []
        for (index, rule) in fields.array("rules").enumerated() { rules.append(fields.rule(rule, index)) }
        policy = AuditPolicy(
            rules: rules,
            omitStages: fields.stages("omitStages"),
            omitManagedFields: fields.bool("omitManagedFields") ?? false
        )
        fields.finish(knowing: ["kind", "apiVersion", "metadata"])
        guard fields.errors.isEmpty else {
            throw Fault(description: fields.errors.map { "\($0)" }.joined(separator: "; "))
        }
        guard !rules.isEmpty else { throw Fault(description: "a policy needs at least one rule") }
        unknown = fields.unknown
    }
}

/// The members of one mapping while they are read: collects every fault instead of stopping at the first.
private struct Fields {
    private let tree: JSONValue
    private let path: String
    private var known: Set<String> = []
    private(set) var errors: [FieldError] = []
    private(set) var unknown: [String] = []

    init(_ tree: JSONValue, at path: String) {
        self.tree = tree
        self.path = path
    }

    private func place(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    private mutating func member(_ name: String) -> JSONValue? {
        known.insert(name)
        guard let value = tree[name], value != .null else { return nil }
        return value
    }

    private mutating func mistyped(_ place: String, _ value: JSONValue, _ wanted: String) {
        errors.append(FieldError(place, .typeInvalid(value, "must be \(wanted), not \(value.typeName)")))
    }

    mutating func array(_ name: String) -> [JSONValue] {
        guard let value = member(name) else { return [] }
        guard let array = value.array else {
            mistyped(place(name), value, "a list")
            return []
        }
        return array
    }

    mutating func strings(_ name: String) -> [String] {
        var texts: [String] = []
        for (index, value) in array(name).enumerated() {
            if let text = value.string {
                texts.append(text)
            } else {
                mistyped(place(name) + "[\(index)]", value, "a text")
            }
        }
        return texts
    }

    mutating func string(_ name: String) -> String {
        guard let value = member(name) else { return "" }
        guard let text = value.string else {
            mistyped(place(name), value, "a text")
            return ""
        }
        return text
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let value = member(name) else { return nil }
        guard case .bool(let flag) = value else {
            mistyped(place(name), value, "true or false")
            return nil
        }
        return flag
    }

    mutating func stages(_ name: String) -> [AuditStage] {
        var stages: [AuditStage] = []
        for (index, text) in strings(name).enumerated() {
            if let stage = AuditStage(rawValue: text) {
                stages.append(stage)
            } else {
                let allowed = AuditStage.allCases.map(\.rawValue).joined(separator: ",")
                errors.append(.invalid(place(name) + "[\(index)]", .string(text), "allowed stages are \(allowed)"))
            }
        }
        return stages
    }

    mutating func rule(_ tree: JSONValue, _ index: Int) -> AuditPolicy.Rule {
        let at = place("rules[\(index)]")
        guard tree.object != nil else {
            mistyped(at, tree, "a mapping")
            return AuditPolicy.Rule(level: .none)
        }
        var fields = Fields(tree, at: at)
        var rule = AuditPolicy.Rule(level: fields.level())
        rule.users = fields.strings("users")
        rule.userGroups = fields.strings("userGroups")
        rule.verbs = fields.strings("verbs")
        for (index, entry) in fields.array("resources").enumerated() {
            rule.resources.append(fields.groupResources(entry, index))
        }
        rule.namespaces = fields.strings("namespaces")
        rule.nonResourceURLs = fields.paths("nonResourceURLs")
        rule.omitStages = fields.stages("omitStages")
        rule.omitManagedFields = fields.bool("omitManagedFields")
        if !rule.nonResourceURLs.isEmpty, !rule.resources.isEmpty || !rule.namespaces.isEmpty {
            fields.errors.append(
                .invalid(
                    at + ".nonResourceURLs",
                    .array(rule.nonResourceURLs.map { .string($0) }),
                    "rules cannot apply to both regular resources and non-resource URLs"
                )
            )
        }
        take(&fields)
        return rule
    }

    private mutating func level() -> AuditLevel {
        let text = string("level")
        guard !text.isEmpty else {
            errors.append(.required(place("level")))
            return .none
        }
        guard let level = AuditLevel(rawValue: text) else {
            let supported = AuditLevel.allCases.map(\.rawValue)
            errors.append(FieldError(place("level"), .notSupported(.string(text), supported: supported)))
            return .none
        }
        return level
    }

    private mutating func groupResources(_ tree: JSONValue, _ index: Int) -> AuditPolicy.GroupResources {
        let at = place("resources[\(index)]")
        guard tree.object != nil else {
            mistyped(at, tree, "a mapping")
            return AuditPolicy.GroupResources()
        }
        var fields = Fields(tree, at: at)
        let entry = AuditPolicy.GroupResources(
            group: fields.string("group"),
            resources: fields.strings("resources"),
            resourceNames: fields.strings("resourceNames")
        )
        if !entry.group.isEmpty, !Self.isGroup(entry.group) {
            let detail = "must be the name of a group, without a version: a lower-case DNS name"
            fields.errors.append(.invalid(at + ".group", .string(entry.group), detail))
        }
        if !entry.resourceNames.isEmpty, entry.resources.isEmpty {
            fields.errors.append(
                .invalid(
                    at + ".resourceNames",
                    .array(entry.resourceNames.map { .string($0) }),
                    "using resourceNames requires at least one resource"
                )
            )
        }
        take(&fields)
        return entry
    }

    private static func isGroup(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.utf8.first, let last = label.utf8.last else { return false }
            let isPlain = { (byte: UInt8) in (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
            return isPlain(first) && isPlain(last) && label.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private mutating func paths(_ name: String) -> [String] {
        let paths = strings(name)
        for (index, path) in paths.enumerated() where path != "*" {
            let at = place(name) + "[\(index)]"
            if !path.hasPrefix("/") {
                errors.append(.invalid(at, .string(path), "non-resource URL rules must begin with a '/' character"))
            }
            if path.dropLast().contains("*") {
                let detail = "non-resource URL wildcards '*' must be the final character of the rule"
                errors.append(.invalid(at, .string(path), detail))
            }
        }
        return paths
    }

    /// Takes over what was found below.
    private mutating func take(_ fields: inout Fields) {
        fields.finish(knowing: [])
        errors += fields.errors
        unknown += fields.unknown
    }

    /// Notes the members that were not asked for.
    mutating func finish(knowing others: Set<String>) {
        for (name, _) in tree.object ?? [:] where !known.contains(name) && !others.contains(name) {
            unknown.append(place(name))
        }
    }
}
