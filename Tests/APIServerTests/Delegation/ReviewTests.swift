import JSON
import Telemetry
import Testing

@testable import APIServer

struct ReviewTests {
    /// A core API server of a few answers, and a clock that only notes how long it was asked to wait.
    private final class Core: Sendable {
        let answers: Locked<[Result<JSONValue, ReviewFailure>]>
        let asked = Locked<[(path: String, object: JSONValue)]>([])
        let waits = Locked<[Duration]>([])
        let registry = MetricsRegistry()

        init(_ answers: [Result<JSONValue, ReviewFailure>]) { self.answers = Locked(answers) }

        var call: ReviewCall {
            ReviewCall(
                post: { path, object throws(ReviewFailure) in
                    self.asked.withLock { $0.append((path, object)) }
                    let answer = self.answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
                    return (201, try answer.get())
                },
                sleep: { duration in self.waits.withLock { $0.append(duration) } },
                random: { 0 },
                metrics: ReviewMetrics(.authentication, registry: registry)
            )
        }
    }

    private static func status(_ status: JSONValue) -> Result<JSONValue, ReviewFailure> { .success(["status": status]) }

    @Test func asksWhoseATokenIs() async {
        let core = Core([
            Self.status([
                "authenticated": true,
                "user": ["username": "jane", "uid": "7", "groups": ["a", "b"], "extra": ["k": ["v", "w"]]],
            ])
        ])
        let answer = await TokenReviewer(call: core.call).authenticate(token: "t")
        #expect(answer == .user(UserInfo(name: "jane", uid: "7", groups: ["a", "b"], extra: ["k": ["v", "w"]])))
        let asked = core.asked.withLock { $0[0] }
        #expect(asked.path == "/apis/authentication.k8s.io/v1/tokenreviews")
        #expect(asked.object["spec"] == ["token": "t"])
    }

    @Test(
        arguments: [
            (["authenticated": false], .noOpinion),
            (["authenticated": false, "error": "expired"], .failed(reason: "expired")),
            ([:], .noOpinion),
            (["authenticated": true], .failed(reason: "the token review names no user")),
            (["authenticated": true, "user": ["username": ""]], .failed(reason: "the token review names no user")),
            (["authenticated": "true", "user": ["username": "eve"]], .noOpinion),
        ] as [(JSONValue, AuthenticationAnswer)]
    )
    func onlyAClearAnswerMakesAUser(_ status: JSONValue, _ expected: AuthenticationAnswer) async {
        let core = Core([Self.status(status)])
        #expect(await TokenReviewer(call: core.call).authenticate(token: "t") == expected)
    }

    @Test func tokenForAnotherAudienceIsNobodys() async {
        let status: JSONValue = ["authenticated": true, "audiences": ["other"], "user": ["username": "jane"]]
        let reviewer = TokenReviewer(call: Core([Self.status(status)]).call, audiences: ["mine"])
        #expect(await reviewer.authenticate(token: "t") == .noOpinion)
    }

    @Test func asksAgainWhenTheCoreStumbles() async {
        let down = ReviewFailure.status(500, "down")
        let core = Core([
            .failure(down), .failure(.status(429, "busy", retryAfter: .seconds(3))),
            Self.status(["authenticated": false]),
        ])
        #expect(await TokenReviewer(call: core.call).authenticate(token: "t") == .noOpinion)
        #expect(core.waits.withLock { $0 } == [.milliseconds(500), .seconds(3)])
    }

    @Test func givesUpAfterFiveTimesAndAtOnceWhenItIsNoUse() async {
        let down = Core([.failure(.status(504, "slow"))])
        #expect(await TokenReviewer(call: down.call).authenticate(token: "t") == .failed(reason: "slow"))
        #expect(down.asked.withLock { $0.count } == 5)
        let forbidden = Core([.failure(.status(403, "not you"))])
        #expect(await TokenReviewer(call: forbidden.call).authenticate(token: "t") == .failed(reason: "not you"))
        #expect(forbidden.asked.withLock { $0.count } == 1)
    }

