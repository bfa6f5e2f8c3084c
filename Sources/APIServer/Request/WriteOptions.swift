internal import APIMachinery
internal import JSON

/// The options of create, update and patch, from the query.
///
/// Source: meta/v1 CreateOptions, UpdateOptions, PatchOptions and their validation.
struct WriteOptions: Sendable, Equatable {
    /// What to do with fields that the type does not know and with fields given twice.
    enum FieldValidation: String, Sendable {
        case ignore = "Ignore"
        case warn = "Warn"
        case strict = "Strict"
    }

    var isDryRun = false
    var fieldManager: String?
    var fieldValidation = FieldValidation.warn
    var force = false

    /// Which options they are, as error messages call them.
    enum Kind: String, Sendable {
        case create = "CreateOptions"
        case update = "UpdateOptions"
        case patch = "PatchOptions"
        case apply
    }

    /// Options of a request that writes nothing.
    init() {}

    /// Reads and checks the query; throws 422 with every fault.
    init(_ query: Query, _ kind: Kind) throws(StatusError) {
        var errors: [FieldError] = []
        let dryRun = query.all("dryRun")
        isDryRun = dryRun.contains("All")
        fieldManager = query["fieldManager"]
        force = query["force"] != nil && query.isTrue("force")
        if kind == .patch, query["force"] != nil, force {
            errors.append(.forbidden("force", "may not be specified for non-apply patch"))
        }
        if kind == .apply, (fieldManager ?? "").isEmpty {
            errors.append(.required("fieldManager", "is required for apply patch"))
        }
        errors += ObjectMetaValidation.validateFieldManager(fieldManager ?? "", field: "fieldManager")
        errors += DryRun.errors(dryRun)
        if let text = query["fieldValidation"], !text.isEmpty {
            if let mode = FieldValidation(rawValue: text) {
                fieldValidation = mode
            } else {
                errors.append(
                    FieldError(
                        "fieldValidation",
                        .notSupported(.string(text), supported: ["", "Ignore", "Strict", "Warn"])
                    )
                )
            }
        }
        guard errors.isEmpty else {
            let name = kind == .apply ? "PatchOptions" : kind.rawValue
            throw .invalid(kind: name, group: "meta.k8s.io", name: "", errors: errors)
        }
    }
}

/// The dryRun option: only `All` exists.
enum DryRun {
    static func errors(_ values: [String]) -> [FieldError] {
        guard values.contains(where: { $0 != "All" }) else { return [] }
        return [FieldError("dryRun", .notSupported(.array(values.map { .string($0) }), supported: ["All"]))]
    }
}
