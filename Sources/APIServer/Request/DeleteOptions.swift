internal import APIMachinery
internal import JSON
internal import Transport

/// How an object is to be deleted: from the body if there is one, otherwise from the query.
///
/// Source: meta/v1 DeleteOptions and their validation.
struct DeleteOptions: Sendable, Equatable {
    /// What becomes of the objects that this one owns.
    enum Propagation: String, Sendable {
        case orphan = "Orphan"
        case background = "Background"
        case foreground = "Foreground"
    }

    var gracePeriodSeconds: Int64?
    var uid: String?
    var resourceVersion: String?
    var orphanDependents: Bool?
    var propagation: Propagation?
    var isDryRun = false
    /// Whether an object that cannot be read is to go.
    var ignoresReadErrors = false

    static let ignoringReadErrors = "ignoreStoreReadErrorWithClusterBreakingPotential"

    /// Reads and checks the options of a request.
    ///
    /// - Throws: 400 for a body that is none, 415, and 422 with every fault.
    init(_ request: HTTPRequest, _ query: Query) throws(StatusError) {
        let errors: [FieldError]
        if request.body.isEmpty {
            errors = try read(query)
        } else {
            errors = try read(body: RequestBody.tree(of: request))
        }
        guard errors.isEmpty else {
            throw .invalid(kind: "DeleteOptions", group: "meta.k8s.io", name: "", errors: errors)
        }
    }

    private mutating func read(_ query: Query) throws(StatusError) -> [FieldError] {
        if let text = query["gracePeriodSeconds"] {
            guard let seconds = Int64(text) else {
                throw .badRequest(NumberFault.integer(text))
            }
            gracePeriodSeconds = seconds
        }
        uid = query["uid"]
        resourceVersion = query["resourceVersion"]
        if query["orphanDependents"] != nil { orphanDependents = query.isTrue("orphanDependents") }
        ignoresReadErrors = query.isTrue(Self.ignoringReadErrors)
        return check(policy: query["propagationPolicy"], dryRun: query.all("dryRun"))
    }

    private mutating func read(body tree: JSONValue) throws(StatusError) -> [FieldError] {
        guard tree.object != nil else { throw .badRequest("the body is no DeleteOptions object") }
        if let kind = tree["kind"]?.string, !kind.isEmpty, kind != "DeleteOptions" {
            let apiVersion = tree["apiVersion"]?.string ?? ""
            throw .badRequest("no kind \"\(kind)\" is registered for version \"\(apiVersion)\" as DeleteOptions")
        }
        // A condition or a dry run of the wrong type must not become a deletion without any.
        do {
            _ = try MetaSchemas.deleteOptions.prune(tree)
        } catch {
            throw .badRequest("\(error)")
        }
        gracePeriodSeconds = tree["gracePeriodSeconds"]?.integer
        uid = tree.at("preconditions", "uid")?.string
        resourceVersion = tree.at("preconditions", "resourceVersion")?.string
        orphanDependents = tree["orphanDependents"]?.bool
        ignoresReadErrors = tree[Self.ignoringReadErrors]?.bool ?? false
        let dryRun = tree["dryRun"]?.array?.compactMap(\.string) ?? []
        return check(policy: tree["propagationPolicy"]?.string, dryRun: dryRun)
    }

    private mutating func check(policy: String?, dryRun: [String]) -> [FieldError] {
        var errors: [FieldError] = []
        if let policy {
            propagation = Propagation(rawValue: policy)
            if orphanDependents != nil {
                let detail = "orphanDependents and deletionPropagation cannot be both set"
                errors.append(.invalid("propagationPolicy", .string(policy), detail))
            } else if propagation == nil {
                let supported = ["Foreground", "Background", "Orphan", "nil"]
                errors.append(FieldError("propagationPolicy", .notSupported(.string(policy), supported: supported)))
            }
        }
        isDryRun = dryRun.contains("All")
        return errors + DryRun.errors(dryRun) + companionErrors
    }

    /// Who removes what cannot be read knows nothing of it that could be a condition.
    private var companionErrors: [FieldError] {
        guard ignoresReadErrors else { return [] }
        let others = [
            ("dryRun", isDryRun), ("propagationPolicy", propagation != nil),
            ("orphanDependents", orphanDependents != nil), ("gracePeriodSeconds", gracePeriodSeconds != nil),
            ("preconditions", uid != nil || resourceVersion != nil),
        ]
        return others.filter(\.1).map { name, _ in
            .invalid(Self.ignoringReadErrors, true, "cannot be set together with .\(name)")
        }
    }

    /// The finalizers that an object has after it was asked to go this way.
    func finalizers(from present: [String]) -> [String] {
        let kept = present.filter { $0 != "orphan" && $0 != "foregroundDeletion" }
        if let orphanDependents { return orphanDependents ? kept + ["orphan"] : kept }
        return switch propagation {
        case .orphan: kept + ["orphan"]
        case .foreground: kept + ["foregroundDeletion"]
        case .background: kept
        case nil: present
        }
    }
}
