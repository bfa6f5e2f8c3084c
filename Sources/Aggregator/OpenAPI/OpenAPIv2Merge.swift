internal import JSON

/// Merges the OpenAPI v2 documents of several servers into one.
///
/// The first document gives everything that is not a path, a definition or a parameter; of equal paths the first counts.
/// Source: kube-openapi `aggregator.go` `MergeSpecsIgnorePathConflictRenamingDefinitionsAndParameters`.
struct OpenAPIv2Merge {
    private var document: JSONValue
    private var paths: JSONObject
    private var definitions: JSONObject
    private var parameters: JSONObject

    private static let kinds = "x-kubernetes-group-version-kind"

    /// Begins with the first document.
    init(_ first: JSONValue) {
        document = first
        paths = first["paths"]?.object ?? [:]
        definitions = first["definitions"]?.object ?? [:]
        parameters = first["parameters"]?.object ?? [:]
    }

    /// The merged document, sorted by name where upstream's is.
    var result: JSONValue {
        var result = document
        var sorted = (paths: paths, definitions: definitions, parameters: parameters)
        sorted.paths.sort()
        sorted.definitions.sort()
        sorted.parameters.sort()
        result["paths"] = .object(sorted.paths)
        if !sorted.definitions.isEmpty { result["definitions"] = .object(sorted.definitions) }
        if !sorted.parameters.isEmpty { result["parameters"] = .object(sorted.parameters) }
        return result
    }

    /// The part of a document below a path prefix.
    ///
    /// Definitions that only other paths need go; those that nothing ever referred to stay. The prefix is
    /// `/apis/<group>/<version>/`.
    static func filtered(_ document: JSONValue, prefix: String) -> JSONValue {
        filtered(document) { $0.hasPrefix(prefix) }
    }

    private static func filtered(_ document: JSONValue, _ keeps: (String) -> Bool) -> JSONValue {
        let usedBefore = OpenAPIReferences.definitionsUsed(in: document)
        var result = document
        let paths = (document["paths"]?.object ?? [:]).filter { keeps($0.key) }
        result["paths"] = .object(JSONObject(uniqueKeysWithValues: paths.map { ($0.key, $0.value) }))
        let used = OpenAPIReferences.definitionsUsed(in: result)
        let kept = (document["definitions"]?.object ?? [:]).filter {
            used.contains($0.key) || !usedBefore.contains($0.key)
        }
        result["definitions"] = .object(JSONObject(uniqueKeysWithValues: kept.map { ($0.key, $0.value) }))
        return result
    }

    /// Adds another document; its conflicting definitions get new names.
    mutating func add(_ source: JSONValue) {
        guard let sourcePaths = source["paths"]?.object, !sourcePaths.isEmpty else { return }
        var source = source
        let conflicts = sourcePaths.contains { paths.contains($0.key) }
        if conflicts {
            let taken = paths
            source = Self.filtered(source) { !taken.contains($0) }
            guard source["paths"]?.object?.isEmpty == false else { return }
        }
        let own = source["definitions"]?.object ?? [:]
        let ownParameters = source["parameters"]?.object ?? [:]
        let renames = Self.renames(own, against: definitions, isSame: Self.isSameButForKinds)
        let parameterRenames = Self.renames(ownParameters, against: parameters) { $0 == $1 }
        if !renames.isEmpty || !parameterRenames.isEmpty {
            source = OpenAPIReferences.renamed(source, definitions: renames, parameters: parameterRenames)
        }
        for (name, definition) in source["definitions"]?.object ?? [:] {
            addDefinition(definition, as: renames[name] ?? name)
        }
        for (name, parameter) in source["parameters"]?.object ?? [:] {
            let name = parameterRenames[name] ?? name
            if !parameters.contains(name) { parameters[name] = parameter }
        }
        for (path, item) in source["paths"]?.object ?? [:] where !paths.contains(path) { paths[path] = item }
    }

    private mutating func addDefinition(_ definition: JSONValue, as name: String) {
        guard var present = definitions[name] else {
            definitions[name] = definition
            return
        }
        let kinds = present[Self.kinds]?.array ?? []
        let new = (definition[Self.kinds]?.array ?? []).filter { !kinds.contains($0) }
        guard !new.isEmpty else { return }
        present[Self.kinds] = .array((kinds + new).sorted { Self.sortKey($0) < Self.sortKey($1) })
        definitions[name] = present
    }

    private static func sortKey(_ kind: JSONValue) -> String {
        ["group", "version", "kind"].map { kind[$0]?.string ?? "" }.joined(separator: "/")
    }

    /// New names for what means something else where it goes: `<name>_v2`, `_v3`, ...
    private static func renames(
        _ source: JSONObject,
        against target: JSONObject,
        isSame: (JSONValue, JSONValue) -> Bool
    ) -> [String: String] {
        var renames: [String: String] = [:]
        var used: Set<String> = []
        for (name, definition) in source {
            guard let present = target[name], !isSame(present, definition) else { continue }
            var number = 2
            // One that was renamed before may be the same.
            while let other = target["\(name)_v\(number)"], !isSame(other, definition) { number += 1 }
            var candidate = "\(name)_v\(number)"
            if !target.contains(candidate) {
                while used.contains(candidate) || source.contains(candidate) || target.contains(candidate) {
                    number += 1
                    candidate = "\(name)_v\(number)"
                }
            }
            renames[name] = candidate
            used.insert(candidate)
        }
        return renames
    }

    private static func isSameButForKinds(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard left != right else { return true }
        var (left, right) = (left, right)
        left[kinds] = nil
        right[kinds] = nil
        return left == right
    }
}
