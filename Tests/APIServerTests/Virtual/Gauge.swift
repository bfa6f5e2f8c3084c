import APIServer

/// A virtual kind with every verb, whose objects are in a service.
struct Gauge: NamespacedResource {
    var metadata = ObjectMeta()
    var level = 0

    init(_ name: String, namespace: String = "plant", level: Int, labels: [String: String] = [:]) {
        metadata.name = name
        metadata.namespace = namespace
        metadata.labels = labels
        self.level = level
    }

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        level = try fields.value("level", default: 0)
    }

    var json: JSONValue {
        [
            "kind": "Gauge", "apiVersion": "plant.example.com/v1", "metadata": metadata.json,
            "level": .integer(Int64(level)),
        ]
    }

    static let definition = described(as: "Gauge")

    static func described(as kind: String) -> ResourceDefinition {
        ResourceDefinition(
            group: "plant.example.com",
            version: "v1",
            kind: kind,
            plural: kind.lowercased() + "s",
            singular: kind.lowercased(),
            scope: .namespaced,
            schema: Schema.resource(
                definitionName: "com.example.plant.v1." + kind,
                description: "How much there is.",
                fields: [
                    Schema.Field(
                        "level",
                        Schema(.integer(.int64), defaultValue: 0, limits: Schema.Limits(maximum: 100))
                    )
                ]
            ),
            columns: [ResourceDefinition.Column(name: "Level", type: "integer", path: ".level")]
        )
    }
}

/// Keeps gauges, each change with a number; tells of changes.
actor Plant {
    private var gauges: [String: Gauge] = [:]
    private var revision = 0
    private var watchers: [AsyncStream<ObjectChange<Gauge>>.Continuation] = []

    init(_ gauges: [Gauge] = []) {
        for gauge in gauges { self.gauges[gauge.metadata.namespace + "/" + gauge.metadata.name] = gauge }
    }

    /// What there is, with the number of the last change.
    func all() -> ([Gauge], Int) { (gauges.sorted { $0.key < $1.key }.map(\.value), revision) }

    func gauge(_ key: String) -> Gauge? { gauges[key] }

    func set(_ gauge: Gauge) -> Gauge {
        revision += 1
        var gauge = gauge
        gauge.metadata.resourceVersion = String(revision)
        let key = gauge.metadata.namespace + "/" + gauge.metadata.name
        let isNew = gauges.updateValue(gauge, forKey: key) == nil
        for watcher in watchers { watcher.yield(isNew ? .added(gauge) : .modified(gauge)) }
        return gauge
    }

    func remove(_ key: String) -> Bool {
        guard let gauge = gauges.removeValue(forKey: key) else { return false }
        revision += 1
        for watcher in watchers { watcher.yield(.deleted(gauge)) }
        return true
    }

    func changes() -> AsyncStream<ObjectChange<Gauge>> {
        let (stream, continuation) = AsyncStream.makeStream(of: ObjectChange<Gauge>.self)
        watchers.append(continuation)
        return stream
    }

    func say(_ change: ObjectChange<Gauge>) { for watcher in watchers { watcher.yield(change) } }
    func end() { for watcher in watchers { watcher.finish() } }
}

extension Gauge: Watchable, Creatable, Updatable, CollectionDeletable {
    private static func key(_ name: String, _ context: VerbContext) -> String { context.namespace + "/" + name }

    static func get(_ name: String, in context: VerbContext) async throws -> Gauge {
        guard let gauge = try await context.service(Plant.self).gauge(key(name, context)) else {
            throw context.notFound(name)
        }
        return gauge
    }

    static func list(_ query: ListQuery, in context: VerbContext) async throws -> ObjectList<Gauge> {
        let (gauges, revision) = try await context.service(Plant.self).all()
        return ObjectList(gauges, resourceVersion: String(revision))
    }

    static func watch(
        _ query: ListQuery,
        in context: VerbContext
    ) async throws -> AsyncStream<ObjectChange<Gauge>> {
        try await context.service(Plant.self).changes()
    }

    static func create(_ object: Gauge, in context: VerbContext) async throws -> Gauge {
        let plant = try context.service(Plant.self)
        guard await plant.gauge(key(object.metadata.name, context)) == nil else {
            throw context.alreadyExists(object.metadata.name)
        }
        return await plant.set(object)
    }

    static func update(_ object: Gauge, in context: VerbContext) async throws -> Gauge {
        if object.level == 13 { throw context.conflict() }
        if object.level == 14 { throw StatusError.tooManyRequests("slow down", retryAfterSeconds: 7) }
        if object.level == 15 { throw context.invalid([.invalid("level", 15, "is unlucky, too")], kind: "Gauge") }
        return try await context.service(Plant.self).set(object)
    }

    static func delete(_ name: String, in context: VerbContext) async throws -> Gauge? {
        guard try await context.service(Plant.self).remove(key(name, context)) else { throw context.notFound(name) }
        return nil
    }
}

/// A virtual kind that can be listed and nothing else, with a table of its own.
struct Reading: NamespacedResource, Listable, Tabular {
    var metadata = ObjectMeta()
    var level = 0

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        level = try fields.value("level", default: 0)
    }

    var json: JSONValue {
        [
            "kind": "Reading", "apiVersion": "plant.example.com/v1", "metadata": metadata.json,
            "level": .integer(Int64(level)),
        ]
    }

    static let definition = Gauge.described(as: "Reading")

    static let columns = [ResourceDefinition.Column(name: "Bar", path: "")]
    var cells: [JSONValue] { [.string(String(repeating: "#", count: level))] }

    static func list(_ query: ListQuery, in context: VerbContext) async throws -> ObjectList<Reading> {
        let (gauges, _) = try await context.service(Plant.self).all()
        return try ObjectList(
            gauges.map { gauge in
                var reading = try Reading(json: gauge.json)
                reading.metadata.resourceVersion = ""
                return reading
            }
        )
    }
}

/// A question without a name, answered at once.
struct PlantReview: ClusterResource, Creatable {
    var metadata = ObjectMeta()
    var question = ""
    var answer: String?

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        question = try fields.value("question", default: "")
        answer = json["answer"]?.string
    }

    var json: JSONValue {
        var json: JSONValue = [
            "kind": "PlantReview", "apiVersion": "plant.example.com/v1", "metadata": metadata.json,
            "question": .string(question),
        ]
        json["answer"] = answer.map { .string($0) }
        return json
    }

    static let definition = ResourceDefinition(
        group: "plant.example.com",
        version: "v1",
        kind: "PlantReview",
        plural: "plantreviews",
        singular: "plantreview",
        scope: .cluster,
        schema: Schema.resource(
            definitionName: "com.example.plant.v1.PlantReview",
            description: "A question.",
            fields: [Schema.Field("question", Schema(.string)), Schema.Field("answer", Schema(.string))]
        )
    )

    static let handlesDryRun = true

    static func create(_ object: PlantReview, in context: VerbContext) async throws -> PlantReview {
        var review = object
        review.answer = "\(context.user.name) asked: \(object.question)"
        return review
    }
}
