internal import APIMachinery

/// One way in which somebody may act as somebody else.
///
/// The constrained ways ask whether the caller may do this very thing as somebody else (`impersonate-on:<mode>:<verb>`)
/// and whether it may be that one (`impersonate:<mode>`); the old way asks for `impersonate` alone.
/// Source: KEP-5284; apiserver `filters/impersonation/mode.go`.
enum ImpersonationMode: String, CaseIterable {
    case associatedNode = "associated-node"
    case arbitraryNode = "arbitrary-node"
    case serviceAccount = "serviceaccount"
    case userInfo = "user-info"
    case legacy

    private var isConstrained: Bool { self != .legacy }
    private var verb: String { isConstrained ? "impersonate:" + rawValue : "impersonate" }

    /// What audit notes; nil for the old way.
    var constraint: String? { isConstrained ? verb : nil }

    /// Whether the mode is meant for that user at all.
    private func applies(to wanted: UserInfo, by caller: UserInfo) -> Bool {
        let isNameAlone = wanted.uid.isEmpty && wanted.groups.isEmpty && wanted.extra.isEmpty
        let subject = Subject(wanted.name)
        switch self {
        case .associatedNode:
            guard isNameAlone, case .node(let node) = subject, case .serviceAccount = Subject(caller.name) else {
                return false
            }
            return caller.extra["authentication.kubernetes.io/node-name"] == [node]
        case .arbitraryNode:
            guard isNameAlone, case .node = subject else { return false }
            return true
        case .serviceAccount:
            guard isNameAlone, case .serviceAccount = subject else { return false }
            return true
        case .userInfo:
            return subject == .other
        case .legacy:
            return true
        }
    }

    /// The user that the caller becomes; nil if the mode is not meant for it.
    ///
    /// - Throws: the 403 that says what the caller may not do.
    func user(
        _ wanted: UserInfo,
        for request: AuthorizationAttributes,
        asking authorizer: any Authorizer
    ) async throws(StatusError) -> UserInfo? {
        guard applies(to: wanted, by: request.user) else { return nil }
        let check = Check(mode: self, request: request, authorizer: authorizer)
        if isConstrained {
            var whatFor = request
            whatFor.verb = "impersonate-on:\(rawValue):\(request.verb)"
            try await check.require(whatFor)
        }
        return try await check.user(wanted)
    }

    /// The questions of one mode about one user.
    private struct Check {
        let mode: ImpersonationMode
        let request: AuthorizationAttributes
        let authorizer: any Authorizer

        func require(_ asked: AuthorizationAttributes) async throws(StatusError) {
            var attributes = asked
            if mode == .associatedNode {
                let keys = attributes.user.extra.keys.sorted()
                attributes.user.extra = ["authentication.kubernetes.io/associated-node-keys": keys]
                if attributes.verb == mode.verb { attributes.name = "*" }
            }
            switch await authorizer.authorize(attributes) {
            case .allow: return
            case .deny(let reason), .noOpinion(let reason), .failed(let reason):
                throw attributes.forbidden(reason: reason)
            }
        }

        func user(_ wanted: UserInfo) async throws(StatusError) -> UserInfo {
            var user = wanted
            try await requireName(of: &user)
            if !wanted.uid.isEmpty { try await require(attributes("uids", wanted.uid, isIdentity: true)) }
            try await requireGroups(wanted.groups)
            try await requireExtra(wanted.extra)
            if user.name == UserInfo.anonymous.name {
                if !user.groups.contains("system:unauthenticated") { user.groups.append("system:unauthenticated") }
                return user
            }
            return Authenticator.known(user)
        }

        private func attributes(_ resource: String, _ name: String, isIdentity: Bool) -> AuthorizationAttributes {
            AuthorizationAttributes(
                user: request.user,
                verb: mode.verb,
                group: isIdentity || mode.isConstrained ? "authentication.k8s.io" : "",
                version: "v1",
                resource: resource,
                name: name
            )
        }

        private func requireName(of user: inout UserInfo) async throws(StatusError) {
            var asked = attributes("users", user.name, isIdentity: false)
            switch Subject(user.name) {
            case .node(let node) where mode.isConstrained:
                asked.resource = "nodes"
                asked.name = node
                user.groups = ["system:nodes"]
            case .serviceAccount(let namespace, let name):
                asked.resource = "serviceaccounts"
                asked.namespace = namespace
                asked.name = name
                if user.groups.isEmpty {
                    user.groups = ["system:serviceaccounts", "system:serviceaccounts:" + namespace]
                }
            case .node, .other:
                break
            }
            try await require(asked)
        }

        private func requireGroups(_ groups: [String]) async throws(StatusError) {
            guard !groups.isEmpty else { return }
            var asked = attributes("groups", "", isIdentity: false)
            if mode.isConstrained {
                if groups.contains("") {
                    throw asked.forbidden(reason: "impersonating the empty string group is not allowed")
                }
                if groups.contains("system:masters") {
                    asked.name = "system:masters"
                    throw asked.forbidden(reason: "impersonating the system:masters group is not allowed")
                }
                asked.name = "*"
                if groups.count >= Self.many, (try? await require(asked)) != nil { return }
            }
            for group in groups {
                asked.name = group
                try await require(asked)
            }
        }

        private func requireExtra(_ extra: [String: [String]]) async throws(StatusError) {
            guard !extra.isEmpty else { return }
            var asked = attributes("userextras", "", isIdentity: true)
            if mode.isConstrained {
                if let fault = Self.fault(of: extra) { throw asked.forbidden(reason: fault) }
                asked.subresource = "*"
                asked.name = "*"
                let count = extra.reduce(0) { $0 + $1.value.count }
                if count >= Self.many, (try? await require(asked)) != nil { return }
            }
            for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
                asked.subresource = key
                for value in values {
                    asked.name = value
                    try await require(asked)
                }
            }
        }

        /// From so many on, one question for all comes first.
        private static let many = 4

        private static func fault(of extra: [String: [String]]) -> String? {
            for (key, values) in extra {
                if key.isEmpty { return "impersonating the empty string key in extra is not allowed" }
                let parts = key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count != 2 || parts[1].isEmpty
                    || !NameRule.dns1123Subdomain.problems(with: String(parts[0])).isEmpty
                {
                    return "impersonating an invalid key in extra is not allowed: \(GoText.quoted(key))"
                }
                if key != key.lowercased() {
                    return "impersonating a non-lowercase key in extra is not allowed: \(GoText.quoted(key))"
                }
                if values.contains("") { return "impersonating the empty string value in extra is not allowed" }
            }
            return nil
        }
    }

    /// What kind of user a name stands for.
    private enum Subject: Equatable {
        case node(String)
        case serviceAccount(namespace: String, name: String)
        case other

        init(_ user: String) {
            let parts = user.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            self = .other
            guard parts.count >= 3, parts[0] == "system" else { return }
            if parts[1] == "node", parts.count == 3, NameRule.dns1123Subdomain.problems(with: parts[2]).isEmpty {
                self = .node(parts[2])
            } else if parts[1] == "serviceaccount", parts.count == 4,
                NameRule.dns1123Label.problems(with: parts[2]).isEmpty,
                NameRule.dns1123Subdomain.problems(with: parts[3]).isEmpty
            {
                self = .serviceAccount(namespace: parts[2], name: parts[3])
            }
        }
    }
}
