/// What of an executable differs with the folder that it was built in: hashes of the compiler's command lines, which nothing
/// reads when the program runs.
///
/// Source: ELF-64 object file format; `lib/IRGen` of Swift (`.swift_modhash`).
enum ELFFile {
    private static let hashes = Array(".swift_modhash".utf8)

    /// The same executable with these hashes zeroed; anything that is no 64-bit little-endian ELF file is left as it is.
    static func withoutModuleHashes(_ file: [UInt8]) -> [UInt8] {
        guard file.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]), file.count >= 64 else { return file }
        let table = number(file, 40, 8)
        let (size, count, names) = (number(file, 58, 2), number(file, 60, 2), number(file, 62, 2))
        guard size >= 64, names < count, let text = section(file, table + names * size) else { return file }
        var result = file
        for index in 0..<count {
            let place = table + index * size
            guard let range = section(file, place) else { continue }
            let start = text.lowerBound + number(file, place, 4)
            let end = start + hashes.count
            guard end < text.upperBound, file[start..<end].elementsEqual(hashes), file[end] == 0 else { continue }
            for byte in range { result[byte] = 0 }
        }
        return result
    }

    /// Where the contents of the section are whose header is there; nil if that is not in the file.
    private static func section(_ file: [UInt8], _ header: Int) -> Range<Int>? {
        guard header >= 0, header + 64 <= file.count else { return nil }
        let (offset, size) = (number(file, header + 24, 8), number(file, header + 32, 8))
        guard offset >= 0, size >= 0, offset <= file.count, size <= file.count - offset else { return nil }
        return offset..<offset + size
    }

    private static func number(_ file: [UInt8], _ place: Int, _ bytes: Int) -> Int {
        guard place >= 0, place + bytes <= file.count else { return 0 }
        return Int(
            truncatingIfNeeded: file[place..<place + bytes].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        )
    }
}
