/// What a registry asks for before it lets somebody in: `WWW-Authenticate`.
///
/// Source: distribution, `docs/spec/auth/token.md`; RFC 9110 section 11.6.1.
enum RegistryChallenge: Equatable {
    case basic
    /// A token, to be had from that address.
    case bearer(realm: String, service: String?, scope: String?)

    /// Nil for a challenge that is not known.
    init?(_ header: String) {
        guard let space = header.firstIndex(of: " ") else {
            guard header.lowercased() == "basic" else { return nil }
            self = .basic
            return
        }
        switch header[..<space].lowercased() {
        case "basic": self = .basic
        case "bearer":
            let values = Self.parameters(header[header.index(after: space)...])
            guard let realm = values["realm"] else { return nil }
            self = .bearer(realm: realm, service: values["service"], scope: values["scope"])
        default: return nil
        }
    }

    /// `name="value",…`; commas may stand inside values.
    private static func parameters(_ text: Substring) -> [String: String] {
        var values: [String: String] = [:]
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].drop { $0 == "," || $0 == " " }.lowercased()
            rest = rest[rest.index(after: equals)...]
            let value: Substring
            if rest.first == "\"" {
                rest = rest.dropFirst()
                value = rest.prefix { $0 != "\"" }
                rest = rest[value.endIndex...].dropFirst()
            } else {
                value = rest.prefix { $0 != "," }
                rest = rest[value.endIndex...]
            }
            values[name] = String(value)
        }
        return values
    }
}
