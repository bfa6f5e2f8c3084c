internal import Synchronization
internal import TLS

/// Verifies client certificates against some authorities and keeps what it found per chain for a while.
///
/// Verifying costs about 0.1 ms. An exchange of the authorities forgets everything. Any thread.
final class VerifiedCertificates<Value: Sendable>: Sendable {
    /// What is known of a chain.
    enum Finding: Sendable {
        /// There are no authorities to hold it against.
        case noAuthorities
        case trusted(Value)
        case untrusted(reason: String)
    }

    private struct Entry {
        let finding: Finding
        let until: Int64
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var generation: UInt64 = 0
    }

    let authorities: CertificateAuthorities
    private let clock: @Sendable () -> Int64
    private let read: @Sendable (CertificateIdentity) -> Value
    private let state = Mutex(State())

    private static var keptSeconds: Int64 { 60 }
    private static var keptEntries: Int { 1024 }

    /// - Parameters:
    ///   - authorities: whom to trust.
    ///   - clock: the time in Unix seconds.
    ///   - read: what to keep of a certificate that is trusted.
    init(
        _ authorities: CertificateAuthorities,
        clock: @escaping @Sendable () -> Int64,
        read: @escaping @Sendable (CertificateIdentity) -> Value
    ) {
        self.authorities = authorities
        self.clock = clock
        self.read = read
    }

    /// Looks a chain up, or verifies it.
    func finding(for chain: CertificateChain) -> Finding {
        let now = clock()
        authorities.reloadIfChanged()
        let generation = authorities.generation
        let kept = state.withLock { state -> Finding? in
            if state.generation != generation {
                state.entries.removeAll(keepingCapacity: true)
                state.generation = generation
            }
            guard let entry = state.entries[chain.digest], entry.until > now else { return nil }
            return entry.finding
        }
        if let kept { return kept }
        let (finding, until) = verify(chain, at: now)
        state.withLock { state in
            // The authorities may have been exchanged meanwhile.
            guard state.generation == generation, authorities.generation == generation else { return }
            if state.entries.count >= Self.keptEntries { state.entries.removeAll(keepingCapacity: true) }
            state.entries[chain.digest] = Entry(finding: finding, until: until)
        }
        return finding
    }

    private func verify(_ chain: CertificateChain, at now: Int64) -> (Finding, until: Int64) {
        guard let verifier = authorities.verifier else { return (.noAuthorities, now) }
        do {
            let identity = try verifier.verifyClient(chain, at: now)
            return (.trusted(read(identity)), min(now + Self.keptSeconds, identity.notAfter))
        } catch {
            return (.untrusted(reason: "verifying certificate failed: \(error)"), now + Self.keptSeconds)
        }
    }
}