    @Test(
        arguments: [
            (["allowed": true], .allow), (["allowed": false, "reason": "no"], .noOpinion(reason: "no")),
            (["denied": true, "reason": "never"], .deny(reason: "never")), ([:], .noOpinion(reason: "")),
            (
                ["allowed": true, "denied": true],
                .failed(error: "webhook subject access review returned both allow and deny response")
            ),
            (["allowed": 1], .noOpinion(reason: "")),
        ] as [(JSONValue, AuthorizationDecision)]
    )
    func onlyAClearAnswerAllows(_ status: JSONValue, _ expected: AuthorizationDecision) async {
        let reviewer = AccessReviewer(call: Core([Self.status(status)]).call)
        let info = RequestInfo(method: "GET", path: "/metrics", query: Query(""))
        #expect(await reviewer.authorize(AuthorizationAttributes(user: .anonymous, info: info)) == expected)
    }

    @Test func asksWithEverythingThatIsKnown() {
        let query = Query("fieldSelector=metadata.name%3Dmaja,spec.a!%3D1&labelSelector=a%3Db,c%20in%20(d,e),!f,g")
        let path = "/apis/g/v1/namespaces/n/bees"
        let user = UserInfo(name: "jane", uid: "7", groups: ["a"], extra: ["k": ["v"]])
        let spec = AccessReviewer.spec(
            AuthorizationAttributes(
                user: user,
                info: RequestInfo(method: "GET", path: path, query: query),
                query: query
            )
        )
        let expected: JSONValue = [
            "resourceAttributes": [
                "namespace": "n", "verb": "list", "group": "g", "version": "v1", "resource": "bees", "name": "maja",
                "fieldSelector": [
                    "requirements": [
                        ["key": "metadata.name", "operator": "In", "values": ["maja"]],
                        ["key": "spec.a", "operator": "NotIn", "values": ["1"]],
                    ]
                ],
                "labelSelector": [
                    "requirements": [
                        ["key": "a", "operator": "In", "values": ["b"]],
                        ["key": "c", "operator": "In", "values": ["d", "e"]],
                        ["key": "f", "operator": "DoesNotExist"], ["key": "g", "operator": "Exists"],
                    ]
                ],
            ],
            "user": "jane", "groups": ["a"], "extra": ["k": ["v"]], "uid": "7",
        ]
        #expect(spec == expected)
    }

    @Test func brokenSelectorNarrowsNothing() {
        let query = Query("labelSelector=a%20in%20(&fieldSelector=a")
        let info = RequestInfo(method: "GET", path: "/apis/g/v1/bees", query: query)
        let spec = AccessReviewer.spec(AuthorizationAttributes(user: .anonymous, info: info, query: query))
        #expect(spec["resourceAttributes"]?["labelSelector"] == nil)
        #expect(spec["resourceAttributes"]?["fieldSelector"] == nil)
    }

    @Test func countsEveryAttemptByItsAnswer() async {
        let core = Core([
            .failure(.status(500, "broken")), .failure(ReviewFailure(cause: "closed", isTransient: true)),
            Self.status(["authenticated": false]),
        ])
        #expect(await TokenReviewer(call: core.call).authenticate(token: "t") == .noOpinion)
        let lines = String(decoding: core.registry.render(), as: UTF8.self).split(separator: "\n")
        let prefix = "apiserver_delegated_authn_request_"
        for code in ["500", "<error>", "201"] {
            #expect(lines.contains("\(prefix)total{code=\"\(code)\"} 1"))
            #expect(lines.contains("\(prefix)duration_seconds_count{code=\"\(code)\"} 1"))
        }
    }

    @Test func countsWhatIsAskedAboutRights() {
        let registry = MetricsRegistry()
        ReviewMetrics(.authorization, registry: registry).answered(201, seconds: 0.6)
        let lines = String(decoding: registry.render(), as: UTF8.self).split(separator: "\n")
        let name = "apiserver_delegated_authz_request_duration_seconds_bucket"
        #expect(
            lines.filter { $0.hasPrefix(name) }.compactMap { $0.split(separator: "\"").dropFirst(3).first }
                == ["0.25", "0.5", "0.7", "1", "1.5", "3", "5", "10", "+Inf"]
        )
        #expect(lines.contains("apiserver_delegated_authz_request_total{code=\"201\"} 1"))
    }
}
