import Testing
import Transport

@testable import APIServer

struct SourceAddressesTests {
    @Test(
        arguments: [
            ([], "10.0.0.1:4711", ["10.0.0.1"]),
            ([], "[2001:db8::1]:4711", ["2001:db8::1"]),
            ([], "", []),
            ([("x-forwarded-for", "192.0.2.1, 192.0.2.2")], "10.0.0.1:4711", ["192.0.2.1", "192.0.2.2", "10.0.0.1"]),
            ([("x-forwarded-for", "192.0.2.1,10.0.0.1")], "10.0.0.1:4711", ["192.0.2.1", "10.0.0.1"]),
            ([("x-forwarded-for", "unknown, , example.com, 127.1, fe80::1%eth0")], "10.0.0.1:4711", ["10.0.0.1"]),
            ([("x-forwarded-for", "2001:DB8:0::1")], "10.0.0.1:4711", ["2001:db8::1", "10.0.0.1"]),
            ([("x-forwarded-for", "::ffff:192.0.2.1")], "10.0.0.1:4711", ["192.0.2.1", "10.0.0.1"]),
            ([("x-real-ip", "192.0.2.9")], "10.0.0.1:4711", ["192.0.2.9", "10.0.0.1"]),
            (
                [("x-forwarded-for", "192.0.2.9"), ("x-real-ip", "192.0.2.9")], "10.0.0.1:4711",
                ["192.0.2.9", "10.0.0.1"]
            ),
        ] as [([(String, String)], String, [String])]
    )
    func believesProxiesButNamesTheConnection(_ headers: [(String, String)], _ remote: String, _ expected: [String]) {
        let request = HTTPRequest(
            method: "GET",
            target: "/",
            headers: HTTPHeaders(headers),
            remoteAddress: remote
        )
        #expect(SourceAddresses.of(request) == expected)
    }
}
