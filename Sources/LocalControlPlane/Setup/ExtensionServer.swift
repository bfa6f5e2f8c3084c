public import Project

/// An extension server that the control plane is to send requests to.
public struct ExtensionServer: Sendable, Equatable {
    /// One group version that it serves.
    public struct GroupVersion: Sendable, Equatable {
        /// `insect.example.com`.
        public var group: String
        /// `v1beta1`.
        public var version: String
        /// The place of the version in its group; higher comes first.
        public var priority: Int

        /// Makes a group version.
        public init(group: String, version: String, priority: Int = 15) {
            self.group = group
            self.version = version
            self.priority = priority
        }

        /// What its APIService is called.
        public var name: String { version + "." + group }
    }

    /// Name of its Service and service account: a DNS label.
    public var name: String
    /// Namespace of both.
    public var namespace: String
    /// Where it listens on the loopback address.
    public var port: UInt16
    /// What it serves.
    public var versions: [GroupVersion]
    /// What it answers for, as far as roles name it.
    public var resources: [ServedResource]
    /// What its controllers may do; nil if it has none.
    public var controllerRules: [RoleRule]?

    /// Name of the service account of its controllers.
    public var controllerAccount: String { name + "-controller-manager" }

    /// Makes a server.
    public init(
        name: String,
        namespace: String,
        port: UInt16,
        versions: [GroupVersion],
        resources: [ServedResource] = [],
        controllerRules: [RoleRule]? = nil
    ) {
        self.resources = resources
        self.controllerRules = controllerRules
        self.name = name
        self.namespace = namespace
        self.port = port
        self.versions = versions
    }

    /// What it is started with.
    public struct Files: Sendable, Equatable {
        /// Its serving certificate, PEM.
        public let certificate: String
        /// The key of that.
        public let key: String
        /// How it finds the control plane, and as whom.
        public let kubeconfig: String
        /// The same for its controllers; nil if it has none.
        public let controllerKubeconfig: String?
    }
}

/// What is done to let an extension server join.
///
/// Those with a number are the steps of "Set up an extension API server" of Kubernetes.
public enum SetupStep: Sendable, Equatable, CaseIterable {
    case aggregationLayer
    case right
    case namespace
    case authority
    case certificate
    case secret
    case deployment
    case serviceAccount
    case role
    case roleBinding
    case authDelegator
    case authReader
    case users
    case service
    case endpoints
    case kubeconfig
    case controllerRole
    case controllerKubeconfig

    /// What came of a step.
    public enum Outcome: Sendable, Equatable {
        case done
        /// The cluster has no use for it.
        case leftOut
    }

    /// Its number in the documentation of Kubernetes.
    public var number: Int? {
        switch self {
        case .aggregationLayer: 1
        case .right: 2
        case .namespace: 3
        case .authority: 4
        case .certificate: 5
        case .secret: 6
        case .deployment: 7
        case .serviceAccount: 9
        case .role: 10
        case .roleBinding: 11
        case .authDelegator: 12
        case .authReader: 13
        case .users, .service, .endpoints, .kubeconfig, .controllerRole, .controllerKubeconfig: nil
        }
    }
}
