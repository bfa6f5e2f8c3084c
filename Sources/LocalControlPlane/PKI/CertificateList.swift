internal import TLS

/// Certificates one after the other, as PEM.
enum CertificateList {
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"

    /// The certificates of both texts that are still good, each once, the first text's first.
    ///
    /// Source: kube-apiserver `cluster_authentication_trust_controller.go` `combineCertLists`, `filterExpiredCerts`.
    static func union(_ first: String, _ second: String, at now: Int64) -> String {
        var seen: Set<String> = []
        let all = (certificates(first) + certificates(second)).filter { seen.insert($0).inserted }
        return all.filter { !isExpired($0, at: now) }.joined()
    }

    /// Each certificate with its first and last line.
    private static func certificates(_ pem: String) -> [String] {
        var certificates: [String] = []
        var current: [Substring]?
        for line in pem.split(whereSeparator: \.isNewline) {
            if line.hasPrefix(begin) { current = [] }
            current?.append(line)
            guard line.hasPrefix(end), let lines = current else { continue }
            certificates.append(lines.joined(separator: "\n") + "\n")
            current = nil
        }
        return certificates
    }

    /// What cannot be read is left to readers.
    private static func isExpired(_ certificate: String, at now: Int64) -> Bool {
        guard let identity = try? CertificateIdentity(pem: Array(certificate.utf8)) else { return false }
        return identity.notAfter < now
    }
}
