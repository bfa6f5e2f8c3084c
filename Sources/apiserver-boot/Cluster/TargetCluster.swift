internal import EventLoop
internal import JSON
internal import KubeClient
internal import Project
internal import Telemetry
internal import Templates
internal import Transport

/// A cluster that is asked and changed, one request after the other.
final class TargetCluster {
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
                    "AB6105",
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
        let isForbidden = answer.status == 401 || answer.status == 403
        return Problem(
            isForbidden ? "AB6106" : "AB6107",
            "the cluster refused: \(what)",
            cause: answer.message,
            fix: isForbidden ? "ask who administers the cluster for a role with that right, such as cluster-admin" : "",
            status: isForbidden ? .unreachable : .failure
        )
    }
}
