import Testing

@testable import APIServer

struct WireLayoutTests {
    private let layout = WireLayout(kind: "Bee", apiVersion: "insect.example.com/v1")
    private let stored = #"{"kind":"Bee","apiVersion":"insect.example.com/v1","metadata":{"name":"a"},"spec":{}}"#

    @Test func putsTheRevisionIn() throws {
        let wire = try #require(layout.inserting(revision: 42, into: Array(stored.utf8)))
        #expect(
            String(decoding: wire, as: UTF8.self)
                == #"{"kind":"Bee","apiVersion":"insect.example.com/v1","metadata":{"resourceVersion":"42","name":"a"},"spec":{}}"#
        )
    }

    @Test func putsTheRevisionIntoEmptyMetadata() throws {
        let bare = #"{"kind":"Bee","apiVersion":"insect.example.com/v1","metadata":{}}"#
        let wire = try #require(layout.inserting(revision: 7, into: Array(bare.utf8)))
        #expect(String(decoding: wire, as: UTF8.self).hasSuffix(#""metadata":{"resourceVersion":"7"}}"#))
    }

    @Test func leavesTheLineEndOfUpstreamsServersOut() {
        #expect(layout.inserting(revision: 42, into: Array((stored + "\n").utf8))?.last == UInt8(ascii: "}"))
    }

    @Test(arguments: [#"{"apiVersion":"insect.example.com/v1","kind":"Bee","metadata":{}}"#, "{}", ""])
    func knowsOnlyItsOwnLayout(_ other: String) {
        #expect(layout.inserting(revision: 1, into: Array(other.utf8)) == nil)
    }

    @Test func anItemHasNeitherKindNorVersion() throws {
        let wire = try #require(layout.inserting(revision: 1, into: Array(stored.utf8)))
        var out: [UInt8] = []
        layout.appendItem(wire, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == #"{"metadata":{"resourceVersion":"1","name":"a"},"spec":{}}"#)
    }
}
