internal import COpenSSL
internal import Glibc

/// A certificate and its private key, as PEM.
public struct CertificateKeyPair: Sendable, Equatable {
    /// The certificate, followed by intermediates if there are any.
    public var certificatePEM: [UInt8]
    /// Unencrypted PKCS #8.
    public var privateKeyPEM: [UInt8]

    /// Makes a pair.
    public init(certificatePEM: [UInt8], privateKeyPEM: [UInt8]) {
        self.certificatePEM = certificatePEM
        self.privateKeyPEM = privateKeyPEM
    }
}

/// What a certificate is to say.
public struct CertificateRequest: Sendable, Equatable {
    /// What a certificate may be used for.
    public enum Usage: String, Sendable {
        case server = "serverAuth"
        case client = "clientAuth"
    }

    /// The subject's CN.
    public var commonName: String
    /// Kubernetes groups.
    public var organizations: [String]
    /// The UID of a Kubernetes user.
    public var uid: String?
    /// Names of a server, without `DNS:`.
    public var dnsNames: [String]
    /// Addresses of a server, without `IP:`.
    public var ipAddresses: [String]
    /// What the certificate may be used for.
    public var usages: [Usage]
    /// From now, rounded down to seconds.
    public var validity: Duration

    /// Makes a request; without `dnsNames` and `ipAddresses` no client accepts the certificate for a server.
    public init(
        commonName: String,
        organizations: [String] = [],
        uid: String? = nil,
        dnsNames: [String] = [],
        ipAddresses: [String] = [],
        usages: [Usage],
        validity: Duration
    ) {
        self.commonName = commonName
        self.organizations = organizations
        self.uid = uid
        self.dnsNames = dnsNames
        self.ipAddresses = ipAddresses
        self.usages = usages
        self.validity = validity
    }
}

/// A certificate authority with its key: EC P-256, SHA-256, random 127-bit serial numbers.
public final class CertificateIssuer: Sendable {
    /// The authority's own certificate and key.
    public let pair: CertificateKeyPair
    private let certificate: OpenSSLHandle
    private let key: OpenSSLHandle

    private init(_ certificate: OpenSSLHandle, adopting key: OpaquePointer) {
        self.certificate = certificate
        self.key = unsafe OpenSSLHandle(key: key)
        pair = CertificateKeyPair(
            certificatePEM: unsafe X509Codec.pem(certificate: certificate.raw),
            privateKeyPEM: unsafe X509Codec.pem(key: key)
        )
    }

    /// Makes a new authority that signs itself.
    ///
    /// - Parameters:
    ///   - commonName: the subject's CN.
    ///   - validity: from now, rounded down to seconds.
    ///   - now: seconds since 1970; nil means the clock.
    /// - Returns: the authority.
    /// - Throws: `.failed` if OpenSSL refuses.
    public static func selfSigned(
        commonName: String,
        validity: Duration,
        at now: Int64? = nil
    ) throws(TLSError) -> CertificateIssuer {
        let request = CertificateRequest(commonName: commonName, usages: [], validity: validity)
        let draft = try CertificateDraft(request, at: now)
        try unsafe draft.finish(
            issuer: nil,
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE"),
                (NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ]
        )
        return unsafe CertificateIssuer(draft.certificate, adopting: draft.takeKey())
    }

    /// Opens an existing authority.
    ///
    /// - Throws: `.missing` or `.keyMismatch` if the texts do not hold a certificate and its key.
    public static func opened(_ pair: CertificateKeyPair) throws(TLSError) -> CertificateIssuer {
        guard let certificate = X509Codec.certificates(pem: pair.certificatePEM).first else {
            throw .missing(what: "certificate", source: "PEM")
        }
        guard let key = unsafe X509Codec.privateKey(pem: pair.privateKeyPEM) else {
            ERR_clear_error()
            throw .missing(what: "private key", source: "PEM")
        }
        guard unsafe X509_check_private_key(certificate.raw, key) == 1 else {
            unsafe EVP_PKEY_free(key)
            ERR_clear_error()
            throw .keyMismatch
        }
        return unsafe CertificateIssuer(certificate, adopting: key)
    }

    /// Makes a key and a certificate for it.
    ///
    /// - Parameters:
    ///   - request: what it is to say.
    ///   - now: seconds since 1970; nil means the clock.
    /// - Returns: the pair.
    /// - Throws: `.invalidName` for a name that is neither a DNS name nor an address.
    public func issue(_ request: CertificateRequest, at now: Int64? = nil) throws(TLSError) -> CertificateKeyPair {
        var extensions: [(Int32, String)] = [
            (NID_basic_constraints, "critical,CA:FALSE"),
            (NID_key_usage, "critical,digitalSignature,keyEncipherment"),
            (NID_authority_key_identifier, "keyid"),
        ]
        if !request.usages.isEmpty {
            extensions.append((NID_ext_key_usage, request.usages.map(\.rawValue).joined(separator: ",")))
        }
        let names = request.dnsNames.map { "DNS:" + $0 } + request.ipAddresses.map { "IP:" + $0 }
        for name in request.dnsNames + request.ipAddresses {
            let isPlain = name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._*:".utf8.contains(byte)
            }
            guard isPlain, !name.isEmpty else { throw .invalidName(name) }
        }
        if !names.isEmpty { extensions.append((NID_subject_alt_name, names.joined(separator: ","))) }
        let draft = try CertificateDraft(request, at: now)
        try unsafe draft.finish(issuer: (certificate.raw, key.raw), extensions: extensions)
        return draft.pair
    }
}

