import EventLoop
import Testing

@testable import Transport

@Suite struct DialerTests {
    @Test func letsFamiliesTakeTurns() throws {
        let texts = ["::1", "::2", "::3", "127.0.0.1", "127.0.0.2"]
        let addresses = try texts.map { try #require(SocketAddress.numeric($0, port: 80)) }
        let order = Dialer.alternating(addresses).map(\.description)
        #expect(order == ["[::1]:80", "127.0.0.1:80", "[::2]:80", "127.0.0.2:80", "[::3]:80"])
    }

    @Test func knowsNumericAddresses() {
        #expect(SocketAddress.numeric("10.1.2.3", port: 443)?.description == "10.1.2.3:443")
        #expect(SocketAddress.numeric("fe80::1", port: 1)?.isIPv6 == true)
        #expect(SocketAddress.numeric("localhost", port: 1) == nil)
    }
}
