import APIServer

extension Insect.V1.Bee: Validating {
    /// What is wrong with an object and cannot be said by markers at its fields.
    ///
    /// Called before a creation or an update is stored. Change the rules; `context.old` is the object before an
    /// update.
    public func validate(in context: ValidationContext<Self>) -> [FieldError] {
        guard spec.summary.contains(where: \.isNewline) else { return [] }
        return [.invalid("spec.summary", .string(spec.summary), "must be a single line")]
    }
}
