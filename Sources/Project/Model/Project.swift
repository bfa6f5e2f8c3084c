/// Everything that a user told the tool about a project; the scaffold can be made again from it.
public struct Project: Sendable, Equatable {
    /// Where the runtime comes from that the project links.
    public enum Runtime: Sendable, Equatable {
        /// Its sources lie in `Vendor/apiserver-runtime`.
        case vendored
        /// A package in a folder; as the user wrote it, seen from the root of the project if it is relative.
        case path(String)
    }

    /// The version of this format that the tool writes.
    public static let currentFormat = 1

    /// The version of the tool that wrote the file last.
    public var cliVersion: String
    /// A DNS label; images and the like are named after it.
    public var name: String
    /// What the full name of every group ends in: `example.com`.
    public var domain: String
    /// The name of the Swift package.
    public var package: String
    /// Where the runtime comes from.
    public var runtime: Runtime
    /// How it runs in a cluster; nil as long as nobody has said so.
    public var deployment: Deployment?
    /// In the order in which they were created.
    public var groups: [Group]

    /// Makes a project.
    public init(
        cliVersion: String,
        name: String,
        domain: String,
        package: String,
        runtime: Runtime = .vendored,
        deployment: Deployment? = nil,
        groups: [Group] = []
    ) {
        self.cliVersion = cliVersion
        self.name = name
        self.domain = domain
        self.package = package
        self.runtime = runtime
        self.deployment = deployment
        self.groups = groups
    }

    /// One API group.
    public struct Group: Sendable, Equatable {
        /// Without the domain: `insect`.
        public var name: String
        /// In the order in which they were created.
        public var versions: [Version]

        /// Makes a group.
        public init(_ name: String, versions: [Version] = []) {
            self.name = name
            self.versions = versions
        }

        /// What it is called in Swift: `Insect`.
        public var namespace: String { SwiftNames.namespace(ofGroup: name) }
    }

    /// One version of a group.
    public struct Version: Sendable, Equatable {
        /// `v1beta1`.
        public var name: String
        /// In the order in which they were created.
        public var resources: [Resource]

        /// Makes a version.
        public init(_ name: String, resources: [Resource] = []) {
            self.name = name
            self.resources = resources
        }

        /// What it is called in Swift: `V1beta1`.
        public var namespace: String { SwiftNames.namespace(ofVersion: name) }
    }

    /// One kind in one version.
    public struct Resource: Sendable, Equatable {
        /// `Bee`.
        public var kind: String
        /// Name in paths: `bees`.
        public var plural: String
        /// `bee`.
        public var singular: String
        /// What kubectl accepts instead of the plural.
        public var shortNames: [String]
        /// `all` and the like.
        public var categories: [String]
        /// Whether objects live in namespaces.
        public var isNamespaced: Bool
        /// Whether `Sources/Controllers` has a controller of it.
        public var hasController: Bool
        /// The name of its Swift file without `.swift` if another kind had the default one already; otherwise nil.
        public var file: String?

        /// Makes a resource.
        public init(
            kind: String,
            plural: String? = nil,
            singular: String? = nil,
            shortNames: [String] = [],
            categories: [String] = [],
            isNamespaced: Bool = true,
            hasController: Bool = false,
            file: String? = nil
        ) {
            self.kind = kind
            self.plural = plural ?? EnglishPlural.of(kind)
            self.singular = singular ?? kind.lowercased()
            self.shortNames = shortNames
            self.categories = categories
            self.isNamespaced = isNamespaced
            self.hasController = hasController
            self.file = file
        }

        /// The name of its Swift file without `.swift`; no two files of a Swift module share one.
        public var fileStem: String { file ?? kind }
    }

    /// Whether any kind has a controller.
    public var hasControllers: Bool { resources.contains { $0.resource.hasController } }

    /// The full name of a group: `insect.example.com`.
    public func fullName(of group: Group) -> String { group.name + "." + domain }
}

/// A resource with the group and version that it lives in.
public struct PlacedResource: Sendable, Equatable {
    /// The group, as far as its name matters.
    public let group: Project.Group
    /// The version, as far as its name matters.
    public let version: Project.Version
    /// The resource.
    public let resource: Project.Resource
    /// The full name of the group.
    public let groupName: String

    /// `insect.example.com/v1beta1`.
    public var apiVersion: String { groupName + "/" + version.name }
    /// The type in Swift: `Insect.V1beta1.Bee`.
    public var swiftType: String { "\(group.namespace).\(version.namespace).\(resource.kind)" }
}

extension Project {
    /// All resources in the order of the file.
    public var resources: [PlacedResource] {
        groups.flatMap { group in
            group.versions.flatMap { version in
                version.resources.map {
                    PlacedResource(group: group, version: version, resource: $0, groupName: fullName(of: group))
                }
            }
        }
    }
}
