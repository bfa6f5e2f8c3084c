/// Something that a kind can do besides being kept, by the name that `--hook` takes.
public enum Hook: String, CaseIterable, Sendable {
    case defaulting, normalizing, validating
    case deleteValidating = "delete-validating"
    case table, selectable, status, scale
    case storageVersion = "storage-version"
    case subresource, connector, exec
    case portForward = "port-forward"
    case websocket
    case admissionMutating = "admission-mutating"
    case admissionValidating = "admission-validating"
    case virtual, review

    /// What is written for it: one sentence without a full stop.
    public var summary: String {
        switch self {
        case .defaulting: "Defaults that depend on other fields"
        case .normalizing: "Brings objects into the form in which they are kept"
        case .validating: "Rules that markers cannot say; every new kind has it"
        case .deleteValidating: "Says which objects must not be deleted"
        case .table: "Columns of 'kubectl get' that are computed"
        case .selectable: "A field that 'kubectl get --field-selector' knows"
        case .status: "The subresource status; every new kind has it"
        case .scale: "'kubectl scale' and autoscalers, with the fields that they need"
        case .storageVersion: "Of several versions, the one that is stored"
        case .subresource: "A subresource that changes the object, with a kind of its own"
        case .connector: "A subresource that streams, such as logs"
        case .exec: "A subresource that speaks what 'kubectl exec' speaks"
        case .portForward: "A subresource that tunnels ports"
        case .websocket: "A subresource with WebSocket messages of your own"
        case .admissionMutating: "A plug-in that changes what comes in, and sees who asks"
        case .admissionValidating: "A plug-in that refuses what comes in, and sees the other objects"
        case .virtual: "A new kind that your own code gets and lists; nothing is stored"
        case .review: "A new kind that is a question, which your own code answers; nothing is stored"
        }
    }

    /// Whether it makes another type of the kind, and so only a kind that is new can have it.
    public var isWholeKind: Bool { self == .virtual || self == .review }

    /// The protocol that the kind itself adopts for it; nil if that is not how it works.
    public var adopted: String? {
        switch self {
        case .defaulting: "Defaulting"
        case .normalizing: "Normalizing"
        case .validating: "Validating"
        case .deleteValidating: "DeleteValidating"
        case .table: "Tabular"
        default: nil
        }
    }

    /// Whether it has its say in the version alone that all others are converted through.
    public var belongsToHub: Bool { [.normalizing, .validating, .deleteValidating].contains(self) }

    /// The subresource that it makes, with the marker's text behind `+subresource:`; nil for other hooks.
    public var subresource: (name: String, marker: String, type: String)? {
        switch self {
        case .subresource: ("resize", "resize", "Resize")
        case .connector: ("report", "report", "Report")
        case .exec: ("exec", "exec", "Exec")
        case .portForward: ("portforward", "portforward:type=PortForward", "PortForward")
        case .websocket: ("messages", "messages", "Messages")
        default: nil
        }
    }

    /// What the plug-in of a kind is called; nil for other hooks.
    public func plugIn(of kind: String) -> String? {
        switch self {
        case .admissionMutating: kind + "Origin"
        case .admissionValidating: kind + "Quota"
        default: nil
        }
    }

    /// The end of the names of its files: `Bee+Defaulting.swift`.
    var fileSuffix: String? { adopted ?? subresource?.type ?? plugIn(of: "") }

    /// Whether its code is about a field with a text.
    var needsText: Bool { [.defaulting, .normalizing, .validating, .selectable].contains(self) }
    /// Whether its code is about a field with an integer.
    var needsNumber: Bool { [.defaulting, .table, .subresource, .connector].contains(self) }
}
