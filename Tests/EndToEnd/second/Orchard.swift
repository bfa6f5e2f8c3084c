import APIServer

extension Growing.V1alpha1 {
    /// An orchard: trees in rows, and who looks after them.
    // +resource:path=orchards,shortName=orch,categories=all
    // +printcolumn:name=Fruit,path=.spec.fruit
    // +printcolumn:name=Rows,path=.spec.rows
    // +printcolumn:name=Phase,path=.status.phase
    public struct Orchard: ClusterResource {
        public var metadata = ObjectMeta()
        /// What its keeper asks for.
        public var spec: Spec
        /// What has been seen.
        public var status: Status?

        /// What the keeper of an orchard asks for.
        public struct Spec: Sendable, Equatable {
            /// What grows there.
            public var fruit: Fruit
            /// How many rows of trees, from 1 to 100.
            // +k8s:minimum=1
            // +k8s:maximum=100
            public var rows: Int32 = 4
            /// Steps between two trees, a multiple of 5.
            // +k8s:multipleOf=5
            public var spacing: Int64?
            /// Who looks after it: lower-case letters.
            // +k8s:minLength=2
            // +k8s:maxLength=20
            // +k8s:pattern="^[a-z]+$"
            public var keeper: String = "nobody"
            /// Words that belong to it.
            public var notes: [String: String]?
            /// Beds, told apart by their names.
            // +listType=map
            // +listMapKey=name
            public var beds: [Bed]?
            /// Seasons in which it is open.
            // +listType=set
            public var seasons: [String]?
            /// Tools in the order in which they are needed.
            // +listType=atomic
            // +k8s:maxItems=3
            public var tools: [String]?
            /// How it gets its water.
            public var water: Water?
        }

        /// What grows in an orchard.
        public enum Fruit: String, Sendable {
            case apple = "Apple"
            case pear = "Pear"
            case plum = "Plum"
        }

        /// One bed of trees.
        public struct Bed: Sendable, Equatable {
            /// The name of the bed.
            public var name: String
            /// How many trees stand in it.
            // +k8s:minimum=0
            public var trees: Int32 = 1
            /// What is planted between the trees.
            public var cover: String?
        }

        /// How an orchard gets its water.
        public struct Water: Sendable, Equatable {
            /// Where it comes from.
            public var source: String
            /// Litres a day.
            // +k8s:minimum=0
            // +k8s:exclusiveMinimum=true
            public var litres: Double?
            /// Whether it runs at all.
            public var isOn: Bool = true
        }

        /// What those who work in an orchard have seen.
        public struct Status: Sendable, Equatable {
            /// The generation of the object that this status speaks of.
            public var observedGeneration: Int64?
            /// How far the trees are.
            public var phase: Phase?
        }

        /// How far the trees of an orchard are.
        public enum Phase: String, Sendable {
            case growing = "Growing"
            case ripe = "Ripe"
        }
    }
}
