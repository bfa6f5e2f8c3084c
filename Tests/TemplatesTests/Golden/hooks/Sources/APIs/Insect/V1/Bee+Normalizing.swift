import APIServer

extension Insect.V1.Bee: Normalizing {
    /// Brings an object into the form in which it is kept: here, no superfluous spaces.
    ///
    /// Called before validation. Change what is brought into form; `old` is the object before an update. The
    /// result must stay as it is when it comes again.
    public mutating func normalize(old: Self?) {
        spec.summary = spec.summary.split(separator: " ").joined(separator: " ")
    }
}
