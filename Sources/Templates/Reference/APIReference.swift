/// What the documentation of an API says, whatever it is written in.
///
/// Every identifier in it is unique, and every link leads to one of them.
public struct APIReference: Sendable, Equatable {
    /// One API group.
    public struct Group: Sendable, Equatable {
        /// What links to it lead to.
        public var id: String
        /// `insect.example.com`.
        public var name: String
        /// Markdown of the user's; may be empty.
        public var introduction: String
        /// Its versions, the most stable first.
        public var versions: [Version]

        /// Makes a group.
        public init(id: String, name: String, introduction: String, versions: [Version]) {
            self.id = id
            self.name = name
            self.introduction = introduction
            self.versions = versions
        }
    }

    /// How much a version may still change.
    public enum Stability: String, Sendable { case alpha, beta, stable }

    /// One version of a group.
    public struct Version: Sendable, Equatable {
        /// What links to it lead to.
        public var id: String
        /// `v1beta1`.
        public var name: String
        /// How much it may still change.
        public var stability: Stability
        /// Its kinds, by name.
        public var kinds: [Kind]
        /// Structs and enums that its kinds use, by name.
        public var types: [NamedType]

        /// Makes a version.
        public init(id: String, name: String, stability: Stability, kinds: [Kind], types: [NamedType]) {
            self.id = id
            self.name = name
            self.stability = stability
            self.kinds = kinds
            self.types = types
        }
    }

    /// A struct or an enum.
    public struct NamedType: Sendable, Equatable {
        /// What links to it lead to.
        public var id: String
        /// As `kubectl explain` calls it: `BeeSpec`.
        public var name: String
        /// What it is for.
        public var description: String
        /// The fields of a struct, without what they hold.
        public var fields: [Field]
        /// The values of an enum.
        public var values: [Value]
        /// The fields that have it.
        public var uses: [Link]

        /// Makes a type.
        public init(
            id: String,
            name: String,
            description: String,
            fields: [Field],
            values: [Value],
            uses: [Link]
        ) {
            self.id = id
            self.name = name
            self.description = description
            self.fields = fields
            self.values = values
            self.uses = uses
        }
    }

    /// A text that leads somewhere on the page.
    public struct Link: Sendable, Equatable {
        /// What is read.
        public var text: String
        /// The identifier it leads to; nil if it is only a text.
        public var target: String?

        /// Makes a link.
        public init(_ text: String, to target: String?) {
            self.text = text
            self.target = target
        }
    }

    /// A value of an enum.
    public struct Value: Sendable, Equatable {
        /// As it stands in JSON.
        public var text: String
        /// What it means.
        public var description: String

        /// Makes a value.
        public init(_ text: String, description: String) {
            self.text = text
            self.description = description
        }
    }

    /// A type that Kubernetes brings.
    public struct CommonType: Sendable, Equatable {
        /// What links to it lead to.
        public var id: String
        /// `ObjectMeta`.
        public var name: String
        /// What it is, with Markdown.
        public var description: String

        /// Makes a type.
        public init(id: String, name: String, description: String) {
            self.id = id
            self.name = name
            self.description = description
        }
    }

    /// What the API is called.
    public var title: String
    /// In the order of the project.
    public var groups: [Group]
    /// The types of Kubernetes that are used.
    public var commonTypes: [CommonType]

    /// Makes a reference.
    public init(title: String, groups: [Group], commonTypes: [CommonType]) {
        self.title = title
        self.groups = groups
        self.commonTypes = commonTypes
    }
}
