/// What groups and versions are called in Swift.
public enum SwiftNames {
    /// The namespace of a group: `insect` → `Insect`, `my-group` → `MyGroup`, `a.b` → `AB`; a name that would hide a
    /// module or type of the runtime gets `Group` appended.
    public static func namespace(ofGroup group: String) -> String {
        let name = group.split { $0 == "-" || $0 == "." }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let isTaken = ReservedNames.namespaces.contains(name) || ReservedNames.knownSwiftTypes.contains(name)
        return isTaken ? name + "Group" : name
    }

    /// The namespace of a version: `v1beta1` → `V1beta1`.
    public static func namespace(ofVersion version: String) -> String {
        version.prefix(1).uppercased() + version.dropFirst()
    }
}
