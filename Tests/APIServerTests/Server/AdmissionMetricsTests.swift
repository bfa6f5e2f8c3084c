import APIServer
import JSON
import Testing

/// How long admission takes, with the names of Kubernetes.
@Suite(.timeLimit(.minutes(1)))
struct AdmissionMetricsTests {
    private struct NoDrones: AdmissionPlugin {
        func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
            if request.object?.at("metadata", "name")?.string == "drone" { throw AdmissionRefusal("no drones") }
        }
    }

    private static let part = "apiserver_admission_controller_admission_duration_seconds_count"
    private static let phase = "apiserver_admission_step_admission_duration_seconds_count"

    private func counts(_ server: ServerUnderTest) async throws -> [String] {
        let text = try await server.send("GET", "/metrics").text
        return text.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(Self.part) || $0.hasPrefix(Self.phase) }
    }

    @Test
    func everyPartAndBothPhasesAreMeasured() async throws {
        try await ServerUnderTest.run(
            admission: [NoDrones()],
            cluster: WebhookCluster().admission(lifecycle: true)
        ) { server in
            let bees = ServerUnderTest.bees
            #expect(try await server.send("POST", bees, ServerUnderTest.bee("maya")).status == 201)
            #expect(try await server.send("POST", bees, ServerUnderTest.bee("drone")).status == 403)
            #expect(try await server.send("DELETE", bees + "/maya").status == 200)
            func part(_ name: String, _ phase: String, _ operation: String, _ rejected: Bool, _ count: Int) -> String {
                let labels = #"type="\#(phase)",operation="\#(operation)",rejected="\#(rejected)""#
                return name.isEmpty
                    ? "\(Self.phase){\(labels)} \(count)" : #"\#(Self.part){name="\#(name)",\#(labels)} \#(count)"#
            }
            let created = ["NamespaceLifecycle", "NoDrones", "MutatingAdmissionWebhook", ""]
            var expected = created.map { part($0, "admit", "CREATE", false, 2) }
            expected += created.map { part($0, "admit", "DELETE", false, 1) }
            let judged = ["NoDrones", "ValidatingAdmissionWebhook", ""]
            expected += judged.map { part($0, "validate", "CREATE", false, 1) }
            expected += judged.map { part($0, "validate", "DELETE", false, 1) }
            expected += ["NoDrones", ""].map { part($0, "validate", "CREATE", true, 1) }
            let found = try await counts(server)
            #expect(Set(found) == Set(expected))
        }
    }

    @Test
    func nothingIsMeasuredWhereNobodyIsAsked() async throws {
        try await ServerUnderTest.run { server in
            #expect(try await server.send("POST", ServerUnderTest.bees, ServerUnderTest.bee("maya")).status == 201)
            let found = try await counts(server)
            #expect(found.isEmpty)
        }
    }
}
