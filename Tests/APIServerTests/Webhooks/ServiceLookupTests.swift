import APIMachinery
import JSON
import Telemetry
import Testing

@testable import APIServer

struct ServiceLookupTests {
    private let service = WebhookTransport.Service(namespace: "ns", name: "check", port: 8443)

    @Test(
        arguments: [
            (["spec": ["type": "ClusterIP", "clusterIP": "10.0.0.7"]], "10.0.0.7"),
            (["spec": ["type": "ExternalName", "externalName": "localhost"]], "localhost"),
            (["spec": ["type": "ClusterIP", "clusterIP": "None"]], "check.ns.svc"),
            (["spec": ["ports": []]], "check.ns.svc"),
        ] as [(JSONValue, String)]
    )
    func leadsToClusterIPOrExternalName(_ object: JSONValue, _ host: String) async throws {
        let lookup = ServiceLookup(read: { _ in object }, now: { .zero })
        #expect(try await lookup.address(of: service) == .init(host: host, port: 8443))
    }

    @Test func leavesItToDNSWhatItMayNotRead() async throws {
        let lookup = ServiceLookup(
            read: { _ throws(StatusError) in throw .internalError("forbidden") },
            now: { .zero }
        )
        #expect(try await lookup.address(of: service).host == "check.ns.svc")
    }

    @Test func saysThatThereIsNone() async throws {
        let lookup = ServiceLookup(read: { _ in nil }, now: { .zero })
        await #expect(throws: AdmissionReview.Fault(reason: "service \"check\" not found")) {
            try await lookup.address(of: service)
        }
    }

    @Test func asksAgainAfterAWhile() async throws {
        let time = Locked(Duration.zero)
        let asked = Locked(0)
        let lookup = ServiceLookup(
            read: { _ in
                asked.withLock { $0 += 1 }
                return ["spec": ["clusterIP": "10.0.0.7"]]
            },
            now: { time.withLock { $0 } }
        )
        for second in [0, 9, 11] {
            time.withLock { $0 = .seconds(second) }
            _ = try await lookup.address(of: service)
        }
        #expect(asked.withLock { $0 } == 2)
    }
}
