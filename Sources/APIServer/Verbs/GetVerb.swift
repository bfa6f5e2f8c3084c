internal import APIMachinery
internal import Storage
internal import Transport

/// `GET` of an object, which is also that of its status.
struct GetVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let object = try await object(request)
        return try ObjectResponse(request: request, representation: representation).response(
            .served(object),
            status: 200
        )
    }

    /// The object of the request; throws 404 if there is none.
    func object(_ request: ResourceRequest) async throws -> ServedObject {
        if request.query["export"] != nil, request.query.isTrue("export") {
            throw StatusError.badRequest("the export parameter, deprecated since v1.14, is no longer supported")
        }
        guard let object = try await find(request) else { throw request.notFound }
        return object
    }

    /// Empty: newest; `0`: whatever there is; N: not older than N.
    private func find(_ request: ResourceRequest) async throws -> ServedObject? {
        guard let text = request.query["resourceVersion"], !text.isEmpty else {
            return try await request.store.current(request.key)
        }
        let revision = try ResourceVersion.parse(text)
        if revision > 0 { try await request.store.wait(for: revision) }
        return request.store.cache.get(request.key)?.object
    }
}

/// Reads resourceVersions that clients send.
enum ResourceVersion {
    /// - Throws: 400 if it is no decimal number.
    static func parse(_ text: String) throws(StatusError) -> UInt64 {
        guard let revision = UInt64(text) else {
            throw .badRequest("invalid resource version: \(NumberFault.unsigned(text))")
        }
        return revision
    }
}

extension ObjectStore {
    /// Waits until the cache has a revision; 504 after three seconds.
    func wait(for revision: UInt64) async throws {
        do {
            try await cache.wait(for: revision, timeout: Self.futureTimeout)
        } catch {
            guard case .future(let current) = error else { throw error }
            throw StatusError.tooLargeResourceVersion(revision, current: current)
        }
    }
}
