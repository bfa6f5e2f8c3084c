/// The rules for every name that a user may choose, in one place.
///
/// Each function returns what is wrong with a name, or worth knowing about it; nothing for a good name.
public enum Names {
    /// A domain: at least two DNS labels, not one of Kubernetes' own.
    public static func domain(_ name: String) -> [Problem] {
        guard NameShape.isSubdomain(name), name.contains(".") else {
            return [
                Problem(
                    "AB1002",
                    "'--domain \(name)' is not a domain",
                    cause:
                        "API groups end in a DNS domain that you own: lower-case labels joined by dots, at least two",
                    fix: "--domain \(suggestion(forDomain: name))"
                )
            ]
        }
        if let owner = ReservedNames.domains.first(where: { name == $0 || name.hasSuffix("." + $0) }) {
            return [
                Problem(
                    "AB1003",
                    "the domain '\(name)' belongs to Kubernetes",
                    cause: "groups below \(owner) are reserved for APIs that the Kubernetes project has approved",
                    fix: "use a domain of your own, such as --domain example.com"
                )
            ]
        }
        return []
    }

    /// The name of a project: a DNS label, since images, services and namespaces are named after it.
    public static func project(_ name: String) -> [Problem] {
        guard !NameShape.isLabel(name) else { return [] }
        return [
            Problem(
                "AB1004",
                "'\(name)' cannot be the name of a project",
                cause: "it must be a DNS label: lower-case letters, digits and '-', starting with a letter, 63 at most",
                fix: "--name \(label(from: name, otherwise: "creatures"))"
            )
        ]
    }

    /// A group without its domain: DNS labels joined by dots.
    public static func group(_ name: String, domain: String) -> [Problem] {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard !labels.isEmpty, labels.allSatisfy({ NameShape.isLabel($0) }) else {
            return [
                Problem(
                    "AB2001",
                    "'--group \(name)' is not a valid API group name",
                    cause: "groups are DNS labels: lower-case letters, digits and '-', starting with a letter",
                    fix: "--group \(label(from: withoutDomain(name, domain), otherwise: "insect"))"
                )
            ]
        }
        if !domain.isEmpty, name.hasSuffix("." + domain) {
            return [
                Problem(
                    "AB2002",
                    "'--group \(name)' repeats the domain of the project",
                    cause: "the full name would be \(name).\(domain)",
                    fix: "--group \(withoutDomain(name, domain))"
                )
            ]
        }
        guard (name + "." + domain).utf8.count <= 253 else {
            return [
                Problem(
                    "AB2003",
                    "the group '\(name).\(domain)' is too long",
                    cause: "the full name of a group has at most 253 characters",
                    fix: "choose a shorter --group"
                )
            ]
        }
        if ReservedNames.builtInGroups.contains(name) {
            return [
                Problem(
                    "AB2004",
                    "the group '\(name)' has the name of a group of Kubernetes",
                    cause: "\(name).\(domain) works, but people will take it for '\(name)' of every cluster",
                    severity: .note
                )
            ]
        }
        return []
    }

    /// A version: `v1`, `v1beta1`, `v2alpha3`.
    public static func version(_ name: String) -> [Problem] {
        guard !NameShape.isVersion(name) else { return [] }
        return [
            Problem(
                "AB2005",
                "'--version \(name)' is not a valid API version",
                cause: "versions look like v1alpha1, v1beta1 or v1, without leading zeros",
                fix: "--version v1alpha1"
            )
        ]
    }

    /// A kind: a capital, then letters and digits; not one that clients or Swift need for themselves.
    public static func kind(_ name: String, group: String, version: String) -> [Problem] {
        guard NameShape.isKind(name) else {
            return [
                Problem(
                    "AB2006",
                    "'--kind \(name)' is not a valid kind",
                    cause: "kinds are nouns in CamelCase: a capital letter, then letters and digits, 63 at most",
                    fix: "--kind \(camelCase(name, otherwise: "Bee"))"
                )
            ]
        }
        let ending = ["List", "Options"].first { name.hasSuffix($0) }
        if ReservedNames.metaKinds.contains(name) || ending != nil {
            let reason = ending.map { "kinds that end in '\($0)' are" } ?? "'\(name)' is"
            return [
                Problem(
                    "AB2007",
                    "the kind '\(name)' means something else in every Kubernetes API",
                    cause: "\(reason) made by the server for its own answers",
                    fix:
                        "choose another noun, such as --kind \(ending.map { name.dropLast($0.utf8.count) + "Set" } ?? "My\(name)")"
                )
            ]
        }
        if ReservedNames.impossibleKinds.contains(name) {
            return [
                Problem(
                    "AB2008",
                    "the kind '\(name)' cannot be a Swift type of its own",
                    cause: "the language, every kind or the generated code already uses it",
                    fix: "choose another noun, such as --kind My\(name)"
                )
            ]
        }
        guard ReservedNames.knownSwiftTypes.contains(name) else { return [] }
        let space = SwiftNames.namespace(ofGroup: group) + "." + SwiftNames.namespace(ofVersion: version)
        return [
            Problem(
                "AB2009",
                "Swift has a type '\(name)', too",
                cause: "yours lives in the namespace \(space) and is \(space).\(name) elsewhere",
                severity: .note
            )
        ]
    }

    /// The plural or singular of a resource, a short name or a category: a DNS label.
    public static func label(_ name: String, option: String) -> [Problem] {
        guard NameShape.isLabel(name) else {
            return [
                Problem(
                    "AB2010",
                    "'\(option) \(name)' is not a DNS label",
                    cause: "lower-case letters, digits and '-', starting with a letter, 63 at most",
                    fix: "\(option) \(label(from: name, otherwise: "bees"))"
                )
            ]
        }
        if option == "--short-name", ReservedNames.shortNames.contains(name) {
            return [
                Problem(
                    "AB2011",
                    "kubectl uses the short name '\(name)' for something of Kubernetes",
                    cause: "'kubectl get \(name)' will show that, not your resource",
                    fix: "choose another --short-name",
                    severity: .warning
                )
            ]
        }
        return []
    }

    // MARK: Suggestions

    /// The nearest DNS label to what somebody typed.
    public static func label(from text: String, otherwise: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.lowercased().utf8 {
            if NameShape.isLower(byte) || NameShape.isDigit(byte) {
                bytes.append(byte)
            } else if let last = bytes.last, last != UInt8(ascii: "-") {
                bytes.append(UInt8(ascii: "-"))
            }
        }
        while let first = bytes.first, !NameShape.isLower(first) { bytes.removeFirst() }
        bytes = Array(bytes.prefix(63))
        while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
        return bytes.isEmpty ? otherwise : String(decoding: bytes, as: UTF8.self)
    }

    private static func suggestion(forDomain name: String) -> String {
        let labels = name.split(separator: ".").map { label(from: String($0), otherwise: "") }.filter { !$0.isEmpty }
        return switch labels.count {
        case 0: "example.com"
        // Several words are no name of a domain of theirs.
        case 1 where name.contains(where: \.isWhitespace): "example.com"
        case 1: labels[0] + ".example.com"
        default: labels.joined(separator: ".")
        }
    }

    private static func withoutDomain(_ name: String, _ domain: String) -> String {
        name.hasSuffix("." + domain) ? String(name.dropLast(domain.count + 1)) : name
    }

    private static func camelCase(_ text: String, otherwise: String) -> String {
        let words = text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let kind = String(joined.drop { $0.isNumber }.prefix(63))
        return NameShape.isKind(kind) ? kind : otherwise
    }
}
