internal import EventLoop
internal import JSON
internal import KubeClient
internal import Project
internal import Telemetry
internal import Templates
internal import Transport

/// A cluster that is asked and changed, one request after the other.
final class TargetCluster {
    /// What the problem of no answer is called.
    static let silent = "AB6105"
    /// What the problem of an answer that may be another one a moment later is called.
    static let busy = "AB6114"

    /// Which one.
    let choice: TargetChoice
    private let client: KubeClient
    private let group: EventLoopGroup

    /// Prepares for requests; none is sent yet.
    ///
    /// - Throws: `Problems` if the certificates of the kubeconfig cannot be used.
    init(_ choice: TargetChoice) throws {
        self.choice = choice
        group = try EventLoopGroup(count: 1)
        do throws(KubeClientError) {
            client = try KubeClient(
                choice.configuration,
                http: HTTPClient(group: group),
                userAgent: "apiserver-boot/" + Program.version,
                hooks: KubeClient.Hooks(log: Logger(level: .warning))
            )
        } catch {
            group.stop()
            throw Problems(Problem("AB6104", "the kubeconfig cannot be used", cause: "\(error)", status: .preflight))
        }
    }

    /// Ends its threads; the last call.
    func close() { group.stop() }

    /// An answer of the cluster.
    struct Answer: Sendable {
        let status: Int
        /// Null if it is no JSON.
        let json: JSONValue

        var isSuccess: Bool { (200..<300).contains(status) }
        /// Whether the cluster says that it cannot now: too much to do, or not ready.
        var mayPass: Bool { [429, 502, 503, 504].contains(status) }
        var message: String { json["message"]?.string ?? "the server answered \(status)" }
    }

    /// Sends a request and waits for the answer, whatever its status.
    ///
    /// - Throws: `Problems` if there is none.
    func send(
        _ method: String,
        _ path: String,
        query: [(String, String)] = [],
        body: JSONValue? = nil,
        contentType: String = "application/json"
    ) throws(Problems) -> Answer {
        let request = KubeRequest(
            method: method,
            path: path,
            query: query,
            body: body.map { JSONWriter.bytes($0) } ?? [],
            contentType: contentType,
            timeout: .seconds(30)
        )
        let result = Waiting.value { [client] () async -> Result<Answer, KubeClientError> in
            do throws(KubeClientError) {
                let response = try await client.raw(request)
                return .success(
                    Answer(status: response.status, json: (try? JSONReader.parse(response.body)) ?? .null)
                )
            } catch {
                return .failure(error)
            }
        }
        do throws(KubeClientError) {
            return try result.get()
        } catch {
            throw Problems(
                Problem(
                    Self.silent,
                    "the cluster at \(choice.url) does not answer",
                    cause: "\(error)",
                    fix: "try: \(choice.kubectl) get --raw /version",
                    status: .unreachable
                )
            )
        }
    }

    /// Reads an object or a list; nil if there is none.
    ///
    /// - Throws: `Problems` if the cluster refuses or does not answer.
    func get(_ path: String, query: [(String, String)] = []) throws(Problems) -> JSONValue? {
        let answer = try send("GET", path, query: query)
        if answer.status == 404 { return nil }
        guard answer.isSuccess else { throw Problems(refusal(of: "GET " + path, answer)) }
        return answer.json
    }

    /// The items of a list; none if there is no such kind.
    func list(_ path: String, query: [(String, String)] = []) throws(Problems) -> [JSONValue] {
        try get(path, query: query)?["items"]?.array ?? []
    }

    /// What to say of a request that was refused.
    func refusal(of what: String, _ answer: Answer) -> Problem {
        Self.refusal(of: what, answer, kubectl: choice.kubectl)
    }

    /// What to say of a request that was refused; `kubectl` is how kubectl is told to use the same cluster.
    static func refusal(of what: String, _ answer: Answer, kubectl: String) -> Problem {
        func problem(_ id: String, _ summary: String, _ fix: String, _ status: ExitStatus) -> Problem {
            Problem(id, summary, cause: answer.message, fix: fix, status: status)
        }
        if answer.mayPass {
            return problem(
                busy,
                "the cluster cannot answer now: \(what)",
                "try again; if it stays: \(kubectl) get apiservices, \(kubectl) get --raw '/readyz?verbose'",
                .unreachable
            )
        }
        let refused = "the cluster refused: \(what)"
        switch answer.status {
        case 401, 403:
            return problem(
                "AB6106",
                refused,
                "ask who administers the cluster for a role with that right, such as cluster-admin",
                .unreachable
            )
        case 404:
            return problem(
                "AB6107",
                refused,
                "see what the cluster knows: \(kubectl) api-resources; it may be older than the manifests",
                .failure
            )
        case 400, 422:
            return problem(
                "AB6107",
                refused,
                "change what it names with the options of build config; the cluster may be older: \(kubectl) version",
                .failure
            )
        default:
            return problem(
                "AB6107",
                refused,
                "see how the cluster is: \(kubectl) get --raw '/readyz?verbose'",
                .failure
            )
        }
    }
}
