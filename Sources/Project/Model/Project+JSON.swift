internal import JSON

/// The members of `PROJECT`.
extension Project {
    var json: JSONValue {
        var members = JSONObject()
        members["projectVersion"] = .integer(Int64(Self.currentFormat))
        members["cliVersion"] = .string(cliVersion)
        members["name"] = .string(name)
        members["domain"] = .string(domain)
        members["package"] = .string(package)
        members["runtime"] = .string(runtime.text)
        if let deployment { members["deployment"] = deployment.json }
        if !groups.isEmpty { members["groups"] = .array(groups.map(\.json)) }
        return .object(members)
    }

    init(json: JSONValue) throws(ProjectFormatError) {
        guard let members = json.object else { throw .wrongType("the file", expected: "a mapping") }
        try Self.check(
            members,
            allowed: ["projectVersion", "cliVersion", "name", "domain", "package", "runtime", "deployment", "groups"]
        )
        guard let format = json["projectVersion"]?.integer else { throw .missing("projectVersion") }
        guard format == Int64(Self.currentFormat) else { throw .unknownFormat(format) }
        let name = try Self.text(json, "name", at: "")
        self.init(
            cliVersion: json["cliVersion"]?.string ?? "",
            name: name,
            domain: try Self.text(json, "domain", at: ""),
            package: json["package"]?.string ?? name,
            runtime: try Runtime(text: json["runtime"]?.string ?? "vendored")
        )
        if let value = json["deployment"], !value.isNull {
            deployment = try Deployment(json: value, at: "deployment")
        }
        for (index, element) in (try Self.list(json, "groups", at: "")).enumerated() {
            groups.append(try Group(json: element, at: "groups[\(index)]"))
        }
    }

    static func text(_ json: JSONValue, _ key: String, at place: String) throws(ProjectFormatError) -> String {
        let path = place.isEmpty ? key : place + "." + key
        guard let value = json[key] else { throw .missing(path) }
        guard let text = value.string else { throw .wrongType(path, expected: "text") }
        return text
    }

    static func list(_ json: JSONValue, _ key: String, at place: String) throws(ProjectFormatError) -> [JSONValue] {
        guard let value = json[key], !value.isNull else { return [] }
        let path = place.isEmpty ? key : place + "." + key
        guard let list = value.array else { throw .wrongType(path, expected: "a list") }
        return list
    }

    static func texts(_ json: JSONValue, _ key: String, at place: String) throws(ProjectFormatError) -> [String] {
        var texts: [String] = []
        for (index, value) in (try list(json, key, at: place)).enumerated() {
            guard let text = value.string else { throw .wrongType("\(place).\(key)[\(index)]", expected: "text") }
            texts.append(text)
        }
        return texts
    }

    static func check(
        _ members: JSONObject,
        allowed: Set<String>,
        at place: String = ""
    ) throws(ProjectFormatError) {
        if let unknown = members.keys.first(where: { !allowed.contains($0) }) {
            throw .unknownMember(place.isEmpty ? unknown : place + "." + unknown)
        }
    }
}

extension Project.Runtime {
    /// As `--runtime` and `PROJECT` write it.
    public var text: String {
        switch self {
        case .vendored: "vendored"
        case .path(let path): "path:" + path
        }
    }

    /// Reads what `text` writes.
    public init(text: String) throws(ProjectFormatError) {
        if text == "vendored" {
            self = .vendored
        } else if text.hasPrefix("path:"), text.utf8.count > 5 {
            self = .path(String(text.dropFirst(5)))
        } else {
            throw .wrongType("runtime", expected: "'vendored' or 'path:DIR'")
        }
    }
}

extension Project.Group {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["name": .string(name)]
        if !versions.isEmpty { members["versions"] = .array(versions.map(\.json)) }
        return .object(members)
    }

    fileprivate init(json: JSONValue, at place: String) throws(ProjectFormatError) {
        guard let members = json.object else { throw .wrongType(place, expected: "a mapping") }
        try Project.check(members, allowed: ["name", "versions"], at: place)
        self.init(try Project.text(json, "name", at: place))
        for (index, element) in (try Project.list(json, "versions", at: place)).enumerated() {
            versions.append(try Project.Version(json: element, at: "\(place).versions[\(index)]"))
        }
    }
}

extension Project.Version {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["name": .string(name)]
        if !resources.isEmpty { members["resources"] = .array(resources.map(\.json)) }
        return .object(members)
    }

    fileprivate init(json: JSONValue, at place: String) throws(ProjectFormatError) {
        guard let members = json.object else { throw .wrongType(place, expected: "a mapping") }
        try Project.check(members, allowed: ["name", "resources"], at: place)
        self.init(try Project.text(json, "name", at: place))
        for (index, element) in (try Project.list(json, "resources", at: place)).enumerated() {
            resources.append(try Project.Resource(json: element, at: "\(place).resources[\(index)]"))
        }
    }
}

extension Project.Resource {
    fileprivate var json: JSONValue {
        var members = JSONObject()
        members["kind"] = .string(kind)
        members["plural"] = .string(plural)
        members["singular"] = .string(singular)
        if !shortNames.isEmpty { members["shortNames"] = .array(shortNames.map { .string($0) }) }
        if !categories.isEmpty { members["categories"] = .array(categories.map { .string($0) }) }
        members["namespaced"] = .bool(isNamespaced)
        if hasController { members["controller"] = true }
        if let file { members["file"] = .string(file) }
        return .object(members)
    }

    fileprivate init(json: JSONValue, at place: String) throws(ProjectFormatError) {
        guard let members = json.object else { throw .wrongType(place, expected: "a mapping") }
        let known: Set = ["kind", "plural", "singular", "shortNames", "categories", "namespaced", "controller", "file"]
        try Project.check(members, allowed: known, at: place)
        guard let isNamespaced = (json["namespaced"] ?? true).bool else {
            throw .wrongType(place + ".namespaced", expected: "true or false")
        }
        guard let hasController = (json["controller"] ?? false).bool else {
            throw .wrongType(place + ".controller", expected: "true or false")
        }
        self.init(
            kind: try Project.text(json, "kind", at: place),
            plural: json["plural"]?.string,
            singular: json["singular"]?.string,
            shortNames: try Project.texts(json, "shortNames", at: place),
            categories: try Project.texts(json, "categories", at: place),
            isNamespaced: isNamespaced,
            hasController: hasController,
            file: json["file"]?.string
        )
    }
}
