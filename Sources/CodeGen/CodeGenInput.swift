/// What the generator works on: the names from the PROJECT file and the sources of the `APIs` module, in memory.
public struct CodeGenInput: Sendable {
    /// One API group of the project.
    public struct Group: Sendable, Equatable {
        /// Short name: `insect`.
        public var name: String
        /// Name that clients see: `insect.example.com`.
        public var fullName: String
        /// Name of the namespace in Swift: `Insect`.
        public var typeName: String
        /// Its versions.
        public var versions: [Version]

        /// Makes a group.
        public init(name: String, fullName: String, typeName: String, versions: [Version]) {
            self.name = name
            self.fullName = fullName
            self.typeName = typeName
            self.versions = versions
        }
    }

    /// One version of a group.
    public struct Version: Sendable, Equatable {
        /// `v1beta1`.
        public var name: String
        /// Name of the namespace in Swift: `V1beta1`.
        public var typeName: String

        /// Makes a version.
        public init(name: String, typeName: String) {
            self.name = name
            self.typeName = typeName
        }
    }

    /// One Swift source file.
    public struct SourceFile: Sendable, Equatable {
        /// Path from the root of the project; diagnostics show it.
        public var path: String
        /// The whole text.
        public var text: String

        /// Makes a file.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Domain of the project: `example.com`.
    public var domain: String
    /// The groups, in the order in which they are served.
    public var groups: [Group]
    /// The files of the `APIs` module; generated ones among them are ignored.
    public var files: [SourceFile]

    /// Makes an input.
    public init(domain: String, groups: [Group], files: [SourceFile]) {
        self.domain = domain
        self.groups = groups
        self.files = files
    }
}
