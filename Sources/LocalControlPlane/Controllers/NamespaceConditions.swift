internal import JSON

/// What stands in the way of a namespace's end, as its conditions tell it.
///
/// Source: `pkg/controller/namespace/deletion/status_condition_utils.go`.
struct NamespaceConditions: Sendable, Equatable {
    /// Group versions whose server does not answer.
    var undiscovered: [String] = []
    /// What could not be deleted, and why.
    var failures: [String] = []
    /// Objects left, by resource.
    var remaining: [String: Int] = [:]
    /// Objects that a finalizer holds, by finalizer.
    var finalizers: [String: Int] = [:]

    /// Whether nothing is left and nothing failed.
    var isEmpty: Bool { undiscovered.isEmpty && failures.isEmpty && remaining.isEmpty }

    private var all: [(type: String, status: Bool, reason: String, message: String)] {
        [
            (
                "NamespaceDeletionDiscoveryFailure", !undiscovered.isEmpty,
                undiscovered.isEmpty ? "ResourcesDiscovered" : "DiscoveryFailed",
                undiscovered.isEmpty ? "All resources successfully discovered" : discoveryMessage
            ),
            (
                "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
                "All legacy kube types successfully parsed"
            ),
            (
                "NamespaceDeletionContentFailure", !failures.isEmpty,
                failures.isEmpty ? "ContentDeleted" : "ContentDeletionFailed",
                failures.isEmpty
                    ? "All content successfully deleted, may be waiting on finalization"
                    : "Failed to delete all resource types, \(failures.count) remaining: "
                        + failures.joined(separator: ", ")
            ),
            (
                "NamespaceContentRemaining", !remaining.isEmpty,
                remaining.isEmpty ? "ContentRemoved" : "SomeResourcesRemain",
                remaining.isEmpty
                    ? "All content successfully removed"
                    : "Some resources are remaining: "
                        + Self.list(remaining) { "\($0) has \($1) resource instances" }
            ),
            (
                "NamespaceFinalizersRemaining", !finalizers.isEmpty,
                finalizers.isEmpty ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
                finalizers.isEmpty
                    ? "All content-preserving finalizers finished"
                    : "Some content in the namespace has finalizers remaining: "
                        + Self.list(finalizers) { "\($0) in \($1) resource instances" }
            ),
        ]
    }

    private var discoveryMessage: String {
        let stale = undiscovered.map { "\($0): stale GroupVersion discovery: \($0)" }.joined(separator: ", ")
        return
            "Discovery failed for some groups, \(undiscovered.count) failing: unable to retrieve the complete list of "
            + "server APIs: " + stale
    }

    private static func list(_ counts: [String: Int], _ text: (String, Int) -> String) -> String {
        counts.sorted { $0.key < $1.key }.map(text).joined(separator: ", ")
    }

    /// The conditions with these; nil if they say the same already.
    ///
    /// Times change with the status alone.
    func set(in conditions: [JSONValue], now: String) -> [JSONValue]? {
        var result = conditions
        for (type, status, reason, message) in all {
            let text = status ? "True" : "False"
            let place = result.firstIndex { $0["type"]?.string == type }
            let present = place.map { result[$0] }
            let isSameStatus = present?["status"]?.string == text
            let condition: JSONValue = [
                "lastTransitionTime": isSameStatus ? present?["lastTransitionTime"] ?? .string(now) : .string(now),
                "message": .string(message), "reason": .string(reason), "status": .string(text), "type": .string(type),
            ]
            if let place { result[place] = condition } else { result.append(condition) }
        }
        return result == conditions ? nil : result
    }
}
