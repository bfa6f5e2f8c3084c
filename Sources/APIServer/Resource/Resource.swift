public import APIMachinery
public import JSON

/// A type that the server serves: one kind in one version.
///
/// A user writes the struct; coding, `definition` and registration are generated. What else a kind can do it chooses by
/// conforming to the hook protocols (`Validating`, `DeleteValidating`, `Defaulting`, `Normalizing`, `Convertible`).
public protocol Resource: APIObject {
    /// Everything that the server must know about the type. Generated.
    static var definition: ResourceDefinition { get }
}

extension Resource {
    /// What clients must know of the type.
    public static var mapping: RESTMapping { definition.mapping }
}

/// A resource whose objects live in namespaces.
public protocol NamespacedResource: Resource {}

/// A resource whose objects live beside the namespaces.
public protocol ClusterResource: Resource {}

/// A resource that checks its own values, beyond what markers can say.
public protocol Validating: Resource {
    /// What is wrong with the object; empty if nothing.
    ///
    /// Called after defaulting, for creations and for updates through the object itself or through a subresource; always
    /// with the whole object. Must be quick and depend on nothing but its arguments.
    func validate(in context: ValidationContext<Self>) -> [FieldError]
}

/// What a validation may look at besides the object.
public struct ValidationContext<Object: Resource>: Sendable {
    /// The object as it was before an update; nil for a creation.
    public let old: Object?
    /// What the request writes through: empty for the object itself, `status` or `scale` for a subresource.
    ///
    /// A write through `status` changes nothing but the status, and one through the object itself does not change it: a
    /// controller's write may be spared checks of what it cannot change.
    public let subresource: String

    /// Makes a context.
    public init(old: Object?, subresource: String = "") {
        self.old = old
        self.subresource = subresource
    }
}

/// A resource with defaults that depend on other fields; constants are better written as property defaults.
public protocol Defaulting: Resource {
    /// Fills in what the user left out. Called whenever an object arrives or is read in this version.
    mutating func setDefaults()
}

/// A resource that brings its objects into one form before they are kept: sorts lists whose order means nothing, trims
/// texts, stamps what changed.
public protocol Normalizing: Resource {
    /// Changes the object into the form in which it is kept.
    ///
    /// Called for creations and updates after admission plug-ins and before validation. Of `metadata`, labels, annotations
    /// and finalizers count. A write through `status` keeps no other change than to the status, and for a kind with that
    /// subresource other writes keep none to the status. Must be quick, depend on nothing but its arguments, and leave its
    /// own result alone.
    ///
    /// - Parameter old: the object as it was before an update; nil for a creation.
    mutating func normalize(old: Self?)
}

/// A resource that says itself what `kubectl get` shows of its objects, where columns with paths do not do.
public protocol Tabular: Resource {
    /// The columns after the name; the path of one counts where its cell is null. The age follows if no column is called `Age`.
    static var columns: [ResourceDefinition.Column] { get }
    /// One value for each column; what is missing is shown as nothing.
    var cells: [JSONValue] { get }
}

/// A version of a kind that is converted to and from another, the hub, which carries all that any version can say.
///
/// `init(hub:)` and `hub` are generated where a type does not write them itself: they take over fields of the same name and
/// then call `convert(from:)` and `convert(to:)`, where a type says what becomes of the others.
public protocol Convertible: Resource {
    /// The version that all others convert through.
    associatedtype Hub: Resource
    /// Makes an object of this version.
    init(hub: Hub)
    /// The same object as the hub says it.
    var hub: Hub { get }
    /// Takes over from the hub what has another name or another form in this version.
    ///
    /// Called by the generated `init(hub:)` after the fields of the same name have been taken over. Does nothing unless a
    /// version says otherwise.
    mutating func convert(from hub: Hub)
    /// Gives the hub what has another name or another form there; the counterpart of `convert(from:)`.
    func convert(to hub: inout Hub)
}

extension Convertible {
    /// Takes over nothing more.
    public mutating func convert(from hub: Hub) {}

    /// Gives nothing more.
    public func convert(to hub: inout Hub) {}
}
