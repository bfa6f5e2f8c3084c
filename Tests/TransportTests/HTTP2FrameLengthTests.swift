import Testing

@testable import Transport

/// How long frames with data get, as seen by a peer that is made of bytes.
@Suite struct HTTP2FrameLengthTests {
    @Test(arguments: [(16_384, 16_384), (40_000, 40_000), (1 << 20, 65_536)])
    func fillsFramesAsFarAsThePeerAllows(_ allowed: Int, _ longest: Int) throws {
        let owner = LongAnswer(length: 200_000)
        let session = try #require(HTTP2Session(owner: owner, limits: HTTPServerConfiguration.Limits()))
        #expect(Self.request(allowing: allowed).withUnsafeBytes { session.receive($0) })
        _ = session.submitResponse(1, status: 200, headers: HTTPHeaders(), date: [], length: 200_000, hasBody: true)
        while session.withNextFrames({ _ in }) == true {}
        #expect(owner.frames.first == longest)
        #expect(owner.frames.max() == longest)
        #expect(owner.frames.reduce(0, +) == 200_000)
    }

    @Test func endsFramesWhereTheWindowEnds() throws {
        let owner = LongAnswer(length: 200_000)
        let session = try #require(HTTP2Session(owner: owner, limits: HTTPServerConfiguration.Limits()))
        #expect(Self.request(allowing: 1 << 20, window: 10_000).withUnsafeBytes { session.receive($0) })
        _ = session.submitResponse(1, status: 200, headers: HTTPHeaders(), date: [], length: 200_000, hasBody: true)
        while session.withNextFrames({ _ in }) == true {}
        #expect(owner.frames == [10_000])
    }

    /// What a client sends that asks for `/` and allows frames and a body of these lengths.
    private static func request(allowing frame: Int, window: Int = 1 << 20) -> [UInt8] {
        var bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        bytes += [0, 0, 12, 4, 0, 0, 0, 0, 0] + [0, 4] + word(window) + [0, 5] + word(frame)
        // A window of the connection that is never in the way.
        bytes += [0, 0, 4, 8, 0, 0, 0, 0, 0] + word(1 << 20)
        // :method GET, :scheme http, :path /, :authority a
        let block: [UInt8] = [0x82, 0x86, 0x84, 0x41, 1, 0x61]
        return bytes + [0, 0, UInt8(block.count), 1, 5, 0, 0, 0, 1] + block
    }

    private static func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    private final class LongAnswer: HTTP2SessionOwner {
        private var left: Int
        private(set) var frames: [Int] = []

        init(length: Int) { left = length }

        func streamBegan(_ id: Int32) {}
        func fieldReceived(_ id: Int32, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {}
        func bodyReceived(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {}
        func headReceived(_ id: Int32, isLast: Bool) {}
        func bodyEnded(_ id: Int32) {}
        func resetReceived(_ id: Int32) {}
        func streamClosed(_ id: Int32) {}
        func lastFrameSent(_ id: Int32) {}

        func dataSource(_ id: Int32, limit: Int) -> HTTP2Session.DataStep {
            .bytes(min(limit, left), isLast: left <= limit)
        }

        func sendData(_ id: Int32, header: UnsafeBufferPointer<UInt8>, count: Int) -> Bool {
            frames.append(count)
            left -= count
            return true
        }
    }
}
