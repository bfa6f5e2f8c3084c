/// One request to an API server.
public struct KubeRequest: Sendable {
    /// As sent.
    public var method: String
    /// Percent-encoded, beginning with `/`; the server's base path is put before it.
    public var path: String
    /// Pairs that are still to be encoded.
    public var query: [(String, String)]
    /// Header fields in addition to those of the client, names in lower case.
    public var headers: [(String, String)]
    /// Empty for none.
    public var body: [UInt8]
    /// The media type of the body.
    public var contentType: String
    /// For everything together; nil for no limit.
    public var timeout: Duration?
    /// Whether the client sends it again by itself after `Retry-After` and broken connections; true by default.
    public var isRepeated = true

    /// Makes a request.
    public init(
        method: String = "GET",
        path: String,
        query: [(String, String)] = [],
        headers: [(String, String)] = [],
        body: [UInt8] = [],
        contentType: String = "application/json",
        timeout: Duration? = .seconds(60)
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.contentType = contentType
        self.timeout = timeout
    }
}
