import Foundation

/// A program around generated code that checks what the types do.
enum CompiledProgram {
    static let manifest = """
        // swift-tools-version: 6.2
        import PackageDescription

        let strict: [SwiftSetting] = [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
        let package = Package(
            name: "check",
            targets: [
                .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),
                .target(name: "JSON", swiftSettings: strict),
                .target(name: "YAML", dependencies: ["CYAML", "JSON"], swiftSettings: strict),
                .target(name: "APIMachinery", dependencies: ["JSON", "YAML"], swiftSettings: strict),
                .target(name: "APIServer", dependencies: ["APIMachinery", "JSON"], swiftSettings: strict),
                .target(
                    name: "APIs",
                    dependencies: ["APIMachinery", "APIServer", "JSON"],
                    swiftSettings: strict + [.treatAllWarnings(as: .error)]
                ),
                .executableTarget(name: "check", dependencies: ["APIs"], swiftSettings: strict),
            ]
        )

        """

    static let main = #"""
        import APIMachinery
        import APIServer
        import APIs
        import JSON

        func check(_ isTrue: Bool, _ what: String) {
            if !isTrue { fatalError("wrong: \(what)") }
        }

        func roundTrips<Object: Resource>(_ type: Object.Type, _ json: JSONValue, _ what: String) throws {
            let object = try Object(json: json)
            var written = object.json
            written["metadata"] = json["metadata"]
            check(written == json, "\(what): \(written)")
            check(try Object(json: object.json) == object, "\(what) twice")
        }

        // Registration
        check(APIs.groups.map(\.name).contains("wardle.example.com"), "groups")
        check(Insect.V1beta1.Bee.definition.apiVersion == "insect.example.com/v1beta1", "apiVersion")
        check(Wardle.V1alpha1.Flunder.definition.isStorageVersion, "storage version")
        check(!Wardle.V1beta1.Flunder.definition.isStorageVersion, "other version")
        check(Wardle.V1alpha1.Flunder.definition.deprecation?.since == "1.3", "deprecation")
        check(Wardle.V1alpha1.Fischer.definition.scope == .cluster, "scope")

        // Schemas
        let bee = Insect.V1beta1.Bee.definition.schema
        check(bee["spec"]?["gramsPerDay"]?.defaultValue == 10, "default")
        check(bee["spec"]?.description == "What its keeper asks of it.", "description")
        check(bee["metadata"] != nil, "metadata")
        check(Insect.V1beta1.Bee.definition.hasStatus && Insect.V1beta1.Bee.definition.scale == nil, "status")
        let scale = Garden.V1.Plant.definition.scale
        check(scale?.specReplicasPath == ".spec.depth" && scale?.labelSelectorPath == ".status.selector", "scale")

        // Reading and writing
        try roundTrips(
            Insect.V1beta1.Bee.self,
            [
                "kind": "Bee", "apiVersion": "insect.example.com/v1beta1", "metadata": ["name": "maja"],
                "spec": ["hive": "north", "gramsPerDay": 12],
            ],
            "bee"
        )
        let plain = try Insect.V1beta1.Bee(json: ["metadata": ["name": "maja"], "spec": ["hive": "north"]])
        check(plain.spec.gramsPerDay == 10, "default of Swift")
        do {
            _ = try Insect.V1beta1.Bee(json: ["spec": [:]])
            check(false, "a bee without a hive")
        } catch {
            check(error.field == "spec.hive" && error.reason == .missing, "\(error)")
        }
        let flunder = try Wardle.V1alpha1.Flunder(json: [:])
        check(flunder.json["spec"] == .emptyObject && flunder.json["status"] == .emptyObject, "empty structs are written")
        var other = flunder
        other.spec.reference = "sole"
        check(other.hub.spec.flunderReference == "sole", "conversion")
        try roundTrips(
            Garden.V1.Plant.self,
            [
                "kind": "Plant", "apiVersion": "garden.example.com/v1", "metadata": ["name": "basil"],
                "spec": [
                    "latinName": "Ocimum", "height": 0.5, "weight": 2.5, "seeds": 5, "budget": 7, "isEdible": true,
                    "isWatered": false, "light": "half-shade", "lights": ["sun"], "colours": ["green"],
                    "neighbours": [["name": "mint", "kind": "shade"]], "notes": ["a": "b"], "sizes": ["s": 1],
                    "soil": ["acidity": 6.5, "isWet": true], "extra": ["x": [1, nil]], "port": "http", "water": "2",
                    "plantedAt": "2026-01-02T03:04:05Z", "owner": ["name": "Eva"], "in-class": "herb", "depth": 4,
                    "layout": "any", "tool": "spade", "place": "bed", "grid": [[1, 2], []], "beds": ["a": []],
                ],
            ],
            "plant"
        )
        let sparse = try Garden.V1.Plant(json: ["spec": ["latinName": "Ocimum", "layout": 1]])
        check(sparse.spec.depth == 3 && sparse.spec.light == .halfShade && sparse.spec.tool == nil, "defaults")
        check(sparse.json["spec"]?["colours"] == nil, "empty lists are left out")

        // Conversion
        for trip in RoundTrip.all(of: APIs.groups) {
            let losses = try trip.losses()
            if trip.name.hasPrefix("Tree") {
                check(losses.isEmpty, "\(losses)")
            } else {
                check(losses.contains { $0.hasPrefix("spec.fischerReference: ") }, "\(trip): \(losses)")
            }
        }
        print("all is well")

        """#

    /// Types that the rooms below do not have yet, so that the generator can be tested without them.
    static func addStandIns(to sources: URL) throws {
        let machinery = sources.appending(path: "APIMachinery")
        let files = try FileManager.default.subpathsOfDirectory(atPath: machinery.path).filter {
            $0.hasSuffix(".swift")
        }
        let text = try files.map { try String(contentsOf: machinery.appending(path: $0), encoding: .utf8) }.joined()
        var standIns = "public import JSON\n"
        if !text.contains("struct Condition") { standIns += condition }
        if !text.contains("enum IntOrString") { standIns += intOrString }
        try standIns.write(to: machinery.appending(path: "StandIns.swift"), atomically: true, encoding: .utf8)
    }

    private static let condition = """

        public struct Condition: Sendable, Equatable, JSONCodable {
            public var type: String
            public init(json: JSONValue) throws(JSONDecodingError) { type = try JSONFields(json).required("type") }
            public var json: JSONValue { ["type": .string(type)] }
        }

        """

    private static let intOrString = """

        public enum IntOrString: Sendable, Equatable, JSONCodable, ExpressibleByIntegerLiteral {
            case integer(Int64)
            case string(String)
            public init(integerLiteral value: Int64) { self = .integer(value) }
            public init(json: JSONValue) throws(JSONDecodingError) {
                self = json.string.map(IntOrString.string) ?? .integer(json.integer ?? 0)
            }
            public var json: JSONValue {
                switch self {
                case .integer(let value): .integer(value)
                case .string(let text): .string(text)
                }
            }
        }

        """
}
