internal import APIMachinery
internal import APIServer
internal import JSON
internal import TLS

/// `POST .../serviceaccounts/<name>/token`: gives out tokens.
///
/// Source: `pkg/registry/core/serviceaccount/storage/token.go`, `pkg/apis/authentication/validation`.
struct TokenRequests: Sendable {
    let tokens: ServiceAccountTokens

    private static let kind = "TokenRequest"
    private static let group = "authentication.k8s.io"
    private static let shortest: Int64 = 600
    private static let longest: Int64 = 1 << 32

    /// The subresource, for the kind ServiceAccount.
    var handlers: SubresourceHandlers {
        var handlers = SubresourceHandlers("token")
        let kind = LocalKind.make(
            Self.group,
            "v1",
            Self.kind,
            "tokenrequests",
            "Asks for a token of a service account.",
            names: .pathSegment,
            fields: ReviewShapes.tokenRequest
        )
        handlers.body = kind
        handlers.answer = kind
        handlers.create = { body, parent, context in
            try answer(body, account: parent.object, isDryRun: context.isDryRun, now: context.now)
        }
        return handlers
    }

    private func answer(
        _ request: JSONValue,
        account: JSONValue,
        isDryRun: Bool,
        now: Timestamp
    ) throws -> JSONValue {
        if !request.name.isEmpty, request.name != account.name {
            throw StatusError.badRequest(
                "the name in the url (\(account.name)) does not match the name in the object (\(request.name))"
            )
        }
        let spec = request["spec"] ?? .emptyObject
        let seconds = spec["expirationSeconds"]?.integer ?? 3_600
        try check(seconds, account: account)
        let issuedAt = tokens.clock()
        let audiences = spec["audiences"]?.array?.compactMap(\.string) ?? []
        let claims = ServiceAccountClaims(
            namespace: account.namespace,
            name: account.name,
            uid: account.uid,
            audiences: audiences.isEmpty ? [ServiceAccountTokens.issuer] : audiences,
            bound: try bound(spec["boundObjectRef"], account: account),
            issuedAt: issuedAt,
            expiresAt: issuedAt + seconds,
            id: Self.newID(),
            issuer: ServiceAccountTokens.issuer
        )
        var answer = request
        answer["metadata"] = [
            "name": .string(account.name), "namespace": .string(account.namespace),
            "creationTimestamp": .string(now.description),
        ]
        answer["spec"]?["audiences"] = .array(claims.audiences.map { .string($0) })
        answer["spec"]?["expirationSeconds"] = .integer(seconds)
        answer["status"] = [
            "token": .string(isDryRun ? "" : try tokens.issue(claims)),
            "expirationTimestamp": .string(Timestamp(secondsSince1970: claims.expiresAt).description),
        ]
        return answer
    }

    private func check(_ seconds: Int64, account: JSONValue) throws {
        let problem: String? =
            if seconds < Self.shortest {
                "may not specify a duration less than 10 minutes"
            } else if seconds > Self.longest {
                "may not specify a duration larger than 2^32 seconds"
            } else {
                nil
            }
        guard let problem else { return }
        throw StatusError.invalid(
            kind: Self.kind,
            group: Self.group,
            name: "",
            errors: [.invalid("spec.expirationSeconds", .integer(seconds), problem)]
        )
    }

    private func bound(_ reference: JSONValue?, account: JSONValue) throws -> ServiceAccountClaims.Bound? {
        guard let reference, reference.object != nil else { return nil }
        let kind = reference["kind"]?.string ?? ""
        let name = reference["name"]?.string ?? ""
        guard reference["apiVersion"]?.string == "v1", kind == "Secret" else {
            throw StatusError.badRequest(
                "cannot bind token for serviceaccount \"\(account.name)\" to object of type "
                    + "\(reference["apiVersion"]?.string ?? ""), Kind=\(kind)"
            )
        }
        let resource = GroupResource(group: "", resource: "secrets")
        guard let uid = tokens.directory.uid(ofBound: "secret", name: name, in: account.namespace) else {
            throw StatusError.notFound(resource: resource, name: name)
        }
        if let wanted = reference["uid"]?.string, !wanted.isEmpty, wanted != uid {
            throw StatusError.conflict(
                resource: resource,
                name: name,
                cause: "the UID in the bound object reference (\(wanted)) does not match the UID in record. "
                    + "The object might have been deleted and then recreated"
            )
        }
        return ServiceAccountClaims.Bound(kind: "secret", name: name, uid: uid)
    }

    /// A random UUID.
    private static func newID() -> String {
        var bytes = Random.bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Array(Digest.hex(bytes).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: hex[$0], as: UTF8.self) }.joined(separator: "-")
    }
}
