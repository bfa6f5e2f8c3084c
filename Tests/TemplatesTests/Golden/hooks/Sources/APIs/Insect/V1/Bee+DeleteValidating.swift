import APIServer

extension Insect.V1.Bee: DeleteValidating {
    /// What keeps an object from being deleted: here, an annotation that protects it.
    ///
    /// Called for each object, also when a collection is deleted. Change when an object may go; `context` says who asks.
    public func validateDelete(in context: DeletionContext) throws -> [FieldError] {
        guard metadata.annotations["insect.example.com/protected"] == "true" else { return [] }
        return [.forbidden("metadata.annotations", "take insect.example.com/protected away first")]
    }
}
