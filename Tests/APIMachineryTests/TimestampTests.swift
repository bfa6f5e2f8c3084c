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

struct ObjectMetaTests {
    @Test
    func readsBackWhatItWrites() throws {
        var meta = ObjectMeta(name: "n", namespace: "ns", labels: ["b": "1", "a": "2"], annotations: ["x/y": "z"])
        meta.generation = 3
        meta.creationTimestamp = Timestamp(secondsSince1970: 5)
        meta.deletionGracePeriodSeconds = 0
        meta.ownerReferences = [OwnerReference(apiVersion: "v1", kind: "K", name: "o", uid: "u", controller: false)]
        meta.finalizers = ["example.com/f"]
        meta.managedFields = [["manager": "m"]]
        #expect(try ObjectMeta(json: meta.json) == meta)
        #expect(try Schema.objectMeta.prune(meta.json).tree == meta.json)
        #expect(meta.json["labels"]?.object?.keys == ["a", "b"])
        #expect(ObjectMeta().json == [:])
    }

    @Test
    func saysWhereATypeIsWrong() {
        let error = #expect(throws: JSONDecodingError.self) {
            try ObjectMeta(json: ["ownerReferences": [["uid": "u"], ["uid": 1]]])
        }
        #expect(error?.field == "ownerReferences[1].uid")
    }
}
