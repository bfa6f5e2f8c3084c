import CodeGen

extension Samples {
    /// Two versions of one kind that share most fields, with columns and selectable fields above properties.
    static let orchard = CodeGenInput(
        domain: "example.com",
        groups: [
            CodeGenInput.Group(
                name: "orchard",
                fullName: "orchard.example.com",
                typeName: "Orchard",
                versions: [
                    CodeGenInput.Version(name: "v1", typeName: "V1"),
                    CodeGenInput.Version(name: "v2", typeName: "V2"),
                ]
            )
        ],
        files: [
            file("Orchard/V1/Tree.swift", tree),
            file("Orchard/V2/Tree+V2.swift", newTree),
            file("Orchard/Tree+V2+Conversion.swift", treeConversion),
        ]
    )

    private static let tree = """
        public import APIMachinery
        public import APIServer

        extension Orchard.V1 {
            /// A tree, as it was first described.
            // +selectableField:path=.spec.row
            public struct Tree: ClusterResource {
                public var metadata = ObjectMeta()
                public var spec: Spec
                public var status: Status?

                public struct Spec: Sendable, Equatable {
                    /// What the tree is called.
                    // +printcolumn
                    // +selectableField
                    public var commonName: String
                    // +printcolumn:name=In Row,priority=1
                    public var row: Int32 = 1
                    public var height: Int32?
                    public var kind: Kind = .apple
                    public var state: Kind
                    public var grafts: [Graft] = []
                    public var marks: [String: Graft]?
                    public var plantedAt: Timestamp
                    public var extra: JSONValue?
                }

                public struct Graft: Sendable, Equatable {
                    public var variety: String
                    public var weight: Int = 1
                }

                public struct Status: Sendable, Equatable {
                    // +printcolumn:type=string,format=name,description="Who looks after it"
                    public var keeperName: String?
                }

                public enum Kind: String, Sendable {
                    case apple
                    case `in` = "pear"
                }
            }
        }
        """

    private static let newTree = """
        public import APIMachinery
        public import APIServer

        extension Orchard.V2 {
            /// A tree, as it is described now: it has a name in place of a common name.
            public struct Tree: ClusterResource {
                public var metadata = ObjectMeta()
                public var spec: Spec
                public var status: Status?

                public struct Spec: Sendable, Equatable {
                    public var name: String
                    public var row: Int = 1
                    public var height: Int64?
                    public var kind: Kind = .apple
                    public var state: Kind
                    public var grafts: [Graft] = []
                    public var marks: [String: Graft]?
                    public var plantedAt: Timestamp
                    public var extra: JSONValue?
                    public var owner: Owner
                }

                public struct Owner: Sendable, Equatable {
                    public var since: Timestamp
                    public var shares: Int = 1
                }

                public struct Graft: Sendable, Equatable {
                    public var variety: String
                    public var weight: Int64 = 1
                }

                public struct Status: Sendable, Equatable {
                    public var keeperName: String?
                }

                public enum Kind: String, Sendable {
                    case apple
                    case pear
                    case plum
                }
            }
        }
        """

    private static let treeConversion = """
        public import APIServer

        extension Orchard.V2.Tree: Convertible {
            public mutating func convert(from hub: Orchard.V1.Tree) {
                spec.name = hub.spec.commonName
            }

            public func convert(to hub: inout Orchard.V1.Tree) {
                hub.spec.commonName = spec.name
                hub.spec.row = Int32(clamping: spec.row)
                hub.spec.height = spec.height.map { Int32(clamping: $0) }
            }
        }
        """
}
