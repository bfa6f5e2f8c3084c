/// The objects that a program follows, as they were last heard of; look-ups ask nobody.
///
/// Has the kinds of the program's controllers and of their watches. A moment behind the server: what you have just written
/// may not be there yet, so decide by what objects say, and write with their `resourceVersion`.
public struct ObjectCache: Sendable {
    let informers: [GroupVersionResource: Informer]

    /// The object of that name; nil if there is none.
    ///
    /// - Throws: ``CacheError`` if the kind is not followed or the object has not the shape of the type.
    public func get<Object: APIObject>(
        _ type: Object.Type = Object.self,
        _ name: NamespacedName
    ) throws(CacheError) -> Object? {
        let tree = try informer(Object.mapping.resource).object(namespace: name.namespace, name: name.name)
        return try tree.map { tree throws(CacheError) in try decode(tree) }
    }

    /// All objects, sorted by namespace and name.
    ///
    /// - Parameters:
    ///   - type: their type.
    ///   - namespace: nil for all namespaces.
    ///   - labels: only objects whose labels match; nil for all.
    /// - Returns: the objects.
    /// - Throws: ``CacheError`` if the kind is not followed or an object has not the shape of the type.
    public func list<Object: APIObject>(
        _ type: Object.Type = Object.self,
        namespace: String? = nil,
        labels: LabelSelector? = nil
    ) throws(CacheError) -> [Object] {
        try read(try informer(Object.mapping.resource).objects, namespace, labels)
    }

    /// The objects of a resource without a Swift type, in no order.
    ///
    /// - Throws: ``CacheError`` if the resource is not followed.
    public func objects(_ resource: GroupVersionResource) throws(CacheError) -> [JSONValue] {
        try informer(resource).objects
    }

    /// The objects of a kind that belong to an owner, whether it controls them or not.
    ///
    /// - Throws: ``CacheError`` if the kind is not followed or an object has not the shape of the type.
    public func owned<Object: APIObject>(
        _ type: Object.Type = Object.self,
        by owner: ObjectMeta
    ) throws(CacheError) -> [Object] {
        let found = try informer(Object.mapping.resource).objects(index: Self.ownerIndex, value: owner.uid)
        return try read(found, nil, nil)
    }

    static let ownerIndex = "owner"

    /// The identities of the owners of an object.
    static let owners: Informer.Index = { object in
        (object.at("metadata", "ownerReferences")?.array ?? []).compactMap { $0["uid"]?.string }
    }

    private func read<Object: APIObject>(
        _ trees: [JSONValue],
        _ namespace: String?,
        _ labels: LabelSelector?
    ) throws(CacheError) -> [Object] {
        var objects: [Object] = []
        for tree in trees where namespace == nil || NamespacedName(object: tree).namespace == namespace {
            let object: Object = try decode(tree)
            if let labels, !labels.matches(object.metadata.labels) { continue }
            objects.append(object)
        }
        return objects.sorted { NamespacedName($0.metadata) < NamespacedName($1.metadata) }
    }

    private func informer(_ resource: GroupVersionResource) throws(CacheError) -> Informer {
        guard let informer = informers[resource] else { throw .notFollowed(resource) }
        return informer
    }

    private func decode<Object: APIObject>(_ tree: JSONValue) throws(CacheError) -> Object {
        do throws(JSONDecodingError) {
            return try Object(json: tree)
        } catch {
            throw .unreadable(NamespacedName(object: tree), kind: Object.mapping.kind, reason: "\(error)")
        }
    }
}

/// Why the cache has no answer.
public enum CacheError: Error, Sendable, Equatable {
    /// No controller of the program follows the resource: put it into `watches`, or ask the client.
    case notFollowed(GroupVersionResource)
    /// The object has not the shape of the Swift type.
    case unreadable(NamespacedName, kind: String, reason: String)
}

extension CacheError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notFollowed(let resource):
            "no controller of this program follows \(resource): add it to `watches`, or ask `context.client`"
        case .unreadable(let name, let kind, let reason): "\(kind) \(name) cannot be read: \(reason)"
        }
    }
}
