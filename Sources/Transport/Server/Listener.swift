internal import EventLoop

/// Accepts connections on the first loop of a server.
///
/// Loop only.
final class Listener: DescriptorHandler {
    private let socket: Socket
    private let server: HTTPServer
    private var registration: Registration?

    private init(socket: Socket, server: HTTPServer) {
        self.socket = socket
        self.server = server
    }

    /// Where the loop keeps the listener of a server; the worker has the key of the server itself.
    private static func key(_ server: HTTPServer) -> ObjectIdentifier { ObjectIdentifier(server.listenerKey) }

    /// Begins to accept.
    static func start(
        _ socket: Socket,
        for server: HTTPServer,
        on loop: isolated EventLoop
    ) throws(EventLoopError) {
        let listener = Listener(socket: socket, server: server)
        do throws(EventLoopError) {
            listener.registration = try loop.register(socket.fd, for: .readable, listener)
        } catch {
            socket.close()
            throw error
        }
        loop.locals[key(server)] = listener
    }

    /// Closes the port.
    static func stop(for server: HTTPServer, on loop: isolated EventLoop) {
        guard let listener = of(server, on: loop) else { return }
        loop.locals[key(server)] = nil
        listener.pause(on: loop)
        listener.socket.close()
    }

    static func of(_ server: HTTPServer, on loop: isolated EventLoop) -> Listener? {
        loop.locals[key(server)] as? Listener
    }

    func ready(_ events: Readiness, on loop: isolated EventLoop) {
        for _ in 0..<64 {
            guard server.openConnections < server.configuration.limits.connections else { return pause(on: loop) }
            do throws(EventLoopError) {
                guard let accepted = try socket.accept() else { return }
                server.accepted(accepted, on: loop)
            } catch {
                // No descriptors or memory: what is open may end soon.
                pause(on: loop)
                let server = server
                loop.schedule(after: .milliseconds(100)) { loop in Self.of(server, on: loop)?.resume(on: loop) }
                return
            }
        }
    }

    /// Accepts again after a pause.
    func resume(on loop: isolated EventLoop) {
        guard registration == nil else { return }
        registration = try? loop.register(socket.fd, for: .readable, self)
    }

    private func pause(on loop: isolated EventLoop) {
        if let registration { loop.unregister(registration) }
        registration = nil
    }
}
