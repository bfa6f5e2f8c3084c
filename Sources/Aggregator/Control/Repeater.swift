internal import Synchronization
internal import Telemetry

/// Does one thing again and again: after the time that it asks for itself, and at once when it is poked.
///
/// Any thread may poke and stop.
final class Repeater: Sendable {
    private let bell = Bell()
    private let clock: any Clock<Duration>
    private let stopped = Atomic(false)

    /// A pause that only a poke ends.
    static let forever = Duration.seconds(1_000_000_000)

    init(clock: any Clock<Duration>) { self.clock = clock }

    /// Asks for a turn now; if one is under way, for another one after it.
    func poke() { bell.ring() }

    /// Ends after the turn that is under way.
    func stop() {
        stopped.store(true, ordering: .relaxed)
        bell.ring()
    }

    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Takes turns until it is stopped or cancelled; a turn says how long to wait for the next one.
    func run(_ turn: () async -> Duration) async {
        while !isStopped, !Task.isCancelled {
            let pause = await turn()
            guard !isStopped else { return }
            if pause < Self.forever {
                await bell.wait { try await self.clock.sleep(for: pause) }
            } else {
                await bell.wait()
            }
        }
    }
}

extension Clock where Duration == Swift.Duration {
    /// Sleeps for a duration.
    fileprivate func sleep(for duration: Duration) async throws {
        try await sleep(until: now.advanced(by: duration), tolerance: nil)
    }
}
