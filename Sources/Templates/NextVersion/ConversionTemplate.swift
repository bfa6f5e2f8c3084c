internal import Project

/// `Sources/APIs/<Group>/<Kind>+<Version>+Conversion.swift`: the place to say what becomes of fields that differ.
enum ConversionTemplate {
    static func text(_ placed: PlacedResource, hub: PlacedResource) -> String {
        """
        import APIServer

        /// All versions are converted through `\(hub.swiftType)`.
        ///
        /// Fields of the same name need nothing here: generated code takes them over. When the versions come to differ, say
        /// what becomes of the other fields, in both directions. `RoundTripTests` tells of fields that get lost.
        extension \(placed.swiftType): Convertible {
            /// Takes over what has another name or another form here.
            public mutating func convert(from hub: \(hub.swiftType)) {}

            /// Gives the hub what has another name or another form there.
            public func convert(to hub: inout \(hub.swiftType)) {}
        }

        """
    }
}
