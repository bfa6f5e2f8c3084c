public import JSON

/// The rules that `metadata` of every object keeps.
///
/// Both functions take the value of `metadata` in the form in which `Schema.prune` leaves it.
/// Source: apimachinery `api/validation/objectmeta.go`; the recorded answers of a reference server.
public enum ObjectMetaValidation {
    /// Most bytes that the keys and values of all annotations may have together.
    public static let annotationsLimitBytes = 256 * 1024

    /// What is wrong with the metadata of a new object.
    ///
    /// - Parameters:
    ///   - metadata: after names were generated and the namespace was filled in.
    ///   - isNamespaced: whether objects of the type live in namespaces.
    ///   - nameRule: what names of the type may look like.
    /// - Returns: all problems, in the order of upstream.
    public static func validate(
        _ metadata: JSONValue,
        isNamespaced: Bool,
        nameRule: NameRule = .pathSegment
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if let generateName = metadata["generateName"]?.string, !generateName.isEmpty {
            errors += nameRule.problems(with: generateName, isPrefix: true).map {
                .invalid("metadata.generateName", .string(generateName), $0)
            }
        }
        let name = metadata["name"]?.string ?? ""
        if name.isEmpty {
            errors.append(.required("metadata.name", "name or generateName is required"))
        } else {
            errors += nameRule.problems(with: name).map { .invalid("metadata.name", .string(name), $0) }
        }
        errors += namespaceErrors(metadata["namespace"]?.string ?? "", isNamespaced: isNamespaced)
        if let generation = metadata["generation"]?.integer, generation < 0 {
            errors.append(
                .invalid("metadata.generation", .integer(generation), "must be greater than or equal to 0")
            )
        }
        errors += attachmentErrors(metadata)
        errors += finalizerErrors(metadata["finalizers"]?.array ?? [])
        errors += managedFieldsErrors(metadata["managedFields"]?.array ?? [])
        return errors
    }

    /// What is wrong with the metadata of an update; upstream reports some problems twice, and so does this.
    ///
    /// - Parameters:
    ///   - new: with the fields that a client may leave out already taken from `old`.
    ///   - old: what is stored.
    ///   - isNamespaced: whether objects of the type live in namespaces.
    ///   - nameRule: what names of the type may look like.
    /// - Returns: all problems, in the order of upstream.
    public static func validateUpdate(
        new: JSONValue,
        old: JSONValue,
        isNamespaced: Bool,
        nameRule: NameRule = .pathSegment
    ) -> [FieldError] {
        var errors = validate(new, isNamespaced: isNamespaced, nameRule: nameRule)
        if old["deletionTimestamp"] != nil {
            let present = Set((old["finalizers"]?.array ?? []).compactMap(\.string))
            let added = Set((new["finalizers"]?.array ?? []).compactMap(\.string)).subtracting(present).sorted()
            if !added.isEmpty {
                let list = added.map(GoText.quoted).joined(separator: ", ")
                errors.append(
                    .forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, "
                            + "found new finalizers []string{\(list)}"
                    )
                )
            }
        }
        if (new["resourceVersion"]?.string ?? "").isEmpty {
            errors.append(.invalid("metadata.resourceVersion", "", "must be specified for an update"))
        }
        let generation = new["generation"]?.integer ?? 0
        if generation < old["generation"]?.integer ?? 0 {
            errors.append(.invalid("metadata.generation", .integer(generation), "must not be decremented"))
        }
        for field in ["name", "namespace", "uid"] {
            let value = new[field]?.string ?? ""
            guard value != old[field]?.string ?? "" else { continue }
            errors.append(.invalid("metadata." + field, .string(value), "field is immutable"))
        }
        for field in ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"]
        where new[field] != old[field] {
            errors.append(.invalid("metadata." + field, new[field] ?? .null, "field is immutable"))
        }
        errors += attachmentErrors(new)
        errors += managedFieldsErrors(new["managedFields"]?.array ?? [])
        return errors
    }

    /// What is wrong with the name of a field manager: more than 128 bytes, or characters that do not print.
    ///
    /// - Parameters:
    ///   - manager: as the request gives it.
    ///   - field: where it stands, `fieldManager` for a query parameter.
    /// - Returns: all problems.
    public static func validateFieldManager(_ manager: String, field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if manager.utf8.count > 128 { errors.append(FieldError(field, .tooLong(maximumBytes: 128))) }
        var offset = 0
        for scalar in manager.unicodeScalars {
            if !GoText.isPrintable(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - code.count))
                let text = "invalid character U+\(padding)\(code) (at position \(offset))"
                errors.append(.invalid(field, .string(manager), text))
            }
            offset += UTF8.width(scalar)
        }
        return errors
    }
}

