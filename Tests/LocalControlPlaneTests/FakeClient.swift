import JSON
import Synchronization

@testable import LocalControlPlane

/// A server that answers what a test says, and remembers what it was asked.
final class FakeClient: PlaneClient {
    private let answers: Mutex<[String: [PlaneAnswer]]>
    private let requests = Mutex<[PlaneRequest]>([])

    /// Answers by `METHOD target`; the last one of a list again and again, 404 for everything else.
    init(_ answers: [String: [PlaneAnswer]]) { self.answers = Mutex(answers) }

    func send(_ request: PlaneRequest) async -> PlaneAnswer {
        requests.withLock { $0.append(request) }
        return answers.withLock { answers in
            let key = request.method + " " + request.target
            guard let list = answers[key], let first = list.first else { return PlaneAnswer(status: 404, json: .null) }
            if list.count > 1 { answers[key] = Array(list.dropFirst()) }
            return first
        }
    }

    /// What was asked, but for reads: `METHOD target`.
    var writes: [String] {
        requests.withLock { $0.filter { $0.method != "GET" }.map { $0.method + " " + $0.target } }
    }

    /// The body of the last request of that kind.
    func body(_ key: String) -> JSONValue? {
        requests.withLock { requests in requests.last { $0.method + " " + $0.target == key }?.body }
    }
}

extension PlaneAnswer {
    static func ok(_ json: JSONValue) -> PlaneAnswer { PlaneAnswer(status: 200, json: json) }

    static func list(_ items: JSONValue...) -> PlaneAnswer { .ok(["items": .array(items)]) }
}
