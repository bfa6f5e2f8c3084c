import Testing

@testable import Transport

@Suite struct WebSocketDecoderTests {
    typealias Event = WebSocketDecoder.Event

    /// All events of some bytes, given in pieces of `size`, and the violation that ends them.
    private func decode(
        _ bytes: [UInt8],
        piece size: Int = .max,
        expectsMask: Bool = true,
        limit: Int = 1_000
    ) -> ([Event], WebSocketViolation?) {
        var decoder = WebSocketDecoder(expectsMask: expectsMask, messageBytes: limit)
        var events: [Event] = []
        var rest = bytes[...]
        do throws(WebSocketViolation) {
            while !rest.isEmpty {
                decoder.append(rest.prefix(size))
                rest = rest.dropFirst(size)
                while let event = try decoder.next() { events.append(event) }
            }
        } catch {
            return (events, error)
        }
        return (events, nil)
    }

    private static func frame(
        _ opcode: WebSocketOpcode,
        _ payload: [UInt8],
        isFinal: Bool = true,
        mask: [UInt8]? = [0x37, 0xfa, 0x21, 0x3d]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        WebSocketEncoder.append(opcode, payload, isFinal: isFinal, mask: mask, to: &bytes)
        return bytes
    }

    @Test func readsTheExamplesOfTheStandard() {
        let masked: [UInt8] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
        #expect(decode(masked).0 == [.message(.text("Hello"))])
        #expect(Self.frame(.text, Array("Hello".utf8)) == masked)
        let fragments: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f]
        #expect(decode(fragments, expectsMask: false).0 == [.message(.text("Hello"))])
        let ping: [UInt8] = [0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]
        #expect(decode(ping, expectsMask: false).0 == [.ping(Array("Hello".utf8))])
    }

    @Test(arguments: [0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 70_000])
    func readsEveryLength(_ count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let bytes = Self.frame(.binary, payload) + Self.frame(.pong, [])
        #expect(decode(bytes, limit: 70_000).0 == [.message(.binary(payload)), .pong([])])
        #expect(decode(bytes, piece: 1_021, limit: 70_000).0 == [.message(.binary(payload)), .pong([])])
    }

    @Test(arguments: 1...9) func readsPiecesOfAnySize(_ size: Int) {
        let bytes =
            Self.frame(.text, Array("Grüße, ".utf8), isFinal: false) + Self.frame(.ping, [1, 2])
            + Self.frame(.continuation, [0xe2, 0x82], isFinal: false) + Self.frame(.pong, [])
            + Self.frame(.continuation, [0xac]) + Self.frame(.binary, [UInt8](repeating: 7, count: 300))
            + Self.frame(.close, [0x03, 0xe8] + Array("bye".utf8))
        let (events, violation) = decode(bytes, piece: size)
        #expect(violation == nil)
        #expect(
            events == [
                .ping([1, 2]), .pong([]), .message(.text("Grüße, €")),
                .message(.binary([UInt8](repeating: 7, count: 300))), .close(WebSocketClose(.normal, reason: "bye")),
            ]
        )
    }

    @Test func readsACloseWithoutCode() { #expect(decode(Self.frame(.close, [])).0 == [.close(WebSocketClose(.none))]) }

    static let violations: [([UInt8], WebSocketCloseCode)] = [
        ([0xc1, 0x80], .protocolError),  // reserved bits
        ([0xa1, 0x80], .protocolError), ([0x91, 0x80], .protocolError),
        ([0x83, 0x80], .protocolError),  // unknown opcodes
        ([0x8b, 0x80], .protocolError),
        (frame(.text, [], mask: nil), .protocolError),
        ([0x09, 0x80], .protocolError),  // control frame in fragments
        ([0x89, 0xfe, 0, 126], .protocolError),  // long control frame
        ([0x80, 0x80], .protocolError),  // continues nothing
        (frame(.text, [], isFinal: false) + [0x82, 0x80], .protocolError),  // message in a message
        ([0x82, 0xfe, 0, 125, 0, 0, 0, 0], .protocolError),  // long form of a short length
        ([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0], .protocolError),
        ([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .protocolError),  // more than 2^63
        ([0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], .messageTooBig),
        ([0x82, 0xfe, 0x03, 0xe9, 0, 0, 0, 0], .messageTooBig),  // 1001 of 1000
        (frame(.binary, [UInt8](repeating: 0, count: 999), isFinal: false) + [0x80, 0x82, 0, 0, 0, 0], .messageTooBig),
        (frame(.text, [0xff]), .invalidPayload), (frame(.text, [0xed, 0xa0, 0x80]), .invalidPayload),
        (frame(.text, [0xe2, 0x82], isFinal: false) + frame(.continuation, []), .invalidPayload),
        (frame(.close, [3]), .protocolError), (frame(.close, [0x03, 0xed]), .protocolError),  // 1005
        (frame(.close, [0x03, 0xee]), .protocolError), (frame(.close, [0, 0]), .protocolError),
        (frame(.close, [0x0b, 0xb7]), .protocolError),  // 2999
        (frame(.close, [0x03, 0xe8, 0xff]), .invalidPayload),
    ]

    @Test(arguments: violations) func refusesWhatTheStandardForbids(_ bytes: [UInt8], _ code: WebSocketCloseCode) {
        for size in [1, bytes.count] {
            let (events, violation) = decode(bytes, piece: size)
            #expect(events.isEmpty)
            #expect(violation?.close.code == code)
        }
    }

    @Test func refusesMaskedFramesOfAServer() {
        #expect(decode(Self.frame(.text, []), expectsMask: false).1?.close.code == .protocolError)
    }

    /// Bytes near to frames, from a fixed seed: whatever they mean, they mean the same in any pieces.
    @Test(arguments: 0..<200) func meansTheSameInAnyPieces(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        var bytes: [UInt8] = []
        while bytes.count < 400 {
            let opcode: [WebSocketOpcode] = [.continuation, .text, .binary, .ping, .pong]
            let payload = (0..<random.below(140)).map { _ in UInt8(random.below(128)) }
            bytes += Self.frame(opcode[random.below(5)], payload, isFinal: random.below(3) > 0)
            if random.below(4) == 0 { bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8)) }
        }
        let whole = decode(bytes)
        let pieces = decode(bytes, piece: 1 + random.below(9))
        #expect(whole.0 == pieces.0)
        #expect(whole.1 == pieces.1)
    }
}

/// A small generator whose numbers follow from its seed.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
