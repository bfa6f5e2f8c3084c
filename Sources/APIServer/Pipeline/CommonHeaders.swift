internal import TLS
internal import Transport

/// Headers that every answer carries: `Audit-Id` and `Cache-Control`, unless a server behind this one has set them, and the
/// warnings that handlers collected.
struct CommonHeaders: Middleware {
    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        Self.added(to: await next(context), context)
    }

    /// An answer with these headers.
    static func added(to response: HTTPResponse, _ context: RequestContext) -> HTTPResponse {
        var response = response
        if response.headers["audit-id"] == nil {
            response.headers.add("audit-id", context.auditID)
        }
        if response.headers["cache-control"] == nil { response.headers.add("cache-control", "no-cache, private") }
        for warning in context.warnings { response.headers.add("warning", header(warning)) }
        return response
    }

    /// `299 - "text"`, with quotes and backslashes escaped.
    static func header(_ text: String) -> String {
        var quoted = "299 - \""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(character.value < 0x20 || character.value == 0x7F ? " " : character)
        }
        return quoted + "\""
    }
}
