public import EventLoop

/// The time of a manager: tests bring their own.
public struct ControllerClock: Sendable {
    /// Time since any moment; never goes back.
    public var now: @Sendable () -> Duration
    /// Calls back after a time, from any thread.
    public var after: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
    /// Waits.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// From 0 to 1, for times that are to differ.
    public var chance: @Sendable () -> Double

    /// Makes a clock of its parts.
    public init(
        now: @escaping @Sendable () -> Duration,
        after: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.after = after
        self.sleep = sleep
        self.chance = chance
    }

    /// The time of this machine; alarms ring on a loop.
    public static func system(_ loop: EventLoop) -> ControllerClock {
        let start = ContinuousClock.now
        return ControllerClock(
            now: { ContinuousClock.now - start },
            after: { delay, body in
                loop.execute { loop in _ = loop.schedule(after: delay) { _ in body() } }
            },
            sleep: { try await Task.sleep(for: $0) },
            chance: { .random(in: 0...1) }
        )
    }
}
