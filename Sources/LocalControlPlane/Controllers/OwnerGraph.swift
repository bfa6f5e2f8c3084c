internal import JSON

/// Who belongs to whom, and what is to be done about it.
///
/// Pure: made of the metadata of all objects that can be listed.
/// Source: `pkg/controller/garbagecollector`.
struct OwnerGraph: Sendable {
    /// One object.
    struct Node: Sendable, Equatable {
        var resource: Discovery.Resource
        var namespace: String
        var name: String
        var uid: String
        var resourceVersion: String
        var owners: [JSONValue]
        var finalizers: [String]
        var isTerminating: Bool

        init(_ object: JSONValue, _ resource: Discovery.Resource) {
            self.resource = resource
            namespace = object.namespace
            name = object.name
            uid = object.uid
            resourceVersion = object["metadata"]?["resourceVersion"]?.string ?? ""
            owners = object["metadata"]?["ownerReferences"]?.array ?? []
            finalizers = object.finalizers
            isTerminating = object.isTerminating
        }

        /// Path of the object.
        var path: String { resource.path(namespace: namespace) + "/" + name }

        /// Whether it goes after its dependents.
        var isForeground: Bool { isTerminating && finalizers.contains("foregroundDeletion") }
    }

    /// What is to be done.
    enum Action: Sendable, Equatable {
        /// Nobody owns it any more.
        case delete(Node, policy: String)
        /// Some owners are gone; the references that are left.
        case keepOwners(Node, [JSONValue])
        /// It leaves its dependents behind, or they are all gone.
        case dropFinalizer(Node, String)
    }

    private let nodes: [String: Node]
    private let dependents: [String: [Node]]

    init(_ all: [Node]) {
        nodes = Dictionary(all.map { ($0.uid, $0) }) { first, _ in first }
        var dependents: [String: [Node]] = [:]
        for node in all {
            for owner in node.owners { dependents[owner["uid"]?.string ?? "", default: []].append(node) }
        }
        self.dependents = dependents
    }

    /// Owners that are named and not known here: they must be looked for before anybody is deleted.
    var unknownOwners: [JSONValue] {
        var seen: Set<String> = []
        return nodes.values.sorted { $0.uid < $1.uid }.flatMap { node in
            node.owners.compactMap { owner in
                let uid = owner["uid"]?.string ?? ""
                guard nodes[uid] == nil, seen.insert(uid + "/" + node.namespace).inserted else { return nil }
                var owner = owner
                // Where the owner would be, if it is in a namespace.
                owner["namespace"] = .string(node.namespace)
                return owner
            }
        }
    }

    /// All that is to be done.
    ///
    /// - Parameter absent: UIDs of owners that are certainly gone.
    /// - Returns: the actions, in the order of UIDs.
    func actions(absent: Set<String>) -> [Action] {
        nodes.values.sorted { $0.uid < $1.uid }.flatMap { node in
            node.isTerminating ? ending(node) : living(node, absent)
        }
    }

    private func living(_ node: Node, _ absent: Set<String>) -> [Action] {
        guard !node.owners.isEmpty else { return [] }
        var solid: [JSONValue] = []
        var isWaitedFor = false
        for owner in node.owners {
            let uid = owner["uid"]?.string ?? ""
            if absent.contains(uid) { continue }
            if nodes[uid]?.isForeground == true {
                isWaitedFor = true
                continue
            }
            solid.append(owner)
        }
        if solid.count == node.owners.count { return [] }
        if !solid.isEmpty { return [.keepOwners(node, solid)] }
        let hasDependents = dependents[node.uid]?.isEmpty == false
        return [.delete(node, policy: isWaitedFor && hasDependents ? "Foreground" : policy(node))]
    }

    /// What the object's own finalizers ask for.
    private func policy(_ node: Node) -> String {
        if node.finalizers.contains("orphan") { return "Orphan" }
        return node.finalizers.contains("foregroundDeletion") ? "Foreground" : "Background"
    }

    private func ending(_ node: Node) -> [Action] {
        let below = dependents[node.uid] ?? []
        if node.finalizers.contains("orphan") {
            let freed = below.map { dependent in
                Action.keepOwners(dependent, dependent.owners.filter { $0["uid"]?.string != node.uid })
            }
            return freed.isEmpty ? [.dropFinalizer(node, "orphan")] : freed
        }
        guard node.isForeground else { return [] }
        let blocking = below.filter { dependent in
            dependent.owners.contains { $0["uid"]?.string == node.uid && $0["blockOwnerDeletion"]?.bool == true }
        }
        return blocking.isEmpty ? [.dropFinalizer(node, "foregroundDeletion")] : []
    }
}
