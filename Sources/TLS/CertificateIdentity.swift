internal import COpenSSL

/// What a certificate says about its owner.
public struct CertificateIdentity: Sendable, Equatable {
    /// The subject's CN; a Kubernetes user name.
    public var commonName: String
    /// Every O of the subject in order; Kubernetes groups.
    public var organizations: [String]
    /// Every attribute 1.3.6.1.4.1.57683.2 of the subject; a Kubernetes user's UID, so one at the most.
    public var uids: [String]
    /// The serial number in lower-case hexadecimal digits.
    public var serialNumber: String
    /// The SHA-256 of the DER bytes in lower-case hexadecimal digits.
    public var fingerprint: String
    /// Seconds since 1970.
    public var notBefore: Int64
    /// Seconds since 1970.
    public var notAfter: Int64

    /// Reads a certificate without verifying it.
    ///
    /// - Throws: `.failed` if the bytes are not a certificate.
    public init(der: [UInt8]) throws(TLSError) {
        guard let handle = X509Codec.certificate(der: der) else { throw .drained("d2i_X509") }
        defer { withExtendedLifetime(handle) {} }
        let certificate = unsafe handle.raw
        let subject = unsafe X509_get_subject_name(certificate)
        commonName = unsafe Self.values(NID_commonName, of: subject).last ?? ""
        organizations = unsafe Self.values(NID_organizationName, of: subject)
        uids = unsafe Self.uidValues(of: subject)
        serialNumber = unsafe Self.hex(X509_get0_serialNumber(certificate))
        fingerprint = Digest.hex(Digest.sha256(der))
        notBefore = unsafe Self.seconds(X509_get0_notBefore(certificate))
        notAfter = unsafe Self.seconds(X509_get0_notAfter(certificate))
    }

    /// Reads the first certificate of a PEM text without verifying it.
    ///
    /// - Throws: `.missing` if there is none.
    public init(pem: [UInt8]) throws(TLSError) {
        let chain = try CertificateChain(pem: pem)
        try self.init(der: chain.certificates[0])
    }

    /// The attribute that carries the UID of a user.
    ///
    /// Source: Kubernetes, `k8s.io/apiserver` x509 request authentication.
    static let uidOID = "1.3.6.1.4.1.57683.2"

    private static func uidValues(of name: OpaquePointer?) -> [String] {
        guard let object = unsafe OBJ_txt2obj(uidOID, 1) else { return [] }
        defer { unsafe ASN1_OBJECT_free(object) }
        var values: [String] = []
        var index = unsafe X509_NAME_get_index_by_OBJ(name, object, -1)
        while index >= 0 {
            if let value = unsafe text(at: index, of: name) { values.append(value) }
            index = unsafe X509_NAME_get_index_by_OBJ(name, object, index)
        }
        return values
    }

    private static func values(_ nid: Int32, of name: OpaquePointer?) -> [String] {
        var values: [String] = []
        var index = unsafe X509_NAME_get_index_by_NID(name, nid, -1)
        while index >= 0 {
            if let value = unsafe text(at: index, of: name) { values.append(value) }
            index = unsafe X509_NAME_get_index_by_NID(name, nid, index)
        }
        return values
    }

    private static func text(at index: Int32, of name: OpaquePointer?) -> String? {
        let value = unsafe X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index))
        var start: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&start, value)
        guard count >= 0, let start = unsafe start else { return nil }
        defer { unsafe CRYPTO_free(start, #file, #line) }
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    private static func hex(_ serial: UnsafePointer<ASN1_INTEGER>?) -> String {
        guard let number = unsafe ASN1_INTEGER_to_BN(serial, nil) else { return "" }
        defer { unsafe BN_free(number) }
        guard let text = unsafe BN_bn2hex(number) else { return "" }
        defer { unsafe CRYPTO_free(text, #file, #line) }
        return unsafe String(cString: text).lowercased()
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return 0 }
        defer { unsafe ASN1_TIME_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return 0 }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}
