internal import APIServer
internal import JSON
internal import Synchronization

/// The OpenAPI documents of all servers, and those that are made of them.
///
/// Any thread; a document is put together when somebody asks for it after something has changed.
final class OpenAPIBook: Sendable {
    private struct State {
        /// Which state of the local server the next two are of.
        var localGeneration = 0
        var localV2: JSONValue?
        var localV3: OpenAPIv3Root?
        /// By the name of the APIService; already without foreign paths.
        var remoteV2: [String: JSONValue] = [:]
        var remoteV3: [String: OpenAPIv3Root] = [:]
        var services: [APIService] = []
        var lastChange = (service: "", reason: "startup")
        var generation = 0
        var v2: EncodedOpenAPI?
        var v3: OpenAPIDocuments.Encoded?
    }

    private let state = Mutex(State())
    private let metrics: AggregatorMetrics

    init(metrics: AggregatorMetrics) { self.metrics = metrics }

    /// Takes over the APIServices; documents of those that have gone go with them.
    func update(_ services: [APIService]) {
        let places = services.map { OpenAPIPlace($0) }
        let names = Set(services.filter { !$0.isLocal }.map(\.name))
        let isSame = state.withLock { state in
            let isSame = state.services.map { OpenAPIPlace($0) } == places
            state.services = services
            return isSame
        }
        guard !isSame else { return }
        change("", "update") { state in
            state.remoteV2 = state.remoteV2.filter { names.contains($0.key) }
            state.remoteV3 = state.remoteV3.filter { names.contains($0.key) }
        }
    }

    func set(v2 document: JSONValue, of service: APIService) {
        let prefix = service.groupVersion.path + "/"
        let filtered = OpenAPIv2Merge.filtered(document, prefix: prefix)
        change(service.name, "update") { state in
            guard state.services.contains(where: { $0.name == service.name }) else { return }
            state.remoteV2[service.name] = filtered
        }
    }

    func set(v3 root: OpenAPIv3Root, of service: APIService) {
        state.withLock { state in
            guard state.remoteV3[service.name] != root,
                state.services.contains(where: { $0.name == service.name })
            else { return }
            state.remoteV3[service.name] = root
            state.v3 = nil
        }
    }

    private func change(_ name: String, _ reason: String, _ body: (inout State) -> Void) {
        state.withLock { state in
            body(&state)
            state.lastChange = (name, reason)
            state.generation += 1
            state.v2 = nil
            state.v3 = nil
        }
    }

    // MARK: Documents

    /// The v2 document; nil if the local server has none.
    ///
    /// May take long.
    @concurrent
    func v2(_ api: LocalAPI) async -> EncodedOpenAPI? {
        let current = forget(before: api)
        if state.withLock({ $0.localV2 == nil }) {
            let local = await api.document("/openapi/v2")
            state.withLock { if $0.localGeneration == current { $0.localV2 = local } }
        }
        let (made, local, sources, generation, change) = state.withLock { state in
            (state.v2, state.localV2, Self.ordered(state), state.generation, state.lastChange)
        }
        if let made { return made }
        guard let local else { return nil }
        let start = ContinuousClock.now
        var merge = OpenAPIv2Merge(local)
        for source in sources { merge.add(source) }
        let document = EncodedOpenAPI(merge.result)
        let taken = (ContinuousClock.now - start).components
        metrics.regenerated(
            change.service,
            reason: change.reason,
            seconds: Double(taken.seconds) + Double(taken.attoseconds) * 1e-18
        )
        state.withLock { if $0.generation == generation { $0.v2 = document } }
        return document
    }

    /// The root of v3; nil if the local server has none.
    func v3Root(_ api: LocalAPI) async -> OpenAPIDocuments.Encoded? {
        await loadLocalV3(api)
        return state.withLock { state in
            if let made = state.v3 { return made }
            guard let local = state.localV3 else { return nil }
            let remote = state.services.compactMap { service in
                state.remoteV3[service.name].map { (service, $0) }
            }
            // A group version belongs to its server; of everything else the local one says what counts.
            let own = remote.map { service, root in root.only(service.groupVersion.openAPIKey) }
            let merged = OpenAPIv3Root.merged(own + [local] + remote.map(\.1))
            let document = OpenAPIDocuments.Encoded(JSONWriter.bytes(merged))
            state.v3 = document
            return document
        }
    }

    @concurrent
    private func loadLocalV3(_ api: LocalAPI) async {
        let current = forget(before: api)
        guard state.withLock({ $0.localV3 == nil }) else { return }
        let local = await api.document("/openapi/v3").flatMap { OpenAPIv3Root($0) }
        state.withLock { if $0.localGeneration == current { $0.localV3 = local } }
    }

    /// Forgets what the local server said before it came to serve something else; the state that it is in now.
    private func forget(before api: LocalAPI) -> Int {
        let current = api.generation
        if state.withLock({ $0.localGeneration == current }) { return current }
        change("", "update") { state in
            state.localGeneration = current
            state.localV2 = nil
            state.localV3 = nil
        }
        return current
    }

    /// The APIService whose server has the v3 document of a key; nil for the local one or none.
    func owner(ofV3 key: String, _ api: LocalAPI) async -> GroupVersion? {
        await loadLocalV3(api)
        return state.withLock { state in
            let holders = state.services.filter { state.remoteV3[$0.name]?.addresses[key] != nil }
            if let owner = holders.first(where: { $0.groupVersion.openAPIKey == key }) { return owner.groupVersion }
            return state.localV3?.addresses[key] == nil ? holders.first?.groupVersion : nil
        }
    }

    /// By the priority of their groups, then by name.
    private static func ordered(_ state: State) -> [JSONValue] {
        let remote = state.services.filter { state.remoteV2[$0.name] != nil }
        let sorted = remote.sorted { left, right in
            (right.groupPriorityMinimum, left.name) < (left.groupPriorityMinimum, right.name)
        }
        return sorted.compactMap { state.remoteV2[$0.name] }
    }
}

/// What of an APIService matters for the order of documents.
private struct OpenAPIPlace: Equatable {
    let name: String
    let isLocal: Bool
    let priority: Int

    init(_ service: APIService) {
        name = service.name
        isLocal = service.isLocal
        priority = service.groupPriorityMinimum
    }
}

extension GroupVersion {
    /// What the root of OpenAPI v3 calls it: `apis/<group>/<version>`.
    var openAPIKey: String { String(path.dropFirst()) }
}
