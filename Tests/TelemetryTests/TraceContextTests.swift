import Telemetry
import Testing

struct TraceContextTests {
    private static let valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test(arguments: [valid, "00-000000000000000000000000000000a1-00000000000000b2-00"])
    func readsAndWrites(_ header: String) throws {
        let context = try #require(TraceContext(traceparent: header))
        #expect(context.traceparent == header)
    }

    @Test func keepsTheTraceInChildren() throws {
        let context = try #require(TraceContext(traceparent: Self.valid))
        let child = context.child()
        #expect(child.traceID == "0af7651916cd43dd8448eb211c80319c" && child.traceID == context.traceID)
        #expect(child.spanID != context.spanID && child.isSampled)
    }

    @Test func begunTracesAreValid() throws {
        let context = TraceContext.begin(isSampled: true)
        #expect(TraceContext(traceparent: context.traceparent) == context)
    }

    @Test func acceptsLaterVersions() throws {
        #expect(TraceContext(traceparent: "01" + Self.valid.dropFirst(2) + "-more") != nil)
        #expect(TraceContext(traceparent: "cc" + Self.valid.dropFirst(2)) != nil)
    }

    @Test(arguments: [
        "", "00", valid + "-more", valid + "0", "01" + valid.dropFirst(2) + "more", "ff" + valid.dropFirst(2),
        valid.uppercased(),
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
    ])
    func refusesMalformedHeaders(_ header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }
}
