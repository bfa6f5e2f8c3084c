internal import CodeGen
internal import Templates

/// The requests that a kind answers, with their paths.
struct ReferenceOperations {
    let kind: APIKind

    /// What the kind answers itself; everything for one whose objects are stored.
    ///
    /// Source: `VirtualVerbs` of the runtime.
    var verbs: Set<String> {
        guard kind.isVirtual else { return Set(Self.stored) }
        var verbs = Set<String>()
        for hook in kind.hooks { verbs.formUnion(Self.virtual[hook] ?? []) }
        return verbs
    }

    private static let stored = [
        "list", "watch", "create", "get", "update", "patch", "delete", "deletecollection",
    ]
    private static let virtual: [String: [String]] = [
        "Gettable": ["get"], "Listable": ["list"], "Watchable": ["list", "watch"], "Creatable": ["create"],
        "Updatable": ["get", "update", "patch"], "Deletable": ["delete"],
        "CollectionDeletable": ["list", "delete", "deletecollection"],
    ]

    /// All requests, those for collections first.
    func all() -> [APIReference.Operation] {
        guard !kind.isSubresourceKind else { return [] }
        let root = "/apis/\(kind.apiVersion)"
        let isNamespaced = kind.scope == .namespaced
        let collection = (isNamespaced ? "\(root)/namespaces/{namespace}/" : "\(root)/") + kind.plural
        let everywhere = "\(root)/\(kind.plural)"
        let object = collection + "/{name}"
        var all: [(verb: String, method: String, path: String)] = [("list", "GET", collection)]
        if isNamespaced { all.append(("list", "GET", everywhere)) }
        all.append(("watch", "GET", collection + "?watch=true"))
        if isNamespaced { all.append(("watch", "GET", everywhere + "?watch=true")) }
        all += [
            ("create", "POST", collection), ("deletecollection", "DELETE", collection), ("get", "GET", object),
            ("update", "PUT", object), ("patch", "PATCH", object), ("delete", "DELETE", object),
        ]
        let verbs = verbs
        return all.filter { verbs.contains($0.verb) }.map { APIReference.Operation($0.verb, $0.method, $0.path) }
            + subresources(below: object)
    }

    private func subresources(below object: String) -> [APIReference.Operation] {
        var all: [APIReference.Operation] = []
        let own = (kind.hasStatusSubresource ? ["status"] : []) + (kind.scale == nil ? [] : ["scale"])
        for name in own {
            for (verb, method) in [("get", "GET"), ("update", "PUT"), ("patch", "PATCH")] {
                all.append(APIReference.Operation("\(verb) \(name)", method, "\(object)/\(name)"))
            }
        }
        for subresource in kind.subresources {
            let path = "\(object)/\(subresource.name)"
            for (name, requests) in Self.subresource where subresource.protocols.contains(name) {
                all += requests.map { APIReference.Operation("\($0.verb) \(subresource.name)", $0.method, path) }
            }
        }
        return all
    }

    private static let subresource: [(String, [(verb: String, method: String)])] = [
        ("GettableSubresource", [("get", "GET")]),
        ("UpdatableSubresource", [("update", "PUT"), ("patch", "PATCH")]),
        ("CreatableSubresource", [("create", "POST")]),
        // The type alone knows which methods it takes.
        ("Connector", [("connect", "its own")]),
    ]
}