extension ObjectMetaValidation {
    private static func namespaceErrors(_ namespace: String, isNamespaced: Bool) -> [FieldError] {
        guard isNamespaced else {
            return namespace.isEmpty ? [] : [.forbidden("metadata.namespace", "not allowed on this type")]
        }
        guard !namespace.isEmpty else { return [.required("metadata.namespace")] }
        return NameRule.dns1123Label.problems(with: namespace).map {
            .invalid("metadata.namespace", .string(namespace), $0)
        }
    }

    /// Labels, annotations and owners: what creations and updates check alike.
    private static func attachmentErrors(_ metadata: JSONValue) -> [FieldError] {
        labelErrors(metadata["labels"]?.object ?? [:], field: "metadata.labels")
            + annotationErrors(metadata["annotations"]?.object ?? [:])
            + ownerErrors(metadata["ownerReferences"]?.array ?? [])
    }

    /// What is wrong with labels that stand at `field`.
    ///
    /// - Parameters:
    ///   - labels: keys and values.
    ///   - field: where they stand.
    /// - Returns: all problems, in the order of the members.
    public static func labelErrors(_ labels: JSONObject, field: String) -> [FieldError] {
        var errors: [FieldError] = []
        for (key, json) in labels {
            let value = json.string ?? ""
            errors += NameRule.qualifiedName.problems(with: key).map { .invalid(field, .string(key), $0) }
            errors += NameRule.labelValue.problems(with: value).map { .invalid(field, .string(value), $0) }
        }
        return errors
    }

    private static func annotationErrors(_ annotations: JSONObject) -> [FieldError] {
        let field = "metadata.annotations"
        var errors: [FieldError] = []
        var bytes = 0
        for (key, json) in annotations {
            errors += NameRule.qualifiedName.problems(with: key.lowercased()).map { .invalid(field, .string(key), $0) }
            bytes += key.utf8.count + (json.string ?? "").utf8.count
        }
        if bytes > annotationsLimitBytes {
            errors.append(FieldError(field, .tooLong(maximumBytes: annotationsLimitBytes)))
        }
        return errors
    }

    private static func ownerErrors(_ owners: [JSONValue]) -> [FieldError] {
        let field = "metadata.ownerReferences"
        var errors: [FieldError] = []
        var controller: String?
        for owner in owners {
            let apiVersion = owner["apiVersion"]?.string ?? ""
            let kind = owner["kind"]?.string ?? ""
            if !hasVersion(apiVersion) {
                errors.append(.invalid(field + ".apiVersion", .string(apiVersion), "version must not be empty"))
            }
            for key in ["kind", "name", "uid"] where (owner[key]?.string ?? "").isEmpty {
                errors.append(.invalid(field + "." + key, "", "must not be empty"))
            }
            if apiVersion == "v1", kind == "Event" {
                errors.append(.invalid(field, owner, "/v1, Kind=Event is disallowed from being an owner"))
            }
            guard owner["controller"]?.bool == true else { continue }
            let name = kind + "/" + (owner["name"]?.string ?? "")
            if let controller {
                let text =
                    "Only one reference can have Controller set to true. "
                    + "Found \"true\" in references for \(controller) and \(name)"
                errors.append(.invalid(field, .array(owners), text))
            } else {
                controller = name
            }
        }
        return errors
    }

    /// Whether `group/version` or `version` names a version.
    private static func hasVersion(_ apiVersion: String) -> Bool {
        let parts = apiVersion.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.last?.isEmpty == false
    }

    private static func finalizerErrors(_ finalizers: [JSONValue]) -> [FieldError] {
        let field = "metadata.finalizers"
        var errors: [FieldError] = []
        for finalizer in finalizers {
            errors += NameRule.qualifiedName.problems(with: finalizer.string ?? "").map {
                .invalid(field, finalizer, $0)
            }
        }
        if finalizers.contains("orphan"), finalizers.contains("foregroundDeletion") {
            let text = "finalizer orphan and foregroundDeletion cannot be both set"
            errors.append(.invalid(field, .array(finalizers), text))
        }
        return errors
    }

    private static func managedFieldsErrors(_ entries: [JSONValue]) -> [FieldError] {
        var errors: [FieldError] = []
        for (place, entry) in entries.enumerated() {
            let field = "metadata.managedFields[\(place)]"
            let operation = entry["operation"]?.string ?? ""
            if operation != "Apply", operation != "Update" {
                errors.append(.invalid(field + ".operation", .string(operation), "must be `Apply` or `Update`"))
            }
            let fieldsType = entry["fieldsType"]?.string ?? ""
            if !fieldsType.isEmpty, fieldsType != "FieldsV1" {
                errors.append(.invalid(field + ".fieldsType", .string(fieldsType), "must be `FieldsV1`"))
            }
            errors += validateFieldManager(entry["manager"]?.string ?? "", field: field + ".manager")
            if (entry["subresource"]?.string ?? "").utf8.count > 256 {
                errors.append(FieldError(field + ".subresource", .tooLong(maximumBytes: 256)))
            }
        }
        return errors
    }
}
