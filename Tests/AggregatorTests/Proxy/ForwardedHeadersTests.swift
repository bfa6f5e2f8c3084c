import APIServer
import Testing
import Transport

@testable import Aggregator

struct ForwardedHeadersTests {
    private static let jane = UserInfo(
        name: "jane",
        uid: "7",
        groups: ["keepers", "system:authenticated"],
        extra: ["example.com/foo": ["a", "b"], "Scopes%": ["c"]]
    )

    private func make(
        _ sent: [(String, String)],
        user: UserInfo = UserInfo(name: "jane"),
        isUpgrade: Bool = false
    ) throws -> HTTPHeaders {
        let headers = ForwardedHeaders(
            user: user,
            remoteAddress: "[::1]:5000",
            backend: "10.0.0.7:443",
            escapedPath: "/apis/a/v1",
            auditID: "audit",
            isUpgrade: isUpgrade
        )
        return try headers.make(of: HTTPHeaders(sent))
    }

    @Test
    func sayWhoAsks() throws {
        let headers = try make([], user: Self.jane)
        #expect(headers["x-remote-user"] == "jane")
        #expect(headers["x-remote-uid"] == "7")
        #expect(headers.all("x-remote-group") == ["keepers", "system:authenticated"])
        #expect(headers.all("x-remote-extra-example.com%2ffoo") == ["a", "b"])
        #expect(headers["x-remote-extra-scopes%25"] == "c")
        #expect(headers["audit-id"] == "audit")
        #expect(headers["x-forwarded-for"] == "::1")
        #expect(headers["x-forwarded-uri"] == "/apis/a/v1")
        #expect(headers["x-forwarded-host"] == "10.0.0.7:443")
        #expect(headers["x-forwarded-proto"] == "https")
        #expect(try make([])["x-remote-uid"] == nil)
    }

    @Test(
        arguments: [
            "authorization", "x-remote-user", "x-remote-uid", "x-remote-group", "x-remote-extra-scopes",
            "impersonate-user", "impersonate-extra-x", "host", "content-length", "transfer-encoding", "keep-alive",
            "proxy-authorization", "upgrade", "connection", "trailer", "x-forwarded-host", "audit-id",
            "x_remote_user", "x-remote_group", "x_remote_extra_scopes", "impersonate_user",
        ]
    )
    func dropWhatAClientMayNotSay(_ name: String) throws {
        #expect(!(try make([(name, "forged")])).fields.contains { $0.value.contains("forged") })
    }

    @Test
    func dropWhatTheConnectionFieldNames() throws {
        let headers = try make([("connection", "close, X-Secret"), ("x-secret", "1"), ("x-other", "2")])
        #expect(headers["x-secret"] == nil)
        #expect(headers["x-other"] == "2")
    }

    @Test
    func cannotBeTalkedOutOfTheIdentity() throws {
        let headers = try make([
            ("connection", "x-remote-user, audit-id, x-forwarded-for"), ("x-forwarded-for", "9.9.9.9"),
        ])
        #expect(headers["x-remote-user"] == "jane")
        #expect(headers["audit-id"] == "audit")
        #expect(headers["x-forwarded-for"] == "9.9.9.9, ::1")
    }

    @Test
    func keepWhatIsTheClients() throws {
        let sent = [("accept", "a"), ("user-agent", "u"), ("content-type", "c"), ("te", "gzip, trailers")]
        let headers = try make(sent)
        #expect(headers["accept"] == "a" && headers["user-agent"] == "u" && headers["content-type"] == "c")
        #expect(headers.all("te") == ["trailers"])
    }

    @Test
    func keepTheWishForAnotherProtocol() throws {
        let sent = [("connection", "Upgrade"), ("upgrade", "SPDY/3.1"), ("sec-websocket-key", "k")]
        let headers = try make(sent, isUpgrade: true)
        #expect(headers["connection"] == "Upgrade")
        #expect(headers["upgrade"] == "SPDY/3.1")
        #expect(headers["sec-websocket-key"] == "k")
        #expect(headers["x-forwarded-uri"] == nil)
        #expect(headers["x-remote-user"] == "jane")
    }

    @Test(arguments: ["a\r\nx-remote-group: system:masters", "a\u{0}", "a\nb"])
    func refuseToBeginAnotherField(_ name: String) {
        #expect(throws: ForwardedHeaders.InvalidValue(field: "x-remote-user")) {
            try make([], user: UserInfo(name: name))
        }
    }

    @Test
    func answerWithoutWhatBelongsToTheConnection() {
        let headers = ForwardedHeaders.answer(
            HTTPHeaders([
                ("content-type", "a"), ("connection", "x-hop"), ("x-hop", "1"), ("keep-alive", "5"),
                ("transfer-encoding", "chunked"), ("access-control-allow-origin", "*"), ("warning", "299"),
                ("audit-id", "i"), ("retry-after", "1"),
            ])
        )
        #expect(headers.fields.map(\.name) == ["content-type", "warning", "audit-id", "retry-after"])
    }
}
