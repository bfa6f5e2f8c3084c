import Telemetry
import Testing

@testable import APIServer

struct CachedDecisionsTests {
    private let now = Locked<Int64>(0)
    private let asked = Locked(0)

    private func cache(_ decision: AuthorizationDecision) -> CachedDecisions {
        CachedDecisions(
            allowedLifetime: .seconds(10),
            refusedLifetime: .seconds(5),
            clock: { [now] in now.withLock { $0 } },
            review: { [asked] _ in
                asked.withLock { $0 += 1 }
                return decision
            }
        )
    }

    private func question(_ name: String = "x", user: String = "jane", groups: [String] = []) -> AuthorizationAttributes
    {
        AuthorizationAttributes(
            user: UserInfo(name: user, groups: groups),
            verb: "get",
            group: "g",
            version: "v1",
            resource: "bees",
            name: name
        )
    }

    @Test(
        arguments: [
            (.allow, 9_999, 1), (.allow, 10_000, 2), (.noOpinion(reason: "n"), 4_999, 1),
            (.noOpinion(reason: "n"), 5_000, 2), (.deny(reason: "d"), 4_999, 1), (.failed(error: "e"), 0, 2),
        ] as [(AuthorizationDecision, Int64, Int)]
    )
    func keepsAnswersAsLongAsTheyAreGood(_ decision: AuthorizationDecision, _ later: Int64, _ count: Int) async {
        let cache = cache(decision)
        #expect(await cache.authorize(question()) == decision)
        now.withLock { $0 = later }
        #expect(await cache.authorize(question()) == decision)
        #expect(asked.withLock { $0 } == count)
    }

    @Test func permissionOfOneIsNotThatOfAnother() async {
        let cache = cache(.allow)
        _ = await cache.authorize(question())
        _ = await cache.authorize(question(user: "eve"))
        _ = await cache.authorize(question(groups: ["a"]))
        _ = await cache.authorize(question("y"))
        #expect(asked.withLock { $0 } == 4)
    }

    @Test func veryLongQuestionsAreAskedEachTime() async {
        let cache = cache(.allow)
        let long = question(String(repeating: "x", count: 10_000))
        _ = await cache.authorize(long)
        _ = await cache.authorize(long)
        #expect(asked.withLock { $0 } == 2)
    }
}
