internal import Telemetry

/// The streams of one worker that have bytes again, gathered so that the loop is woken once for all of them.
///
/// Any thread adds, the loop takes.
final class WakeMailbox: Sendable {
    /// One stream of one connection.
    struct Letter: Sendable {
        let connection: UInt64
        let stream: Int32
        /// Raised while the letter is on its way.
        let flag: WakeFlag
    }

    private let letters = Locked<[Letter]>([])

    /// Adds a letter; true if it is the first, so that the loop must be told.
    func add(_ letter: Letter) -> Bool {
        letters.withLock { letters in
            letters.append(letter)
            return letters.count == 1
        }
    }

    /// All letters, in the order in which they came.
    func take() -> [Letter] {
        letters.withLock { letters in
            let taken = letters
            letters = []
            return taken
        }
    }
}
