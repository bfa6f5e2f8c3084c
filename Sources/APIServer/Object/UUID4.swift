internal import TLS

/// Random UUIDs (version 4) in their text form.
enum UUID4 {
    static func make() -> String {
        var bytes = Random.bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    text[place] = UInt8(ascii: "-")
                    place += 1
                }
                text[place] = digits[Int(byte >> 4)]
                text[place + 1] = digits[Int(byte & 0xF)]
                place += 2
            }
            return 36
        }
    }

    private static let digits: [UInt8] = Array("0123456789abcdef".utf8)
}
