extension APIReference {
    /// One kind in one version.
    public struct Kind: Sendable, Equatable {
        /// What links to it lead to.
        public var id: String
        /// `Bee`.
        public var name: String
        /// `insect.example.com/v1beta1`.
        public var apiVersion: String
        /// From its doc comment.
        public var description: String
        /// What one should know before using it.
        public var notes: [Note] = []
        /// What is said of it in a word or two: its scope, names, categories.
        public var facts: [Fact] = []
        /// How it is read and written.
        public var operations: [Operation] = []
        /// What kubectl types for it; empty if kubectl does not reach it.
        public var commands: [String] = []
        /// Its fields, `apiVersion`, `kind` and `metadata` included.
        public var fields: [Field] = []
        /// The columns of `kubectl get` after the name.
        public var columns: [Column] = []
        /// Objects to copy.
        public var examples: [Example] = []

        /// Makes a kind of which nothing is known but what it is called.
        public init(id: String, name: String, apiVersion: String, description: String) {
            self.id = id
            self.name = name
            self.apiVersion = apiVersion
            self.description = description
        }
    }

    /// What one should know.
    public struct Note: Sendable, Equatable {
        /// Markdown, one sentence or two.
        public var text: String
        /// Whether it speaks against using the kind.
        public var isWarning: Bool

        /// Makes a note.
        public init(_ text: String, isWarning: Bool = false) {
            self.text = text
            self.isWarning = isWarning
        }
    }

    /// One thing that is said of a kind.
    public struct Fact: Sendable, Equatable {
        /// What it is about: `short names`.
        public var name: String
        /// What there is; code if `isCode`.
        public var values: [Link]
        /// Whether the values are something to type.
        public var isCode: Bool

        /// Makes a fact.
        public init(_ name: String, _ values: [Link], isCode: Bool) {
            self.name = name
            self.values = values
            self.isCode = isCode
        }
    }

    /// A request that the server answers.
    public struct Operation: Sendable, Equatable {
        /// `list`, or what a subresource is called.
        public var verb: String
        /// `GET`.
        public var method: String
        /// `/apis/insect.example.com/v1beta1/namespaces/{namespace}/bees`.
        public var path: String

        /// Makes an operation.
        public init(_ verb: String, _ method: String, _ path: String) {
            self.verb = verb
            self.method = method
            self.path = path
        }
    }

    /// A column of `kubectl get`.
    public struct Column: Sendable, Equatable {
        /// Its heading.
        public var name: String
        /// `string`, `integer`, `number`, `boolean` or `date`.
        public var type: String
        /// What it means.
        public var description: String
        /// Whether it takes `-o wide` to see it.
        public var isWide: Bool
        /// Where its value is.
        public var path: Link

        /// Makes a column.
        public init(name: String, type: String, description: String, isWide: Bool, path: Link) {
            self.name = name
            self.type = type
            self.description = description
            self.isWide = isWide
            self.path = path
        }
    }

    /// An object to copy.
    public struct Example: Sendable, Equatable {
        /// What it shows; Markdown, may be empty.
        public var note: String
        /// YAML.
        public var text: String

        /// Makes an example.
        public init(note: String, text: String) {
            self.note = note
            self.text = text
        }
    }

    /// A field of a kind or of a struct.
    public struct Field: Sendable, Equatable {
        /// What links to it lead to; empty for fields that stand in the list of a type.
        public var id: String
        /// Its key in JSON.
        public var name: String
        /// Its keys from the top of the kind on: `spec.hive`.
        public var path: String
        /// Its type.
        public var type: TypeName
        /// Whether it has to be there.
        public var isRequired = false
        /// What the server fills in, as JSON; nil if nothing.
        public var defaultValue: String?
        /// From its doc comment.
        public var description: String
        /// What its value must be like.
        public var rules: [Rule] = []
        /// The values that are allowed; empty if it is no enum.
        public var values: [Value] = []
        /// The fields inside of it.
        public var fields: [Field] = []
        /// Whether what is inside is well known, and shown only to those who ask.
        public var isFolded = false

        /// Makes a field that nothing is inside of.
        public init(id: String, name: String, path: String, type: TypeName, description: String) {
            self.id = id
            self.name = name
            self.path = path
            self.type = type
            self.description = description
        }
    }

    /// A type as it is read: `list of` `BeeSpec`.
    public struct TypeName: Sendable, Equatable {
        /// What stands before the name: `list of`; mostly empty.
        public var lead: String
        /// The name, which may lead to where the type is described.
        public var name: Link
        /// How it is written: `int64`, `date-time`; mostly empty.
        public var format: String

        /// Makes a type.
        public init(_ name: String, to target: String? = nil, lead: String = "", format: String = "") {
            self.name = Link(name, to: target)
            self.lead = lead
            self.format = format
        }
    }

    /// What a value must be like: words, and code behind them.
    public struct Rule: Sendable, Equatable {
        /// `matches`.
        public var text: String
        /// `^[a-z]+$`; may be empty.
        public var code: String

        /// Makes a rule.
        public init(_ text: String, code: String = "") {
            self.text = text
            self.code = code
        }
    }
}
