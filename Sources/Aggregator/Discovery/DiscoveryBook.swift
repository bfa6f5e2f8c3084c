internal import JSON
internal import Synchronization

/// What is known of the resources of all servers, and the document that is made of it.
///
/// Any thread.
final class DiscoveryBook: Sendable {
    private struct State {
        var local: JSONValue?
        /// Counts what the local server said.
        var generation = 0
        var versions: [GroupVersion: DiscoveredVersion] = [:]
        var services: [APIService] = []
        var document: AggregatedDocument?
    }

    private let state = Mutex(State())
    private let metrics: AggregatorMetrics

    init(metrics: AggregatorMetrics) { self.metrics = metrics }

    /// What the local server says of itself.
    func setLocal(_ document: JSONValue) {
        state.withLock { state in
            state.local = document
            state.generation += 1
            state.document = nil
        }
    }

    /// Takes over the APIServices: new remote ones are stale until they were asked, old ones go at once.
    func update(_ services: [APIService]) {
        let remote = Set(services.filter { !$0.isLocal }.map(\.groupVersion))
        state.withLock { state in
            state.versions = state.versions.filter { remote.contains($0.key) }
            for groupVersion in remote where state.versions[groupVersion] == nil {
                state.versions[groupVersion] = .stale
            }
            guard state.services != services else { return }
            state.services = services
            state.document = nil
        }
    }

    /// Takes over what a server said of a group version.
    func set(_ discovered: DiscoveredVersion, for groupVersion: GroupVersion) {
        state.withLock { state in
            guard let known = state.versions[groupVersion], known != discovered else { return }
            state.versions[groupVersion] = discovered
            state.document = nil
        }
    }

    /// The document of everything; nil before the local server has said something.
    var document: AggregatedDocument? {
        let (made, local, generation, versions, services) = state.withLock { state in
            (state.document, state.local, state.generation, state.versions, state.services)
        }
        if let made { return made }
        guard let local else { return nil }
        let document = AggregatedDocument(local: local, remote: versions, services: services)
        metrics.aggregatedDiscovery()
        state.withLock { state in
            if state.generation == generation, state.versions == versions, state.services == services {
                state.document = document
            }
        }
        return document
    }
}
