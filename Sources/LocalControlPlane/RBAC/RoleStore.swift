internal import JSON
internal import Synchronization

/// Answers by the roles and bindings in the store.
///
/// The arranged form is kept until one of them changes. Any thread.
final class RoleStore: Sendable {
    private let objects: PlaneObjects
    private let isStale = Atomic(true)
    private let state = Mutex<(index: RoleIndex, changes: PlaneChanges?)>(
        (RoleIndex(clusterRoles: [:], roles: [:], bindings: []), nil)
    )

    static let resources: [PlaneResource] = [.clusterRoles, .clusterRoleBindings, .roles, .roleBindings]

    init(objects: PlaneObjects) { self.objects = objects }

    /// The present roles, arranged.
    var index: RoleIndex {
        state.withLock { state in
            guard isStale.exchange(false, ordering: .acquiringAndReleasing) else { return state.index }
            if state.changes == nil {
                state.changes = objects.changes(of: Self.resources) { [weak self] in
                    self?.isStale.store(true, ordering: .releasing)
                }
            }
            state.changes?.take()
            state.index = RoleIndex(
                clusterRoles: rules(of: .clusterRoles) { $0.name },
                roles: rules(of: .roles) { $0.namespace + "/" + $0.name },
                bindings: objects.list(.clusterRoleBindings).map { RoleBinding(json: $0, namespace: nil) }
                    + objects.list(.roleBindings).map { RoleBinding(json: $0, namespace: $0.namespace) }
            )
            return state.index
        }
    }

    private func rules(of resource: PlaneResource, key: (JSONValue) -> String) -> [String: [PolicyRule]] {
        var rules: [String: [PolicyRule]] = [:]
        for role in objects.list(resource) {
            rules[key(role)] = role["rules"]?.array?.map { PolicyRule(json: $0) } ?? []
        }
        return rules
    }
}

extension RoleStore {
    /// Who belongs to this group may do everything, whatever roles say.
    static let masters = "system:masters"

    /// Whether something is allowed, and why.
    func decide(_ request: AccessRequest) -> (isAllowed: Bool, reason: String) {
        if request.groups.contains(Self.masters) { return (true, "") }
        return index.decide(request)
    }
}
