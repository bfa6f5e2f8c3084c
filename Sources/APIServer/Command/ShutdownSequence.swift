internal import ComponentBase
internal import EventLoop
internal import Glibc
internal import Telemetry
internal import Transport

/// The end of a server, in upstream's order.
///
/// `/readyz` fails at once and everything is still served for a while; then nothing new is taken, requests under way are
/// finished, and watches end. A second signal ends the process on the spot.
struct ShutdownSequence: Sendable {
    let serving: ServingSettings
    /// How long requests under way may take.
    let limit: Duration
    let gate: ShutdownGate?
    let log: Logger

    /// What upstream gives connections whose requests have been finished.
    private static let connectionLimit = Duration.seconds(2)

    /// Returns once a signal has come and the server has stopped.
    func run(_ server: APIServer, _ http: HTTPServer, on loop: EventLoop) async throws {
        let signals = try Signals.stream(for: [SIGTERM, SIGINT], on: loop)
        for await signal in signals {
            log.info("stopping", [("signal", "\(signal)")])
            break
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for await _ in signals {
                    log.warning("stopping at once, a second signal came")
                    Program.end(1)
                }
            }
            server.stop()
            if serving.shutdownDelay > .zero { try await Task.sleep(for: serving.shutdownDelay) }
            if let gate {
                await gate.close(within: limit)
                await http.shutdown(deadline: min(limit, Self.connectionLimit))
            } else {
                await http.shutdown(deadline: limit)
            }
            tasks.cancelAll()
        }
    }
}
