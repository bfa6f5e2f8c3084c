internal import JSON

/// Where things are in the encoded form of an object of one kind and version.
///
/// Every object that we encode starts with `{"kind":"K","apiVersion":"g/v","metadata":{`. So its resourceVersion, which is
/// not stored, is put in by one copy, and a list item (which has neither kind nor apiVersion) is a slice. Nothing is parsed.
struct WireLayout: Sendable {
    /// How every object of the kind starts: `{"kind":"K","apiVersion":"g/v",`.
    let head: [UInt8]
    /// `head` followed by `"metadata":{`.
    let opening: [UInt8]

    init(kind: String, apiVersion: String) {
        var bytes: [UInt8] = Array("{\"kind\":".utf8)
        JSONWriter.appendString(kind, to: &bytes)
        bytes += Array(",\"apiVersion\":".utf8)
        JSONWriter.appendString(apiVersion, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        head = bytes
        opening = bytes + Array("\"metadata\":{".utf8)
    }

    /// Whether stored bytes have this layout: if not, something else wrote them, or the same in another version.
    func matches(_ stored: [UInt8]) -> Bool { stored.count > opening.count && stored.starts(with: opening) }

    /// The stored bytes with the resourceVersion put in; nil if they do not have this layout.
    func inserting(revision: UInt64, into stored: [UInt8]) -> [UInt8]? {
        guard matches(stored) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stored.count + 44)
        bytes += opening
        bytes += Self.member
        bytes += Array(String(revision).utf8)
        bytes.append(UInt8(ascii: "\""))
        if stored[opening.count] != UInt8(ascii: "}") { bytes.append(UInt8(ascii: ",")) }
        bytes += stored[opening.count...]
        // Upstream's servers end an object with a new line, which must not get into a watch event.
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes
    }

    /// Appends an encoded object as an item of a list, without kind and apiVersion.
    func appendItem(_ wire: [UInt8], to out: inout [UInt8]) {
        out.append(UInt8(ascii: "{"))
        out += wire[head.count...]
    }

    private static let member: [UInt8] = Array("\"resourceVersion\":\"".utf8)
}
