internal import APIMachinery
internal import JSON

/// What makes a schema structural: everything has a type, and logic only judges values.
///
/// Source: apiextensions-apiserver `pkg/apiserver/schema/{complete,structural,validation}.go`.
enum StructuralRules {
    /// All that is wrong with the schema of a version.
    static func errors(_ schema: JSONValue, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        let type = schema["type"]?.string ?? ""
        if type.isEmpty {
            errors.append(.required(path + ".type", "must not be empty at the root"))
        } else if type != "object" {
            errors.append(.invalid(path + ".type", .string(type), "must be object at the root"))
        }
        check(schema, path, missing: nil, &errors)
        return errors
    }

    private static let types = ["array", "boolean", "integer", "number", "object", "string"]
    private static let unsupported = [
        "$ref", "additionalItems", "definitions", "dependencies", "id", "patternProperties",
    ]

    /// Checks a shape and all that it is made of; `missing` is said of one without a type, and nil for the root.
    private static func check(
        _ schema: JSONValue,
        _ path: String,
        missing: String?,
        _ errors: inout [FieldError]
    ) {
        guard schema.object != nil else {
            errors.append(.invalid(path, schema, "must be a schema: an object"))
            return
        }
        for key in unsupported where schema[key] != nil && schema[key] != false {
            errors.append(.forbidden(path + "." + key, "\(key) is not supported"))
        }
        if schema["uniqueItems"]?.bool == true {
            let detail = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
            errors.append(.forbidden(path + ".uniqueItems", detail))
        }
        checkType(schema, path, missing: missing, &errors)
        checkExtensions(schema, path, &errors)
        checkParts(schema, path, &errors)
        checkLogic(schema, path, &errors)
        if let pattern = schema["pattern"]?.string {
            do {
                _ = try Pattern(pattern)
            } catch  where !isForeign(pattern) {
                let detail = "must be a valid regular expression, but isn't: \(error.cause)"
                errors.append(.invalid(path + ".pattern", .string(pattern), detail))
            } catch {
                // Whoever makes the definition is warned of it.
            }
        }
        checkDefault(schema, path, &errors)
    }

    /// Whether a pattern has parts of RE2 that nobody understands here.
    static func isForeign(_ pattern: String) -> Bool {
        guard (try? Pattern(pattern)) == nil else { return false }
        return ["\\p", "\\P", "\\Q", "\\C", "\\x", "(?"].contains { pattern.contains($0) }
    }

    private static func checkType(
        _ schema: JSONValue,
        _ path: String,
        missing: String?,
        _ errors: inout [FieldError]
    ) {
        let type = schema["type"]?.string ?? ""
        let isIntOrString = schema["x-kubernetes-int-or-string"]?.bool == true
        let isOpen = schema["x-kubernetes-preserve-unknown-fields"]?.bool == true
        if !type.isEmpty, !types.contains(type) {
            errors.append(FieldError(path + ".type", .notSupported(.string(type), supported: types)))
        }
        if isIntOrString, !type.isEmpty {
            let detail = "must be empty if x-kubernetes-int-or-string is true"
            errors.append(.invalid(path + ".type", .string(type), detail))
        }
        if let missing, type.isEmpty, !isIntOrString, !isOpen { errors.append(.required(path + ".type", missing)) }
        if type == "array", schema["items"] == nil { errors.append(.required(path + ".items", "must be specified")) }
        if schema["x-kubernetes-embedded-resource"]?.bool == true, type != "object" {
            let detail = "must be object if x-kubernetes-embedded-resource is true"
            errors.append(.invalid(path + ".type", .string(type), detail))
        }
    }

