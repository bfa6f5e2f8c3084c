internal import COpenSSL
internal import Glibc
internal import Synchronization

/// Certificate authorities that may be exchanged while they are used: a file that is read again, or texts from elsewhere.
///
/// Without authorities nobody is trusted and nobody is refused. Any thread.
public final class CertificateAuthorities: Sendable {
    /// What has become of the authorities.
    public enum Notice: Sendable, Equatable {
        /// New ones are in use.
        case replaced
        /// They cannot be used; the old ones stay.
        case kept(TLSError)
    }

    private struct State: Sendable {
        var pem: [UInt8] = []
        var verifier: CertificateVerifier?
        var generation: UInt64 = 0
        var stamp: FileStamp?
        var checkedAt = 0
    }

    private let state: Mutex<State>
    private let file: String?
    private let report: @Sendable (Notice) -> Void

    /// Makes authorities of a PEM text; an empty text means that there are none yet.
    ///
    /// - Throws: `.missing` if a text has no certificate.
    public init(
        pem: [UInt8] = [],
        report: @escaping @Sendable (Notice) -> Void = { _ in }
    ) throws(TLSError) {
        var first = State()
        if !pem.isEmpty {
            first.verifier = try CertificateVerifier(pemBytes: pem)
            first.pem = pem
        }
        state = Mutex(first)
        file = nil
        self.report = report
    }

    /// Makes authorities of a PEM file that is looked at again, at most once a second, when it is needed.
    ///
    /// - Throws: `.failed` if it cannot be read, `.missing` if it has no certificate.
    public init(
        file: String,
        report: @escaping @Sendable (Notice) -> Void = { _ in }
    ) throws(TLSError) {
        var first = State()
        first.stamp = FileStamp(of: [file])
        first.pem = try TLSIdentity.read(file)
        do {
            first.verifier = try CertificateVerifier(pemBytes: first.pem)
        } catch {
            throw .missing(what: "certificate", source: file)
        }
        first.checkedAt = time(nil)
        state = Mutex(first)
        self.file = file
        self.report = report
    }

    /// What verifies now; nil while there are no authorities.
    public var verifier: CertificateVerifier? { state.withLock { $0.verifier } }

    /// Grows with every exchange.
    public var generation: UInt64 { state.withLock { $0.generation } }

    /// The certificates as PEM; empty while there are none.
    public var pem: [UInt8] { state.withLock { $0.pem } }

    /// Takes other authorities; a text without a certificate is reported, and the old ones stay.
    public func replace(pem: [UInt8]) {
        guard state.withLock({ $0.pem != pem }) else { return }
        do {
            let verifier = try CertificateVerifier(pemBytes: pem)
            state.withLock { state in
                state.pem = pem
                state.verifier = verifier
                state.generation += 1
            }
            report(.replaced)
        } catch {
            report(.kept(error))
        }
    }

    /// Reads the file again if it has changed; looks at most once a second.
    public func reloadIfChanged() {
        guard let file else { return }
        let now = time(nil)
        let isDue = state.withLock { state in
            guard state.checkedAt != now else { return false }
            state.checkedAt = now
            return true
        }
        if isDue { reload(file) }
    }

    /// Reads the file again if it has changed, without waiting for the next second.
    func reload(_ file: String) {
        let stamp = FileStamp(of: [file])
        let isChanged = state.withLock { state in
            defer { state.stamp = stamp }
            return state.stamp != stamp
        }
        guard isChanged else { return }
        do {
            replace(pem: try TLSIdentity.read(file))
        } catch {
            report(.kept(error))
        }
    }
}

/// What tells changed files from unchanged ones.
struct FileStamp: Equatable, Sendable {
    private var values: [Int] = []

    /// Looks at the files.
    init(of paths: [String]) {
        for path in paths {
            var info = stat()
            guard unsafe stat(path, &info) == 0 else {
                values.append(-1)
                continue
            }
            values += [Int(info.st_mtim.tv_sec), info.st_mtim.tv_nsec, Int(info.st_size), Int(info.st_ino)]
        }
    }
}
