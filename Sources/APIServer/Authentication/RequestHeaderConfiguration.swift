internal import Transport

/// Which header fields of a front proxy say who the caller is, and which proxies may say so.
///
/// Source: aggregation layer, flags `--requestheader-*` and the ConfigMap `extension-apiserver-authentication`.
struct RequestHeaderConfiguration: Sendable, Equatable {
    /// Common names of proxies; empty allows everybody whom the CA signed.
    let allowedNames: [String]
    /// The first of these with a value names the user.
    let usernameHeaders: [String]
    /// The first of these with a value is the user's UID.
    let uidHeaders: [String]
    /// All values of all of these are groups.
    let groupHeaders: [String]
    /// What follows one of these in a field's name is a key of `extra`.
    let extraHeaderPrefixes: [String]

    /// Whether there are names beyond the standard ones.
    private let isUnusual: Bool

    /// The names that Kubernetes' own proxy uses.
    static let standard = RequestHeaderConfiguration()

    /// Field names are compared without regard to case.
    init(
        allowedNames: [String] = [],
        usernameHeaders: [String] = ["x-remote-user"],
        uidHeaders: [String] = [],
        groupHeaders: [String] = ["x-remote-group"],
        extraHeaderPrefixes: [String] = ["x-remote-extra-"]
    ) {
        self.allowedNames = allowedNames
        self.usernameHeaders = usernameHeaders.map { $0.lowercased() }
        self.uidHeaders = uidHeaders.map { $0.lowercased() }
        self.groupHeaders = groupHeaders.map { $0.lowercased() }
        self.extraHeaderPrefixes = extraHeaderPrefixes.map { $0.lowercased() }
        isUnusual =
            self.usernameHeaders != ["x-remote-user"] || self.groupHeaders != ["x-remote-group"]
            || self.extraHeaderPrefixes != ["x-remote-extra-"]
            || !(self.uidHeaders.isEmpty || self.uidHeaders == ["x-remote-uid"])
    }

    /// Whom the fields name; nil if they name nobody.
    func user(in headers: HTTPHeaders) -> UserInfo? {
        guard let name = Self.first(of: usernameHeaders, in: headers) else { return nil }
        return UserInfo(
            name: name,
            uid: Self.first(of: uidHeaders, in: headers) ?? "",
            groups: groupHeaders.flatMap(headers.all).filter { !$0.isEmpty },
            extra: extra(in: headers)
        )
    }

    /// Whether a field, by its lower-case name, is one that only a proxy may set.
    func owns(_ name: String) -> Bool {
        usernameHeaders.contains(name) || uidHeaders.contains(name) || groupHeaders.contains(name)
            || extraHeaderPrefixes.contains { name.hasPrefix($0) }
    }

    /// The same, for names beyond the standard ones.
    func ownsUnusual(_ name: String) -> Bool { isUnusual && owns(name) }

    /// As in Go, the first value of a field counts even if it is empty and a second one is not.
    private static func first(of names: [String], in headers: HTTPHeaders) -> String? {
        for name in names {
            if let value = headers[name], !value.isEmpty { return value }
        }
        return nil
    }

    /// Keys are lower case and percent-decoded; one that does not decode stays as it is.
    private func extra(in headers: HTTPHeaders) -> [String: [String]] {
        var extra: [String: [String]] = [:]
        for prefix in extraHeaderPrefixes {
            for (name, value) in headers.fields where name.hasPrefix(prefix) {
                let key = String(name.dropFirst(prefix.count))
                extra[PercentEncoding.decode(key)?.lowercased() ?? key, default: []].append(value)
            }
        }
        return extra
    }
}
