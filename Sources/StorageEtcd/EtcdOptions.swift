/// Where a cluster of etcd is and how to talk to it.
public struct EtcdOptions: Sendable, Equatable {
    /// The members: `http://host:port` or `https://host:port`, all of one cluster.
    public var servers: [String]
    /// What keys begin with in etcd, instead of `/registry`.
    public var prefix: String
    /// A PEM file with the authorities of the members' certificates; nil for those of the system.
    public var authoritiesFile: String?
    /// A PEM file with the client certificate that is shown; nil for none.
    public var certificateFile: String?
    /// A PEM file with the key of that certificate.
    public var keyFile: String?
    /// How often history is forgotten; nil for what the server does with all stores, zero for never.
    public var compactionInterval: Duration?
    /// How long the check of health may take.
    public var healthTimeout = Duration.seconds(2)
    /// How long the check of readiness may take.
    public var readyTimeout = Duration.seconds(2)
    /// How long a read or write may take with all its attempts.
    public var requestTimeout = Duration.seconds(10)

    /// Makes options.
    ///
    /// - Parameters:
    ///   - servers: the members.
    ///   - prefix: what keys begin with in etcd.
    public init(servers: [String], prefix: String) {
        self.servers = servers
        self.prefix = prefix
    }
}
