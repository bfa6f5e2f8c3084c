internal import Storage
internal import Synchronization
internal import Transport

/// One thing that can be well or not.
package struct HealthCheck: Sendable {
    /// The last part of its path.
    package let name: String
    /// Whether all is well.
    package let isHealthy: @Sendable () async -> Bool

    /// Makes a check.
    package init(name: String, isHealthy: @escaping @Sendable () async -> Bool) {
        self.name = name
        self.isHealthy = isHealthy
    }

    static let ping = HealthCheck(name: "ping") { true }
    static let log = HealthCheck(name: "log") { true }
}

/// `/healthz`, `/livez` and `/readyz` with a path below for every check.
///
/// Source: apiserver `healthz`: `?verbose` lists the checks, `?exclude=name` leaves one out, causes stay in the log.
struct HealthChecks: Sendable {
    /// Path with its checks.
    struct Endpoint: Sendable {
        let path: String
        let checks: [HealthCheck]
    }

    let endpoints: [Endpoint]

    /// All paths, as the index lists them.
    var paths: [String] {
        endpoints.flatMap { endpoint in [endpoint.path] + endpoint.checks.map { endpoint.path + "/" + $0.name } }
    }

    /// The answer, nil if the path is none of health.
    func respond(to context: RequestContext) async -> HTTPResponse? {
        let path = context.info.path
        for endpoint in endpoints {
            if path == endpoint.path { return await all(endpoint, context) }
            guard path.hasPrefix(endpoint.path + "/") else { continue }
            let name = path.dropFirst(endpoint.path.count + 1)
            guard let check = endpoint.checks.first(where: { $0.name == name }) else { return nil }
            let isHealthy = await check.isHealthy()
            return text(isHealthy ? "ok" : "internal server error: \(check.name) failed\n", isHealthy ? 200 : 500)
        }
        return nil
    }

    private func all(_ endpoint: Endpoint, _ context: RequestContext) async -> HTTPResponse {
        let excluded = Set(context.query.all("exclude"))
        var report = ""
        var isHealthy = true
        for check in endpoint.checks {
            if excluded.contains(check.name) {
                report += "[+]\(check.name) excluded: ok\n"
            } else if await check.isHealthy() {
                report += "[+]\(check.name) ok\n"
            } else {
                isHealthy = false
                report += "[-]\(check.name) failed: reason withheld\n"
            }
        }
        for name in excluded where !endpoint.checks.contains(where: { $0.name == name }) {
            report += "warn: some health checks cannot be excluded: no matches for \"\(name)\"\n"
        }
        let title = endpoint.path.dropFirst()
        guard isHealthy else { return text(report + "\(title) check failed\n", 500) }
        return text(context.query["verbose"] == nil ? "ok" : report + "\(title) check passed\n", 200)
    }

    private func text(_ text: String, _ status: Int) -> HTTPResponse {
        let headers = HTTPHeaders([
            ("content-type", "text/plain; charset=utf-8"), ("x-content-type-options", "nosniff"),
        ])
        return HTTPResponse(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }
}
