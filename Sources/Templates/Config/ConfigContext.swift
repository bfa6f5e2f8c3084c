internal import JSON
public import Project

/// What the manifests of a project follow from.
public struct ConfigContext: Sendable {
    /// Whose kinds are served.
    public let project: Project
    /// How it runs.
    public let deployment: Project.Deployment
    /// What the server answers for.
    public let resources: [ServedResource]
    /// What its controllers may do; nil if it has none.
    public let controllerRules: [RoleRule]?
    /// The CA of a provided serving certificate, PEM in Base64; nil if it is not known here.
    public let authority: String?

    /// Makes a context.
    public init(
        _ project: Project,
        _ deployment: Project.Deployment,
        resources: [ServedResource],
        controllerRules: [RoleRule]?,
        authority: String? = nil
    ) {
        self.project = project
        self.deployment = deployment
        self.resources = resources
        self.controllerRules = controllerRules
        self.authority = authority
    }

    // MARK: Names

    var namespace: String { deployment.namespace }
    /// Of everything that belongs to the server alone.
    var server: String { deployment.name + "-apiserver" }
    /// Of everything that belongs to the controllers alone, their Lease among it.
    public var controllers: String { deployment.name + "-" + ControllerFiles.product }
    /// The Secret of the serving certificate.
    var certificateSecret: String {
        switch deployment.certificates {
        case .cluster: server + "-cert"
        case .provided: deployment.certificatesSecret ?? ""
        }
    }
    /// The volume of the SQLite file.
    var claim: String { deployment.name + "-data" }

    /// The group versions that have a kind, in the order of PROJECT.
    ///
    /// An empty one must not be registered: clients would take it for broken.
    var versions: [(group: String, version: Project.Version)] {
        project.groups.flatMap { group in
            group.versions.filter { !$0.resources.isEmpty }.map { (project.fullName(of: group), $0) }
        }
    }

    /// What the APIServices are called.
    var apiServiceNames: [String] { versions.map { $0.version.name + "." + $0.group } }

    // MARK: Parts of objects

    /// The labels by which the pods of a part are found.
    func selector(_ component: String) -> JSONValue {
        ["app.kubernetes.io/component": .string(component), "app.kubernetes.io/name": .string(deployment.name)]
    }

    /// The labels of an object of one part, or of the whole.
    func labels(_ component: String? = nil) -> JSONValue {
        var labels: JSONValue = component.map(selector) ?? ["app.kubernetes.io/name": .string(deployment.name)]
        labels[OwnerLabel.managedBy] = .string(OwnerLabel.tool)
        labels[OwnerLabel.partOf] = .string(project.name)
        return labels
    }

    func metadata(_ name: String, in namespace: String? = nil, component: String? = nil) -> JSONValue {
        var metadata: JSONValue = ["name": .string(name)]
        if let namespace { metadata["namespace"] = .string(namespace) }
        metadata["labels"] = labels(component)
        return metadata
    }

    /// Arguments of a program as they are, where Kubernetes would put in variables: `$$(` stands for `$(`.
    static func arguments(_ arguments: [String]) -> JSONValue {
        texts(arguments.map { $0.split(separator: "$(", omittingEmptySubsequences: false).joined(separator: "$$(") })
    }

    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
