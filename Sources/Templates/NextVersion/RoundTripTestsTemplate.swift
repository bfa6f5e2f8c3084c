/// `Tests/APIsTests/RoundTripTests.swift`: what holds for the conversions of all kinds.
enum RoundTripTestsTemplate {
    static let path = "Tests/APIsTests/RoundTripTests.swift"

    static let text = """
        import APIServer
        import APIs
        import Testing

        /// Every version can say all that the hub says: made-up objects come back as they went.
        @Suite struct RoundTripTests {
            @Test(arguments: RoundTrip.all(of: APIs.groups))
            func losesNothing(_ trip: RoundTrip) throws {
                #expect(try trip.losses() == [])
            }
        }

        """
}