    private static func checkExtensions(_ schema: JSONValue, _ path: String, _ errors: inout [FieldError]) {
        if schema["x-kubernetes-preserve-unknown-fields"]?.bool == false {
            let place = path + ".x-kubernetes-preserve-unknown-fields"
            errors.append(.invalid(place, false, "must be true or undefined"))
        }
        let place = path + ".x-kubernetes-list-type"
        let keys = schema["x-kubernetes-list-map-keys"]?.array?.compactMap(\.string) ?? []
        let keyPlace = path + ".x-kubernetes-list-map-keys"
        guard let type = schema["x-kubernetes-list-type"]?.string else {
            if !keys.isEmpty {
                errors.append(.forbidden(keyPlace, "may only be set if x-kubernetes-list-type is map"))
            }
            return
        }
        guard ["atomic", "map", "set"].contains(type) else {
            errors.append(FieldError(place, .notSupported(.string(type), supported: ["atomic", "map", "set"])))
            return
        }
        if schema["type"]?.string != "array" {
            errors.append(
                .invalid(path + ".type", schema["type"] ?? "", "must be array if x-kubernetes-list-type is specified")
            )
        }
        guard type == "map" else { return }
        if keys.isEmpty {
            errors.append(.required(keyPlace, "must not be empty if x-kubernetes-list-type is map"))
        }
        let required = schema["items"]?["required"]?.array?.compactMap(\.string) ?? []
        for key in keys {
            guard let field = schema["items"]?["properties"]?[key] else {
                errors.append(
                    .invalid(keyPlace, .string(key), "entries must all be names of item properties")
                )
                continue
            }
            if field["default"] == nil, !required.contains(key) {
                let detail =
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"
                errors.append(.required("\(path).items.properties[\(key)].default", detail))
            }
        }
    }

    private static func checkParts(_ schema: JSONValue, _ path: String, _ errors: inout [FieldError]) {
        for (name, field) in schema["properties"]?.object ?? JSONObject() {
            let detail = "must not be empty for specified object fields"
            check(field, "\(path).properties[\(name)]", missing: detail, &errors)
        }
        if let items = schema["items"] {
            if items.array != nil {
                errors.append(.forbidden(path + ".items", "items must be a schema object and not an array"))
            } else {
                check(items, path + ".items", missing: "must not be empty for specified array items", &errors)
            }
        }
        guard let values = schema["additionalProperties"] else { return }
        let place = path + ".additionalProperties"
        if values.bool == false {
            errors.append(.forbidden(place, "additionalProperties cannot be set to false"))
        } else if schema["properties"]?.object?.isEmpty == false {
            errors.append(.forbidden(place, "additionalProperties and properties are mutual exclusive"))
        } else if values.object != nil {
            check(values, place, missing: "must not be empty for specified object fields", &errors)
        }
    }

    /// Within logic only values are judged: shapes, defaults and texts have no place there.
    private static func checkLogic(_ schema: JSONValue, _ path: String, _ errors: inout [FieldError]) {
        for key in ["allOf", "anyOf", "oneOf"] {
            for (place, part) in (schema[key]?.array ?? []).enumerated() {
                checkInner(part, "\(path).\(key)[\(place)]", of: schema, path, &errors)
            }
        }
        if let not = schema["not"] { checkInner(not, path + ".not", of: schema, path, &errors) }
    }

    private static func checkInner(
        _ part: JSONValue,
        _ path: String,
        of outer: JSONValue,
        _ outerPath: String,
        _ errors: inout [FieldError]
    ) {
        for key in ["description", "default", "title", "nullable", "additionalProperties", "$ref"]
        where part[key] != nil {
            errors.append(.forbidden(path + "." + key, "must be undefined to be structural"))
        }
        // What int-or-string is made of may say so.
        if part["type"] != nil, outer["x-kubernetes-int-or-string"]?.bool != true {
            errors.append(.forbidden(path + ".type", "must be empty to be structural"))
        }
        let isOpen = outer["x-kubernetes-preserve-unknown-fields"]?.bool == true || outer["additionalProperties"] != nil
        for key in (part["properties"]?.object ?? JSONObject()).keys where !isOpen && outer["properties"]?[key] == nil {
            let detail = "because it is defined in \(path).properties[\(key)]"
            errors.append(.required("\(outerPath).properties[\(key)]", detail))
        }
    }

    private static func checkDefault(_ schema: JSONValue, _ path: String, _ errors: inout [FieldError]) {
        guard let value = schema["default"], !value.isNull else { return }
        let place = path + ".default"
        let shape = CustomSchema.shape(schema)
        let holder = Schema(.object([Schema.Field("default", shape)]))
        do {
            let pruned = try holder.prune(["default": value])
            if let field = pruned.unknownFields.first {
                let name = String(field.dropFirst("default.".count))
                errors.append(.invalid(place + "." + name, value, "must not have unknown fields"))
            }
            for error in holder.validate(holder.applyDefaults(pruned.tree)) {
                let rest = error.field.dropFirst("default".count)
                errors.append(FieldError(place + rest, error.kind))
            }
        } catch {
            errors.append(.invalid(place, value, "\(error)"))
        }
    }
}
