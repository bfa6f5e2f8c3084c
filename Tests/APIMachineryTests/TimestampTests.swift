import APIMachinery
import JSON
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-02-29T12:00:01Z", 1_709_208_001), ("1969-12-31T23:59:59Z", -1),
            ("2024-01-02T03:04:05.999+01:30", 1_704_159_245), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)]
    )
    func readsTimes(text: String, seconds: Int64) {
        #expect(Timestamp(text)?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2024-01-02", "2024-01-02 03:04:05Z", "2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
        "2024-01-02T24:00:00Z", "2024-01-02T03:04:60Z", "2024-01-02T03:04:05", "2024-01-02T03:04:05.Z",
        "2024-01-02T03:04:05Zx", "2024-1-2T03:04:05Z", "2024-01-02T03:04:05+0100",
    ])
    func refusesOtherTexts(text: String) { #expect(Timestamp(text) == nil) }

    @Test
    func readsBackWhatItWrites() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let time = Timestamp(secondsSince1970: .random(in: -62_167_219_200...253_402_300_799, using: &generator))
            #expect(Timestamp(time.description) == time)
            let micro = MicroTime(
                microsecondsSince1970: .random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &generator)
            )
            #expect(MicroTime(micro.description) == micro)
        }
    }

    @Test
    func keepsMicroseconds() {
        #expect(MicroTime("2024-01-02T03:04:05.1234567Z")?.description == "2024-01-02T03:04:05.123456Z")
        #expect(MicroTime(microsecondsSince1970: -1).description == "1969-12-31T23:59:59.999999Z")
        #expect(MicroTime(microsecondsSince1970: -1).timestamp == Timestamp(secondsSince1970: -1))
    }
}
