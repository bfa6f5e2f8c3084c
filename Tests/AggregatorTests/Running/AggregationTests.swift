import EventLoop
import JSON
import Synchronization
import TLS
import Testing
import Transport

@testable import Aggregator

@Suite(.timeLimit(.minutes(1)))
struct AggregationTests {
    private static let group = "insect.example.com"
    private static let service = "bees"
    private static let bees = "/apis/insect.example.com/v1/namespaces/garden/bees"
    private static let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    /// Runs a control plane with one extension server that is available.
    private func withServer(
        requestTimeout: Duration = .seconds(60),
        intercept: @escaping ExtensionServer.Interceptor = { _ in nil },
        _ body: (ControlPlane, ExtensionServer) async throws -> Void
    ) async throws {
        try await ControlPlane.run(requestTimeout: requestTimeout) { plane in
            let server = try await ExtensionServer.start(
                group: Self.group,
                service: Self.service,
                authorities: plane.authorities,
                loops: plane.loops,
                intercept: intercept
            )
            try await plane.register(Self.group, service: Self.service, port: server.port)
            _ = try await plane.until("/apis/insect.example.com/v1") { $0.status == 200 }
            try await body(plane, server)
            await server.stop()
        }
    }

    private static func bee(_ name: String) -> JSONValue {
        [
            "apiVersion": "insect.example.com/v1", "kind": "Bee", "metadata": ["name": .string(name)],
            "spec": ["hive": "north"],
        ]
    }

    // MARK: Registration

    @Test
    func registersWhatTheControlPlaneServes() async throws {
        try await ControlPlane.run { plane in
            let list = try await plane.send("GET", ControlPlane.apiServices)
            let names = list.json["items"]?.array?.map { $0["metadata"]?["name"] }
            #expect(names == ["v1.", "v1.discovery.k8s.io"])
            let condition = try await plane.condition("v1.discovery.k8s.io", status: "True")
            #expect(condition["reason"] == "Local")
            #expect(try await plane.send("GET", "/readyz").status == 200)
        }
    }

    @Test
    func refusesWhatNoAPIServiceMaySay() async throws {
        try await ControlPlane.run { plane in
            var object = Samples.apiService("a.example.com", "v1", groupPriority: 0)
            object["spec"]?["service"] = ["namespace": "garden", "name": ""]
            let answer = try await plane.send("POST", ControlPlane.apiServices, object)
            #expect(answer.status == 422)
            #expect(answer.text.contains("must be positive and less than 20000"))
            #expect(answer.text.contains("spec.service.name: Required value"))
        }
    }

