internal import APIMachinery
internal import EventLoop
internal import Telemetry
internal import Transport

/// Who makes a request.
public struct UserInfo: Sendable, Hashable {
    /// Name that the authenticator found, such as `jane` or `system:serviceaccount:default:builder`.
    public var name: String
    /// What tells apart users who had the same name at different times; empty if nobody keeps track.
    public var uid: String
    /// Groups that the user belongs to, such as `system:masters`; permissions go by them.
    public var groups: [String]
    /// Whatever else the authenticator knows, by key; the server only hands it on.
    public var extra: [String: [String]]

    /// Makes a user.
    public init(name: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        self.name = name
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    /// Who nobody knows.
    static let anonymous = UserInfo(name: "system:anonymous", groups: ["system:unauthenticated"])
}

/// One request on its way through the pipeline.
///
/// Confined to the task that serves it.
final class RequestContext {
    /// The request as it came, without what earlier steps took out.
    private(set) var request: HTTPRequest
    /// The connection's loop.
    let loop: EventLoop
    let query: Query
    let info: RequestInfo
    var user = UserInfo.anonymous
    /// Texts for `Warning` headers, in order, without repetition.
    private(set) var warnings: [String] = []
    /// What audit logs call the request: what the client says, otherwise a new name.
    private(set) lazy var auditID = request.headers["audit-id"] ?? UUID4.make()
    /// What is recorded of the request; nil, as for most, if nothing is.
    var audit: AuditRecord?
    /// Whether the request came as far as the audit, which records all that follows.
    var isPastAudit = false
    /// What is answered when it takes too long, and who counts it.
    var overdue: (isChange: Bool, metrics: ServerMetrics)?
    /// How long its steps take.
    var stopwatch = Stopwatch()
    /// When it came; nil if nobody wants to know.
    var received: WallTime?
    /// When whoever it is passed on to must have answered; nil if it may take its time.
    var ends: ContinuousClock.Instant?
    /// The last failure that an answer was made of.
    var answeredError: StatusError?

    init(request: HTTPRequest, loop: EventLoop) {
        self.request = request
        self.loop = loop
        let target = request.target
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let rawPath = mark.map { target[..<$0] } ?? target[...]
        query = Query(mark.map { target[target.index(after: $0)...] } ?? "")
        let path =
            rawPath.utf8.contains(UInt8(ascii: "%"))
            ? PercentEncoding.decode(rawPath) ?? String(rawPath) : String(rawPath)
        info = RequestInfo(method: request.method, path: path, query: query)
    }

    /// Waits for a body that is still coming in; the answer if it does not come.
    ///
    /// Such a request was meant for somebody else, who is not there any more.
    func completeBody() async -> HTTPResponse? {
        guard let body = request.arriving else { return nil }
        do throws(TransportError) {
            request.body = try await body.collect(limitBytes: RequestBody.limitBytes)
        } catch .bodyTooLarge {
            request.isBodyTooLarge = true
        } catch {
            return ErrorRendering.response(to: .badRequest("the body of the request broke off"), for: self)
        }
        request.arriving = nil
        return nil
    }

    /// Adds a warning for the client, once.
    func warn(_ text: String) {
        if !warnings.contains(text) { warnings.append(text) }
    }

    /// Leaves only these subprotocols to be agreed on.
    func offer(_ protocols: [String]) {
        request.headers.set(WebSocketHandshake.protocolField, protocols.joined(separator: ","))
    }

    /// Takes header fields out, by their lower-case names.
    func removeHeaders(where isUnwanted: (String) -> Bool) { request.headers.removeAll(where: isUnwanted) }

    /// Who the client says it is, as programs go.
    var userAgent: String? { request.headers["user-agent"] }
    var accept: String? { request.headers["accept"] }
}
