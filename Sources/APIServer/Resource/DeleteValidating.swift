public import APIMachinery

/// A resource that has a say in its deletion.
public protocol DeleteValidating: Resource {
    /// What keeps the object from being deleted; empty if nothing.
    ///
    /// Faults are told as 422. Throw `AdmissionRefusal` for 403, or a `StatusError` for any other answer. Called for every
    /// request to delete the object, also as part of a collection, before its finalizers are looked at; not when the last
    /// finalizer goes.
    func validateDelete(in context: DeletionContext) throws -> [FieldError]
}

/// What a validation of a deletion may look at besides the object.
public struct DeletionContext: Sendable {
    /// Who asks for the deletion.
    public let user: UserInfo
    /// Whether nothing will be deleted (`dryRun=All`).
    public let isDryRun: Bool

    /// Makes a context.
    public init(user: UserInfo = UserInfo(name: ""), isDryRun: Bool = false) {
        self.user = user
        self.isDryRun = isDryRun
    }
}
