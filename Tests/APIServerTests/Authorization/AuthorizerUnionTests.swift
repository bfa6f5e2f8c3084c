import JSON
import Testing

@testable import APIServer

struct AuthorizerUnionTests {
    /// Answers always the same.
    private struct Fixed: Authorizer {
        let decision: AuthorizationDecision

        func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision { decision }
    }

    @Test(
        arguments: [
            ([], .noOpinion(reason: "")),
            ([.noOpinion(reason: "a"), .allow, .deny(reason: "b")], .allow),
            ([.deny(reason: "b"), .allow], .deny(reason: "b")),
            ([.noOpinion(reason: "a"), .noOpinion(reason: "b")], .noOpinion(reason: "a\nb")),
            ([.failed(error: "e"), .allow], .allow),
            ([.failed(error: "e"), .noOpinion(reason: "a")], .failed(error: "e")),
        ] as [([AuthorizationDecision], AuthorizationDecision)]
    )
    func takesTheFirstOpinion(_ decisions: [AuthorizationDecision], _ expected: AuthorizationDecision) async {
        let union = AuthorizerUnion(all: decisions.map(Fixed.init))
        let info = RequestInfo(method: "GET", path: "/x", query: Query(""))
        #expect(await union.authorize(AuthorizationAttributes(user: .anonymous, info: info)) == expected)
    }

    @Test func saysInPlainTextThatNobodyCouldTell() async throws {
        let failing = Fixed(decision: .failed(error: "no <answer>"))
        try await ServerUnderTest.run(authorizer: failing) { tested in
            let answer = try await tested.send("GET", "/version?a=1")
            #expect(answer.status == 500)
            #expect(answer.text == "Internal Server Error: \"/version?a=1\": no &lt;answer&gt;\n")
        }
    }

    @Test(arguments: [
        ("/healthz", true), ("/healthz/", false), ("/livez/ping", false), ("/deep/x", true), ("/deep", false),
        ("/apis/g/v1/deep/x", false),
    ])
    func allowsPathsForEverybody(_ path: String, _ isAllowed: Bool) async throws {
        let authorizer = try AlwaysAllowPaths(["/healthz", "deep/*"])
        let info = RequestInfo(method: "GET", path: path, query: Query(""))
        let decision = await authorizer.authorize(AuthorizationAttributes(user: .anonymous, info: info))
        #expect((decision == .allow) == isAllowed)
    }

    @Test func refusesAStarInTheMiddle() {
        #expect(throws: AlwaysAllowPaths.PathError(path: "/a*b")) { try AlwaysAllowPaths(["/a*b"]) }
    }

    @Test func whoMayPatchMayNotCreateByApplying() async throws {
        /// Allows everything but creating.
        struct NoCreation: Authorizer {
            func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
                attributes.verb == "create" ? .noOpinion(reason: "not you") : .allow
            }
        }
        try await ServerUnderTest.run(authorizer: NoCreation()) { tested in
            let target = ServerUnderTest.bees + "/maja?fieldManager=m"
            let answer = try await tested.patch(target, ServerUnderTest.bee("maja"), type: "apply-patch+yaml")
            #expect(answer.status == 403)
            #expect(answer.json["message"]?.string == #"bees.insect.example.com "maja" is forbidden: not you"#)
            #expect(try await tested.send("GET", ServerUnderTest.bees + "/maja").status == 404)
        }
    }
}
