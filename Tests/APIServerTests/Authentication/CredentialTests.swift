import Testing

@testable import APIServer

struct CredentialTests {
    @Test(
        arguments: [
            (nil, .none),
            ("Bearer abc", .token("abc")),
            ("bearer abc", .token("abc")),
            ("Bearer abc ignored", .token("abc")),
            ("Bearer ", .none),
            ("Bearer", .none),
            ("Bearer  abc", .extraSpace),
            ("Basic YTpi", .none),
        ] as [(String?, BearerToken)]
    )
    func readsBearerTokens(_ header: String?, _ token: BearerToken) { #expect(BearerToken(header) == token) }

    @Test func readsTokenFiles() throws {
        let file = try TokenFile(parsing: "t1,alice,u1,\"a,b\"\r\n\nt2,bob,u2\n")
        #expect(file.user(holding: "t1") == UserInfo(name: "alice", uid: "u1", groups: ["a", "b"]))
        #expect(file.user(holding: "t2") == UserInfo(name: "bob", uid: "u2"))
        #expect(file.user(holding: "t3") == nil)
    }

    @Test(arguments: [("a,b", 1), ("t,u,i\n,u,i", 2)])
    func saysWhichLineOfATokenFileIsWrong(_ text: String, _ line: Int) {
        let error = #expect(throws: TokenFile.ParseError.self) { try TokenFile(parsing: text) }
        #expect(error?.line == line)
    }

    @Test(arguments: [
        ("/healthz", false, true), ("/healthz/ping", false, false), ("/version", false, true), ("/apis", false, false),
        ("/apis", true, true), ("/apis/g/v1", true, true), ("/openapi/v2", true, true), ("/metrics", true, false),
    ])
    func allowsWhatTheDefaultRolesAllow(_ path: String, _ isKnown: Bool, _ isAllowed: Bool) async {
        let user = isKnown ? UserInfo(name: "alice", groups: ["system:authenticated"]) : .anonymous
        let info = RequestInfo(method: "GET", path: path, query: Query(""))
        let decision = await AuthorizerUnion.standard.authorize(AuthorizationAttributes(user: user, info: info))
        #expect((decision == .allow) == isAllowed)
    }

    @Test func mastersMayDoEverythingAndOthersNothing() async {
        let info = RequestInfo(method: "DELETE", path: "/apis/g/v1/namespaces/a/bees/x", query: Query(""))
        let master = UserInfo(name: "root", groups: ["system:masters"])
        let authorizer = AuthorizerUnion.standard
        #expect(await authorizer.authorize(AuthorizationAttributes(user: master, info: info)) == .allow)
        let alice = AuthorizationAttributes(user: UserInfo(name: "alice", groups: ["system:authenticated"]), info: info)
        #expect(await authorizer.authorize(alice) == .noOpinion(reason: ""))
        #expect(
            alice.forbidden(reason: "").message
                == #"bees.g "x" is forbidden: User "alice" cannot delete resource "bees" in API group "g" in the namespace "a""#
        )
    }
}
