/// Which changes of an object call for work.
public struct Predicate: Sendable {
    private let matches: @Sendable (Informer.Event) -> Bool

    /// Makes a predicate of what it says of an event.
    public init(_ matches: @escaping @Sendable (Informer.Event) -> Bool) { self.matches = matches }

    /// Every change.
    public static let all = Predicate { _ in true }

    /// What asks for something else: new objects, deletions, and changes of `metadata.generation`, of finalizers and of the
    /// time of deletion; not those of the status.
    ///
    /// For kinds with the subresource `status` only: others have no generation.
    public static let generationChanged = Predicate { event in
        guard case .changed(let old, let new) = event else { return true }
        return ["generation", "deletionTimestamp", "finalizers"].contains { field in
            old.at("metadata", field) != new.at("metadata", field)
        }
    }

    /// New objects, deletions, and changes of labels.
    public static let labelsChanged = changed("metadata", "labels")

    /// New objects, deletions, and changes of annotations.
    public static let annotationsChanged = changed("metadata", "annotations")

    /// Both.
    public func and(_ other: Predicate) -> Predicate { Predicate { accepts($0) && other.accepts($0) } }

    /// One or both.
    public func or(_ other: Predicate) -> Predicate { Predicate { accepts($0) || other.accepts($0) } }

    func accepts(_ event: Informer.Event) -> Bool { matches(event) }

    private static func changed(_ first: String, _ second: String) -> Predicate {
        Predicate { event in
            guard case .changed(let old, let new) = event else { return true }
            return old.at(first, second) != new.at(first, second)
        }
    }
}
