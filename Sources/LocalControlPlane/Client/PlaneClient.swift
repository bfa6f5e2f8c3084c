internal import APIServer
internal import JSON

/// Requests of the control plane's own parts.
protocol PlaneClient: Sendable {
    /// Sends a request and reads the whole answer, whatever its status.
    func send(_ request: PlaneRequest) async -> PlaneAnswer
}

/// One request.
struct PlaneRequest: Sendable, Equatable {
    var method: String
    /// Path and query, percent-encoded.
    var target: String
    /// Nil for none.
    var body: JSONValue?
    var contentType = "application/json"
    var accept = "application/json"
}

/// One answer.
struct PlaneAnswer: Sendable, Equatable {
    var status: Int
    /// Null if it is no JSON.
    var json: JSONValue

    var isSuccess: Bool { (200..<300).contains(status) }

    /// What a failure says of itself.
    var failure: PlaneFailure {
        PlaneFailure(
            status: status,
            reason: json["reason"]?.string ?? "",
            message: json["message"]?.string ?? "the server answered \(status)"
        )
    }
}

/// A request that was refused.
struct PlaneFailure: Error, Sendable, Equatable, CustomStringConvertible {
    var status: Int
    var reason: String
    var message: String

    var description: String { message }
}

extension PlaneClient {
    /// Reads an object or a list; nil if there is none.
    func get(_ path: String) async throws(PlaneFailure) -> JSONValue? {
        let answer = await send(PlaneRequest(method: "GET", target: path))
        if answer.status == 404 { return nil }
        guard answer.isSuccess else { throw answer.failure }
        return answer.json
    }

    /// Makes an object; false if there is one of that name.
    @discardableResult
    func create(_ object: JSONValue, at path: String) async throws(PlaneFailure) -> Bool {
        let answer = await send(PlaneRequest(method: "POST", target: path, body: object))
        if answer.status == 409 { return false }
        guard answer.isSuccess else { throw answer.failure }
        return true
    }

    /// Replaces an object; false if it has changed meanwhile or is gone.
    @discardableResult
    func replace(_ object: JSONValue, at path: String) async throws(PlaneFailure) -> Bool {
        let answer = await send(PlaneRequest(method: "PUT", target: path, body: object))
        if answer.status == 409 || answer.status == 404 { return false }
        guard answer.isSuccess else { throw answer.failure }
        return true
    }

    /// Makes an object, or gives an existing one the members that are named and the annotations that it has.
    ///
    /// - Parameters:
    ///   - object: as it is to be.
    ///   - resource: its kind.
    ///   - members: what of it is changed if it exists.
    ///   - mayChange: whether what exists may be changed; what it saw is what is changed.
    /// - Returns: false if it may not.
    /// - Throws: what the server refuses.
    @discardableResult
    func ensure(
        _ object: JSONValue,
        _ resource: PlaneResource,
        members: [String],
        mayChange: (_ present: JSONValue) -> Bool = { _ in true }
    ) async throws(PlaneFailure) -> Bool {
        let collection = resource.path(namespace: object.namespace)
        let path = collection + "/" + object.name
        for _ in 0..<Registration.tries {
            guard var present = try await get(path) else {
                if try await create(object, at: collection) { return true }
                continue
            }
            guard mayChange(present) else { return false }
            let before = present
            for member in members { present[member] = object[member] }
            if let annotations = object["metadata"]?["annotations"]?.object {
                var all = present["metadata"]?["annotations"]?.object ?? [:]
                for (key, value) in annotations { all[key] = value }
                present["metadata"]?["annotations"] = .object(all)
            }
            if present == before { return true }
            if try await replace(present, at: path) { return true }
        }
        throw PlaneFailure(status: 409, reason: "Conflict", message: "others keep changing \(path)")
    }
}
