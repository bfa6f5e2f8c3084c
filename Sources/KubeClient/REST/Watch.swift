internal import Transport

/// A watch that is open: events, one after the other.
///
/// Dropping it ends the watch. One reader at a time.
public struct Watch: Sendable {
    /// Most bytes of one event.
    public static let limitBytes = 16 << 20

    private let body: any ByteSource
    private var lines = LineSplitter(limitBytes: limitBytes)

    init(_ body: any ByteSource) { self.body = body }

    /// Waits for the next event; nil when the server ends the watch.
    ///
    /// - Returns: the event; after `.failed` none follows.
    /// - Throws: `.transport` if the connection broke, `.unexpectedAnswer` if what came is no watch.
    public mutating func next() async throws(KubeClientError) -> WatchEvent? {
        while true {
            if let line = lines.next() { return try WatchEvent(line) }
            guard !lines.isTooLong else {
                throw .unexpectedAnswer("an event of a watch is longer than \(Self.limitBytes) bytes")
            }
            let more: [UInt8]?
            do throws(TransportError) { more = try await body.next() } catch { throw .transport(error) }
            guard let more else {
                guard !lines.hasRest else { throw .transport(.connectionClosed) }
                return nil
            }
            lines.append(more)
        }
    }
}
