import APIMachinery
import JSON
import Testing

@Suite struct SchemaRandomTests {
    private static let schema = Schema(
        .object([
            Schema.Field(
                "name",
                Schema(.string, limits: Schema.Limits(minLength: 2, maxLength: 4)),
                isRequired: true
            ),
            Schema.Field("kind", Schema(.string, enumValues: ["a", "b"])),
            Schema.Field(
                "size",
                Schema(.integer(.int32), limits: Schema.Limits(minimum: 10, maximum: 20, multipleOf: 5))
            ),
            Schema.Field("share", Schema(.number(.double), limits: Schema.Limits(minimum: 0, exclusiveMinimum: true))),
            Schema.Field("list", Schema(.array(Schema(.boolean)), limits: Schema.Limits(minItems: 1, maxItems: 2))),
            Schema.Field("map", Schema(.map(Schema(.integer(.int64))))),
            Schema.Field("time", .timestamp),
            Schema.Field("port", Schema(.intOrString)),
            Schema.Field("extra", Schema(.any)),
        ])
    )

    @Test(arguments: 1...50) func keepsToTheSchema(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = Self.schema.randomValue(using: &generator)
        #expect(Self.schema.validate(value) == [])
        let pruned = try Self.schema.prune(value)
        #expect(pruned.unknownFields == [])
        if let time = value["time"]?.string { #expect(Timestamp(time) != nil) }
    }

    @Test func everyFieldIsThereSometimesAndAbsentSometimes() {
        var generator = SeededGenerator(seed: 3)
        let values = (0..<100).map { _ in Self.schema.randomValue(using: &generator) }
        for field in ["kind", "size", "share", "list", "map", "time", "port", "extra"] {
            let count = values.count { $0[field] != nil }
            #expect(count > 0 && count < 100, "\(field)")
        }
        #expect(values.allSatisfy { $0["name"] != nil })
    }

    /// Source: the first numbers of the reference implementation of SplitMix64 for the seed 0.
    @Test func theNumbersAreThoseOfSplitMix() {
        var generator = SeededGenerator(seed: 0)
        #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
        #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
    }
}
