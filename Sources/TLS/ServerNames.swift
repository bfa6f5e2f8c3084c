internal import COpenSSL

/// Further certificates of a server, for clients that ask for one of their names.
///
/// Source: apiserver `--tls-sni-cert-key`.
@safe final class ServerNames: Sendable {
    /// One certificate with its names.
    struct Entry: Sendable {
        /// In lower case, `*.example.com` for all below; none for those that the certificate itself has.
        let names: [String]
        let context: TLSContext
    }

    private let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    /// Makes sessions of a context ask here.
    ///
    /// The context keeps these names until the last of its sessions has gone, which may be after everybody else.
    func install(in context: OpaquePointer) {
        let names = unsafe Unmanaged.passRetained(self)
        guard unsafe SSL_CTX_set_ex_data(context, Self.place, names.toOpaque()) == 1 else {
            return unsafe names.release()
        }
        unsafe SSL_CTX_set_cert_cb(context, chooseCertificate, names.toOpaque())
    }

    /// Where a context keeps its names.
    private static let place = unsafe CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL_CTX,
        0,
        nil,
        nil,
        nil,
        { _, names, _, _, _, _ in
            if let names = unsafe names { unsafe Unmanaged<ServerNames>.fromOpaque(names).release() }
        }
    )

    /// Looks at the files of all certificates again.
    func reloadIfChanged() {
        for entry in entries { entry.context.reloadIfChanged() }
    }

    /// Gives a session the certificate that its client asks for; without one it keeps the server's own.
    fileprivate func serve(_ ssl: OpaquePointer) {
        guard let name = unsafe SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) else { return }
        let wanted = unsafe String(cString: name).lowercased()
        let wildcard = wanted.firstIndex(of: ".").map { "*" + wanted[$0...] }
        let entry =
            entries.first { $0.names.contains(wanted) || $0.names.isEmpty && $0.context.isCertified(for: wanted) }
            ?? entries.first { entry in wildcard.map(entry.names.contains) ?? false }
        guard let context = entry?.context else { return }
        context.followAuthorities()
        unsafe context.lend { context in _ = unsafe SSL_set_SSL_CTX(ssl, context) }
    }
}

private func chooseCertificate(_ ssl: OpaquePointer?, _ names: UnsafeMutableRawPointer?) -> Int32 {
    guard let ssl = unsafe ssl, let names = unsafe names else { return 0 }
    unsafe Unmanaged<ServerNames>.fromOpaque(names).takeUnretainedValue().serve(ssl)
    return 1
}
