import Synchronization
import Testing
import Transport

@testable import APIServer

@Suite(.timeLimit(.minutes(1)))
struct ServerMetricsTests {
    private static let bees = ServerUnderTest.bees

    /// The lines of `/metrics` after some requests.
    private func lines(_ body: @Sendable @escaping (ServerUnderTest) async throws -> Void) async throws -> Set<String> {
        let text = Mutex("")
        try await ServerUnderTest.run { tested in
            try await body(tested)
            let shown = try await tested.send("GET", "/metrics").text
            text.withLock { $0 = shown }
        }
        return Set(text.withLock { $0 }.split(separator: "\n").map(String.init))
    }

    @Test func countsRequestsAsUpstreamNamesThem() async throws {
        let lines = try await lines { tested in
            _ = try await tested.send("POST", Self.bees, ServerUnderTest.bee("maja"))
            _ = try await tested.send("POST", Self.bees + "?dryRun=All", ServerUnderTest.bee("willi"))
            _ = try await tested.send("GET", Self.bees)
            _ = try await tested.send("GET", Self.bees + "/none?dryRun=made-up")
        }
        let bees = #"group="insect.example.com",version="v1",resource="bees",subresource="""#
        let expected = [
            #"{verb="POST",dry_run="",\#(bees),scope="resource",component="apiserver",code="201"} 1"#,
            #"{verb="POST",dry_run="All",\#(bees),scope="resource",component="apiserver",code="201"} 1"#,
            #"{verb="LIST",dry_run="",\#(bees),scope="namespace",component="apiserver",code="200"} 1"#,
            #"{verb="GET",dry_run="invalid",\#(bees),scope="resource",component="apiserver",code="404"} 1"#,
        ]
        for line in expected { #expect(lines.contains("apiserver_request_total" + line)) }
        let list = #"verb="LIST",\#(bees),scope="namespace",component="apiserver""#
        #expect(lines.contains(#"apiserver_response_sizes_bucket{\#(list),le="1000"} 1"#))
        let timed = list.replacing("LIST\",", with: "LIST\",dry_run=\"\",")
        #expect(lines.contains("apiserver_request_duration_seconds_count{\(timed)} 1"))
    }

    @Test func showsWhatThereIs() async throws {
        let lines = try await lines { tested in
            _ = try await tested.send("POST", Self.bees, ServerUnderTest.bee("maja"))
        }
        let expected = [
            #"apiserver_resource_objects{group="insect.example.com",resource="bees"} 1"#,
            #"apiserver_storage_objects{resource="bees.insect.example.com"} 1"#,
            // The request that asks.
            #"apiserver_current_inflight_requests{request_kind="readOnly"} 1"#,
            #"apiserver_current_inflight_requests{request_kind="mutating"} 0"#,
        ]
        for line in expected { #expect(lines.contains(line)) }
        for name in [
            "process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes",
            "process_open_fds", "process_max_fds", "process_start_time_seconds",
        ] {
            let line = try #require(lines.first { $0.hasPrefix(name + " ") })
            #expect(try #require(Double(line.split(separator: " ")[1])) > 0)
        }
        #expect(lines.contains { $0.hasPrefix(#"kubernetes_build_info{major="0",minor="1","#) && $0.hasSuffix("} 1") })
    }

    @Test func countsWhoIsKnownAndWhatIsAllowed() async throws {
        let lines = try await lines { tested in
            _ = try await tested.send("GET", Self.bees, anonymous: true)
            let wrong = [("authorization", "Bearer wrong")]
            _ = try await tested.send("GET", Self.bees, headers: wrong, anonymous: true)
        }
        let expected = [
            #"authentication_attempts{result="success"} 2"#, #"authentication_attempts{result="failure"} 1"#,
            #"authenticated_user_requests{username="other"} 2"#, #"authorization_attempts_total{result="allowed"} 1"#,
            #"authorization_attempts_total{result="no-opinion"} 1"#,
        ]
        for line in expected { #expect(lines.contains(line)) }
    }

    @Test func countsWatchesWhileTheyLast() async throws {
        let watch =
            #"{verb="WATCH",group="insect.example.com",version="v1",resource="bees",subresource="",scope="#
            + #""namespace",component="apiserver"}"#
        let lines = try await lines { tested in
            _ = try await tested.send("POST", Self.bees, ServerUnderTest.bee("maja"))
            let answer = try await tested.send("GET", Self.bees + "?watch=1")
            guard case .stream(let stream) = answer.body else { return #expect(Bool(false), "no stream") }
            let reader = StreamReader(stream, on: tested.loop)
            await reader.start()
            _ = await reader.next()
            let during = try await tested.send("GET", "/metrics").text
            #expect(during.contains("apiserver_longrunning_requests\(watch) 1\n"))
            await reader.close()
        }
        #expect(lines.contains("apiserver_longrunning_requests\(watch) 0"))
        let resource = #"{group="insect.example.com",version="v1",resource="bees"}"#
        #expect(lines.contains("apiserver_watch_events_total\(resource) 1"))
        #expect(lines.contains("apiserver_watch_events_sizes_count\(resource) 1"))
    }

    @Test func whatClientsMakeUpDoesNotFillTheMemory() async throws {
        let lines = try await lines { tested in
            for number in 0..<6_000 { _ = try await tested.send("GET", "/apis/g/v1/made-up-\(number)") }
        }
        #expect(lines.count { $0.hasPrefix("apiserver_request_total") } <= 5_001)
        #expect(lines.contains { $0.hasPrefix(#"apiserver_request_total{verb="OTHER""#) })
    }
}
