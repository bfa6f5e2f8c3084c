internal import EventLoop

/// What an HTTP/2 connection does when its time, or that of one of its streams, has come.
extension HTTP2ServerProtocol {
    func deadlineReached(on loop: isolated EventLoop) {
        guard !streams.isEmpty else {
            hasSaidGoodbye = true
            session?.goAway(.none)
            connection.closeAfterOutput(lingering: false)
            fill(on: loop)
            return connection.flush(on: loop)
        }
        var next = UInt64.max
        for stream in Array(streams.values) {
            if !stream.isComplete {
                let due = bodyDue(of: stream, on: loop)
                if due <= loop.now { session?.reset(stream.id, .cancel) } else { next = min(next, due) }
            }
            guard let overdue = stream.overdue else { continue }
            if overdue.due <= loop.now {
                stream.task?.cancel()
                answer(stream, with: overdue.answer(), on: loop)
            } else {
                next = min(next, overdue.due)
            }
        }
        if next != .max { connection.setDeadline(at: next, on: loop) }
        connection.flush(on: loop)
    }
}

extension HTTP2ServerProtocol: DeadlineKeeper {
    func setDeadline(_ overdue: OverdueAnswer, of request: UInt64, on loop: isolated EventLoop) {
        guard let stream = Int32(exactly: request).flatMap({ streams[$0] }), !stream.isAnswered else { return }
        stream.overdue = overdue
        connection.bringDeadline(to: overdue.due, on: loop)
    }
}
