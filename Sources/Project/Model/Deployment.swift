extension Project {
    /// How the project runs in a cluster: what `build config` and `run in-cluster` were told.
    public struct Deployment: Sendable, Equatable {
        /// Where the server keeps objects.
        public enum Storage: String, Sendable, CaseIterable {
            /// In a file on a volume of its own; there is one server then.
            case sqlite
            /// In etcd, which several servers may share.
            case etcd
        }

        /// Where the serving certificate comes from.
        public enum Certificates: String, Sendable, CaseIterable {
            /// The server makes it, with its CA, and keeps both in a Secret.
            case cluster
            /// Somebody else puts it into a Secret.
            case provided
        }

        /// What the names of its objects begin with: a DNS label.
        public var name: String
        /// Where its objects are.
        public var namespace: String
        /// The image of both programs.
        public var image: String
        /// The folder of the manifests, from the root of the project.
        public var output = Self.defaultOutput
        /// Where the server keeps objects.
        public var storage = Storage.sqlite
        /// For SQLite: how large its volume is, a quantity.
        public var storageSize = Self.defaultStorageSize
        /// For SQLite: the StorageClass of its volume; nil for that of the cluster.
        public var storageClass: String?
        /// For etcd: the URLs of its members.
        public var etcdServers: [String] = []
        /// For etcd: the Secret with `ca.crt`, `tls.crt` and `tls.key` for it; nil for none.
        public var etcdSecret: String?
        /// How many servers; nil for one with SQLite, two with etcd.
        public var replicas: Int?
        /// Where the serving certificate comes from.
        public var certificates = Certificates.cluster
        /// If it is provided: the Secret with `tls.crt` and `tls.key`.
        public var certificatesSecret: String?
        /// If it is provided: the file of its CA, seen from the root of the project; nil if somebody else tells the cluster.
        public var authorityFile: String?
        /// Secrets for pulling the image.
        public var imagePullSecrets: [String] = []
        /// What the server is started with besides.
        public var apiserverArguments: [String] = []
        /// What the controllers are started with besides.
        public var controllerArguments: [String] = []

        /// The folder of the manifests unless another one is chosen.
        public static let defaultOutput = "config"
        /// The size of the volume unless another one is chosen.
        public static let defaultStorageSize = "1Gi"

        /// Makes a deployment of which everything else is as usual.
        public init(name: String, namespace: String, image: String) {
            self.name = name
            self.namespace = namespace
            self.image = image
        }

        /// How many servers there are.
        public var replicaCount: Int { replicas ?? (storage == .etcd ? 2 : 1) }
    }
}

extension Project.Version {
    /// The place of the version in its group, `versionPriority` of its APIService: stable versions first, then beta, then
    /// alpha ones; of equal ones the names decide.
    ///
    /// Source: kube-apiserver registers its own groups with the same numbers.
    public var priority: Int {
        if name.contains("alpha") { return 1 }
        return name.contains("beta") ? 9 : 15
    }
}
