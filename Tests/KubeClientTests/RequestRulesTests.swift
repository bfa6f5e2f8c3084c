import APIMachinery
import JSON
import Testing
import Transport

@testable import KubeClient

@Suite struct RequestRulesTests {
    @Test(arguments: [
        (429, "2", true, Duration.seconds(2)), (503, "0", false, .zero), (503, nil, true, nil), (404, "1", true, nil),
        (500, "x", true, nil),
    ])
    func waitsAsTheServerAsks(_ status: Int, _ retryAfter: String?, _ isRead: Bool, _ delay: Duration?) {
        var policy = RetryPolicy()
        #expect(policy.delay(after: .answered(status: status, retryAfter: retryAfter), isRead: isRead) == delay)
    }

    @Test func repeatsReadsOnlyAndNotForEver() {
        var policy = RetryPolicy()
        #expect(policy.delay(after: .failed(.connectionClosed), isRead: false) == nil)
        #expect(policy.delay(after: .failed(.timedOut(.head)), isRead: true) == nil)
        for _ in 0..<RetryPolicy.limit {
            #expect(policy.delay(after: .failed(.connectionClosed), isRead: true) == .seconds(1))
        }
        #expect(policy.delay(after: .failed(.connectionClosed), isRead: true) == nil)
    }

    @Test(arguments: [
        ("299 - \"a\"", ["a"]), ("299 - \"a, \\\"b\\\"\", 299 x \"c\" \"date\"", ["a, \"b\"", "c"]),
        ("199 - \"a\"", []), ("299 - \"a", []), ("", []),
    ])
    func readsWarnings(_ field: String, _ texts: [String]) { #expect(WarningHeader.texts(field) == texts) }

    @Test func cutsLinesInAnyPieces() {
        let bytes = Array("one\n\ntwo\nthree".utf8)
        for split in 0...bytes.count {
            var splitter = LineSplitter(limitBytes: 100)
            var lines: [String] = []
            for piece in [Array(bytes[..<split]), Array(bytes[split...])] {
                splitter.append(piece)
                while let line = splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            }
            #expect(lines == ["one", "two"])
            #expect(splitter.hasRest)
        }
        var short = LineSplitter(limitBytes: 2)
        short.append(Array("abc".utf8))
        #expect(short.isTooLong)
    }

    @Test func readsStatusObjects() throws {
        var status = StatusError(code: 409, reason: "Conflict", message: "no")
        status.details = StatusError.Details(
            name: "a",
            group: "g",
            kind: "k",
            uid: "u",
            causes: [StatusError.Cause(reason: "r", message: "m", field: "f")],
            retryAfterSeconds: 3
        )
        status.continueToken = "token"
        #expect(StatusError(status: status.json, code: 500) == status)
        #expect(StatusError(status: ["kind": "Bee"], code: 500) == nil)
        #expect(StatusError(code: 503, body: []).reason == "ServiceUnavailable")
    }

    @Test func makesPaths() {
        let bees = GroupVersionResource(group: "insect.example.com", version: "v1", resource: "bees")
        #expect(bees.path(namespace: nil) == "/apis/insect.example.com/v1/bees")
        #expect(
            bees.path(namespace: "a", name: "b c", subresource: "status")
                == "/apis/insect.example.com/v1/namespaces/a/bees/b%20c/status"
        )
        let secrets = GroupVersionResource(group: "", version: "v1", resource: "secrets")
        #expect(secrets.path(namespace: "a") == "/api/v1/namespaces/a/secrets")
    }
}
