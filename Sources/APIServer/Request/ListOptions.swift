internal import APIMachinery
internal import JSON

/// The options of list, watch and deletecollection, from the query.
///
/// Source: meta/internalversion ListOptions, their validation and `apiserver` conversion of selectors.
struct ListOptions: Sendable {
    /// How `resourceVersion` is meant.
    enum Match: String, Sendable {
        case notOlderThan = "NotOlderThan"
        case exact = "Exact"
    }

    var labelSelector: LabelSelector?
    var fieldSelector: FieldSelector?
    var limit: Int
    var continueToken: String
    var resourceVersion: String
    var match: Match?
    var timeoutSeconds: Int64?
    var allowsBookmarks: Bool
    var sendInitialEvents: Bool?

    /// Whether a selector leaves objects out.
    var isSelective: Bool { labelSelector != nil || fieldSelector != nil }

    /// Reads and checks the query.
    ///
    /// - Throws: 400 for what cannot be read, 422 with every fault of the combination.
    init(_ query: Query, isWatch: Bool) throws(StatusError) {
        limit = max(0, Int(try Self.number(query, "limit") ?? 0))
        continueToken = query["continue"] ?? ""
        resourceVersion = query["resourceVersion"] ?? ""
        timeoutSeconds = try Self.number(query, "timeoutSeconds")
        allowsBookmarks = query.isTrue("allowWatchBookmarks")
        sendInitialEvents = query["sendInitialEvents"].map { _ in query.isTrue("sendInitialEvents") }
        match = query["resourceVersionMatch"].flatMap { Match(rawValue: $0) }
        labelSelector = try Self.labelSelector(query["labelSelector"] ?? "")
        fieldSelector = try Self.fieldSelector(query["fieldSelector"] ?? "")
        let errors = faults(match: query["resourceVersionMatch"] ?? "", isWatch: isWatch)
        guard errors.isEmpty else {
            throw .invalid(kind: "ListOptions", group: "meta.k8s.io", name: "", errors: errors)
        }
    }

    private static func number(_ query: Query, _ name: String) throws(StatusError) -> Int64? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let number = Int64(text) else { throw .badRequest(NumberFault.integer(text)) }
        return number
    }

    private static func labelSelector(_ text: String) throws(StatusError) -> LabelSelector? {
        guard !text.isEmpty else { return nil }
        do {
            return try LabelSelector(parsing: text)
        } catch {
            throw .badRequest("\(error)")
        }
    }

    private static func fieldSelector(_ text: String) throws(StatusError) -> FieldSelector? {
        guard !text.isEmpty else { return nil }
        do {
            return try FieldSelector(parsing: text)
        } catch {
            throw .badRequest("\(error)")
        }
    }

    private func faults(match text: String, isWatch: Bool) -> [FieldError] {
        isWatch ? watchFaults(match: text) : listFaults(match: text)
    }

    private func listFaults(match text: String) -> [FieldError] {
        var errors: [FieldError] = []
        if !text.isEmpty {
            let field = "resourceVersionMatch"
            if resourceVersion.isEmpty {
                errors.append(.forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided"))
            }
            if !continueToken.isEmpty {
                errors.append(.forbidden(field, "resourceVersionMatch is forbidden when continue is provided"))
            }
            if match == nil {
                let supported = ["Exact", "NotOlderThan", ""]
                errors.append(FieldError(field, .notSupported(.string(text), supported: supported)))
            }
            if match == .exact, resourceVersion == "0" {
                let detail = "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
                errors.append(.forbidden(field, detail))
            }
        }
        if sendInitialEvents != nil {
            errors.append(.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
        }
        return errors
    }

    private func watchFaults(match text: String) -> [FieldError] {
        var errors: [FieldError] = []
        let field = "resourceVersionMatch"
        if sendInitialEvents == nil, !text.isEmpty {
            let detail = "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            errors.append(.forbidden(field, detail))
        }
        if sendInitialEvents != nil, text.isEmpty {
            errors.append(.forbidden(field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
        } else if !text.isEmpty, match != .notOlderThan {
            errors.append(FieldError(field, .notSupported(.string(text), supported: ["NotOlderThan"])))
        }
        return errors
    }
}

/// Which objects a request is about: scope and selectors together.
struct Selection: Sendable {
    let namespace: String
    let labels: LabelSelector?
    let fields: FieldSelector?
    /// Whose fields are meant.
    private let version: Int

    /// - Throws: 400 for a field that cannot be selected by, unless somebody else knows the fields.
    init(_ request: ResourceRequest, _ options: ListOptions, allowsAnyField: Bool = false) throws(StatusError) {
        namespace = request.namespace
        version = request.version
        labels = options.labelSelector
        var requirements = options.fieldSelector?.requirements ?? []
        if request.info.isLegacyWatch, !request.name.isEmpty {
            requirements.append(FieldSelector.Requirement(field: "metadata.name", value: request.name))
        }
        fields = requirements.isEmpty ? nil : FieldSelector(requirements)
        guard !allowsAnyField else { return }
        let supported = ["metadata.name", "metadata.namespace"] + request.served.selectableFields.map(\.label)
        do {
            try fields?.checkFields(supported: supported)
        } catch {
            throw .badRequest("\(error)")
        }
    }

    /// Whether everything in scope is meant.
    var takesAll: Bool { labels == nil && fields == nil }

    func contains(_ object: ServedObject) -> Bool {
        if let fields {
            let (namespace, name) = object.identity
            let isMeant = fields.matches(name: name, namespace: namespace) { object.field($0, in: version) }
            guard isMeant else { return false }
        }
        if let labels { return labels.matches(object.labels) }
        return true
    }
}
