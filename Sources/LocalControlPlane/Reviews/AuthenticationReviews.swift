internal import APIMachinery
internal import APIServer
internal import JSON

/// authentication.k8s.io: who somebody is.
struct AuthenticationReviews: Sendable {
    let tokens: ServiceAccountTokens
    /// Users by fixed tokens, if there are any; such a token is for whoever asks.
    let fixed: TokenFile?

    var kinds: [UntypedResource] {
        [
            LocalKind.review(
                "authentication.k8s.io",
                "v1",
                "TokenReview",
                "Asks who holds a token.",
                fields: ReviewShapes.tokenReview
            ) { question, _ in await answer(question) },
            LocalKind.review(
                "authentication.k8s.io",
                "v1",
                "SelfSubjectReview",
                "Asks who one is.",
                fields: ReviewShapes.selfSubjectReview
            ) { question, context in
                var answer = question
                answer["status"] = ["userInfo": context.user.json]
                return answer
            },
        ]
    }

    private func answer(_ question: JSONValue) async -> JSONValue {
        var answer = question
        let audiences = question["spec"]?["audiences"]?.array?.compactMap(\.string) ?? []
        let token = question["spec"]?["token"]?.string ?? ""
        if case .user(var user)? = await fixed?.authenticate(token: token) {
            user.groups.append("system:authenticated")
            answer["status"] = ["authenticated": true, "user": user.json]
            if !audiences.isEmpty { answer["status"]?["audiences"] = .array(audiences.map { .string($0) }) }
            return answer
        }
        do {
            let (user, shared) = try tokens.verify(token, audiences: audiences)
            var known = user
            known.groups.append("system:authenticated")
            answer["status"] = ["authenticated": true, "user": known.json]
            answer["status"]?["audiences"] = .array(shared.map { .string($0) })
        } catch {
            answer["status"] = ["authenticated": false, "user": .emptyObject, "error": .string("\(error)")]
        }
        return answer
    }
}

extension UserInfo {
    /// As reviews carry it; what is empty is left out.
    var json: JSONValue {
        var json: JSONValue = ["username": .string(name)]
        if !uid.isEmpty { json["uid"] = .string(uid) }
        if !groups.isEmpty { json["groups"] = .array(groups.map { .string($0) }) }
        if !extra.isEmpty {
            let members = extra.sorted { $0.key < $1.key }.map { key, values in
                (key, JSONValue.array(values.map { .string($0) }))
            }
            json["extra"] = .object(JSONObject(uniqueKeysWithValues: members))
        }
        return json
    }
}
