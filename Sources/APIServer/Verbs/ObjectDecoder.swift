internal import APIMachinery
internal import JSON

/// Turns what a client sent into a canonical object of the requested version.
struct ObjectDecoder {
    let request: ResourceRequest
    let validation: WriteOptions.FieldValidation

    private var served: ServedVersion { request.served }

    /// Reads the body of a create or update.
    func object() throws(StatusError) -> JSONValue {
        let kind = request.kind.kind
        let document = try RequestBody.document(of: request.context.request, expecting: kind)
        try checkType(document.value)
        let object = try canonical(document.value, duplicates: document.duplicateFields)
        request.context.audit?.note(request: object)
        return object
    }

    /// Drops unknown fields, tells of them as the client asked, and fills in defaults.
    ///
    /// - Parameters:
    ///   - tree: the whole object as it was sent.
    ///   - duplicates: paths of fields that were sent more than once; told of like unknown ones.
    ///   - mistyped: what a value of the wrong type is answered with; 400 if nil.
    /// - Returns: the object with the members of its schema alone.
    /// - Throws: that, and 400 for unknown fields when validation is strict.
    func canonical(
        _ tree: JSONValue,
        duplicates: [String] = [],
        mistyped: ((SchemaError) -> StatusError)? = nil
    ) throws(StatusError) -> JSONValue {
        let pruned: Schema.Pruned
        do {
            pruned = try served.schema.prune(tree)
        } catch {
            throw invalidType(error, tree) ?? mistyped?(error) ?? .badRequest(cannotBeHandled("\(error)"))
        }
        try validation.report(
            duplicates.map { "duplicate field \"\($0)\"" } + pruned.unknownFields.map { "unknown field \"\($0)\"" },
            to: request.context,
            refusal: cannotBeHandled
        )
        do {
            return try request.kind.canonical(pruned.tree, in: request.version)
        } catch {
            throw .badRequest(cannotBeHandled("\(error)"))
        }
    }

    /// Kinds that an object defines judge types as they judge values; nil for others, and for metadata.
    private func invalidType(_ error: SchemaError, _ tree: JSONValue) -> StatusError? {
        guard served.isCustom, let fault = error.fault else { return nil }
        return .invalid(
            kind: request.kind.kind,
            group: request.kind.group,
            name: tree.objectName,
            errors: [fault]
        )
    }

    /// Kind and apiVersion may be left out; what is there must be what the path says.
    private func checkType(_ tree: JSONValue) throws(StatusError) {
        guard tree.object != nil else {
            throw .badRequest(
                "the object provided is unrecognized (must be of type \(request.kind.kind)): expected an object, "
                    + "found \(tree.typeName)"
            )
        }
        let kind = tree["kind"]?.string ?? ""
        let apiVersion = tree["apiVersion"]?.string ?? ""
        guard apiVersion.utf8.count(where: { $0 == UInt8(ascii: "/") }) <= 1 else {
            throw .badRequest(
                "the object provided is unrecognized (must be of type \(request.kind.kind)): "
                    + "unexpected GroupVersion string: \(apiVersion)"
            )
        }
        let isKnown = request.kind.versions.contains { $0.apiVersion == apiVersion }
        guard kind.isEmpty || kind == request.kind.kind, apiVersion.isEmpty || isKnown else {
            let version = apiVersion.split(separator: "/").last.map(String.init) ?? served.definition.version
            throw .badRequest(
                "\(kind.isEmpty ? request.kind.kind : kind) in version \"\(version)\" cannot be handled as a "
                    + "\(request.kind.kind): no kind \"\(kind)\" is registered for version \"\(apiVersion)\""
            )
        }
        guard apiVersion.isEmpty || apiVersion == served.apiVersion else {
            throw .badRequest(
                "the API version in the data (\(apiVersion)) does not match the expected API version (\(served.apiVersion))"
            )
        }
    }

    private func cannotBeHandled(_ cause: String) -> String {
        "\(request.kind.kind) in version \"\(served.definition.version)\" cannot be handled as a \(request.kind.kind): \(cause)"
    }
}

extension WriteOptions.FieldValidation {
    /// Tells the client of faulty fields, or refuses them with 400; `refusal` puts the text into words.
    func report(
        _ faults: [String],
        to context: RequestContext,
        refusal: (String) -> String
    ) throws(StatusError) {
        guard !faults.isEmpty else { return }
        switch self {
        case .ignore: break
        case .warn: faults.forEach(context.warn)
        case .strict: throw .badRequest(refusal("strict decoding error: " + faults.joined(separator: ", ")))
        }
    }
}

extension SchemaError {
    /// What validation by OpenAPI says of it; nil for metadata, which is read by code.
    fileprivate var fault: FieldError? {
        guard !field.isEmpty, !field.hasPrefix("metadata") else { return nil }
        let wanted =
            switch expected {
            case "bool": "boolean"
            case "float64", "float32": "number"
            case let text where text.hasPrefix("int"): "integer"
            case let text where text.hasPrefix("[]"): "array"
            case let text where text == "struct" || text.hasPrefix("map"): "object"
            default: expected
            }
        let found =
            switch self.found {
            case "bool": "boolean"
            case let text where text.hasPrefix("number"): text.contains(".") ? "number" : "integer"
            default: self.found
            }
        return .invalid(
            field,
            .string(found),
            "\(field) in body must be of type \(wanted): \"\(found)\""
        )
    }
}
