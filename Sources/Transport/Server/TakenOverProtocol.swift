internal import EventLoop

/// A connection that a handler has taken over with ``HTTPResponse/Body/upgrade(_:)``: bytes in, bytes out.
///
/// Loop only.
final class TakenOverProtocol: ServerProtocol {
    private unowned let connection: ServerConnection
    private let worker: ServerWorker
    private let stream: any DuplexStream
    private var isAwake = true
    private var hasEndedOutput = false
    private var isDraining = false
    private var isClosed = false

    init(_ stream: any DuplexStream, connection: ServerConnection) {
        self.stream = stream
        self.connection = connection
        worker = connection.worker
    }

    /// Begins, with the bytes that came behind the request.
    func start(received: [UInt8], on loop: isolated EventLoop) {
        moved(on: loop)
        stream.start(waker: worker.makeWaker(connection: connection.id, stream: 1, on: loop), on: loop)
        if !received.isEmpty { stream.receive(received, on: loop) }
        if worker.isEndingStreams { endStreams(on: loop) }
        updateReading(on: loop)
    }

    // MARK: Input

    func receive(_ bytes: UnsafeRawBufferPointer, on loop: isolated EventLoop) {
        moved(on: loop)
        isAwake = true
        stream.receive(unsafe Array(bytes), on: loop)
        updateReading(on: loop)
    }

    func inputClosed(on loop: isolated EventLoop) {
        isAwake = true
        stream.inputEnded(on: loop)
        if hasEndedOutput { connection.closeAfterOutput(lingering: false) }
    }

    private func updateReading(on loop: isolated EventLoop) {
        guard !isClosed else { return }
        if stream.wantsInput(on: loop) { connection.resumeReading(on: loop) } else { connection.pauseReading(on: loop) }
    }

    // MARK: Output

    func streamWoken(_ stream: Int32, on loop: isolated EventLoop) {
        isAwake = true
        updateReading(on: loop)
        connection.flush(on: loop)
    }

    func fill(on loop: isolated EventLoop) {
        guard isAwake, !hasEndedOutput, !isClosed else { return }
        var bytes: [UInt8] = []
        swap(&bytes, &worker.pulled)
        let step = stream.pull(into: &bytes, limit: 2 * OutputQueue.recordBytes, on: loop)
        let isEmpty = bytes.isEmpty
        if !isEmpty {
            connection.output.build { $0 += bytes }
            moved(on: loop)
        }
        bytes.removeAll(keepingCapacity: true)
        swap(&bytes, &worker.pulled)
        act(on: step, isEmpty: isEmpty, loop)
        updateReading(on: loop)
    }

    private func act(on step: DuplexStep, isEmpty: Bool, _ loop: isolated EventLoop) {
        switch step {
        case .more where isEmpty:
            // It promised bytes and gave none: it is asked again in the next turn.
            isAwake = false
            worker.later(connection.id, on: loop) { connection, loop in connection.streamWoken(1, on: loop) }
        case .more: break
        case .wait: isAwake = false
        case .endOutput:
            hasEndedOutput = true
            connection.endOutputAfterOutput()
        case .close:
            hasEndedOutput = true
            connection.closeAfterOutput(lingering: true)
        case .abort: connection.close(on: loop)
        }
    }

    /// Something was sent or received.
    private func moved(on loop: isolated EventLoop) {
        connection.setDeadline(after: worker.configuration.timeouts.takenOver, on: loop)
    }

    // MARK: The end

    func beginDrain(on loop: isolated EventLoop) {}

    func endStreams(on loop: isolated EventLoop) {
        guard !isDraining else { return }
        isDraining = true
        isAwake = true
        stream.drain(on: loop)
        updateReading(on: loop)
    }

    func deadlineReached(on loop: isolated EventLoop) { connection.close(on: loop) }

    func bodyTaken(_ count: Int, of request: UInt64, on loop: isolated EventLoop) {}

    func closed(on loop: isolated EventLoop) {
        guard !isClosed else { return }
        isClosed = true
        stream.closed(on: loop)
    }
}
