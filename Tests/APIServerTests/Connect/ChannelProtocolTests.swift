import Testing

@testable import APIServer
@testable import Transport

struct ChannelProtocolTests {
    static let readings: [(ChannelProtocol, WebSocketMessage, ChannelFrame?)] = [
        (.v4, .binary([0, 1, 2]), .data(channel: 0, [1, 2])),
        (.v4, .text("\u{0}ls"), .data(channel: 0, [0x6c, 0x73])),
        (.v4, .binary([4]), .data(channel: 4, [])),
        (.v4, .binary([]), nil),
        (.v4, .binary([255, 0]), .data(channel: 255, [0])),
        (.v5, .binary([255, 0]), .end(channel: 0)),
        (.v5, .binary([255]), nil),
        (.v5, .binary([0]), .data(channel: 0, [])),
        (.v4Base64, .text("0bHM="), .data(channel: 0, [0x6c, 0x73])),
        (.v1Base64, .binary(Array("4".utf8)), .data(channel: 4, [])),
        (.v1Base64, .text("xbHM="), nil),
        (.v1, .binary([0, 7]), .data(channel: 0, [7])),
    ]

    @Test(arguments: readings)
    func reads(_ channels: ChannelProtocol, _ message: WebSocketMessage, _ frame: ChannelFrame?) throws {
        #expect(try channels.decode(message) == frame)
    }

    @Test func refusesTextThatIsNotBase64() {
        #expect(throws: ChannelViolation()) { try ChannelProtocol.v4Base64.decode(.text("0?")) }
    }

    @Test(arguments: ChannelProtocol.allCases) func readsWhatItWrites(_ channels: ChannelProtocol) throws {
        for bytes in [[], [0], [255, 254, 0, 1]] as [[UInt8]] {
            #expect(try channels.decode(channels.encode(3, bytes)) == .data(channel: 3, bytes))
        }
    }

    @Test(arguments: [
        (["80", "443"], [80, 443], ""), (["80,443"], [80, 443], ""),
        ([], [], "query parameter \"ports\" is required"), ([""], [], "query parameter \"ports\" cannot be empty"),
        (["x"], [], "unable to parse \"x\" as a port"), (["65536"], [], "unable to parse \"65536\" as a port"),
        (["0"], [], "port \"0\" must be > 0"),
    ])
    func readsPorts(_ values: [String], _ ports: [UInt16], _ message: String) {
        do {
            #expect(try PortForwardSession.ports(values) == ports)
            #expect(message.isEmpty)
        } catch {
            #expect(error.code == 400)
            #expect(error.message == message)
        }
    }
}
