import APIServer
import APIs
import Testing

@Suite struct BeeOriginTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test func writesDownWhoMadeAnObject() async throws {
        let changed = try await Insect.V1.BeeOrigin().mutate(request(.create), objects: ObjectReader())
        let object = try Insect.V1.Bee(json: #require(changed))
        #expect(object.metadata.annotations["insect.example.com/created-by"] == "jane")
    }

    @Test func leavesUpdatesAlone() async throws {
        let plugIn = Insect.V1.BeeOrigin()
        #expect(try await plugIn.mutate(request(.update), objects: ObjectReader()) == nil)
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
