/// The lines of a file between two markers, made again from the project whenever it changes.
///
/// Because the whole region is rebuilt, nothing is ever inserted twice, and everything outside stays the user's.
public struct MarkedRegion: Sendable, Equatable {
    /// The line before the region, without spaces around it.
    public let begin: String
    /// The line after the region, without spaces around it.
    public let end: String

    /// Makes a region that starts after the line `begin` and stops before the line `end`.
    public init(begin: String, end: String) {
        self.begin = begin
        self.end = end
    }

    /// A region in a Markdown file.
    public static func markdown(_ name: String) -> MarkedRegion {
        MarkedRegion(begin: "<!-- apiserver-boot:begin \(name) -->", end: "<!-- apiserver-boot:end \(name) -->")
    }

    /// `present` with the region of `wanted` in place of its own; nil if one of them does not have both markers.
    func merged(_ wanted: [UInt8], into present: [UInt8]) -> [UInt8]? {
        let new = Self.lines(wanted)
        let old = Self.lines(present)
        guard let source = place(in: new), let target = place(in: old) else { return nil }
        var lines = old
        lines.replaceSubrange(target, with: new[source])
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// Whether one of its markers is a line of a file.
    func isMentioned(in present: [UInt8]) -> Bool {
        Self.lines(present).contains { [begin, end].contains(Self.trimmed($0)) }
    }

    /// The indices of the lines between the markers.
    private func place(in lines: [ArraySlice<UInt8>]) -> Range<Int>? {
        guard let first = lines.firstIndex(where: { Self.trimmed($0) == begin }) else { return nil }
        guard let last = lines[first...].firstIndex(where: { Self.trimmed($0) == end }) else { return nil }
        return first + 1..<last
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
        var line = line.drop(while: isSpace)
        while let last = line.last, isSpace(last) { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }
}
