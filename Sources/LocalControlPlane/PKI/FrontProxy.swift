/// With what the aggregation layer proves to extension servers that it may speak for users, and whom these believe,
/// in place of the control plane's own.
///
/// The files are read again when they change.
public struct FrontProxy: Sendable, Equatable {
    /// The certificate as PEM, leaf first (`--proxy-client-cert-file`).
    public var certificate: String
    /// Its key (`--proxy-client-key-file`).
    public var key: String
    /// The CA that extension servers believe (`--requestheader-client-ca-file`); nil for the control plane's own.
    public var authority: String?
    /// The CommonNames that they believe (`--requestheader-allowed-names`).
    public var names: [String]

    /// Makes a front proxy of files.
    public init(certificate: String, key: String, authority: String?, names: [String]) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
        self.names = names
    }
}
