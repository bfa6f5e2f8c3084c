/// A tar archive that is the same whenever and wherever it is made: no times, no names of users.
///
/// Source: POSIX.1-1988, ustar.
struct TarArchive {
    /// What an entry is.
    enum Content: Equatable {
        case file([UInt8])
        case directory
    }

    private static let block = 512

    private(set) var bytes: [UInt8] = []

    /// Adds an entry.
    ///
    /// - Parameters:
    ///   - path: without a leading slash; at most 100 bytes.
    ///   - content: what it is.
    ///   - mode: permissions.
    ///   - owner: number of the user and of the group.
    mutating func add(_ path: String, _ content: Content, mode: Int, owner: Int = 0) {
        let (name, type, body): (String, UInt8, [UInt8]) =
            switch content {
            case .file(let bytes): (path, UInt8(ascii: "0"), bytes)
            case .directory: (path + "/", UInt8(ascii: "5"), [])
            }
        precondition(name.utf8.count <= 100, "\(name) is too long for an archive")
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at place: Int) {
            header.replaceSubrange(place..<place + text.utf8.count, with: Array(text.utf8))
        }
        put(name, at: 0)
        put(Self.octal(mode, 7), at: 100)
        put(Self.octal(owner, 7), at: 108)
        put(Self.octal(owner, 7), at: 116)
        put(Self.octal(body.count, 11), at: 124)
        put(Self.octal(0, 11), at: 136)
        put("        ", at: 148)
        header[156] = type
        put("ustar", at: 257)
        put("00", at: 263)
        put(Self.octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148)
        header[154] = 0
        bytes += header + body
        bytes += [UInt8](repeating: 0, count: (Self.block - body.count % Self.block) % Self.block)
    }

    /// The archive with its end.
    func finished() -> [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.block) }

    private static func octal(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
