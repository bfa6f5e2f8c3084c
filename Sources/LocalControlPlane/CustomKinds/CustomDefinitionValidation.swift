internal import APIMachinery
internal import JSON

/// What a CustomResourceDefinition must be like.
///
/// Source: apiextensions-apiserver `pkg/apis/apiextensions/validation/validation.go`.
enum CustomDefinitionValidation {
    /// All that is wrong with a definition.
    static func errors(_ object: JSONValue, old: JSONValue?) -> [FieldError] {
        let definition = CustomDefinition(object)
        let before = old.map { CustomDefinition($0) }
        // What is about to go may lose its finalizers, whatever else it is.
        if definition.isTerminating, definition.spec == before?.spec { return [] }
        var errors: [FieldError] = []
        let names = definition.names
        if object.name != names.plural + "." + definition.group {
            errors.append(.invalid("metadata.name", .string(object.name), "must be spec.names.plural+\".\"+spec.group"))
        }
        errors += groupErrors(definition) + approvalErrors(object, definition)
        errors += choice(definition.spec["scope"], "spec.scope", ["Cluster", "Namespaced"])
        errors += nameErrors(names)
        errors += versionErrors(definition)
        errors += conversionErrors(definition.spec["conversion"])
        if definition.spec["preserveUnknownFields"]?.bool == true {
            let detail =
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
            errors.append(.invalid("spec.preserveUnknownFields", true, detail))
        }
        if let before { errors += updateErrors(definition, before) }
        return errors
    }

    // MARK: Group and names

    private static func groupErrors(_ definition: CustomDefinition) -> [FieldError] {
        let group = definition.group
        guard !group.isEmpty else { return [.required("spec.group")] }
        let problems = NameRule.dns1123Subdomain.problems(with: group)
        guard problems.isEmpty else { return problems.map { .invalid("spec.group", .string(group), $0) } }
        guard group.contains(".") else {
            return [.invalid("spec.group", .string(group), "should be a domain with at least one dot")]
        }
        return []
    }

    /// Groups of Kubernetes itself are for what Kubernetes has approved.
    private static func approvalErrors(_ object: JSONValue, _ definition: CustomDefinition) -> [FieldError] {
        let group = definition.group
        let isProtected = ["k8s.io", "kubernetes.io"].contains { group == $0 || group.hasSuffix("." + $0) }
        guard isProtected else { return [] }
        let key = "api-approved.kubernetes.io"
        let path = "metadata.annotations[\(key)]"
        let value = object["metadata"]?["annotations"]?[key]?.string ?? ""
        if value.isEmpty {
            let detail =
                "protected groups must have approval annotation \"\(key)\", "
                + "see https://github.com/kubernetes/enhancements/pull/1111"
            return [.required(path, detail)]
        }
        guard value.hasPrefix("unapproved") || value.contains("://") else {
            let detail =
                "protected groups must have approval annotation \"\(key)\" with either a URL or a reason starting with \"unapproved\""
            return [.invalid(path, .string(value), detail)]
        }
        return []
    }

    private static func nameErrors(_ names: CustomDefinition.Names) -> [FieldError] {
        var errors = label(names.plural, "spec.names.plural") + label(names.singular, "spec.names.singular")
        errors += kind(names.kind, "spec.names.kind") + kind(names.listKind, "spec.names.listKind")
        for (place, name) in names.shortNames.enumerated() { errors += label(name, "spec.names.shortNames[\(place)]") }
        for (place, name) in names.categories.enumerated() { errors += label(name, "spec.names.categories[\(place)]") }
        if !names.kind.isEmpty, names.kind == names.listKind {
            errors.append(
                .invalid("spec.names.listKind", .string(names.listKind), "kind and listKind may not be the same")
            )
        }
        return errors
    }

    private static func label(_ name: String, _ path: String) -> [FieldError] {
        guard !name.isEmpty else { return [.required(path)] }
        return NameRule.dns1035Label.problems(with: name).map { .invalid(path, .string(name), $0) }
    }

    private static func kind(_ name: String, _ path: String) -> [FieldError] {
        guard !name.isEmpty else { return [.required(path)] }
        return NameRule.dns1035Label.problems(with: name.lowercased()).map {
            .invalid(path, .string(name), "may have mixed case, but should otherwise match: " + $0)
        }
    }

    private static func choice(_ value: JSONValue?, _ path: String, _ values: [String]) -> [FieldError] {
        let text = value?.string ?? ""
        if text.isEmpty { return [.required(path)] }
        return values.contains(text) ? [] : [FieldError(path, .notSupported(.string(text), supported: values))]
    }

    // MARK: Versions

