import EventLoop
import Telemetry
import Testing
import Transport

@testable import class APIServer.EndingStream

struct EndingStreamTests {
    /// Writes down what it is asked.
    private final class Noting: ResponseStream, DuplexStream {
        let calls: Locked<[String]>

        init(_ calls: Locked<[String]>) { self.calls = calls }

        private func note(_ call: String) { calls.withLock { $0.append(call) } }

        func start(waker: StreamWaker, on loop: isolated EventLoop) { note("start") }

        func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
            buffer.append(UInt8(limit))
            return .end
        }

        func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
            buffer.append(UInt8(limit))
            return .endOutput
        }

        func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { note("receive \(bytes)") }

        func wantsInput(on loop: isolated EventLoop) -> Bool {
            note("wantsInput")
            return true
        }

        func inputEnded(on loop: isolated EventLoop) { note("inputEnded") }

        func drain(on loop: isolated EventLoop) { note("drain") }

        func closed(on loop: isolated EventLoop) { note("closed") }
    }

    private let calls = Locked<[String]>([])

    private func response(on loop: isolated EventLoop) -> (StreamStep, [UInt8]) {
        let stream = EndingStream<any ResponseStream>(Noting(calls)) { [calls] in calls.withLock { $0.append("end") } }
        var bytes: [UInt8] = []
        stream.start(waker: StreamWaker {}, on: loop)
        let step: StreamStep = stream.pull(into: &bytes, limit: 7, on: loop)
        stream.closed(on: loop)
        return (step, bytes)
    }

    private func connection(on loop: isolated EventLoop) -> (DuplexStep, [UInt8]) {
        let stream = EndingStream<any DuplexStream>(Noting(calls)) { [calls] in calls.withLock { $0.append("end") } }
        var bytes: [UInt8] = []
        stream.start(waker: StreamWaker {}, on: loop)
        stream.receive([1], on: loop)
        let wantsInput = stream.wantsInput(on: loop)
        #expect(wantsInput)
        stream.inputEnded(on: loop)
        let step: DuplexStep = stream.pull(into: &bytes, limit: 7, on: loop)
        stream.drain(on: loop)
        stream.closed(on: loop)
        return (step, bytes)
    }

    @Test
    func endsAfterTheAnswer() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let (step, bytes) = await response(on: loop)
        #expect(step == .end)
        #expect(bytes == [7])
        #expect(calls.withLock { $0 } == ["start", "closed", "end"])
    }

    @Test
    func endsAfterTheConnection() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let (step, bytes) = await connection(on: loop)
        #expect(step == .endOutput)
        #expect(bytes == [7])
        #expect(
            calls.withLock { $0 }
                == ["start", "receive [1]", "wantsInput", "inputEnded", "drain", "closed", "end"]
        )
    }
}
