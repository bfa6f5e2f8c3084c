import JSON
import Testing

@testable import Aggregator

struct AutoRegistrationTests {
    private typealias Action = AutoRegistration.Action

    private func wanted(_ manager: AutoRegistration.Manager, priority: Int = 1_000) -> AutoRegistration.Wanted {
        AutoRegistration.Wanted(
            groupVersion: GroupVersion(group: "a", version: "v1"),
            priority: LocalPriorities.Priority(group: priority, version: 15),
            manager: manager
        )
    }

    private func present(_ label: String?, atStart: Bool = true) -> AutoRegistration.Present {
        let labels: JSONValue = label.map { [AutoRegistration.label: .string($0)] } ?? [:]
        return AutoRegistration.Present(
            service: APIService(Samples.apiService("a", "v1", labels: labels)),
            existedAtStart: atStart
        )
    }

    private func action(
        _ wanted: AutoRegistration.Wanted?,
        _ present: AutoRegistration.Present?,
        synced: Bool = false
    ) -> Action {
        AutoRegistration.action(wanted: wanted, present: present, wasSynced: synced)
    }

    @Test
    func createsWhatIsMissing() {
        #expect(action(nil, nil) == .nothing)
        #expect(action(wanted(.onStart), nil) == .create)
        #expect(action(wanted(.onStart), nil, synced: true) == .nothing)
        #expect(action(wanted(.always), nil, synced: true) == .create)
    }

    @Test
    func leavesAloneWhatPeopleMade() {
        for wanted in [nil, wanted(.onStart, priority: 7), wanted(.always, priority: 7)] {
            #expect(action(wanted, present(nil)) == .nothing)
            #expect(action(wanted, present("false")) == .nothing)
        }
    }

    @Test
    func looksAfterThoseOfTheStartOnce() {
        #expect(action(nil, present("onstart")) == .delete)
        #expect(action(nil, present("onstart"), synced: true) == .nothing)
        #expect(action(nil, present("onstart", atStart: false)) == .nothing)
        #expect(action(wanted(.onStart, priority: 7), present("onstart")) == .updateSpec)
        #expect(action(wanted(.onStart, priority: 7), present("onstart"), synced: true) == .nothing)
        #expect(action(wanted(.onStart, priority: 7), present("onstart", atStart: false)) == .nothing)
        #expect(action(wanted(.onStart), present("onstart")) == .nothing)
    }

    @Test
    func looksAfterTheOthersAllTheTime() {
        #expect(action(nil, present("true"), synced: true) == .delete)
        #expect(action(wanted(.always, priority: 7), present("true"), synced: true) == .updateSpec)
        #expect(action(wanted(.always), present("true"), synced: true) == .nothing)
        #expect(action(wanted(.onStart, priority: 7), present("true"), synced: true) == .updateSpec)
    }

    @Test
    func removesNothingBeforeEverythingIsKnown() {
        let action = { (wanted: AutoRegistration.Wanted?, label: String) in
            AutoRegistration.action(
                wanted: wanted,
                present: present(label),
                wasSynced: false,
                isComplete: false
            )
        }
        #expect(action(nil, "true") == .nothing)
        #expect(action(nil, "onstart") == .delete)
        #expect(action(wanted(.always, priority: 7), "true") == .updateSpec)
    }

    @Test
    func knowsThePlacesOfGroups() {
        #expect(LocalPriorities.of(group: "", version: "v1") == .init(group: 18_000, version: 1))
        #expect(LocalPriorities.of(group: "apps", version: "v1") == .init(group: 17_800, version: 15))
        #expect(LocalPriorities.of(group: "autoscaling", version: "v2") == .init(group: 17_500, version: 30))
        #expect(LocalPriorities.of(group: "example.com", version: "v1") == nil)
        #expect(LocalPriorities.of(group: "apiregistration.k8s.io", version: "v1") == nil)
    }
}
