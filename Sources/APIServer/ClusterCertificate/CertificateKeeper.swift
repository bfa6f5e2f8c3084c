internal import APIMachinery
internal import JSON
internal import KubeClient
internal import TLS
internal import Telemetry

/// Keeps the serving certificate that the replicas of a server share in a Secret: fills an empty one, follows it, renews.
///
/// A write counts only for the Secret as it was read, so that of several replicas one makes the certificate, and the others
/// take it over. What cannot be used is reported, and the last good one stays.
final class CertificateKeeper: Sendable {
    /// Where it is kept, and what it is for.
    struct Place: Sendable, Equatable {
        let namespace: String
        let secret: String
        let service: String

        /// The names under which a cluster reaches the Service.
        var names: [String] {
            ["", ".\(namespace)", ".\(namespace).svc", ".\(namespace).svc.cluster.local"].map { service + $0 }
        }
    }

    private struct State {
        /// As it was last heard of; nil if there is none.
        var secret: JSONValue?
        var current: ClusterCertificate?
        /// When the current one is to be renewed.
        var due = Int64.max
        var failures = 0
        /// What was last reported, so that it is not reported again.
        var trouble: CertificateTrouble?
    }

    private let place: Place
    private let client: KubeClient
    private let clock: CertificateClock
    private let log: Logger
    private let adopt: @Sendable (ClusterCertificate) throws -> Void
    private let bell = Bell()
    private let state = Locked(State())

    private static let resource = GroupVersionResource(group: "", version: "v1", resource: "secrets")
    /// Clocks are set and machines sleep, so the time is looked at now and then.
    private static let interval: Int64 = 3600

    /// Makes what does nothing yet.
    ///
    /// - Parameters:
    ///   - place: where the certificate is.
    ///   - client: of the cluster.
    ///   - clock: the time.
    ///   - log: hears of what was done and of what is wrong.
    ///   - adopt: takes each new certificate into use.
    init(
        _ place: Place,
        client: KubeClient,
        clock: CertificateClock,
        log: Logger,
        adopt: @escaping @Sendable (ClusterCertificate) throws -> Void
    ) {
        self.place = place
        self.client = client
        self.clock = clock
        self.log = log.with([("secret", "\(place.namespace)/\(place.secret)")])
        self.adopt = adopt
    }

    /// What is in use; nil until there is one.
    var current: ClusterCertificate? { state.withLock { $0.current } }

    /// What was last wrong; nil if all is well.
    var trouble: CertificateTrouble? { state.withLock { $0.trouble } }

    /// Whether there is a certificate that has not ended, for `/readyz`.
    var isReady: Bool { current.map { clock.now() < $0.notAfter } ?? false }

    /// Keeps it until the task is cancelled.
    func run() async {
        var hooks = Informer.Hooks()
        hooks.onEvent = { [self] event in
            switch event {
            case .added(let secret), .changed(_, let secret): heard(secret)
            case .deleted: heard(nil)
            }
        }
        hooks.onSync = { [bell] in bell.ring() }
        hooks.onFailure = { [self] error in report(CertificateTrouble(error, "read", place)) }
        let informer = Informer(
            client,
            Self.resource,
            namespace: place.namespace,
            name: place.secret,
            hooks: hooks
        )
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await informer.run() }
            await informer.waitForSync()
            while !Task.isCancelled {
                let next = await settle()
                await bell.wait { [clock] in try await clock.sleepUntil(next) }
            }
        }
    }

    private func heard(_ secret: JSONValue?) {
        state.withLock { $0.secret = secret }
        bell.ring()
    }

    // MARK: One look

    /// Takes over what the Secret holds and writes what it should hold.
    ///
    /// - Returns: when to look again if the Secret does not change before.
    private func settle() async -> Int64 {
        let now = clock.now()
        guard let secret = state.withLock({ $0.secret }) else { return wait(for: .missing(place), at: now) }
        let found: ClusterCertificate
        do throws(ClusterCertificate.Fault) {
            found = try ClusterCertificate(secret["data"], at: now)
        } catch {
            switch error {
            case .broken(let key, let reason):
                return wait(for: .broken(place, key: key, reason: reason), at: now)
            case .empty:
                return await write(secret, at: now) { () throws(TLSError) in
                    try ClusterCertificate.born(for: place.names, at: now)
                }
            }
        }
        if found != current, now < found.notAfter { take(found) }
        guard isDue(found, at: now) else { return rest(at: now) }
        return await write(secret, at: now) { () throws(TLSError) in try found.renewed(for: place.names, at: now) }
    }

    private func isDue(_ certificate: ClusterCertificate, at now: Int64) -> Bool {
        let names = certificate.names
        guard place.names.allSatisfy(names.contains) else { return true }
        return now >= (certificate == current ? state.withLock { $0.due } : certificate.notAfter)
    }

    private func take(_ certificate: ClusterCertificate) {
        do {
            try adopt(certificate)
        } catch {
            return report(.unusable("\(error)"))
        }
        let due = certificate.renewal(chance: clock.chance())
        let isFirst = state.withLock { state in
            defer {
                state.current = certificate
                state.due = due
            }
            return state.current == nil
        }
        let details = [
            ("notAfter", WallTime(seconds: Int(certificate.notAfter)).rfc3339),
            ("authorities", "\(certificate.authorities.certificates.count)"),
        ]
        if isFirst {
            log.info("serving with the certificate of the Secret", details)
        } else {
            log.info("the serving certificate was replaced by that of the Secret", details)
        }
    }

    private func rest(at now: Int64) -> Int64 {
        state.withLock { state in
            state.trouble = nil
            state.failures = 0
            return max(now + 1, min(state.due, now + Self.interval))
        }
    }

    private func wait(for trouble: CertificateTrouble, at now: Int64) -> Int64 {
        report(trouble)
        return now + Self.interval
    }

    /// Says once what is wrong.
    private func report(_ trouble: CertificateTrouble) {
        guard
            state.withLock({ state in
                defer { state.trouble = trouble }
                return state.trouble != trouble
            })
        else { return }
        let fields = [("error", trouble.what), ("fix", trouble.fix)]
        if current == nil {
            log.error("there is no serving certificate, /readyz fails", fields)
        } else if trouble.isTransient {
            log.warning("the serving certificate is not followed for now", fields)
        } else {
            log.error("the serving certificate is not kept, the last good one is shown", fields)
        }
    }

    // MARK: Writing

    private func write(
        _ secret: JSONValue,
        at now: Int64,
        _ make: () throws(TLSError) -> ClusterCertificate
    ) async -> Int64 {
        let made: ClusterCertificate
        do throws(TLSError) {
            made = try make()
        } catch {
            return wait(for: .unusable("\(error)"), at: now)
        }
        do throws(KubeClientError) {
            let stored = try await client.patch(
                [
                    "metadata": ["resourceVersion": secret.at("metadata", "resourceVersion") ?? .null],
                    "data": made.data,
                ],
                .merge,
                Self.resource,
                namespace: place.namespace,
                name: place.secret
            )
            log.info("wrote a serving certificate", [("service", place.service)])
            state.withLock { $0.failures = 0 }
            heard(stored)
            return now
        } catch {
            // Somebody else was first: what he wrote comes by the watch.
            if case .status(let status) = error, status.code == 409 { return now + Self.interval }
            report(CertificateTrouble(error, "fill", place))
            let failures = state.withLock { state in
                state.failures += 1
                return state.failures
            }
            return clock.next(afterFailures: failures)
        }
    }
}
