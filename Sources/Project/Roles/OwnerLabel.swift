/// The labels by which an object of a cluster says whose it is.
///
/// Source: Kubernetes, "Recommended Labels".
public enum OwnerLabel {
    /// Says what made the object.
    public static let managedBy = "app.kubernetes.io/managed-by"
    /// Says which project the object was deployed for; what a `run local` registers has no such label.
    public static let partOf = "app.kubernetes.io/part-of"
    /// How this tool calls itself in `managedBy`, and as a field manager.
    public static let tool = "apiserver-boot"
}