    private static func versionErrors(_ definition: CustomDefinition) -> [FieldError] {
        let versions = definition.versions
        let names = versions.compactMap { $0["name"]?.string }
        let shown = JSONValue.array(names.map { .string($0) })
        var errors: [FieldError] = []
        if Set(names).count != names.count {
            errors.append(.invalid("spec.versions", shown, "must contain unique version names"))
        }
        if versions.count(where: { $0["storage"]?.bool == true }) != 1 {
            errors.append(
                .invalid("spec.versions", shown, "must have exactly one version marked as storage version")
            )
        }
        for (place, version) in versions.enumerated() { errors += self.errors(version, "spec.versions[\(place)]") }
        for (place, name) in definition.storedVersions.enumerated() where !names.contains(name) {
            let detail =
                "missing from spec.versions; \(name) was previously a storage version, and must remain in spec.versions "
                + "until a storage migration ensures no data remains persisted in \(name) and removes \(name) from "
                + "status.storedVersions"
            errors.append(.invalid("status.storedVersions[\(place)]", .string(name), detail))
        }
        return errors
    }

    private static func errors(_ version: JSONValue, _ path: String) -> [FieldError] {
        var errors = label(version["name"]?.string ?? "", path + ".name")
        let schemaPath = path + ".schema.openAPIV3Schema"
        if let schema = version["schema"]?["openAPIV3Schema"], schema.object != nil {
            errors += StructuralRules.errors(schema, schemaPath)
        } else {
            errors.append(.required(schemaPath, "schemas are required"))
        }
        if let warning = version["deprecationWarning"]?.string {
            let place = path + ".deprecationWarning"
            if version["deprecated"]?.bool != true {
                errors.append(.invalid(place, .string(warning), "can only be set for deprecated versions"))
            }
            if warning.utf8.count > 256 { errors.append(FieldError(place, .tooLong(maximumBytes: 256))) }
        }
        for (place, column) in (version["additionalPrinterColumns"]?.array ?? []).enumerated() {
            errors += columnErrors(column, "\(path).additionalPrinterColumns[\(place)]")
        }
        for (place, field) in (version["selectableFields"]?.array ?? []).enumerated() {
            errors += jsonPath(field["jsonPath"], "\(path).selectableFields[\(place)].jsonPath")
        }
        if let scale = version["subresources"]?["scale"], scale.object != nil {
            errors += scaleErrors(scale, path + ".subresources.scale")
        }
        return errors
    }

    private static func columnErrors(_ column: JSONValue, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if (column["name"]?.string ?? "").isEmpty { errors.append(.required(path + ".name")) }
        errors += choice(column["type"], path + ".type", ["boolean", "date", "integer", "number", "string"])
        if let format = column["format"]?.string, !format.isEmpty {
            let formats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"]
            errors += choice(.string(format), path + ".format", formats)
        }
        if (column["jsonPath"]?.string ?? "").isEmpty { errors.append(.required(path + ".jsonPath")) }
        return errors
    }

    private static func jsonPath(_ value: JSONValue?, _ path: String) -> [FieldError] {
        let text = value?.string ?? ""
        if text.isEmpty { return [.required(path)] }
        return text.hasPrefix(".") && !text.contains("[")
            ? [] : [.invalid(path, .string(text), "is an invalid path: must be a simple json path starting with .")]
    }

    private static func scaleErrors(_ scale: JSONValue, _ path: String) -> [FieldError] {
        func check(_ key: String, _ root: String, isRequired: Bool) -> [FieldError] {
            let text = scale[key]?.string ?? ""
            let place = path + "." + key
            if text.isEmpty { return isRequired ? [.required(place)] : [] }
            guard text.hasPrefix("."), !text.contains("[") else {
                return [.invalid(place, .string(text), "should be a simple json path")]
            }
            let roots = root.split(separator: "|").map { ".\($0)" }
            return roots.contains { text.hasPrefix($0 + ".") }
                ? []
                : [.invalid(place, .string(text), "should be a json path under \(roots.joined(separator: " or "))")]
        }
        return check("specReplicasPath", "spec", isRequired: true)
            + check("statusReplicasPath", "status", isRequired: true)
            + check("labelSelectorPath", "spec|status", isRequired: false)
    }

    // MARK: Conversion and changes

    private static func conversionErrors(_ conversion: JSONValue?) -> [FieldError] {
        let path = "spec.conversion.strategy"
        switch conversion?["strategy"]?.string {
        case "Webhook":
            let detail =
                "the local control plane has no conversion webhooks: use \"None\", which changes apiVersion alone, or a cluster"
            return [.forbidden(path, detail)]
        case let strategy:
            let errors = choice(strategy.map { .string($0) }, path, ["None", "Webhook"])
            guard errors.isEmpty, conversion?["webhook"]?.object != nil else { return errors }
            return [.forbidden("spec.conversion.webhook", "should not be set when strategy is not set to Webhook")]
        }
    }

    private static func updateErrors(_ new: CustomDefinition, _ old: CustomDefinition) -> [FieldError] {
        var errors: [FieldError] = []
        func keep(_ value: JSONValue?, _ before: JSONValue?, _ path: String) {
            if value != before { errors.append(.invalid(path, value ?? .null, "field is immutable")) }
        }
        if old.isTrue("Established") {
            keep(new.spec["scope"], old.spec["scope"], "spec.scope")
            keep(new.spec["names"]?["kind"], old.spec["names"]?["kind"], "spec.names.kind")
        }
        keep(new.spec["group"], old.spec["group"], "spec.group")
        keep(new.spec["names"]?["plural"], old.spec["names"]?["plural"], "spec.names.plural")
        return errors
    }
}
