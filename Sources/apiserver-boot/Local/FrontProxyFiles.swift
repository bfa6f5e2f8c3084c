internal import Project
internal import TLS
internal import Telemetry

/// The files of a front proxy, looked at before anything runs.
struct FrontProxyFiles {
    let certificate: String
    let key: String
    /// Nil for the control plane's own.
    let authority: String?

    /// Whether extension servers would believe it.
    ///
    /// - Returns: the CommonName of the certificate.
    /// - Throws: `Problems` that say which file is at fault, why, and what to do.
    func check(own: String, at now: Int64) throws(Problems) -> String {
        let (pem, keyPEM) = (try read(certificate), try read(key))
        let identity: CertificateIdentity
        let chain: CertificateChain
        do throws(TLSError) {
            chain = try CertificateChain(pem: pem)
            identity = try CertificateIdentity(pem: pem)
        } catch {
            throw fault("there is no certificate in \(certificate)", "\(error)", "name a file with PEM, the leaf first")
        }
        guard now <= identity.notAfter else {
            throw fault(
                "the certificate in \(certificate) has expired",
                "it ended at \(moment(identity.notAfter))",
                renew
            )
        }
        guard now >= identity.notBefore else {
            throw fault(
                "the certificate in \(certificate) is not valid yet",
                "it begins at \(moment(identity.notBefore))",
                renew
            )
        }
        do throws(TLSError) {
            _ = try TLSClientIdentity(trust: .anyone, certificate: .pem(certificate: pem, key: keyPEM))
        } catch .keyMismatch {
            throw fault(
                "the key in \(key) does not belong to the certificate in \(certificate)",
                "their public keys differ",
                "name the key that the certificate was made for"
            )
        } catch {
            throw fault(
                "there is no usable private key in \(key)",
                "\(error)",
                "name a file with the key as PEM, not encrypted"
            )
        }
        try verify(chain, own: own, at: now)
        guard !identity.commonName.isEmpty else {
            throw fault(
                "the certificate in \(certificate) has no CommonName",
                "extension servers know front proxies by it",
                "make one with a name, such as /CN=front-proxy-client"
            )
        }
        return identity.commonName
    }

    private func verify(_ chain: CertificateChain, own: String, at now: Int64) throws(Problems) {
        let path = authority ?? own
        let pem = authority == nil ? (try? Files.read(own)) ?? [] : try read(path)
        let authorities: CertificateVerifier
        do throws(TLSError) {
            authorities = try CertificateVerifier(pemBytes: pem)
        } catch {
            guard authority != nil else {
                throw fault(
                    "the certificate in \(certificate) is of a CA that extension servers are not told of",
                    "the control plane has no front-proxy CA yet that could have issued it",
                    "add --requestheader-client-ca-file FILE with the CA"
                )
            }
            throw fault(
                "there is no certificate in \(path)",
                "--requestheader-client-ca-file names it",
                "name a file with PEM"
            )
        }
        do throws(TLSError) {
            _ = try authorities.verifyClient(chain, at: now)
        } catch {
            let reason = if case .untrusted(let reason) = error { reason } else { "\(error)" }
            throw fault(
                "the certificate in \(certificate) is not one that \(path) vouches for",
                reason,
                authority == nil
                    ? "add --requestheader-client-ca-file FILE with its CA, or have it issued for client authentication"
                    : "name its CA, or have it issued for client authentication"
            )
        }
    }

    private func read(_ path: String) throws(Problems) -> [UInt8] {
        do throws(FileError) {
            if let bytes = try Files.read(path) { return bytes }
        } catch {
            throw fault("\(error)", "it is a file of the front proxy", "let this user read it")
        }
        throw fault("there is no file \(path)", "it is a file of the front proxy", "make it, or name another one")
    }

    private var renew: String { "have it issued anew, or leave it out for the control plane's own" }

    /// As people read it.
    private func moment(_ seconds: Int64) -> String { WallTime(seconds: Int(seconds)).rfc3339 }

    private func fault(_ summary: String, _ cause: String, _ fix: String) -> Problems {
        Problems(Problem("AB5019", summary, cause: cause, fix: fix, status: .preflight))
    }
}
