public import JSON

/// A part of the server that changes and judges what is to be stored, in the server's process.
///
/// Every creation and update passes all plug-ins twice: first each may change the object, then, when the object is
/// complete and valid, each may refuse it. Deletions, one by one or of a whole collection, pass both, too; there is
/// nothing to change then.
///
/// Errors decide what the client is told: `AdmissionRefusal` is 403, a `StatusError` is told as it is, anything else goes to
/// the log and becomes 500. Warnings are given by `AdmissionRequest.warn`.
public protocol AdmissionPlugin: Sendable {
    /// The object as it should be instead; nil to leave it as it is.
    ///
    /// Called before the object is validated, anew for each attempt to store it. Defaults are filled in and unknown fields
    /// dropped afterwards. When a later plug-in changes the object, the earlier ones are asked once more: a plug-in must
    /// accept its own result. Does nothing unless a plug-in says otherwise.
    ///
    /// - Parameters:
    ///   - request: what is about to happen.
    ///   - objects: everything that the server serves, as its caches have it.
    /// - Returns: the changed object, in the version of the request.
    /// - Throws: why the change is refused.
    func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue?
    /// Returns normally to let the change pass, which it does unless a plug-in says otherwise.
    ///
    /// - Parameters:
    ///   - request: what is about to happen; the object is final.
    ///   - objects: everything that the server serves, as its caches have it.
    /// - Throws: why the change is refused.
    func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws
}

extension AdmissionPlugin {
    /// Leaves the object as it is.
    public func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue? { nil }

    /// Lets the change pass.
    public func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {}
}

/// Why a change is refused.
public struct AdmissionRefusal: Error, Sendable, Equatable {
    /// For the person who asked; follows `<resource> "<name>" is forbidden: `.
    public let message: String

    /// Makes a refusal.
    public init(_ message: String) { self.message = message }
}
