internal import APIMachinery
public import Storage

extension StorageFactory {
    /// Objects are kept in a cluster of etcd: `--etcd-servers=http://127.0.0.1:2379`.
    ///
    /// - Parameter prefix: what keys begin with in etcd unless `--etcd-prefix` says otherwise: `/registry/<domain>`.
    /// - Returns: the factory.
    public static func etcd(prefix: String) -> StorageFactory {
        StorageFactory(
            name: "etcd",
            flags: flags(prefix: prefix),
            isChosenBy: "etcd-servers",
            open: { values, environment throws(StorageError) in
                try EtcdBackend(try options(values), on: environment.loops, log: environment.log)
            }
        )
    }

    private static func flags(prefix: String) -> [Flag] {
        [
            Flag(
                "etcd-servers",
                placeholder: "URL,...",
                help: "The members of the etcd cluster that keeps the objects; chooses --storage=etcd."
            ),
            Flag(
                "etcd-prefix",
                placeholder: "PATH",
                help: "What the keys of all objects begin with in etcd.",
                defaultValue: prefix
            ),
            Flag("etcd-cafile", placeholder: "FILE", help: "Authorities of the members' certificates, PEM."),
            Flag("etcd-certfile", placeholder: "FILE", help: "Client certificate that is shown to etcd, PEM."),
            Flag("etcd-keyfile", placeholder: "FILE", help: "Private key of that certificate, PEM."),
            Flag(
                "etcd-compaction-interval",
                placeholder: "DURATION",
                help: "How often history older than that is forgotten; 0 leaves that to others.",
                defaultValue: "5m0s",
                isCompaction: true
            ),
            Flag(
                "etcd-healthcheck-timeout",
                placeholder: "DURATION",
                help: "How long etcd may take to answer the health check.",
                defaultValue: "2s"
            ),
            Flag(
                "etcd-readycheck-timeout",
                placeholder: "DURATION",
                help: "How long etcd may take to answer the readiness check.",
                defaultValue: "2s"
            ),
        ]
    }

    /// What the flags say.
    static func options(_ values: [String: String]) throws(StorageError) -> EtcdOptions {
        func text(_ flag: String) -> String? { values[flag].flatMap { $0.isEmpty ? nil : $0 } }
        let servers = (text("etcd-servers") ?? "").split(separator: ",").map { String($0.trimmed) }
        var options = EtcdOptions(servers: servers, prefix: values["etcd-prefix"] ?? "/registry")
        options.authoritiesFile = text("etcd-cafile")
        options.certificateFile = text("etcd-certfile")
        options.keyFile = text("etcd-keyfile")
        options.compactionInterval = try duration("etcd-compaction-interval", values)
        options.healthTimeout = try duration("etcd-healthcheck-timeout", values)
        options.readyTimeout = try duration("etcd-readycheck-timeout", values)
        return options
    }

    private static func duration(_ flag: String, _ values: [String: String]) throws(StorageError) -> Duration {
        let text = values[flag] ?? ""
        guard let duration = GoDuration.parse(text), duration >= .zero else {
            throw .unavailable("--\(flag)=\(text) is no duration, such as 300ms, 2s or 5m")
        }
        return duration
    }
}

extension Substring {
    /// Without blanks around it.
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
