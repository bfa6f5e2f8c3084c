internal import Telemetry

/// Runs a controller: a pass at the start, after every change, and at the latest after a while.
enum Reconciling {
    /// How soon a pass that failed is tried again.
    static let retry = Duration.seconds(2)

    /// Runs passes until cancelled.
    ///
    /// - Parameters:
    ///   - name: for the log.
    ///   - objects: whose changes count.
    ///   - resources: kinds whose changes count.
    ///   - interval: the longest time between two passes; nil for none.
    ///   - log: told of failures.
    ///   - pass: looks at everything there is; true if it wants to run again soon.
    /// - Throws: `CancellationError` alone.
    static func run(
        _ name: String,
        _ objects: PlaneObjects,
        after resources: [PlaneResource],
        every interval: Duration? = nil,
        log: Logger,
        pass: () async throws -> Bool
    ) async throws {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let changes = objects.changes(of: resources) { waker.yield() }
        await objects.waitUntilReady()
        try await run(name, wakes, waker, every: interval, log: log, before: changes.take, pass: pass)
    }

    /// Runs passes whenever somebody wakes it, until cancelled.
    ///
    /// - Parameters:
    ///   - name: for the log.
    ///   - wakes: ask for a pass; together with `waker` one stream that keeps the newest.
    ///   - waker: wakes it after a failure.
    ///   - interval: the longest time between two passes; nil for none.
    ///   - log: told of failures.
    ///   - before: called before each pass.
    ///   - pass: looks at everything there is; true if it wants to run again soon.
    /// - Throws: `CancellationError` alone.
    static func run(
        _ name: String,
        _ wakes: AsyncStream<Void>,
        _ waker: AsyncStream<Void>.Continuation,
        every interval: Duration? = nil,
        log: Logger,
        before: () -> Void = {},
        pass: () async throws -> Bool
    ) async throws {
        var iterator = wakes.makeAsyncIterator()
        while true {
            try Task.checkCancellation()
            before()
            var pause = interval
            do {
                if try await pass() { pause = retry }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                log.warning("a controller's pass failed", [("controller", name), ("error", "\(error)")])
                pause = retry
            }
            let alarm = pause.map { pause in
                Task {
                    // Cancelled, it wakes nobody: a pass that follows would cancel the next one, and so on without end.
                    if (try? await Task.sleep(for: pause)) != nil { waker.yield() }
                }
            }
            await iterator.next()
            alarm?.cancel()
        }
    }
}
