internal import JSON

/// Which APIServices the control plane makes for what it serves itself.
///
/// Source: kube-aggregator `autoregister_controller.go` `checkAPIService`.
enum AutoRegistration {
    static let label = "kube-aggregator.kubernetes.io/automanaged"

    /// Who looks after an APIService, by its label.
    enum Manager: String, Sendable, Equatable {
        /// Written once, when the server starts.
        case onStart = "onstart"
        /// Kept as wanted all the time.
        case always = "true"
    }

    /// What is wanted for a group version that is served here.
    struct Wanted: Sendable, Equatable {
        var groupVersion: GroupVersion
        var priority: LocalPriorities.Priority
        var manager: Manager
    }

    /// What is there.
    struct Present: Sendable, Equatable {
        var service: APIService
        /// Whether it was there when the server started.
        var existedAtStart: Bool
    }

    /// What to do about one name.
    enum Action: Sendable, Equatable {
        case nothing
        case create
        case updateSpec
        /// With the UID as a precondition.
        case delete
    }

    /// Decides about one name.
    ///
    /// - Parameters:
    ///   - wanted: nil if the group version is not served here.
    ///   - present: nil if there is no such APIService.
    ///   - wasSynced: whether this name was dealt with once since the start.
    ///   - isComplete: whether all that may be wanted all the time is known; until then nothing of that goes.
    /// - Returns: what to do.
    static func action(
        wanted: Wanted?,
        present: Present?,
        wasSynced: Bool,
        isComplete: Bool = true
    ) -> Action {
        guard let present else {
            guard let wanted else { return .nothing }
            return wanted.manager == .onStart && wasSynced ? .nothing : .create
        }
        guard let manager = present.service.labels[label].flatMap(Manager.init) else { return .nothing }
        // One that is looked after at the start alone was dealt with, or somebody else has made it since.
        if manager == .onStart, wasSynced || !present.existedAtStart { return .nothing }
        guard let wanted else { return manager == .always && !isComplete ? .nothing : .delete }
        return isSame(present.service, wanted) ? .nothing : .updateSpec
    }

    /// The object to store.
    static func object(_ wanted: Wanted) -> JSONValue {
        [
            "apiVersion": "apiregistration.k8s.io/v1",
            "kind": "APIService",
            "metadata": [
                "name": .string(wanted.groupVersion.serviceName), "labels": [label: .string(wanted.manager.rawValue)],
            ],
            "spec": spec(wanted),
        ]
    }

    static func spec(_ wanted: Wanted) -> JSONValue {
        [
            "group": .string(wanted.groupVersion.group), "version": .string(wanted.groupVersion.version),
            "groupPriorityMinimum": .integer(Int64(wanted.priority.group)),
            "versionPriority": .integer(Int64(wanted.priority.version)),
        ]
    }

    private static func isSame(_ service: APIService, _ wanted: Wanted) -> Bool {
        service.isLocal && service.groupVersion == wanted.groupVersion && service.caBundle.isEmpty
            && !service.insecureSkipTLSVerify && service.groupPriorityMinimum == wanted.priority.group
            && service.versionPriority == wanted.priority.version
    }
}
