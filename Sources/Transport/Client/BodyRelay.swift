internal import EventLoop

/// Passes the body of an answer on to somebody who pulls, on the same loop.
final class BodyRelay: ResponseStream {
    private let body: IncomingBody

    private let wakesInRounds: Bool

    init(_ body: IncomingBody, inRounds: Bool) {
        self.body = body
        wakesInRounds = inRounds
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {
        guard loop === body.loop else { return }
        body.find(on: loop)?.setReader(waker, inRounds: wakesInRounds)
    }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        guard loop === body.loop, let exchange = body.find(on: loop) else { return .abort }
        switch exchange.take(limit, on: loop) {
        case .bytes(let bytes):
            // Handed over as they are: long bodies are copied no more than need be.
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

    func pullSlice(limit: Int, on loop: isolated EventLoop) -> ArraySlice<UInt8>? {
        loop === body.loop ? body.find(on: loop)?.takePiece(limit, on: loop) : nil
    }

    func closed(on loop: isolated EventLoop) {
        if loop === body.loop { body.abandon(on: loop) }
    }
}
