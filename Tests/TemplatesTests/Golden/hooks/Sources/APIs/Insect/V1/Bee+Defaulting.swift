import APIServer

extension Insect.V1.Bee: Defaulting {
    /// Fills in what depends on other fields; defaults that are always the same stand at their fields.
    ///
    /// Called whenever an object arrives or is read. Change which fields are filled in, and leave alone what
    /// somebody has set.
    public mutating func setDefaults() {
        if spec.summary.isEmpty { spec.summary = "size \(spec.size)" }
    }
}
