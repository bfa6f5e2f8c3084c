internal import Telemetry
internal import Transport

/// What a controller manager tells over plain HTTP.
enum PlainEndpoints {
    /// `/metrics`.
    static func metrics(_ registry: MetricsRegistry) -> HTTPHandler {
        { request, _ in
            guard path(request) == "/metrics" else { return text(404, "not found: ask /metrics\n") }
            let headers = HTTPHeaders([("content-type", MetricsRegistry.contentType)])
            return HTTPResponse(status: 200, headers: headers, body: .bytes(registry.render()))
        }
    }

    /// What probes ask: `/healthz` and `/livez` whether the process answers, `/readyz` whether everything that controllers
    /// follow is known.
    static func health(_ manager: ControllerManager) -> HTTPHandler {
        { request, _ in
            switch path(request) {
            case "/healthz", "/livez": text(200, "ok")
            case "/readyz":
                manager.hasSynced
                    ? text(200, "ok") : text(500, "[-]informer-sync failed: caches are not complete yet\n")
            default: text(404, "not found: ask /healthz or /readyz\n")
            }
        }
    }

    private static func path(_ request: HTTPRequest) -> Substring { request.target.prefix { $0 != "?" } }

    private static func text(_ status: Int, _ text: String) -> HTTPResponse {
        let headers = HTTPHeaders([("content-type", "text/plain; charset=utf-8")])
        return HTTPResponse(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }
}
