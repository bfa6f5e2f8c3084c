import Protobuf
import Testing

@Suite
struct ProtobufWireTests {
    @Test func writesWhatTheSpecificationShows() {
        let bytes = ProtobufWriter.message { writer in
            writer.integer(1, 150)
            writer.string(2, "testing")
            writer.message(3) { $0.integer(1, 150) }
        }
        #expect(bytes == [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [0x1A, 0x03, 0x08, 0x96, 0x01])
    }

    @Test func leavesZeroOutUnlessToldOtherwise() {
        let bytes = ProtobufWriter.message { writer in
            writer.integer(1, 0)
            writer.string(2, "")
            writer.boolean(3, false)
            writer.unsigned(4, 0, evenIfZero: true)
        }
        #expect(bytes == [0x20, 0x00])
    }

    @Test(arguments: [0, 1, 127, 128, UInt64(UInt32.max), UInt64(Int64.max), .max])
    func readsNumbersItWrote(_ number: UInt64) throws {
        let bytes = ProtobufWriter.message { $0.unsigned(7, number, evenIfZero: true) }
        var reader = ProtobufReader(bytes[...])
        let (field, value) = try #require(try reader.next())
        #expect(field == 7)
        #expect(value == .number(number))
        let end = try reader.next()
        #expect(end == nil)
    }

    @Test(arguments: [[0x08], [0x12, 0x05, 0x61], [0x0B], [0x00, 0x01], Array(repeating: 0xFF, count: 11)])
    func refusesWhatIsCutOffOrUnknown(_ bytes: [UInt8]) {
        var reader = ProtobufReader(bytes[...])
        #expect(throws: ProtobufReader.Malformed.self) { try reader.next() }
    }
}