extension CertificateIssuer {
    /// Whether this authority signed a certificate, and the pair's key belongs to it.
    ///
    /// Says nothing about validity. The C function is `X509_verify`.
    public func hasIssued(_ pair: CertificateKeyPair) -> Bool {
        defer { ERR_clear_error() }
        guard let leaf = X509Codec.certificates(pem: pair.certificatePEM).first,
            let key = unsafe X509Codec.privateKey(pem: pair.privateKeyPEM)
        else { return false }
        defer { unsafe EVP_PKEY_free(key) }
        return unsafe X509_check_private_key(leaf.raw, key) == 1 && X509_verify(leaf.raw, self.key.raw) == 1
    }
}

/// A certificate in the making, with its key.
@safe private final class CertificateDraft {
    let certificate: OpenSSLHandle
    private var key: OpaquePointer?

    init(_ request: CertificateRequest, at now: Int64?) throws(TLSError) {
        guard let made = unsafe X509_new() else { throw .drained("X509_new") }
        unsafe certificate = OpenSSLHandle(certificate: made)
        guard let key = unsafe apiboot_EVP_EC_gen_p256() else { throw .drained("EVP_EC_gen") }
        unsafe self.key = key
        let certificate = unsafe certificate.raw
        _ = unsafe X509_set_version(certificate, 2)
        _ = unsafe X509_set_pubkey(certificate, key)
        setSerial()
        let start = Int(now ?? Int64(time(nil)))
        // Clocks differ: as in Go's tools the certificate is good from a little before now.
        unsafe ASN1_TIME_set(X509_getm_notBefore(certificate), start - 60)
        unsafe ASN1_TIME_set(X509_getm_notAfter(certificate), start + Int(request.validity.components.seconds))
        let subject = unsafe X509_get_subject_name(certificate)
        var entries = request.organizations.map { ("O", $0) } + [("CN", request.commonName)]
        if let uid = request.uid { entries.append((CertificateIdentity.uidOID, uid)) }
        for (field, value) in entries {
            let bytes = Array(value.utf8)
            // 0x1000 is MBSTRING_UTF8.
            let code = unsafe X509_NAME_add_entry_by_txt(subject, field, 0x1000, bytes, Int32(bytes.count), -1, 0)
            guard code == 1 else {
                ERR_clear_error()
                throw .invalidName(value)
            }
        }
    }

    deinit { unsafe EVP_PKEY_free(key) }

    var pair: CertificateKeyPair {
        guard let key = unsafe key else { preconditionFailure("taken") }
        return CertificateKeyPair(
            certificatePEM: unsafe X509Codec.pem(certificate: certificate.raw),
            privateKeyPEM: unsafe X509Codec.pem(key: key)
        )
    }

    func finish(
        issuer: (certificate: OpaquePointer, key: OpaquePointer)?,
        extensions: [(Int32, String)]
    ) throws(TLSError) {
        guard let key = unsafe key else { preconditionFailure("taken") }
        let certificate = unsafe certificate.raw
        let issuerCertificate = unsafe issuer?.certificate ?? certificate
        _ = unsafe X509_set_issuer_name(certificate, X509_get_subject_name(issuerCertificate))
        for (nid, value) in extensions {
            guard let each = unsafe apiboot_X509V3_EXT_conf_nid(issuerCertificate, certificate, nid, value) else {
                ERR_clear_error()
                throw .invalidName(value)
            }
            _ = unsafe X509_add_ext(certificate, each, -1)
            unsafe X509_EXTENSION_free(each)
        }
        guard unsafe X509_sign(certificate, issuer?.key ?? key, EVP_sha256()) > 0 else { throw .drained("X509_sign") }
    }

    func takeKey() -> OpaquePointer {
        defer { unsafe key = nil }
        guard let key = unsafe key else { preconditionFailure("taken") }
        return unsafe key
    }

    private func setSerial() {
        var bytes = Random.bytes(16)
        bytes[0] = bytes[0] & 0x7f | 0x40  // positive, and always 16 bytes long
        let number = unsafe BN_bin2bn(bytes, 16, nil)
        defer { unsafe BN_free(number) }
        unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.raw))
    }
}
