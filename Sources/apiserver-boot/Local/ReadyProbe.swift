internal import CProcess
internal import Glibc
internal import Synchronization

/// Asks a server over and over whether it is ready.
struct ReadyProbe: Sendable {
    /// Time between two questions.
    static let interval = Duration.milliseconds(10)

    /// One question: nil if the server is ready, otherwise what it said, in a few words; may be empty.
    let ask: @Sendable () async -> String?

    /// Begins to ask.
    func start() -> Runner { Runner(ask) }

    /// A probe at work.
    ///
    /// `descriptor` becomes readable when the server is ready.
    final class Runner: Sendable {
        let descriptor: Int32
        private let writingEnd: Int32
        private let state = Mutex((isDone: false, answer: ""))
        private let task = Mutex<Task<Void, Never>?>(nil)

        fileprivate init(_ ask: @escaping @Sendable () async -> String?) {
            var (reading, writing): (Int32, Int32) = (-1, -1)
            _ = unsafe apiboot_open_pipe(&reading, &writing)
            descriptor = reading
            writingEnd = writing
            let work = Task { [weak self] in
                while !Task.isCancelled {
                    let answer = await ask()
                    guard let self else { return }
                    if self.note(answer) { return }
                    try? await Task.sleep(for: ReadyProbe.interval)
                }
            }
            task.withLock { $0 = work }
        }

        deinit {
            close(descriptor)
            close(writingEnd)
        }

        /// Whether the server was ready once.
        var isDone: Bool { state.withLock { $0.isDone } }
        /// What it said last when it was not.
        var lastAnswer: String { state.withLock { $0.answer } }

        /// Ends the questions.
        func cancel() { task.withLock { $0?.cancel() } }

        private func note(_ answer: String?) -> Bool {
            state.withLock {
                if let answer { $0.answer = answer } else { $0.isDone = true }
            }
            guard answer == nil else { return false }
            var byte: UInt8 = 1
            _ = unsafe write(writingEnd, &byte, 1)
            return true
        }
    }
}
