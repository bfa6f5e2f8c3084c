import APIMachinery
import APIServer
import EventLoop
import JSON
import Transport

/// A kind that normalizes its objects, has a say in their deletion and can be selected by its fields.
struct Hive: NamespacedResource, Normalizing, DeleteValidating {
    var metadata = ObjectMeta()
    var spec: JSONValue = .emptyObject

    init(json: JSONValue) throws(JSONDecodingError) {
        metadata = try JSONFields(json).value("metadata", default: ObjectMeta())
        spec = json["spec"] ?? .emptyObject
    }

    var json: JSONValue {
        var object: JSONValue = ["kind": "Hive", "apiVersion": "insect.example.com/v1", "metadata": metadata.json]
        object["spec"] = spec
        return object
    }

    var keeper: String { spec["keeper"]?.string ?? "" }

    /// Keepers are written in small letters, are told by a label, and never change.
    mutating func normalize(old: Hive?) {
        spec["keeper"] = .string(old?.keeper ?? keeper.lowercased())
        metadata.labels = ["keeper": keeper]
        metadata.name = "is the server's"
    }

    func validateDelete(in context: DeletionContext) throws -> [FieldError] {
        if keeper == "queen", !context.user.groups.contains("royals") { throw AdmissionRefusal("it is the queen's") }
        guard let size = spec["size"]?.integer, size > 0 else { return [] }
        return [.invalid("spec.size", .integer(size), "must be 0 before the hive goes")]
    }

    static let definition = made(version: "v1", keeper: "keeper", isStorageVersion: true)

    static func made(version: String, keeper: String, isStorageVersion: Bool) -> ResourceDefinition {
        ResourceDefinition(
            group: "insect.example.com",
            version: version,
            kind: "Hive",
            plural: "hives",
            singular: "hive",
            scope: .namespaced,
            schema: Schema.resource(
                definitionName: "com.example.insect.\(version).Hive",
                description: "A hive.",
                fields: [
                    Schema.Field(
                        "spec",
                        Schema(
                            .object([
                                Swarm.text(keeper), Swarm.number("size"), Schema.Field("isOpen", Schema(.boolean)),
                            ]),
                            definitionName: "com.example.insect.\(version).HiveSpec"
                        )
                    )
                ]
            ),
            selectableFields: [".spec.\(keeper)", ".spec.size", ".spec.isOpen"],
            isStorageVersion: isStorageVersion
        )
    }
}

/// An older version, in which keepers are called owners.
struct OldHive: NamespacedResource, Convertible {
    var metadata = ObjectMeta()
    var spec: JSONValue = .emptyObject

    init(json: JSONValue) throws(JSONDecodingError) {
        metadata = try JSONFields(json).value("metadata", default: ObjectMeta())
        spec = json["spec"] ?? .emptyObject
    }

    init(hub: Hive) {
        metadata = hub.metadata
        spec = hub.spec
        spec["owner"] = hub.spec["keeper"]
        spec["keeper"] = nil
    }

    var hub: Hive {
        var json = json
        json["spec"]?["keeper"] = spec["owner"]
        json["spec"]?["owner"] = nil
        return (try? Hive(json: json)) ?? { preconditionFailure("a hive reads every tree") }()
    }

    var json: JSONValue {
        var object: JSONValue = [
            "kind": "Hive", "apiVersion": "insect.example.com/v1beta1", "metadata": metadata.json,
        ]
        object["spec"] = spec
        return object
    }

    static let definition = Hive.made(version: "v1beta1", keeper: "owner", isStorageVersion: false)
}

extension ServerUnderTest {
    static let hives = "/apis/insect.example.com/v1/namespaces/garden/hives"
    static let oldHives = "/apis/insect.example.com/v1beta1/namespaces/garden/hives"

    /// Both versions of hives, stored in `v1`.
    static let hiveGroups = [
        APIGroup(
            "insect.example.com",
            versions: [APIGroup.Version("v1", [Hive.self]), APIGroup.Version("v1beta1", [OldHive.self])]
        )
    ]
    /// As the server was before there was `v1`.
    static let oldHiveGroups = [APIGroup("insect.example.com", versions: [APIGroup.Version("v1beta1", [OldHive.self])])]

    /// A hive of that name, in `v1`.
    static func hive(_ name: String, keeper: String = "eva", size: JSONValue? = nil) -> JSONValue {
        var hive: JSONValue = ["metadata": ["name": .string(name)], "spec": ["keeper": .string(keeper)]]
        hive["spec"]?["size"] = size
        return hive
    }

    /// What a watch has to say so far.
    func events(of answer: Answer) async throws -> [JSONValue] {
        guard case .stream(let stream) = answer.body else { return [] }
        let bytes = await pulled(stream, on: loop)
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONReader.parse(Array($0)) }
    }

    private func pulled(_ stream: any ResponseStream, on loop: isolated EventLoop) -> [UInt8] {
        var bytes: [UInt8] = []
        while case .more = stream.pull(into: &bytes, limit: 1 << 20, on: loop) {}
        return bytes
    }
}
