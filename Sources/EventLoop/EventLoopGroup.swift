internal import Glibc
internal import Synchronization

/// Several loops that share the work, one thread each.
public final class EventLoopGroup: Sendable {
    /// The loops, in a fixed order; at least one.
    public let loops: [EventLoop]
    private let turn = Atomic<Int>(0)

    /// Starts the loops.
    ///
    /// - Parameter count: number of threads, at least 1; by default one per core but one.
    /// - Throws: `.system` if a thread cannot be started.
    public init(count: Int? = nil) throws(EventLoopError) {
        let wanted = max(1, count ?? (sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))
        var loops: [EventLoop] = []
        for index in 0..<wanted {
            do {
                loops.append(try EventLoop(name: "loop-\(index)"))
            } catch {
                for loop in loops { loop.stop() }
                throw error
            }
        }
        self.loops = loops
    }

    deinit { stop() }

    /// The loop whose turn it is.
    ///
    /// Any thread.
    public func next() -> EventLoop {
        let (old, _) = turn.wrappingAdd(1, ordering: .relaxed)
        return loops[Int(UInt(bitPattern: old) % UInt(loops.count))]
    }

    /// Ends all threads.
    public func stop() { for loop in loops { loop.stop() } }
}
