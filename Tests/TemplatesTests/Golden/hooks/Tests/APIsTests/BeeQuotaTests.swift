import APIServer
import APIs
import Testing

@Suite struct BeeQuotaTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test func refusesWhatIsTooMuch() async throws {
        let full = Insect.V1.BeeQuota(limit: 0)
        await #expect(throws: AdmissionRefusal.self) {
            try await full.validate(request(.create), objects: ObjectReader())
        }
    }

    @Test func letsOthersPass() async throws {
        let plugIn = Insect.V1.BeeQuota(limit: 1)
        try await plugIn.validate(request(.create), objects: ObjectReader())
        try await Insect.V1.BeeQuota(limit: 0).validate(request(.update), objects: ObjectReader())
    }

    private func request(_ operation: AdmissionRequest.Operation) -> AdmissionRequest {
        AdmissionRequest(
            operation: operation,
            group: Insect.V1.Bee.definition.group,
            version: Insect.V1.Bee.definition.version,
            kind: Insect.V1.Bee.definition.kind,
            resource: Insect.V1.Bee.definition.plural,
            namespace: object.metadata.namespace,
            name: object.metadata.name,
            object: object.json,
            oldObject: nil,
            user: UserInfo(name: "jane"),
            isDryRun: false
        )
    }
}
