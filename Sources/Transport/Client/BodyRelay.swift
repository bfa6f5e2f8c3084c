internal import EventLoop

/// Passes the body of an answer on to somebody who pulls, on the same loop.
final class BodyRelay: ResponseStream {
    private let body: IncomingBody

    init(_ body: IncomingBody) { self.body = body }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {
        guard loop === body.loop else { return }
        body.find(on: loop)?.setReader(waker)
    }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        guard loop === body.loop, let exchange = body.find(on: loop) else { return .abort }
        switch exchange.take(limit, on: loop) {
        case .bytes(let bytes):
            if buffer.isEmpty { buffer = bytes } else { buffer += bytes }
            return .more
        case .wait: return .wait
        case .end:
            body.finish(exchange)
            return .end
        case .failed:
            body.finish(exchange)
            return .abort
        }
    }

    func closed(on loop: isolated EventLoop) {
        if loop === body.loop { body.abandon(on: loop) }
    }
}
