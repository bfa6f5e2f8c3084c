import JSON
import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite(.timeLimit(.minutes(1)))
struct AuditingTests {
    private let folder = AuditFolder()
    private static let head = "apiVersion: audit.k8s.io/v1\nkind: Policy\n"
    private static let bees = ServerUnderTest.bees

    /// Runs a server that audits, and closes its log.
    private func run(
        _ policy: String,
        options: AuditLog.Options = AuditLog.Options(),
        registry: MetricsRegistry = MetricsRegistry(),
        _ body: @Sendable @escaping (ServerUnderTest, Auditor) async throws -> Void
    ) async throws {
        let auditor = try folder.auditor(Self.head + policy, options: options, registry: registry)
        try await ServerUnderTest.run(auditor: auditor) { tested in
            try await body(tested, auditor)
        }
        await auditor.log.close()
    }

    private func stages() throws -> [String] {
        try folder.events().map { "\($0["stage"]?.string ?? "") \($0["verb"]?.string ?? "")" }
    }

    @Test func recordsWhoDidWhatAndHowItEnded() async throws {
        try await run("rules: [{level: Metadata}]") { tested, _ in
            let headers = [("audit-id", "my-id"), ("x-forwarded-for", "192.0.2.7")]
            let answer = try await tested.send(
                "POST",
                Self.bees + "?x=1",
                ServerUnderTest.bee("maja"),
                headers: headers
            )
            #expect(answer.status == 201)
            #expect(answer.headers["audit-id"] == "my-id")
        }
        let events = try folder.events()
        try #require(events.count == 2)
        let came = events[0]
        var done = events[1]
        // Only there on a machine that is very busy.
        done["annotations"]?["apiserver.latency.k8s.io/total"] = nil
        #expect(came["stage"] == "RequestReceived")
        #expect(came["responseStatus"] == nil)
        #expect(came["stageTimestamp"] == came["requestReceivedTimestamp"])
        var expected: JSONValue = [
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata", "auditID": "my-id",
            "stage": "ResponseComplete", "requestURI": .string(Self.bees + "?x=1"), "verb": "create",
            "user": ["username": "root", "uid": "1", "groups": ["system:masters", "system:authenticated"]],
            "sourceIPs": ["192.0.2.7"], "userAgent": "tester/1",
            "objectRef": [
                "resource": "bees", "namespace": "garden", "name": "maja", "apiGroup": "insect.example.com",
                "apiVersion": "v1",
            ],
            "responseStatus": ["metadata": [:], "code": 201],
            "annotations": ["authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": ""],
        ]
        let times = ["requestReceivedTimestamp", "stageTimestamp"]
        for name in times {
            let text = try #require(done[name]?.string)
            #expect(text.utf8.count == "2026-11-28T09:30:00.123456Z".utf8.count)
            expected[name] = .string(text)
        }
        #expect(done == expected)
    }

    @Test func recordsBodiesAtTheirLevels() async throws {
        let rules = """
            rules:
            - {level: RequestResponse, verbs: [create], omitManagedFields: true}
            - {level: Request, verbs: [patch, delete]}
            """
        try await run(rules + "\nomitStages: [RequestReceived]") { tested, _ in
            _ = try await tested.send("POST", Self.bees, ServerUnderTest.bee("maja"))
            _ = try await tested.patch(Self.bees + "/maja", ["spec": ["hive": "south"]])
            _ = try await tested.send("DELETE", Self.bees + "/maja", ["propagationPolicy": "Background"])
            _ = try await tested.send("GET", Self.bees)
        }
        let events = try folder.events()
        try #require(events.count == 3)
        #expect(events[0]["requestObject"]?["spec"]?["hive"] == "north")
        #expect(events[0]["responseObject"]?["metadata"]?["uid"] != nil)
        #expect(events[0]["responseObject"]?["metadata"]?["managedFields"] == nil)
        #expect(events[1]["requestObject"] == ["spec": ["hive": "south"]])
        #expect(events[1]["responseObject"] == nil)
        #expect(events[2]["requestObject"] == ["propagationPolicy": "Background"])
        let status = try #require(events[2]["responseStatus"])
        #expect(status["status"] == "Success")
        #expect(status["details"]?["name"] == "maja")
        #expect(status["code"] == 200)
    }

