public import JSON
internal import Project

/// What an object of a cluster says of the `run local` that made it.
public struct RunLocalMark: Sendable, Equatable {
    /// Who runs it and in which folder, such as `eva@north:~/bees`; empty if it does not say.
    public let place: String

    /// Looks at an object; nil if no `run local` made it.
    public init?(_ object: JSONValue) {
        if let run = RunIdentity(of: object) {
            place = run.place
            return
        }
        let labels = object["metadata"]?["labels"]
        let manager = labels?[OwnerLabel.managedBy]?.string
        // Older ones do not say more in a control plane of their own.
        let isUnsigned = manager == OwnerLabel.tool && labels?[OwnerLabel.partOf] == nil
        guard isUnsigned || manager == ExistingCluster.manager else { return nil }
        place = ""
    }
}
