internal import ComponentBase
internal import EventLoop
internal import Glibc
internal import TLS

/// The certificate that a server shows: the one it was given, or one that it makes for itself.
struct ServingCertificate: Sendable {
    let settings: ServerSettings

    private static let validity = Duration.seconds(365 * 86_400)

    /// Paths of PEM files.
    struct Files: Sendable, Equatable {
        let certificate: String
        let key: String
    }

    /// The files, to be read again when they change.
    func identity() throws -> TLSIdentity {
        let files = try files()
        return .files(certificate: files.certificate, key: files.key)
    }

    /// Names the files; makes a self-signed certificate in `--cert-dir` on the first start without one.
    func files() throws -> Files {
        if let certificate = settings.certificateFile, let key = settings.keyFile {
            return Files(certificate: certificate, key: key)
        }
        let files = Files(
            certificate: settings.certificateDirectory + "/apiserver.crt",
            key: settings.certificateDirectory + "/apiserver.key"
        )
        if (try? FileBytes.read(files.certificate)) != nil, (try? FileBytes.read(files.key)) != nil { return files }
        try make(files)
        return files
    }

    private func make(_ files: Files) throws {
        let authority = try CertificateIssuer.selfSigned(commonName: "apiserver-ca", validity: Self.validity)
        let request = CertificateRequest(
            commonName: "localhost",
            dnsNames: ["localhost"] + settings.certificateNames,
            ipAddresses: ["127.0.0.1", "::1"],
            usages: [.server],
            validity: Self.validity
        )
        let identity = try authority.issue(request)
        try SecretFiles.makeDirectory(settings.certificateDirectory)
        try SecretFiles.write(identity.privateKeyPEM, to: files.key, mode: 0o600)
        try SecretFiles.write(
            identity.certificatePEM + authority.pair.certificatePEM,
            to: files.certificate,
            mode: 0o644
        )
    }
}

/// Writes files that not everybody may read.
enum SecretFiles {
    /// Makes a directory and those above it, for the owner alone.
    static func makeDirectory(_ path: String) throws(StartError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? part : "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw StartError(
                    "the directory \(made) cannot be made: \(String(cString: strerror(errno)))",
                    fix: "name another with --cert-dir"
                )
            }
        }
    }

    /// Writes a file with its final mode from the first byte on.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(StartError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failed(path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failed(path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func failed(_ path: String) -> StartError {
        StartError(
            "\(path) cannot be written: \(String(cString: strerror(errno)))",
            fix: "name a directory that may be written with --cert-dir"
        )
    }
}
