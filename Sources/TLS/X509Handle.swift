internal import COpenSSL

/// Owns one `X509`, which nobody changes after it was read; OpenSSL counts its references itself.
@safe final class X509Handle: @unchecked Sendable {
    let raw: OpaquePointer

    /// Takes over one reference.
    init(adopting raw: OpaquePointer) { unsafe self.raw = raw }

    deinit { unsafe X509_free(raw) }
}
