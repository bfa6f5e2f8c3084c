import APIMachinery
import JSON
import Testing

struct QuantityTests {
    @Test(
        arguments: [
            ("0", "0"), ("0Mi", "0"), ("1000m", "1"), ("1024Mi", "1Gi"), ("1500m", "1500m"), ("1.5", "1500m"),
            ("0.5Gi", "512Mi"), ("1Ki", "1Ki"), ("0.5Ki", "512"), ("100.5Ki", "102912"), ("1025", "1025"),
            ("12e6", "12e6"),
            ("1E", "1E"), ("1E3", "1e3"), ("1e3", "1e3"), ("10e3", "10e3"), ("-1.5k", "-1500"), (".5", "500m"),
            ("5.", "5"),
            ("1n", "1n"), ("0.1n", "1n"), ("-0.1n", "-1n"), ("1000000", "1M"),
            ("9223372036854775807", "9223372036854775807"),
            ("99999999999999999999", "9223372036854775807"), ("1Zi", nil), ("", nil), ("m", nil), ("1.2.3", nil),
            ("1 Gi", nil), ("e3", nil), ("1e", nil), ("0x1", nil), (".", nil), ("+1", "1"), ("0.000000001", "1n"),
            ("0.0000000011", "2n"), ("8Ei", "9223372036854775807"),
        ] as [(String, String?)]
    )
    func writesAmountsInOneWay(text: String, canonical: String?) {
        #expect(Quantity(text)?.description == canonical)
    }

    @Test
    func computesExactly() throws {
        let amount = try #require(Quantity("100m"))
        let gib = try #require(Quantity("1Gi"))
        #expect(amount + amount + amount == Quantity("0.3"))
        #expect((gib - Quantity(1)).description == "1073741823")
        #expect(Quantity("1k") == Quantity("1000") && gib > amount)
        #expect(Quantity("1.1")?.value == 2 && Quantity("-1.1")?.value == -2 && amount.milliValue == 100)
    }

    @Test
    func readsBackWhatItWrites() throws {
        for _ in 0..<2000 {
            let suffix = ["n", "u", "m", "", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "e-3"].randomElement() ?? ""
            let quantity = try #require(
                Quantity("\(Int32.random(in: -100_000...100_000)).\(Int.random(in: 0...999))\(suffix)")
            )
            let again = try #require(Quantity(quantity.description))
            #expect(again == quantity || suffix.hasSuffix("i") && again.value == quantity.value)
            #expect(again.description == quantity.description || suffix.hasSuffix("i"))
        }
    }
}
