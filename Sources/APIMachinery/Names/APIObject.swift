public import JSON

/// A Swift type whose values are objects of one kind in one version, as clients and controllers use them.
///
/// Types of `APIs` conform through `Resource`. For an object of somebody else's API, write a struct with the fields that
/// matter to you; what it does not name is not lost in a patch, but it is in an update.
public protocol APIObject: JSONCodable, Equatable {
    /// Name, labels and the like.
    var metadata: ObjectMeta { get set }
    /// Which kind it is, and where it is served.
    static var mapping: RESTMapping { get }
}

/// What a client must know of a kind: its names, and whether its objects live in namespaces.
///
/// Source: apimachinery, `meta.RESTMapping`.
public struct RESTMapping: Sendable, Hashable {
    /// Where objects live.
    public enum Scope: Sendable { case namespaced, cluster }

    /// Where the resource is served.
    public var resource: GroupVersionResource
    /// In upper camel case, such as `Bee`.
    public var kind: String
    /// Where objects live.
    public var scope: Scope

    /// Makes a mapping.
    public init(_ resource: GroupVersionResource, kind: String, scope: Scope) {
        self.resource = resource
        self.kind = kind
        self.scope = scope
    }

    /// `group/version`; the version alone in the core group.
    public var apiVersion: String {
        resource.group.isEmpty ? resource.version : resource.group + "/" + resource.version
    }
}
