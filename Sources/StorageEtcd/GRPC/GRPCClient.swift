internal import EventLoop
internal import Transport

/// Calls gRPC methods of one server after the other, over HTTP/2.
///
/// Source: gRPC over HTTP/2.
struct GRPCClient: Sendable {
    let http: HTTPClient

    /// Most bytes of an answer.
    ///
    /// Source: apiserver `storagebackend/factory`: as much as fits an `int32`.
    static let limitBytes = Int(Int32.max)

    /// Calls a method that takes one message and gives one.
    ///
    /// - Parameters:
    ///   - method: `/package.Service/Method`.
    ///   - message: the encoded request.
    ///   - endpoint: whom to ask.
    ///   - patience: how long the server may take until it begins to answer.
    /// - Returns: the encoded answer.
    /// - Throws: why there is none.
    func call(
        _ method: String,
        _ message: [UInt8],
        at endpoint: HTTPEndpoint,
        patience: Duration
    ) async throws(GRPCFailure) -> ArraySlice<UInt8> {
        var request = Self.request(method, .bytes(GRPCFrames.frame(message)))
        request.headTimeout = patience
        request.timeout = patience + .seconds(60)
        let response: CompleteResponse
        do {
            response = try await http.perform(request, to: endpoint, limitBytes: Self.limitBytes)
        } catch {
            throw .transport(error)
        }
        try Self.check(response.status, response.headers)
        try Self.checkEnd(headers: response.headers, trailers: response.trailers)
        var frames = GRPCFrames()
        frames.append(response.body)
        guard let answer = try? frames.next() else { throw .foreign("the answer to \(method) is no message") }
        return answer
    }

    /// A request for a method.
    static func request(_ method: String, _ body: ClientRequest.Body) -> ClientRequest {
        ClientRequest(
            method: "POST",
            target: method,
            headers: HTTPHeaders([
                ("content-type", "application/grpc"), ("te", "trailers"),
                // A member that has lost its leader says so instead of waiting for one.
                ("hasleader", "true"),
            ]),
            body: body
        )
    }

    /// Refuses the head of an answer that is none of gRPC.
    static func check(_ status: Int, _ headers: HTTPHeaders) throws(GRPCFailure) {
        guard status == 200, headers["content-type"]?.hasPrefix("application/grpc") == true else {
            throw .foreign("it answers as a web server (HTTP \(status)), not as etcd")
        }
    }

    /// Refuses an answer that ended with another status than OK.
    static func checkEnd(headers: HTTPHeaders, trailers: HTTPHeaders) throws(GRPCFailure) {
        let isAlone = trailers["grpc-status"] == nil
        let fields = isAlone ? headers : trailers
        guard let code = fields["grpc-status"].flatMap({ Int($0) }) else {
            throw .foreign("an answer ended without a gRPC status")
        }
        guard code != 0 else { return }
        throw .status(code: code, message: PercentEncoding.decode(fields["grpc-message"] ?? "") ?? "")
    }
}
