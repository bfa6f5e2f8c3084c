/// Why a configuration cannot be applied.
public enum ApplyError: Error, Sendable, Equatable {
    /// Kind or version are not those of the object.
    case wrongType(apiVersion: String, kind: String)
    /// The configuration has `metadata.managedFields`.
    case managedFieldsPresent
    /// The configuration does not fit the type. `object` says which one: `ns/name; group/version, Kind=Kind`.
    case notTyped(object: String, problem: String)
    /// Fields that it changes belong to others.
    case conflicts([Conflict])
    /// The result does not fit the type.
    case undecodable(SchemaError)

    /// A field that belongs to another manager.
    public struct Conflict: Sendable, Equatable {
        /// As messages name it: `"kubectl" using apps/v1`.
        public let manager: String
        /// Where: `.spec.replicas`.
        public let field: String

        /// Makes a conflict.
        public init(manager: String, field: String) {
            self.manager = manager
            self.field = field
        }
    }

    /// What the client gets.
    public var status: StatusError {
        switch self {
        case .wrongType(let apiVersion, let kind):
            .badRequest("invalid object type: " + Self.kindText(apiVersion: apiVersion, kind: kind))
        case .managedFieldsPresent: .badRequest("metadata.managedFields must be nil")
        case .notTyped(let object, let problem):
            .unknown("failed to create typed patch object (\(object)): \(problem)")
        case .undecodable(let error): .unknown("\(error)")
        case .conflicts(let conflicts):
            .applyConflict(
                message: Self.conflictText(conflicts),
                causes: conflicts.map {
                    StatusError.Cause(
                        reason: "FieldManagerConflict",
                        message: "conflict with " + $0.manager,
                        field: $0.field
                    )
                }
            )
        }
    }

    /// A kind in a version as Go shows it: `apps/v1, Kind=Deployment`.
    static func kindText(apiVersion: String, kind: String) -> String {
        (apiVersion.utf8.contains(UInt8(ascii: "/")) ? apiVersion : "/" + apiVersion) + ", Kind=" + kind
    }

    private static func conflictText(_ conflicts: [Conflict]) -> String {
        if conflicts.count == 1 {
            return "Apply failed with 1 conflict: conflict with \(conflicts[0].manager): \(conflicts[0].field)"
        }
        var lines: [String] = []
        var manager: String?
        for conflict in conflicts {
            if conflict.manager != manager {
                lines.append("conflicts with \(conflict.manager):")
                manager = conflict.manager
            }
            lines.append("- " + conflict.field)
        }
        return "Apply failed with \(conflicts.count) conflicts: " + lines.joined(separator: "\n")
    }
}
