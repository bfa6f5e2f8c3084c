public import Project

/// The kind that a hook is written for, with the fields that the code is about.
public struct HookSubject: Sendable {
    /// A field that every object has.
    public struct Field: Sendable, Equatable {
        /// How it is reached from an object in Swift: `spec.size`.
        public let path: String
        /// How it is reached in JSON: `spec.size`.
        public let jsonPath: String
        /// Its type in Swift.
        public let type: String

        /// Makes a field.
        public init(path: String, jsonPath: String, type: String) {
            self.path = path
            self.jsonPath = jsonPath
            self.type = type
        }

        /// The last name of the path.
        var name: String { path.split(separator: ".").last.map(String.init) ?? path }
    }

    /// The kind in its version.
    public let placed: PlacedResource
    /// The first field with a text; nil if there is none.
    public let text: Field?
    /// The first field with an integer; nil if there is none.
    public let number: Field?

    /// Makes a subject.
    public init(_ placed: PlacedResource, text: Field?, number: Field?) {
        self.placed = placed
        self.text = text
        self.number = number
    }

    /// What a hook needs and the kind does not have; nil if nothing.
    public func lack(for hook: Hook) -> String? {
        if hook.needsText, text == nil { return "a field of the type String that is no optional" }
        if hook.needsNumber, number == nil { return "a field of an integer type that is no optional" }
        return nil
    }

    var kind: String { placed.resource.kind }
    var type: String { placed.swiftType }
    /// `Insect.V1beta1`.
    var space: String { "\(placed.group.namespace).\(placed.version.namespace)" }
    /// The name of a label or an annotation of the group.
    func key(_ name: String) -> String { "\(placed.groupName)/\(name)" }
    /// `.../bees/<name>/report`.
    func url(_ subresource: String) -> String { ".../\(placed.resource.plural)/<name>/\(subresource)" }
}
