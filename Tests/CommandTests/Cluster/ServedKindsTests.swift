import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct ServedKindsTests {
    private static let service: JSONValue = [
        "kind": "APIService", "spec": ["group": "insect.example.com", "version": "v1"],
    ]
    private static let found: JSONValue = ["resources": [["name": "bees"], ["name": "bees/status"]]]

    /// What a cluster answers, one after the other; the last answer is repeated.
    private final class Script {
        var answers: [TargetCluster.Answer]
        var asked = 0
        var pauses = 0

        init(_ answers: [TargetCluster.Answer]) { self.answers = answers }

        func get(_ path: String) throws(Problems) -> JSONValue? {
            let answer = answers[min(asked, answers.count - 1)]
            asked += 1
            if answer.status == 404 { return nil }
            guard answer.isSuccess else {
                throw Problems(TargetCluster.refusal(of: "GET " + path, answer, kubectl: "kubectl --context dev"))
            }
            return answer.json
        }

        func list(deadline: ContinuousClock.Instant) throws -> [String] {
            try ServedKinds(patience: Patience(deadline: deadline) { self.pauses += 1 }, get: get).list([service])
        }
    }

    private static func answer(_ status: Int, _ json: JSONValue = .null) -> TargetCluster.Answer {
        TargetCluster.Answer(status: status, json: json)
    }

    @Test func asksAgainWhileTheClusterIsBusyOrHasNotNoticedTheGroup() throws {
        let script = Script([503, 429, 404].map { Self.answer($0) } + [Self.answer(200, Self.found)])
        #expect(try script.list(deadline: .now + .seconds(3_600)) == ["bees.v1.insect.example.com"])
        #expect(script.asked == 4)
        #expect(script.pauses == 3)
    }

    @Test(arguments: [
        (503, "AB6114", "the cluster cannot answer now: GET /apis/insect.example.com/v1"),
        (404, "AB6114", "the cluster does not know /apis/insect.example.com/v1"),
    ])
    func saysWhatWasInTheWayWhenTimeIsUp(_ status: Int, _ id: String, _ summary: String) {
        let script = Script([Self.answer(status, ["message": "not now"])])
        #expect { try script.list(deadline: .now) } throws: { error in
            guard let problem = (error as? Problems)?.list.first else { return false }
            return problem.id == id && problem.summary == summary && !problem.fix.isEmpty
        }
        #expect(script.asked == 1)
    }

    @Test(arguments: [400, 401, 403, 409, 422, 500])
    func asksOnceForWhatWillNotPassAndSaysWhatToDo(_ status: Int) {
        let script = Script([Self.answer(status)])
        #expect { try script.list(deadline: .now + .seconds(3_600)) } throws: { error in
            (error as? Problems)?.list.allSatisfy { !$0.fix.isEmpty && $0.id != TargetCluster.busy } == true
        }
        #expect(script.asked == 1)
    }
}
