/// What can be fuzzed: whatever reads bytes that a stranger wrote.
///
/// A target does more than to survive: what it read, it writes and reads again, and must get the same.
enum FuzzTarget: String, CaseIterable {
    case json
    case yaml
    case httpRequest = "http-request"
    case httpResponse = "http-response"
    case chunked
    case websocket
    case selectors
    case jsonPatch = "json-patch"
    case fields
    case values
    case continueToken = "continue-token"
    case project
    case etcd

    /// Runs one input; ends the process when something does not hold.
    func run(_ input: [UInt8]) {
        switch self {
        case .json: Texts.json(input)
        case .yaml: Texts.yaml(input)
        case .httpRequest: Wire.requests(input)
        case .httpResponse: Wire.response(input)
        case .chunked: Wire.chunked(input)
        case .websocket: Wire.websocket(input)
        case .selectors: Machinery.selectors(input)
        case .jsonPatch: Machinery.jsonPatch(input)
        case .fields: Machinery.fields(input)
        case .values: Machinery.values(input)
        case .continueToken: Tokens.continueToken(input)
        case .project: Tokens.project(input)
        case .etcd: Etcd.messages(input)
        }
    }
}

/// Ends the process with a finding unless the condition holds.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { fatalError(what()) }
}
