internal import TLS
internal import Transport

/// The bearer token that a browser hides among the subprotocols of a WebSocket, where it can set no other header.
///
/// Source: apiserver `authentication/request/websocket`.
enum WebSocketToken: Sendable, Equatable {
    /// The token, and the subprotocols that are left without it.
    case token(String, remaining: [String])
    /// Two tokens, one that does not decode, or no other subprotocol that the server could agree to.
    case malformed
    case none

    private static let prefix = "base64url.bearer.authorization.k8s.io."

    init(_ headers: HTTPHeaders) {
        self = .none
        guard WebSocketHandshake.isRequested(by: headers) else { return }
        let offered = WebSocketHandshake.offeredProtocols(headers)
        let hidden = offered.filter { $0.hasPrefix(Self.prefix) }
        guard !hidden.isEmpty else { return }
        let remaining = offered.filter { !$0.hasPrefix(Self.prefix) }
        let text = String(hidden[0].dropFirst(Self.prefix.count))
        guard hidden.count == 1, !remaining.isEmpty, !text.contains("="), let bytes = Base64.decode(text, .url),
            let token = String(validating: bytes, as: UTF8.self)
        else {
            self = .malformed
            return
        }
        if !token.isEmpty { self = .token(token, remaining: remaining) }
    }
}

/// Reads the token among the subprotocols of a WebSocket, and takes it out of them.
struct WebSocketAuthenticator: RequestAuthenticator {
    let tokens: any TokenAuthenticator

    func authenticate(_ context: RequestContext) async -> AuthenticationAnswer {
        switch WebSocketToken(context.request.headers) {
        case .none:
            return .noOpinion
        case .malformed:
            return .failed(reason: "malformed bearer token among the subprotocols")
        case .token(let token, let remaining):
            let answer = await tokens.authenticate(token: token)
            if case .user = answer { context.offer(remaining) }
            return answer == .noOpinion ? .failed(reason: "invalid bearer token") : answer
        }
    }
}
