internal import APIServer
internal import JSON

/// What a service account's token says.
///
/// Source: kube-apiserver, `pkg/serviceaccount/claims.go`.
struct ServiceAccountClaims: Sendable, Equatable {
    /// An object that the token is good for as long as it exists.
    struct Bound: Sendable, Equatable {
        /// `pod`, `secret` or `node`: the member of the claims.
        var kind: String
        var name: String
        var uid: String
    }

    var namespace: String
    var name: String
    var uid: String
    var audiences: [String]
    var bound: Bound?
    /// Seconds since 1970.
    var issuedAt: Int64
    var expiresAt: Int64
    /// Unique among tokens.
    var id: String
    var issuer: String

    /// The user's name.
    var userName: String { Self.userName(namespace: namespace, name: name) }

    static func userName(namespace: String, name: String) -> String { "system:serviceaccount:\(namespace):\(name)" }

    /// The claims as a token carries them.
    var json: JSONValue {
        var kubernetes: JSONValue = [
            "namespace": .string(namespace),
            "serviceaccount": ["name": .string(name), "uid": .string(uid)],
        ]
        if let bound { kubernetes[bound.kind] = ["name": .string(bound.name), "uid": .string(bound.uid)] }
        return [
            "aud": .array(audiences.map { .string($0) }),
            "exp": .integer(expiresAt),
            "iat": .integer(issuedAt),
            "iss": .string(issuer),
            "jti": .string(id),
            "kubernetes.io": kubernetes,
            "nbf": .integer(issuedAt),
            "sub": .string(userName),
        ]
    }

    /// Who holds the token.
    var user: UserInfo {
        var extra = ["authentication.kubernetes.io/credential-id": ["JTI=" + id]]
        if let bound, bound.kind != "secret" {
            extra["authentication.kubernetes.io/\(bound.kind)-name"] = [bound.name]
            extra["authentication.kubernetes.io/\(bound.kind)-uid"] = [bound.uid]
        }
        return UserInfo(
            name: userName,
            uid: uid,
            groups: ["system:serviceaccounts", "system:serviceaccounts:" + namespace],
            extra: extra
        )
    }
}

extension ServiceAccountClaims {
    /// Reads claims; nil if they are not those of a service account.
    init?(json: JSONValue) {
        guard let kubernetes = json["kubernetes.io"], let namespace = kubernetes["namespace"]?.string,
            let account = kubernetes["serviceaccount"], let name = account["name"]?.string,
            let uid = account["uid"]?.string, let expiresAt = json["exp"]?.integer,
            let issuedAt = json["nbf"]?.integer ?? json["iat"]?.integer, let issuer = json["iss"]?.string
        else { return nil }
        self.init(
            namespace: namespace,
            name: name,
            uid: uid,
            audiences: json["aud"]?.array?.compactMap(\.string) ?? [],
            bound: Self.bound(in: kubernetes),
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            id: json["jti"]?.string ?? "",
            issuer: issuer
        )
        guard json["sub"]?.string == userName else { return nil }
    }

    private static func bound(in kubernetes: JSONValue) -> Bound? {
        for kind in ["pod", "secret", "node"] {
            if let reference = kubernetes[kind] {
                return Bound(kind: kind, name: reference["name"]?.string ?? "", uid: reference["uid"]?.string ?? "")
            }
        }
        return nil
    }
}
