internal import JSON
internal import LocalControlPlane
internal import Project

/// Whose an object of a cluster is.
enum ObjectOwner: Equatable {
    /// A `run local`; who runs it and where, empty if it does not say.
    case runLocal(String)
    /// The tool's, for the project of that name.
    case project(String)
    /// Somebody else's: the field managers that have set anything in it.
    case others([String])

    /// Looks at an object.
    init(of present: JSONValue) {
        let labels = present["metadata"]?["labels"]
        if let mark = RunLocalMark(present) {
            self = .runLocal(mark.place)
        } else if labels?[OwnerLabel.managedBy]?.string == OwnerLabel.tool,
            let project = labels?[OwnerLabel.partOf]?.string
        {
            self = .project(project)
        } else {
            self = .others(Self.managers(of: present))
        }
    }

    /// The field managers that have set anything in an object, in order.
    static func managers(of present: JSONValue) -> [String] {
        Set((present["metadata"]?["managedFields"]?.array ?? []).compactMap { $0["manager"]?.string }).sorted()
    }

    /// In a few words, for `it belongs to …`.
    var text: String {
        switch self {
        case .runLocal(let place): place.isEmpty ? "a run local" : "the run local of \(place)"
        case .project(let name): "the project \(name)"
        case .others(let managers):
            managers.isEmpty ? "somebody else" : "somebody else (\(managers.joined(separator: ", ")))"
        }
    }
}