    @Test
    func saysWhyAServerIsNotAvailable() async throws {
        try await ControlPlane.run { plane in
            let object = Samples.apiService("a.example.com", "v1", service: Samples.remote)
            #expect(try await plane.send("POST", ControlPlane.apiServices, object).status == 201)
            let condition = try await plane.condition("v1.a.example.com", status: "False")
            #expect(condition["reason"] == "ServiceNotFound")
            #expect(condition["message"] == "service/bees in \"garden\" is not present")
            let answer = try await plane.send("GET", "/apis/a.example.com/v1/things")
            #expect(answer.status == 503)
            #expect(answer.text == "service unavailable\n")
            #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            let table = try await plane.send(
                "GET",
                ControlPlane.apiServices + "/v1.a.example.com",
                headers: [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")]
            )
            #expect(table.json["rows"]?[0]?["cells"]?.array?[1] == "garden/bees")
            #expect(table.json["rows"]?[0]?["cells"]?.array?[2] == "False (ServiceNotFound)")
            #expect(
                try await plane.send("GET", "/metrics").text.contains(
                    "aggregator_unavailable_apiservice{name=\"v1.a.example.com\"} 1"
                )
            )
        }
    }

    @Test
    func saysWhyAServiceLeadsNowhere() async throws {
        try await ControlPlane.run { plane in
            // Where such a Service leads is not looked at before the question itself.
            let service: JSONValue = [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "bees"],
                "spec": ["type": "LoadBalancer", "ports": [["port": 443]]],
            ]
            #expect(try await plane.send("POST", "/api/v1/namespaces/garden/services", service).status == 201)
            let object = Samples.apiService("a.example.com", "v1", service: Samples.remote)
            #expect(try await plane.send("POST", ControlPlane.apiServices, object).status == 201)
            let condition = try await plane.condition("v1.a.example.com", status: "False")
            #expect(condition["reason"] == "FailedDiscoveryCheck")
            #expect(condition["message"] == "no service port 7443 found for service \"bees\"")
        }
    }

    // MARK: Proxy

    @Test
    func passesRequestsOnWithTheNameOfTheCaller() async throws {
        try await withServer { plane, server in
            let created = try await plane.send("POST", Self.bees, Self.bee("maja"), token: "jane")
            #expect(created.status == 201)
            #expect(created.json["metadata"]?["name"] == "maja")
            let headers = try #require(server.requests.last(Self.bees)?.headers)
            #expect(headers["x-remote-user"] == "jane")
            #expect(headers["x-remote-uid"] == "7")
            #expect(headers.all("x-remote-group") == ["keepers", "system:masters", "system:authenticated"])
            #expect(headers["authorization"] == nil)
            #expect(headers["x-forwarded-for"] == "127.0.0.1")
            #expect(headers["host"] == "127.0.0.1:\(server.port)")
            #expect(headers["audit-id"] == created.headers["audit-id"])
            #expect(created.headers.all("audit-id").count == 1)
            #expect(created.headers["content-length"] == String(created.body.count))
            let list = try await plane.send("GET", Self.bees + "?limit=5")
            #expect(list.json["items"]?.array?.count == 1)
            #expect(try await plane.send("DELETE", Self.bees + "/maja").status == 200)
            #expect(try await plane.send("GET", Self.bees + "/maja").status == 404)
        }
    }

    @Test
    func believesNoForgedNames() async throws {
        try await withServer { plane, server in
            let forged = [
                ("x-remote-user", "root"), ("x-remote-group", "system:masters"), ("x-remote-extra-a", "b"),
                ("connection", "x-remote-user"),
            ]
            // Eve may do nothing with bees: the control plane says so itself.
            let refused = try await plane.send("GET", Self.bees, token: "eve", headers: forged)
            #expect(refused.status == 403)
            #expect(refused.text.contains("\\\"eve\\\""))
            #expect(server.requests.last(Self.bees) == nil)
            _ = try await plane.send("GET", Self.bees, token: "jane", headers: forged)
            let headers = try #require(server.requests.last(Self.bees)?.headers)
            #expect(headers.all("x-remote-user") == ["jane"])
            #expect(headers["x-remote-extra-a"] == nil)
        }
    }

    @Test
    func streamsAWatch() async throws {
        try await withServer { plane, _ in
            let watch = try await plane.open(Self.bees + "?watch=true")
            #expect(watch.status == 200)
            for name in ["maja", "willy"] {
                #expect(try await plane.send("POST", Self.bees, Self.bee(name)).status == 201)
                var line = ""
                while !line.contains("\n"), let bytes = try await watch.body.next() {
                    line += String(decoding: bytes, as: UTF8.self)
                }
                #expect(line.contains("\"type\":\"ADDED\""))
                #expect(line.contains("\"name\":\"\(name)\""))
            }
        }
    }

    @Test
    func passesLargeAnswersOnWhole() async throws {
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        let intercept: ExtensionServer.Interceptor = { request in
            request.target.hasSuffix("/large") ? HTTPResponse(status: 200, body: .bytes(large)) : nil
        }
        try await withServer(intercept: intercept) { plane, _ in
            let answer = try await plane.send("GET", Self.bees + "/large")
            #expect(answer.body == large)
            let head = try await plane.send("HEAD", Self.bees + "/large")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }

    @Test
    func cutsAnAnswerThatDoesNotEndInTime() async throws {
        let stalled = ByteSource()
        stalled.send(String(repeating: "x", count: 20_000))
        let intercept: ExtensionServer.Interceptor = { request in
            guard request.target.hasSuffix("/stalled") else { return nil }
            let headers = HTTPHeaders([("content-length", "40000")])
            return HTTPResponse(status: 200, headers: headers, body: .stream(stalled))
        }
        try await withServer(requestTimeout: .seconds(2), intercept: intercept) { plane, _ in
            let answer = try await plane.open(Self.bees + "/stalled")
            #expect(answer.status == 200)
            await #expect(throws: TransportError.connectionClosed) {
                while try await answer.body.next() != nil {}
            }
        }
    }

    @Test
    func passesNoBodyOnThatIsTooLarge() async throws {
        try await withServer { plane, server in
            // The listener says so and leaves the body empty.
            let request = HTTPRequest(
                method: "POST",
                target: Self.bees,
                headers: HTTPHeaders([("authorization", "Bearer root")]),
                isBodyTooLarge: true
            )
            let answer = await plane.aggregator.respond(to: request, on: plane.loops.next())
            #expect(answer.status == 413)
            #expect(server.requests.last(Self.bees) == nil)
        }
    }

    @Test
    func keepsServersFromSendingClientsElsewhere() async throws {
        let intercept: ExtensionServer.Interceptor = { request in
            guard request.target.hasSuffix("/moved") else { return nil }
            return HTTPResponse(status: 301, headers: HTTPHeaders([("location", "/elsewhere")]))
        }
        try await withServer(intercept: intercept) { plane, _ in
            let answer = try await plane.send("GET", Self.bees + "/moved")
            #expect(answer.status == 502)
            #expect(answer.text == "the backend attempted to redirect this request, which is not permitted\n")
        }
    }

    @Test
    func passesUpgradesOnByteForByte() async throws {
        let intercept: ExtensionServer.Interceptor = { request in
            guard request.headers["upgrade"] == "echo" else { return nil }
            return HTTPResponse(
                status: 101,
                headers: HTTPHeaders([("upgrade", "echo")]),
                body: .upgrade(EchoStream(greeting: request.headers["x-remote-user"] ?? ""))
            )
        }
        try await withServer(intercept: intercept) { plane, _ in
            let source = ByteSource()
            let headers = [("connection", "Upgrade"), ("upgrade", "echo")]
            let answer = try await plane.open(Self.bees + "/maja/echo", headers: headers, upgraded: source)
            #expect(answer.status == 101)
            #expect(answer.headers["upgrade"] == "echo")
            source.send("hello")
            var received = ""
            while received != "root:hello", let bytes = try await answer.body.next() {
                received += String(decoding: bytes, as: UTF8.self)
            }
            #expect(received == "root:hello")
            source.end()
            #expect(try await answer.body.next() == nil)
        }
    }

    @Test
    func noticesThatAServerHasGoneAndComesBack() async throws {
        try await withServer { plane, server in
            await server.stop()
            let gone = try await plane.send("GET", Self.bees)
            #expect(gone.status == 503)
            #expect(gone.text.hasPrefix("error trying to reach service: "))
            // Whatever happens to a Service is a reason to look.
            let label: JSONValue = ["metadata": ["labels": ["touched": "yes"]]]
            let patched = try await plane.send(
                "PATCH",
                "/api/v1/namespaces/garden/services/bees",
                label,
                headers: [("content-type", "application/merge-patch+json")]
            )
            #expect(patched.status == 200)
            let condition = try await plane.condition("v1.insect.example.com", status: "False")
            #expect(condition["reason"] == "FailedDiscoveryCheck")
            #expect(
                condition["message"]?.string?.hasPrefix("failing or missing response from https://127.0.0.1:") == true
            )
            // The router hears of it a moment after the store.
            _ = try await plane.until(Self.bees) { $0.text == "service unavailable\n" }
            let other = try await ExtensionServer.start(
                group: Self.group,
                service: Self.service,
                authorities: plane.authorities,
                loops: plane.loops
            )
            let port: JSONValue = ["spec": ["service": ["port": .integer(Int64(other.port))]]]
            let moved = try await plane.send(
                "PATCH",
                ControlPlane.apiServices + "/v1.insect.example.com",
                port,
                headers: [("content-type", "application/merge-patch+json")]
            )
            #expect(moved.status == 200)
            _ = try await plane.condition("v1.insect.example.com", status: "True")
            _ = try await plane.until(Self.bees) { $0.status == 200 }
            await other.stop()
        }
    }

    @Test
    func trustsNoServerUnderAnotherName() async throws {
        try await ControlPlane.run { plane in
            let server = try await ExtensionServer.start(
                group: Self.group,
                service: "wasps",
                authorities: plane.authorities,
                loops: plane.loops
            )
            try await plane.register(Self.group, service: Self.service, port: server.port)
            let condition = try await plane.condition("v1.insect.example.com", status: "False")
            #expect(condition["reason"] == "FailedDiscoveryCheck")
            #expect(server.requests.last("/") == nil)
            await server.stop()
        }
    }

    // MARK: Documents

    @Test
    func mergesDiscovery() async throws {
        try await withServer { plane, _ in
            let accept = [("accept", Self.aggregated)]
            let document = try await plane.until("/apis", headers: accept) { answer in
                let group = answer.json["items"]?.array?.first { $0["metadata"]?["name"] == .string(Self.group) }
                return group?["versions"]?[0]?["freshness"] == "Current"
            }
            let groups = document.json["items"]?.array?.map { $0["metadata"]?["name"] }
            #expect(groups == ["apiregistration.k8s.io", "discovery.k8s.io", "insect.example.com"])
            let resources = document.json["items"]?[2]?["versions"]?[0]?["resources"]?.array
            #expect(resources?.map { $0["resource"] } == ["bees"])
            #expect(document.headers["content-type"] == Self.aggregated)
            let tag = try #require(document.headers["etag"])
            let again = try await plane.send("GET", "/apis", headers: accept + [("if-none-match", tag)])
            #expect(again.status == 304)
            let legacy = try await plane.send("GET", "/apis")
            #expect(legacy.json["groups"]?.array?.map { $0["name"] } == groups)
            let group = try await plane.send("GET", "/apis/insect.example.com")
            #expect(group.json["preferredVersion"]?["version"] == "v1")
            let version = try await plane.send("GET", "/apis/insect.example.com/v1")
            #expect(version.json["resources"]?[0]?["name"] == "bees")
            #expect(try await plane.send("GET", "/apis/unknown.example.com").status == 404)
            #expect(try await plane.send("GET", "/").text.contains("/apis/insect.example.com/v1"))
        }
    }

    @Test
    func forgetsAGroupThatIsNoLongerRegistered() async throws {
        try await withServer { plane, _ in
            let gone = try await plane.send("DELETE", ControlPlane.apiServices + "/v1.insect.example.com")
            #expect(gone.status == 200)
            _ = try await plane.until("/apis/insect.example.com") { $0.status == 404 }
            #expect(try await plane.send("GET", Self.bees).status == 404)
            let document = try await plane.until("/apis", headers: [("accept", Self.aggregated)]) {
                !$0.text.contains("insect.example.com")
            }
            #expect(document.status == 200)
        }
    }

    @Test
    func mergesOpenAPI() async throws {
        try await withServer { plane, _ in
            let root = try await plane.until("/openapi/v3") { answer in
                answer.json["paths"]?["apis/insect.example.com/v1"] != nil
            }
            #expect(root.json["paths"]?["api/v1"] != nil || root.json["paths"]?["apis/discovery.k8s.io/v1"] != nil)
            let address = root.json["paths"]?["apis/insect.example.com/v1"]?["serverRelativeURL"]?.string
            let document = try await plane.send("GET", try #require(address))
            #expect(document.status == 200)
            #expect(document.json["paths"]?[Self.bees.replacing("garden", with: "{namespace}")] != nil)
            let v2 = try await plane.until("/openapi/v2") { $0.text.contains("/apis/insect.example.com/v1/bees") }
            #expect(v2.json["paths"]?["/apis/apiregistration.k8s.io/v1/apiservices"] != nil)
            #expect(v2.json["definitions"]?["com.example.insect.example.com.v1.Bee"] != nil)
            #expect(v2.headers["etag"] != nil)
        }
    }
}
