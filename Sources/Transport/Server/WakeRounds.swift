/// When the streams that may wait a little are pulled again: in rounds with pauses between them.
///
/// A watch event costs its watcher's connection one TLS record and one system call however small it is. While events come
/// faster than all watchers of a loop can be served, a pause after each round lets several events share them, and leaves
/// the loop to requests. After a pause without events the next one is delivered at once.
struct WakeRounds {
    /// About what the system call, the record and the frame of one stream cost.
    static let pausePerStream = Duration.microseconds(30)
    /// No event waits longer than that for its round.
    static let longestPause = Duration.milliseconds(10)

    private var quietUntil: ContinuousClock.Instant?

    /// How long the next round has to wait; nil if it may begin.
    func wait(at now: ContinuousClock.Instant) -> Duration? {
        guard let quietUntil, now < quietUntil else { return nil }
        return quietUntil - now
    }

    /// Notes that a round has ended in which that many streams were woken.
    mutating func ended(at now: ContinuousClock.Instant, streams: Int) {
        quietUntil = now + min(Self.pausePerStream * streams, Self.longestPause)
    }
}
