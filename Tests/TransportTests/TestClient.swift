import EventLoop
import TLS
import Testing

@testable import Transport

/// How a client speaks to a test server.
enum Speech: String, CaseIterable, CustomTestStringConvertible {
    case http1, http2, plainHTTP1, plainHTTP2

    var hasTLS: Bool { self == .http1 || self == .http2 }
    var isHTTP2: Bool { self == .http2 || self == .plainHTTP2 }
    var version: HTTPRequest.Version { isHTTP2 ? .http2 : .http1 }
    var testDescription: String { rawValue }

    func endpoint(_ port: UInt16, host: String = "127.0.0.1") throws -> HTTPEndpoint {
        let pem = try TestAuthority.issuer.get().pair.certificatePEM
        let identity = hasTLS ? try TLSClientIdentity(trust: .authorities(pem: pem)) : nil
        // ALPN decides for HTTP/2 over TLS.
        let protocols: HTTPEndpoint.Protocols =
            switch self {
            case .http1, .plainHTTP1: .http1
            case .http2: .automatic
            case .plainHTTP2: .http2
            }
        return HTTPEndpoint(host: host, port: port, tls: identity, protocols: protocols)
    }
}

extension ClientRequest {
    static func get(_ target: String) -> ClientRequest { ClientRequest(method: "GET", target: target) }
}

extension CompleteResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A client with loops of its own.
func makeClient(_ configure: (inout HTTPClientConfiguration) -> Void = { _ in }) throws -> HTTPClient {
    var configuration = HTTPClientConfiguration()
    configure(&configuration)
    return HTTPClient(group: try EventLoopGroup(count: 1), configuration: configuration)
}