    @Test(arguments: ["application/yaml", "application/vnd.kubernetes.protobuf,application/json"])
    func recordsAnswersAsJSONWhateverTheClientGets(_ accept: String) async throws {
        try await run("rules: [{level: RequestResponse}]\nomitStages: [RequestReceived]") { tested, _ in
            _ = try await tested.send("POST", Self.bees, ServerUnderTest.bee("maja"))
            _ = try await tested.send("GET", Self.bees, headers: [("accept", accept)])
        }
        let list = try #require(try folder.events().last?["responseObject"])
        #expect(list["kind"] == "BeeList")
        #expect(list["items"]?.array?.first?["metadata"]?["name"] == "maja")
    }

    @Test func recordsRefusals() async throws {
        let policy = "rules: [{level: RequestResponse}]\nomitStages: [RequestReceived]"
        try await run(policy) { tested, _ in
            _ = try await tested.send("GET", Self.bees + "/none")
            _ = try await tested.send("GET", Self.bees, anonymous: true)
            let token = [("authorization", "Bearer wrong")]
            let refused = try await tested.send("GET", Self.bees, headers: token, anonymous: true)
            #expect(refused.status == 401)
        }
        let events = try folder.events()
        try #require(events.count == 3)
        let message = #"bees.insect.example.com "none" not found"#
        #expect(events[0]["responseStatus"]?["message"]?.string == message)
        #expect(events[0]["responseObject"]?["kind"] == "Status")
        #expect(events[1]["user"]?["username"] == "system:anonymous")
        #expect(events[1]["annotations"]?["authorization.k8s.io/decision"] == "forbid")
        #expect(events[1]["responseStatus"]?["code"] == 403)
        #expect(events[2]["stage"] == "ResponseStarted")
        #expect(events[2]["user"] == [:])
        #expect(events[2]["responseStatus"]?["reason"] == "Unauthorized")
        #expect(!(try folder.text().contains("wrong")))
    }

    @Test func recordsWhomSomebodyActsAs() async throws {
        try await run("rules: [{level: Metadata}]\nomitStages: [RequestReceived]") { tested, _ in
            let headers = [("impersonate-user", "jane"), ("impersonate-group", "keepers")]
            _ = try await tested.send("GET", Self.bees, headers: headers)
        }
        let event = try #require(try folder.events().first)
        #expect(event["user"]?["username"] == "root")
        #expect(event["impersonatedUser"]?["username"] == "jane")
        #expect(event["impersonatedUser"]?["groups"] == ["keepers", "system:authenticated"])
        #expect(event["authenticationMetadata"] == ["impersonationConstraint": "impersonate:user-info"])
        #expect(event["responseStatus"]?["code"] == 403)
    }

