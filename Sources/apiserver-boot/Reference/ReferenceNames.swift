internal import CodeGen
internal import Templates

/// What things are called in the documentation of one version, and how links name them.
struct ReferenceNames {
    /// The identifier of the version.
    let version: String
    /// Where its types are declared in Swift: `["Insect", "V1beta1"]`.
    let namespace: [String]

    /// A text as an identifier: what is neither letter, digit, `.`, `-` nor `_` becomes its number.
    static func id(_ text: String) -> String {
        var id = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain || scalar == "." || scalar == "-" || scalar == "_" {
                id.unicodeScalars.append(scalar)
            } else {
                id += "~" + String(scalar.value, radix: 16) + "~"
            }
        }
        return id
    }

    /// The path of a column as that of a field: `.status.conditions[?type=Ready].status` → `status.conditions.status`.
    static func fieldPath(_ path: String) -> String {
        var result = ""
        var depth = 0
        for character in path {
            switch character {
            case "[": depth += 1
            case "]": depth -= 1
            default: if depth == 0 { result.append(character) }
            }
        }
        return String(result.drop { $0 == "." })
    }

    /// As `kubectl explain` calls a type: `BeeSpec`.
    func name(of path: [String]) -> String {
        if path.starts(with: namespace) { return path.dropFirst(namespace.count).joined() }
        return (path.first == namespace.first ? path.dropFirst() : path[...]).joined()
    }

    /// What links to a type lead to.
    func id(of path: [String]) -> String {
        let own = path.starts(with: namespace) ? Array(path.dropFirst(namespace.count)) : path
        return Self.id(version + "-type-" + own.joined(separator: "."))
    }

    /// The type of a field, as it is read.
    func typeName(_ type: FieldType, format: String? = nil) -> APIReference.TypeName {
        switch type {
        case .string: return APIReference.TypeName("string", format: format ?? "")
        case .boolean: return APIReference.TypeName("boolean")
        case .integer(let width): return APIReference.TypeName("integer", format: width.rawValue)
        case .number(let width): return APIReference.TypeName("number", format: width.rawValue)
        case .array(let element): return nested(typeName(element), "list of")
        case .map(let element): return nested(typeName(element), "map of")
        case .structure(let path), .enumeration(let path):
            let parts = path.split(separator: ".").map(String.init)
            return APIReference.TypeName(name(of: parts), to: id(of: parts))
        case .any: return APIReference.TypeName("any JSON")
        case .intOrString: return APIReference.TypeName("integer or string")
        case .known(let type): return APIReference.TypeName(type.rawValue, to: CommonTypes.id(type))
        }
    }

    private func nested(_ type: APIReference.TypeName, _ lead: String) -> APIReference.TypeName {
        var type = type
        type.lead = type.lead.isEmpty ? lead : lead + " " + type.lead
        return type
    }
}

extension FieldType {
    /// The struct or the enum of the project that stands in it, in lists and maps as well.
    var innerType: String? {
        switch self {
        case .array(let element), .map(let element): element.innerType
        case .structure(let path), .enumeration(let path): path
        default: nil
        }
    }

    /// The type of Kubernetes that stands in it.
    var innerKnownType: KnownType? {
        switch self {
        case .array(let element), .map(let element): element.innerKnownType
        case .known(let type): type
        default: nil
        }
    }
}
