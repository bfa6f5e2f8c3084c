import Telemetry
import Testing

@testable import APIServer

struct CachedTokensTests {
    /// A clock that stands still until it is moved, and a reviewer that counts.
    private final class Bench: Sendable {
        let now = Locked<Int64>(0)
        let asked = Locked<[String]>([])
        let answers = Locked<[String: AuthenticationAnswer]>(["good": .user(UserInfo(name: "jane"))])

        func cache(audiences: [String] = [], lifetime: Duration = .seconds(10)) -> CachedTokens {
            CachedTokens(
                audiences: audiences,
                lifetime: lifetime,
                clock: { [now] in now.withLock { $0 } },
                review: { [asked, answers] token in
                    asked.withLock { $0.append(token) }
                    return answers.withLock { $0[token] ?? .noOpinion }
                }
            )
        }
    }

    private let bench = Bench()

    @Test(arguments: ["good", "bad"])
    func asksOnceInTenSeconds(_ token: String) async {
        let cache = bench.cache()
        let first = await cache.authenticate(token: token)
        bench.now.withLock { $0 = 9_999 }
        #expect(await cache.authenticate(token: token) == first)
        #expect(bench.asked.withLock { $0.count } == 1)
        bench.now.withLock { $0 = 10_000 }
        _ = await cache.authenticate(token: token)
        #expect(bench.asked.withLock { $0.count } == 2)
    }

    @Test func revokedTokenIsRefusedWhenItsAnswerIsOver() async {
        let cache = bench.cache()
        _ = await cache.authenticate(token: "good")
        bench.answers.withLock { $0 = [:] }
        bench.now.withLock { $0 = 10_000 }
        #expect(await cache.authenticate(token: "good") == .noOpinion)
    }

    @Test func failuresAreNotKept() async {
        let cache = bench.cache()
        bench.answers.withLock { $0["good"] = .failed(reason: "down") }
        #expect(await cache.authenticate(token: "good") == .failed(reason: "down"))
        bench.answers.withLock { $0["good"] = .user(UserInfo(name: "jane")) }
        #expect(await cache.authenticate(token: "good") == .user(UserInfo(name: "jane")))
    }

    @Test func zeroKeepsNothing() async {
        let cache = bench.cache(lifetime: .zero)
        _ = await cache.authenticate(token: "good")
        _ = await cache.authenticate(token: "good")
        #expect(bench.asked.withLock { $0.count } == 2)
    }

    @Test func tokensAreNotTakenForEachOther() async {
        let cache = bench.cache()
        _ = await cache.authenticate(token: "good")
        for token in ["goo", "good ", "Good", ""] { #expect(await cache.authenticate(token: token) == .noOpinion) }
    }

    @Test func mergesQuestionsThatComeTogether() async {
        let asked = Locked(0)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let review: CachedTokens.Review = { _ in
            asked.withLock { $0 += 1 }
            arrived.yield()
            for await _ in gate { break }
            return .user(UserInfo(name: "jane"))
        }
        let cache = CachedTokens(lifetime: .seconds(10), clock: { 0 }, review: review)
        await withTaskGroup(of: AuthenticationAnswer.self) { group in
            for _ in 0..<20 { group.addTask { await cache.authenticate(token: "t") } }
            for await _ in arrivals { break }
            open.yield()
            for await answer in group { #expect(answer == .user(UserInfo(name: "jane"))) }
        }
        #expect(asked.withLock { $0 } == 1)
    }
}
