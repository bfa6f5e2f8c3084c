internal import APIMachinery
internal import Transport

/// Reads the fields `Impersonate-*`.
///
/// Source: apiserver `filters/impersonation`.
enum ImpersonationHeaders {
    private static let extraPrefix = "impersonate-extra-"

    /// Whether a field, by its lower-case name, is one of them.
    static func owns(_ name: String) -> Bool {
        guard name.utf8.first == UInt8(ascii: "i") else { return false }
        return name == "impersonate-user" || name == "impersonate-group" || name == "impersonate-uid"
            || name.hasPrefix(extraPrefix)
    }

    /// Whom the caller wants to be; nil if it wants to stay who it is.
    ///
    /// - Throws: 400 if groups, UID or extras are given without a user.
    static func wanted(in headers: HTTPHeaders) throws(StatusError) -> UserInfo? {
        guard headers.fields.contains(where: { owns($0.name) }) else { return nil }
        var user = UserInfo(
            name: headers["impersonate-user"] ?? "",
            uid: headers["impersonate-uid"] ?? "",
            groups: headers.all("impersonate-group")
        )
        for (name, value) in headers.fields where name.hasPrefix(extraPrefix) {
            let key = String(name.dropFirst(extraPrefix.count))
            user.extra[PercentEncoding.decode(key) ?? key, default: []].append(value)
        }
        guard user.name.isEmpty else { return user }
        if user.uid.isEmpty, user.groups.isEmpty, user.extra.isEmpty { return nil }
        let parts = [
            user.uid.isEmpty ? nil : "UID \(GoText.quoted(user.uid))",
            user.groups.isEmpty ? nil : "groups \(user.groups.map(GoText.quoted).joined(separator: ", "))",
            user.extra.isEmpty ? nil : "extra \(user.extra.keys.sorted().map(GoText.quoted).joined(separator: ", "))",
        ]
        throw .badRequest(
            "requested \(parts.compactMap { $0 }.joined(separator: ", ")) without impersonating a user name"
        )
    }
}
