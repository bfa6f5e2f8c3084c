internal import JSON

extension ResourceRequest {
    /// An object of the requested version in the form in which it is kept: the version's own type is asked first, then
    /// the hub's, which sees every version.
    func normalized(_ object: JSONValue, old: JSONValue?) throws -> JSONValue {
        var result = object
        if let normalize = served.normalize { result = try normalize(result, old) }
        if version != kind.hubIndex, let normalize = kind.versions[kind.hubIndex].normalize {
            let tree = try kind.convert(result, from: version, to: kind.hubIndex)
            let before = try old.map { try kind.convert($0, from: version, to: kind.hubIndex) }
            let normalized = try normalize(tree, before)
            if normalized != tree { result = try kind.convert(normalized, from: kind.hubIndex, to: version) }
        }
        return result == object ? object : try kind.canonical(result, in: version)
    }
}
