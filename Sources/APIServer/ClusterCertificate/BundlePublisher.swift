internal import APIMachinery
internal import JSON
internal import KubeClient
internal import TLS
internal import Telemetry

/// Tells the aggregation layer whom to believe: writes authorities into `spec.caBundle` of a server's own APIServices.
///
/// Those that are not there yet are waited for, and all are looked at now and then, as they may be made anew.
final class BundlePublisher: Sendable {
    private struct State {
        /// Base 64 of what is to be written; nil for nothing yet.
        var bundle: String?
        var failures = 0
        /// What was last said of each, so that it is not said again.
        var said: [String: String] = [:]
    }

    /// How it is with one of them.
    private enum Outcome: Equatable {
        case written
        /// It is as it should be.
        case unchanged
        /// It is somebody else's, or wants no authorities.
        case left(reason: String)
        /// It is to be tried again.
        case failed(reason: String)
    }

    private let names: [String]
    private let place: CertificateKeeper.Place
    private let client: KubeClient
    private let clock: CertificateClock
    private let log: Logger
    private let bell = Bell()
    private let state = Locked(State())

    private static let resource = GroupVersionResource(
        group: "apiregistration.k8s.io",
        version: "v1",
        resource: "apiservices"
    )
    private static let interval: Int64 = 30

    /// Makes what does nothing yet.
    ///
    /// - Parameters:
    ///   - names: of the APIServices, such as `v1.insect.example.com`.
    ///   - place: whose Service they must lead to.
    ///   - client: of the cluster.
    ///   - clock: the time.
    ///   - log: hears of what was done and of what is wrong.
    init(
        _ names: [String],
        place: CertificateKeeper.Place,
        client: KubeClient,
        clock: CertificateClock,
        log: Logger
    ) {
        self.names = names
        self.place = place
        self.client = client
        self.clock = clock
        self.log = log
    }

    /// Writes these from now on.
    func publish(_ authorities: CertificateChain) {
        state.withLock { $0.bundle = Base64.encode(authorities.pem) }
        bell.ring()
    }

    /// What was last said of an APIService; nil if it is as it should be.
    func trouble(with name: String) -> String? { state.withLock { $0.said[name] } }

    /// Writes until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let next = await round()
            await bell.wait { [clock] in try await clock.sleepUntil(next) }
        }
    }

    private func round() async -> Int64 {
        let next = clock.now() + Self.interval
        guard let bundle = state.withLock({ $0.bundle }) else { return next }
        var isComplete = true
        for name in names {
            let outcome = await write(bundle, name)
            tell(outcome, name)
            if case .failed = outcome { isComplete = false }
        }
        guard !isComplete else {
            state.withLock { $0.failures = 0 }
            return next
        }
        let failures = state.withLock { state in
            state.failures += 1
            return state.failures
        }
        return clock.next(afterFailures: failures)
    }

    private func write(_ bundle: String, _ name: String) async -> Outcome {
        do throws(KubeClientError) {
            let found = try await client.get(Self.resource, name: name)
            let spec = found["spec"] ?? .null
            guard spec.at("service", "name")?.string == place.service,
                spec.at("service", "namespace")?.string == place.namespace
            else { return .left(reason: "it does not lead to the Service \(place.namespace)/\(place.service)") }
            guard spec["insecureSkipTLSVerify"]?.bool != true else {
                return .left(reason: "it has insecureSkipTLSVerify, which goes with no caBundle")
            }
            guard spec["caBundle"]?.string != bundle else { return .unchanged }
            _ = try await client.patch(["spec": ["caBundle": .string(bundle)]], .merge, Self.resource, name: name)
            return .written
        } catch {
            guard case .status(let status) = error else { return .failed(reason: "\(error)") }
            switch status.code {
            case 404: return .failed(reason: "it does not exist yet")
            case 403:
                return .failed(
                    reason: "\(error); the server's service account needs get and patch of apiservices with "
                        + "resourceNames [\(names.joined(separator: ", "))]"
                )
            default: return .failed(reason: "\(error)")
            }
        }
    }

    private func tell(_ outcome: Outcome, _ name: String) {
        let reason: String? =
            switch outcome {
            case .written, .unchanged: nil
            case .left(let reason), .failed(let reason): reason
            }
        let isNews = state.withLock { state in
            defer { state.said[name] = reason }
            return state.said[name] != reason
        }
        let fields = [("apiService", name), ("reason", reason ?? "")]
        switch outcome {
        case .written: log.info("wrote caBundle of the APIService", [("apiService", name)])
        case .unchanged: break
        case .left: if isNews { log.warning("caBundle of the APIService is left alone", fields) }
        case .failed: if isNews { log.warning("caBundle of the APIService is not written yet", fields) }
        }
    }
}
