import APIServer

extension Insect.V1.Bee: Tabular {
    /// The columns of `kubectl get` after the name: those of the markers, and one that is computed.
    ///
    /// Change which columns there are; with `priority: 1` one is shown by `-o wide` alone.
    public static var columns: [ResourceDefinition.Column] {
        definition.columns + [ResourceDefinition.Column(name: "Class", path: ".spec.size")]
    }

    /// One cell for each column, in the same order; where it is null the value at the column's path is shown.
    public var cells: [JSONValue] {
        Self.definition.columns.map { _ in .null } + [.string(spec.size > 50 ? "large" : "small")]
    }
}