    @Test func recordsTheBeginningAndTheEndOfAWatch() async throws {
        try await run("rules: [{level: Metadata}]") { tested, auditor in
            let answer = try await tested.send("GET", Self.bees + "?watch=1")
            guard case .stream(let stream) = answer.body else { return #expect(Bool(false), "no stream") }
            let reader = StreamReader(stream, on: tested.loop)
            await reader.start()
            #expect(try stages() == ["RequestReceived watch", "ResponseStarted watch"])
            await reader.close()
            await auditor.log.close()
        }
        #expect(try stages() == ["RequestReceived watch", "ResponseStarted watch", "ResponseComplete watch"])
    }

    @Test func recordsNothingThatNoRuleWants() async throws {
        let registry = MetricsRegistry()
        let policy = "rules: [{level: None, verbs: [get]}, {level: Metadata, verbs: [list]}]"
        try await run(policy, registry: registry) { tested, _ in
            _ = try await tested.send("GET", Self.bees + "/none")
            _ = try await tested.send("GET", "/version")
            _ = try await tested.send("GET", Self.bees)
        }
        #expect(try stages() == ["RequestReceived list", "ResponseComplete list"])
        let metrics = String(decoding: registry.render(), as: UTF8.self)
        #expect(metrics.contains("apiserver_audit_event_total 2\n"))
        #expect(metrics.contains("apiserver_audit_level_total{level=\"None\"} 2\n"))
        #expect(metrics.contains("apiserver_audit_level_total{level=\"Metadata\"} 1\n"))
    }

    @Test func batchesDoNotHoldRequestsUp() async throws {
        let registry = MetricsRegistry()
        let options = AuditLog.Options(mode: .batch, capacity: 3)
        try await run("rules: [{level: Metadata}]", options: options, registry: registry) { tested, _ in
            for _ in 0..<2 { _ = try await tested.send("GET", Self.bees) }
            #expect(try folder.text().isEmpty)
        }
        #expect(try stages().count == 3)
        let metrics = String(decoding: registry.render(), as: UTF8.self)
        #expect(metrics.contains("apiserver_audit_error_total{plugin=\"buffered\"} 1\n"))
    }

    @Test func aRunningLogWritesBatches() async throws {
        let options = AuditLog.Options(mode: .batch)
        try await run("rules: [{level: Metadata}]", options: options) { tested, auditor in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await auditor.log.run() }
                _ = try await tested.send("GET", Self.bees)
                while try folder.events().count < 2 { await Task.yield() }
                group.cancelAll()
            }
        }
        #expect(try stages().count == 2)
    }

    @Test(arguments: [(AuditLog.Mode.blocking, 200), (.blockingStrict, 500)])
    func strictLogsRefuseWhatTheyCannotRecord(_ mode: AuditLog.Mode, _ status: Int) async throws {
        let registry = MetricsRegistry()
        let options = AuditLog.Options(mode: mode)
        let full = try AuditFile(path: AuditFilePath("/dev/full"), limitBytes: 1 << 20)
        let metrics = AuditMetrics(registry: registry)
        let auditor = Auditor(
            policy: AuditPolicy(rules: [.init(level: .metadata)]),
            log: AuditLog(file: full, backups: nil, options: options, metrics: metrics, log: .silent),
            metrics: metrics
        )
        try await ServerUnderTest.run(auditor: auditor) { tested in
            let answer = try await tested.send("GET", Self.bees)
            #expect(answer.status == status)
            guard status == 500 else { return }
            #expect(answer.text == "Internal Server Error: \"\(Self.bees)\": failed to store audit event\n")
        }
        let text = String(decoding: registry.render(), as: UTF8.self)
        #expect(text.contains("apiserver_audit_requests_rejected_total \(status == 500 ? 1 : 0)\n"))
        #expect(text.contains("apiserver_audit_error_total{plugin=\"log\"} \(status == 500 ? 1 : 2)\n"))
    }

    @Test func longEventsLoseTheirBodies() async throws {
        let options = AuditLog.Options(eventBytes: 1_500)
        let policy = "rules: [{level: RequestResponse}]\nomitStages: [RequestReceived]"
        try await run(policy, options: options) { tested, _ in
            _ = try await tested.send(
                "POST",
                Self.bees,
                ServerUnderTest.bee("maja", hive: String(repeating: "n", count: 900))
            )
        }
        let event = try #require(try folder.events().first)
        #expect(event["requestObject"] == nil)
        #expect(event["responseObject"] == nil)
        #expect(event["annotations"]?["audit.k8s.io/truncated"] == "true")
    }

    @Test func cutsLongUserAgents() throws {
        let loop = try EventLoopForTests()
        let agent = String(repeating: "a", count: 2_000)
        let request = HTTPRequest(method: "GET", target: "/", headers: HTTPHeaders([("user-agent", agent)]))
        let subject = AuditSubject(RequestContext(request: request, loop: loop.loop), user: nil, received: .now)
        #expect(subject.userAgent == String(repeating: "a", count: 1_024) + "...TRUNCATED")
    }
}
