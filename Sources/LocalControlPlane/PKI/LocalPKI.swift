internal import Project
public import TLS

/// The keys of a local control plane, kept in one folder and used again by later runs.
///
/// Three authorities that nobody may mistake for each other: one for clients, one for the front proxy, one for servers.
public struct LocalPKI: Sendable {
    /// The certificate of the CA whose client certificates stand for users.
    public let clientAuthority: [UInt8]
    /// The certificate of the CA whose client may say for whom it speaks.
    public let frontProxyAuthority: [UInt8]
    /// The certificate of the CA that servers are known by.
    public let servingAuthority: [UInt8]
    /// What the control plane shows to its clients.
    public let server: CertificateKeyPair
    /// What the control plane shows to extension servers when it hands requests on.
    public let frontProxyClient: CertificateKeyPair
    /// A user who may do everything.
    public let admin: CertificateKeyPair
    /// What signs the tokens of service accounts.
    public let tokenKey: SigningKey

    private let folder: PKIFolder
    private let servingIssuer: CertificateIssuer

    /// Opens the folder, makes what is missing and renews what ends soon.
    ///
    /// - Parameters:
    ///   - path: the folder, made with mode 0700 if it is not there; every file has mode 0600.
    ///   - now: seconds since 1970; nil means the clock.
    /// - Throws: `LocalPKIError` if the folder cannot be written.
    public init(folder path: String, at now: Int64? = nil) throws(LocalPKIError) {
        folder = try PKIFolder(path, now: now)
        let clients = try folder.authority("client-ca", commonName: "apiserver-boot client CA")
        let proxies = try folder.authority("front-proxy-ca", commonName: "apiserver-boot front-proxy CA")
        let servers = try folder.authority("serving-ca", commonName: "apiserver-boot serving CA")
        clientAuthority = clients.pair.certificatePEM
        frontProxyAuthority = proxies.pair.certificatePEM
        servingAuthority = servers.pair.certificatePEM
        servingIssuer = servers
        server = try folder.leaf(
            "control-plane",
            of: servers,
            commonName: "kube-apiserver",
            dnsNames: [
                "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
                "localhost",
            ],
            ipAddresses: ["127.0.0.1", "::1"],
            usage: .server
        )
        frontProxyClient = try folder.leaf(
            "front-proxy-client",
            of: proxies,
            commonName: Self.frontProxyName,
            usage: .client
        )
        admin = try folder.leaf(
            "admin",
            of: clients,
            commonName: "kubernetes-admin",
            organizations: ["system:masters"],
            usage: .client
        )
        tokenKey = try folder.signingKey("service-accounts")
    }

    /// Whom the front proxy's certificate names.
    public static let frontProxyName = "front-proxy-client"

    /// Where the front proxy's pair is kept, `frontProxyClient` unless another one is named; whoever puts another pair
    /// there has it used for new connections.
    func frontProxyFiles(_ named: FrontProxy?) -> TLSIdentity {
        .files(
            certificate: named?.certificate ?? folder.certificatePath("front-proxy-client"),
            key: named?.key ?? folder.keyPath("front-proxy-client")
        )
    }

    /// Whose certificates the control plane believes; whoever puts other files there has them believed from then on.
    func authorities(
        _ frontProxy: FrontProxy?,
        report: @escaping @Sendable (_ name: String, CertificateAuthorities.Notice) -> Void
    ) throws(TLSError) -> PlaneAuthorities {
        PlaneAuthorities(
            clients: try CertificateAuthorities(file: folder.certificatePath("client-ca")) { report("client-ca", $0) },
            proxies: try CertificateAuthorities(
                file: frontProxy?.authority ?? folder.certificatePath("front-proxy-ca")
            ) { report("front-proxy-ca", $0) },
            proxyNames: frontProxy?.names ?? [Self.frontProxyName]
        )
    }

    /// The serving certificate of an extension server, known by the name of its Service.
    ///
    /// - Parameters:
    ///   - service: its name.
    ///   - namespace: that of the Service.
    /// - Returns: the pair, the same one as long as it is good.
    /// - Throws: `LocalPKIError` if the folder cannot be written.
    public func servingCertificate(
        service: String,
        namespace: String
    ) throws(LocalPKIError) -> (certificate: String, key: String) {
        let file = "\(service).\(namespace)"
        _ = try folder.leaf(
            file,
            of: servingIssuer,
            commonName: "\(file).svc",
            dnsNames: ["\(file).svc", "\(file).svc.cluster.local", "localhost"],
            ipAddresses: ["127.0.0.1", "::1"],
            usage: .server
        )
        return (folder.certificatePath(file), folder.keyPath(file))
    }
}

/// Why the keys of a control plane are not to be had.
public enum LocalPKIError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file could not be read or written; the text says which and why.
    case file(String)
    /// A certificate could not be made.
    case certificate(TLSError)

    /// For the person who runs the tool.
    public var description: String {
        switch self {
        case .file(let text): text
        case .certificate(let error): "a certificate cannot be made: \(error)"
        }
    }
}
