import APIServer
import Synchronization

/// A kind with subresources of its own, as generated code would make it: fed by POST, with a diet, logs and a proxy.
struct Horse: NamespacedResource, HasSubresources {
    var metadata = ObjectMeta()
    var meals = 0
    var weight = 500

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        meals = try fields.value("meals", default: 0)
        weight = try fields.value("weight", default: 500)
    }

    var json: JSONValue {
        [
            "kind": "Horse", "apiVersion": "stable.example.com/v1", "metadata": metadata.json,
            "meals": .integer(Int64(meals)), "weight": .integer(Int64(weight)),
        ]
    }

    static let definition = ResourceDefinition(
        group: "stable.example.com",
        version: "v1",
        kind: "Horse",
        plural: "horses",
        singular: "horse",
        scope: .namespaced,
        schema: Schema.resource(
            definitionName: "com.example.stable.v1.Horse",
            description: "A horse.",
            fields: [
                Schema.Field("meals", Schema(.integer(.int64), defaultValue: 0)),
                Schema.Field(
                    "weight",
                    Schema(.integer(.int64), defaultValue: 500, limits: Schema.Limits(maximum: 900))
                ),
            ]
        ),
        isStorageVersion: true
    )

    static let subresources = [
        SubresourceHandlers("feed", Feed.self, of: Horse.self), SubresourceHandlers("diet", Diet.self, of: Horse.self),
        SubresourceHandlers("log", Log.self, of: Horse.self), SubresourceHandlers("proxy", Proxy.self, of: Horse.self),
    ]

    /// `POST .../feed`: adds to the weight; stops in the middle, if a service says so.
    enum Feed: CreatableSubresource {
        static func create(
            _ body: Ration,
            below parent: ParentObject<Horse>,
            in context: VerbContext
        ) async throws -> Horse {
            guard body.kilograms < 100 else { throw context.forbidden("no horse eats that much") }
            if let gate = try? context.service(Gate.self) { await gate.pass() }
            context.warn("\(context.user.name) fed \(parent.object.metadata.name)")
            return try await parent.update { horse in
                horse.meals += 1
                horse.weight += body.kilograms
            }
        }
    }

    /// `GET`, `PUT` and `PATCH .../diet`: what is eaten, derived from the meals.
    enum Diet: UpdatableSubresource {
        static func get(below parent: ParentObject<Horse>, in context: VerbContext) async throws -> Ration {
            var ration = try Ration(json: .emptyObject)
            ration.metadata.name = parent.object.metadata.name
            ration.metadata.resourceVersion = parent.object.metadata.resourceVersion
            ration.kilograms = parent.object.meals
            return ration
        }

        static func update(
            _ object: Ration,
            below parent: ParentObject<Horse>,
            in context: VerbContext
        ) async throws -> Ration {
            try await parent.update { $0.meals = object.kilograms }
            return object
        }
    }

    /// `GET .../log`: lines that come over time.
    enum Log: Connector {
        static func connect(_ request: ConnectRequest<Horse>) async throws -> HTTPResponse {
            let lines = try request.options.integer("lines") ?? 1
            let name = request.parent.object.metadata.name
            return .streaming { body in
                for line in 1...lines { try await body.write("\(name) \(line)\n") }
                if request.options.isOn("follow") { try await Task.sleep(for: .seconds(3600)) }
            }
        }
    }

    /// Any method below `.../proxy`: tells what it was sent.
    enum Proxy: Connector {
        static let methods = ["GET", "POST", "DELETE"]
        static let takesPaths = true

        static func connect(_ request: ConnectRequest<Horse>) async throws -> HTTPResponse {
            let text = "\(request.http.method) \(request.path) \(request.options.all("q")) \(request.context.user.name)"
            return HTTPResponse(status: 200, body: .bytes(Array(text.utf8)))
        }
    }
}

/// What a horse is fed.
struct Ration: SubresourceKind, Defaulting {
    var metadata = ObjectMeta()
    var kilograms = 1

    mutating func setDefaults() { if kilograms == 0 { kilograms = 5 } }

    init(json: JSONValue) throws(JSONDecodingError) {
        let fields = try JSONFields(json)
        metadata = try fields.value("metadata", default: ObjectMeta())
        kilograms = try fields.value("kilograms", default: 1)
    }

    var json: JSONValue {
        [
            "kind": "Ration", "apiVersion": "stable.example.com/v1", "metadata": metadata.json,
            "kilograms": .integer(Int64(kilograms)),
        ]
    }

    static let definition = ResourceDefinition(
        group: "stable.example.com",
        version: "v1",
        kind: "Ration",
        plural: "rations",
        singular: "ration",
        scope: .namespaced,
        schema: Schema.resource(
            definitionName: "com.example.stable.v1.Ration",
            description: "What a horse is fed.",
            fields: [
                Schema.Field(
                    "kilograms",
                    Schema(.integer(.int64), defaultValue: 1, limits: Schema.Limits(minimum: 0))
                )
            ]
        )
    )
}

/// Holds a number of callers back until all of them have come.
actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let count: Int

    init(count: Int) { self.count = count }

    func pass() async {
        guard waiting.count + 1 < count else {
            for waiter in waiting { waiter.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
