internal import JSON

/// Asks the core API server whose a bearer token is (TokenReview).
///
/// Source: apiserver `plugin/pkg/authenticator/token/webhook`.
struct TokenReviewer: TokenAuthenticator {
    let call: ReviewCall
    /// For whom tokens must be meant; empty leaves that to the core API server.
    var audiences: [String] = []

    func authenticate(token: String) async -> AuthenticationAnswer {
        var spec: JSONValue = ["token": .string(token)]
        if !audiences.isEmpty { spec["audiences"] = .array(audiences.map { .string($0) }) }
        do throws(ReviewFailure) {
            let status = try await call.status(
                "/apis/authentication.k8s.io/v1/tokenreviews",
                kind: "TokenReview",
                apiVersion: "authentication.k8s.io/v1",
                spec: spec
            )
            return answer(status)
        } catch {
            return .failed(reason: error.cause)
        }
    }

    private func answer(_ status: JSONValue) -> AuthenticationAnswer {
        guard status["authenticated"]?.bool == true else {
            let error = status["error"]?.string ?? ""
            return error.isEmpty ? .noOpinion : .failed(reason: error)
        }
        if !audiences.isEmpty {
            let meant = status["audiences"]?.array?.compactMap(\.string) ?? []
            guard meant.contains(where: audiences.contains) else { return .noOpinion }
        }
        // An answer without a user must not pass for one.
        guard let user = status["user"], let name = user["username"]?.string, !name.isEmpty else {
            return .failed(reason: "the token review names no user")
        }
        var extra: [String: [String]] = [:]
        for (key, values) in user["extra"]?.object ?? JSONObject() {
            extra[key] = values.array?.compactMap(\.string) ?? []
        }
        return .user(
            UserInfo(
                name: name,
                uid: user["uid"]?.string ?? "",
                groups: user["groups"]?.array?.compactMap(\.string) ?? [],
                extra: extra
            )
        )
    }
}
