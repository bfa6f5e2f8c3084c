import Testing

@testable import APIServer

struct HumanDurationTests {
    @Test(
        arguments: [
            (-5, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (200, "3m20s"), (600, "10m"),
            (10_740, "179m"), (10_800, "3h"), (11_100, "3h5m"), (28_800, "8h"), (172_799, "47h"), (172_800, "2d"),
            (176_400, "2d1h"), (691_200, "8d"), (63_072_000, "2y"), (63_158_400, "2y1d"), (252_288_000, "8y"),
        ] as [(Int64, String)]
    )
    func writesSpans(_ seconds: Int64, _ text: String) { #expect(HumanDuration.text(seconds: seconds) == text) }
}
