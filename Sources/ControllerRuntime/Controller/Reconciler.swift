public import Telemetry

/// Brings the world to what objects of one kind ask for.
///
/// `reconcile` is called with an object as it is now, whatever has happened to it: look at the object and at the world, do
/// what is missing, write what you have seen to `status`. It is called again after every change, so a write that changes
/// nothing should not be made. Two calls for one object never run at the same time.
///
/// ```swift
/// public struct BeeController: Reconciler {
///     public func reconcile(_ bee: Insect.V1.Bee, in context: ReconcileContext) async throws -> ReconcileResult {
///         var bee = bee
///         bee.status = …
///         _ = try await context.client.updateStatus(bee)
///         return .done
///     }
/// }
/// ```
public protocol Reconciler<Object>: Sendable {
    /// The kind of the objects.
    associatedtype Object: APIObject

    /// What the controller is called in logs, metrics and events; the kind in lower case unless it says otherwise.
    ///
    /// Unique among the controllers of a program.
    var name: String { get }
    /// Which changes of objects call for work; all of them unless it says otherwise.
    var predicate: Predicate { get }
    /// What else calls for work; nothing unless it says otherwise.
    var watches: [ControllerWatch] { get }

    /// Does what is to be done for an object.
    ///
    /// - Parameters:
    ///   - object: as the cache has it: perhaps a moment old, never half.
    ///   - context: the client, the cache, events, the log.
    /// - Returns: whether it wants to look again after a time.
    /// - Throws: anything; it is called again after a while, longer with every failure. ``TerminalError`` is not tried again.
    func reconcile(_ object: Object, in context: ReconcileContext) async throws -> ReconcileResult

    /// Hears that an object is gone, for controllers that keep something of it in memory. Nothing unless it says otherwise.
    ///
    /// Not called for objects that went while the program did not run: what must be cleaned up for certain needs a finalizer.
    func gone(_ name: NamespacedName, in context: ReconcileContext) async throws
}

extension Reconciler {
    /// The kind in lower case.
    public var name: String { Object.mapping.kind.lowercased() }
    /// All changes.
    public var predicate: Predicate { .all }
    /// Nothing else.
    public var watches: [ControllerWatch] { [] }

    /// Does nothing.
    public func gone(_ name: NamespacedName, in context: ReconcileContext) async throws {}
}

/// How a reconciliation ended that did not fail.
public enum ReconcileResult: Sendable, Equatable {
    /// There is nothing to do until something changes.
    case done
    /// Look again after a time, or earlier if something changes.
    case requeue(after: Duration)
}

/// A failure that trying again does not mend: it is logged and counted, and the object left alone until it changes.
public struct TerminalError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    /// Makes a failure.
    public init(_ description: String) { self.description = description }
}

/// What a reconciler works with.
public struct ReconcileContext: Sendable {
    /// Reads and writes objects; asks the server.
    public let client: KubeClient
    /// Objects that the program follows: those of its controllers and of their watches.
    public let cache: ObjectCache
    /// Tells people what happens, as `kubectl describe` and `kubectl events` show it.
    public let events: EventRecorder
    /// Logs with the controller's name and the object's.
    public let log: Logger
    /// Whether work may begin: false once another copy of the program may be at it.
    let mayBegin: @Sendable () -> Bool
}
