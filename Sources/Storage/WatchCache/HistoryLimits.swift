/// How many past events a watch cache keeps for watchers that come late or read slowly.
///
/// Source: the ring of kube-apiserver's watch cache, 100 to 102 400 events, which grows while the oldest is younger
/// than 75 seconds.
public struct HistoryLimits: Sendable {
    /// So many are kept however old they are.
    public var minimumEvents: Int
    /// Never more than so many.
    public var maximumEvents: Int
    /// Between the two, events younger than this are kept.
    public var minimumAge: Duration
    /// Never more than so many bytes of objects, as the cache's cost closure counts them.
    public var maximumBytes: Int

    /// Makes limits.
    public init(
        minimumEvents: Int = 100,
        maximumEvents: Int = 102_400,
        minimumAge: Duration = .seconds(75),
        maximumBytes: Int = 64 << 20
    ) {
        self.minimumEvents = minimumEvents
        self.maximumEvents = max(1, maximumEvents)
        self.minimumAge = minimumAge
        self.maximumBytes = maximumBytes
    }
}
