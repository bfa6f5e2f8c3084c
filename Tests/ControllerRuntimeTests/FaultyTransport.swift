import KubeClient
import Telemetry
import Transport

/// A way to a server on which things go wrong by chance: requests fail or are slow, watches break off, repeat events or
/// expire.
final class FaultyTransport: KubeTransport {
    /// What can go wrong.
    enum Fault: CaseIterable {
        /// A request has no answer.
        case failed
        /// A request takes its time.
        case slow
        /// A watch is refused with 410.
        case refused
        /// A watch breaks off.
        case brokenOff
        /// A watch ends with an event 410.
        case expired
        /// An event comes twice.
        case repeated
    }

    private let base: any KubeTransport
    private let random: Locked<SplitMix>
    private let isFaulty = Locked(true)
    private let counts = Locked<[Fault: Int]>([:])

    init(_ base: any KubeTransport, seed: Int) {
        self.base = base
        random = Locked(SplitMix(state: UInt64(seed)))
    }

    /// Nothing goes wrong any more.
    func heal() { isFaulty.withLock { $0 = false } }

    /// How often each went wrong.
    var faults: [Fault: Int] { counts.withLock { $0 } }

    /// Whether it goes wrong now: once in so many times, as long as things go wrong.
    fileprivate func happens(_ fault: Fault, onceIn times: Int) -> Bool {
        guard isFaulty.withLock({ $0 }) else { return false }
        guard random.withLock({ Int.random(in: 0..<times, using: &$0) }) == 0 else { return false }
        counts.withLock { $0[fault, default: 0] += 1 }
        return true
    }

    func perform(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint
    ) async throws(TransportError) -> CompleteResponse {
        if request.method == "GET" { try await trouble() }
        return try await base.perform(request, to: endpoint)
    }

    func open(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> OpenResponse {
        try await trouble()
        if happens(.refused, onceIn: 6) { return Self.refusal }
        var response = try await base.open(request, to: endpoint)
        response.body = FaultyBody(response.body, self)
        return response
    }

    private func trouble() async throws(TransportError) {
        if happens(.failed, onceIn: 5) { throw .connectionClosed }
        if happens(.slow, onceIn: 5) { for _ in 0..<20 { await Task.yield() } }
    }

    private static let refusal = OpenResponse(status: 410, headers: HTTPHeaders(), body: FixedBody(expired))

    fileprivate static let expired =
        #"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old","reason":"Expired","code":410}"#
}

/// The body of a watch, line by line: lines come twice, or none comes any more.
private final class FaultyBody: ByteSource {
    private let base: any ByteSource
    private let faults: FaultyTransport
    private let repeated = Locked<[UInt8]?>(nil)
    private let rest = Locked<[UInt8]>([])

    init(_ base: any ByteSource, _ faults: FaultyTransport) {
        self.base = base
        self.faults = faults
    }

    func next() async throws(TransportError) -> [UInt8]? {
        if faults.happens(.brokenOff, onceIn: 10) { throw .connectionClosed }
        if faults.happens(.expired, onceIn: 15) {
            return Array(#"{"type":"ERROR","object":\#(FaultyTransport.expired)}"#.utf8) + [10]
        }
        guard let more = try await base.next() else { return nil }
        // Whole lines, some of them twice: a server may repeat itself, but not in another order.
        let lines = rest.withLock { rest in
            rest += more
            let end = rest.lastIndex(of: 10).map { $0 + 1 } ?? 0
            defer { rest.removeFirst(end) }
            return Array(rest[..<end])
        }
        var result: [UInt8] = []
        for line in lines.split(separator: 10) {
            result += line + [10]
            if faults.happens(.repeated, onceIn: 4) { result += line + [10] }
        }
        return result.isEmpty ? try await next() : result
    }
}

private final class FixedBody: ByteSource {
    private let bytes: Locked<[UInt8]?>

    init(_ text: String) { bytes = Locked(Array(text.utf8)) }

    func next() async throws(TransportError) -> [UInt8]? {
        bytes.withLock { bytes in
            defer { bytes = nil }
            return bytes
        }
    }
}
