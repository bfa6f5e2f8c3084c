/// Other objects whose changes call for work, and on what.
public struct ControllerWatch: Sendable {
    let resource: GroupVersionResource
    let predicate: Predicate
    /// The objects of the controller's kind that a changed object concerns.
    let requests: @Sendable (_ object: JSONValue, _ owner: RESTMapping) -> [NamespacedName]

    /// Objects that belong to one of the controller's kind: that have it among their owners as the controlling one.
    ///
    /// - Parameters:
    ///   - resource: such as `GroupVersionResource(group: "apps", version: "v1", resource: "deployments")`.
    ///   - predicate: which changes count.
    ///   - onlyController: whether the owner must be the one that is marked as controller.
    /// - Returns: a watch that calls for work on the owner.
    public static func owned(
        _ resource: GroupVersionResource,
        when predicate: Predicate = .all,
        onlyController: Bool = true
    ) -> ControllerWatch {
        ControllerWatch(resource: resource, predicate: predicate) { object, owner in
            owners(of: object, owner, onlyController)
        }
    }

    /// Objects of a type that belong to one of the controller's kind.
    public static func owned<Other: APIObject>(
        _ type: Other.Type,
        when predicate: Predicate = .all
    ) -> ControllerWatch { owned(Other.mapping.resource, when: predicate) }

    /// Other objects.
    ///
    /// - Parameters:
    ///   - resource: which.
    ///   - predicate: which changes count.
    ///   - requests: the objects of the controller's kind that a changed object concerns.
    /// - Returns: a watch that calls for work on these.
    public static func objects(
        _ resource: GroupVersionResource,
        when predicate: Predicate = .all,
        requests: @escaping @Sendable (JSONValue) -> [NamespacedName]
    ) -> ControllerWatch {
        ControllerWatch(resource: resource, predicate: predicate) { object, _ in requests(object) }
    }

    /// Other objects of a type; one that has not the type's shape concerns nobody.
    public static func objects<Other: APIObject>(
        _ type: Other.Type,
        when predicate: Predicate = .all,
        requests: @escaping @Sendable (Other) -> [NamespacedName]
    ) -> ControllerWatch {
        objects(Other.mapping.resource, when: predicate) { tree in (try? Other(json: tree)).map(requests) ?? [] }
    }

    private static func owners(of object: JSONValue, _ owner: RESTMapping, _ onlyController: Bool) -> [NamespacedName] {
        let namespace = owner.scope == .namespaced ? NamespacedName(object: object).namespace : ""
        let group = owner.resource.group
        return (object.at("metadata", "ownerReferences")?.array ?? []).compactMap { reference in
            guard reference["kind"]?.string == owner.kind, let name = reference["name"]?.string,
                !onlyController || reference["controller"]?.bool == true,
                Self.group(of: reference["apiVersion"]?.string ?? "") == group
            else { return nil }
            return NamespacedName(namespace: namespace, name: name)
        }
    }

    /// Owners may be named in another version of the group.
    private static func group(of apiVersion: String) -> String {
        apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
    }
}
