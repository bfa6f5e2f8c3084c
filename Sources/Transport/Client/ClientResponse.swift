/// An answer whose body is still to come.
public struct ClientResponse: Sendable {
    /// The protocol that the answer came by.
    public var version: HTTPRequest.Version
    /// The status code: 200 and more, or 101 for a connection that was handed over.
    public var status: Int
    /// The header fields, names in lower case.
    public var headers: HTTPHeaders
    /// What follows the head, to be read or dropped.
    public var body: IncomingBody
}

/// An answer, complete with its body.
public struct CompleteResponse: Sendable, Equatable {
    /// The status code, 200 and more.
    public var status: Int
    /// The header fields, names in lower case.
    public var headers: HTTPHeaders
    /// The body without its transfer coding.
    public var body: [UInt8]
    /// Fields that came after the body.
    public var trailers: HTTPHeaders

    /// Makes an answer.
    public init(status: Int, headers: HTTPHeaders, body: [UInt8], trailers: HTTPHeaders = HTTPHeaders()) {
        self.status = status
        self.headers = headers
        self.body = body
        self.trailers = trailers
    }
}

/// The head of an answer.
struct ResponseHead: Equatable, Sendable {
    var version: HTTPRequest.Version
    var status: Int
    var headers: HTTPHeaders
}
