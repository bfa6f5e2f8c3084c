internal import Synchronization

/// Whether a wake-up is on its way already.
final class WakeFlag: Sendable {
    private let isRaised = Atomic<Bool>(false)

    /// Raises the flag; true if it was down.
    func raise() -> Bool { !isRaised.exchange(true, ordering: .acquiringAndReleasing) }

    func lower() { isRaised.store(false, ordering: .releasing) }
}
