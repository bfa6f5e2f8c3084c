import ControllerRuntime

/// The controllers of this project.
public enum Controllers {
    /// All of them, as `bin/controller-manager` runs them.
    public static let all: [any Reconciler] = [
        // `create group version resource` adds the controllers that it writes.
    ]
}
