internal import APIMachinery
internal import JSON

/// The `Scale` of an object: how many replicas it asks for and has, whatever its kind.
///
/// Source: autoscaling/v1 `Scale`; apiextensions-apiserver `registry/customresource` `ScaleREST`.
struct ScaleObject {
    static let kind = "Scale"
    static let apiVersion = "autoscaling/v1"
    /// What `kubectl get --subresource=scale` shows.
    static let columns = [
        ResourceDefinition.Column(
            name: "Desired",
            type: "integer",
            description: "How many replicas are asked for.",
            path: ".spec.replicas"
        ),
        ResourceDefinition.Column(
            name: "Available",
            type: "integer",
            description: "How many replicas there are.",
            path: ".status.replicas"
        ),
    ]

    let paths: ResourceDefinition.Scale

    init(_ request: ResourceRequest) throws(StatusError) {
        guard let paths = request.served.definition.scale else { throw .generic(code: 404) }
        self.paths = paths
    }

    /// The number that an object asks for; nil if it says none.
    func replicas(of object: JSONValue) -> Int64? { FieldPath(paths.specReplicasPath).value(in: object)?.integer }

    /// The scale of an object; like in Go, a number of 0 that is asked for is left out.
    func scale(of object: JSONValue) -> JSONValue {
        var metadata = JSONObject()
        for key in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            if let value = object.metadata[key] { metadata.append(value, forNewKey: key) }
        }
        var status: JSONValue = ["replicas": FieldPath(paths.statusReplicasPath).value(in: object) ?? 0]
        if !paths.labelSelectorPath.isEmpty,
            let selector = FieldPath(paths.labelSelectorPath).value(in: object)?.string, !selector.isEmpty
        {
            status["selector"] = .string(selector)
        }
        let replicas = replicas(of: object) ?? 0
        return [
            "kind": .string(Self.kind),
            "apiVersion": .string(Self.apiVersion),
            "metadata": .object(metadata),
            "spec": replicas == 0 ? .emptyObject : ["replicas": .integer(replicas)],
            "status": status,
        ]
    }

    /// The object asking for as many replicas as a scale does; identity and revision that the scale names are named, too.
    func asking(_ scale: JSONValue, of present: JSONValue, _ request: ResourceRequest) throws -> JSONValue {
        let replicas = scale.at("spec", "replicas")?.integer ?? 0
        guard replicas >= 0 else {
            throw StatusError.invalid(
                kind: Self.kind,
                group: "autoscaling",
                name: request.name,
                errors: [
                    .invalid("spec.replicas", .integer(replicas), "must be greater than or equal to 0")
                ]
            )
        }
        var object = present
        object.set(.integer(replicas), at: keys)
        for key in ["uid", "resourceVersion"] {
            if let text = scale.metadata[key]?.string, !text.isEmpty { object.setMetadata(key, .string(text)) }
        }
        return try request.kind.canonical(object, in: request.version)
    }

    /// A configuration of the object that says what a configuration of its scale says.
    func configuration(_ scale: JSONValue, _ request: ResourceRequest) -> JSONValue {
        var config: JSONValue = [
            "kind": .string(request.kind.kind), "apiVersion": .string(request.served.apiVersion),
        ]
        for key in ["name", "namespace", "uid", "resourceVersion"] {
            if let value = scale.metadata[key] { config.setMetadata(key, value) }
        }
        if let replicas = scale.at("spec", "replicas") { config.set(replicas, at: keys) }
        return config
    }

    private var keys: ArraySlice<Substring> { paths.specReplicasPath.split(separator: ".")[...] }
}

/// Turns what a client sent into a `Scale`.
struct ScaleDecoder {
    let request: ResourceRequest
    let validation: WriteOptions.FieldValidation

    /// Reads the body of an update.
    func scale() throws(StatusError) -> JSONValue {
        let document = try RequestBody.document(of: request.context.request, expecting: ScaleObject.kind)
        return try canonical(document.value, duplicates: document.duplicateFields)
    }

    /// Checks type, identity and fields of a scale; drops what it does not know.
    func canonical(_ tree: JSONValue, duplicates: [String] = []) throws(StatusError) -> JSONValue {
        try checkType(tree)
        var scale: JSONValue
        let unknown: [String]
        do {
            let pruned = try MetaSchemas.scale.prune(tree)
            (scale, unknown) = (pruned.tree, pruned.unknownFields)
        } catch {
            throw .badRequest(Self.cannotBeHandled("\(error)"))
        }
        let faults = duplicates.map { "duplicate field \"\($0)\"" } + unknown.map { "unknown field \"\($0)\"" }
        try validation.report(faults, to: request.context, refusal: Self.cannotBeHandled)
        try RequestIdentity.checkName(of: scale, request)
        try RequestIdentity.checkNamespace(of: &scale, request)
        return scale
    }

    private func checkType(_ tree: JSONValue) throws(StatusError) {
        guard tree.object != nil else {
            throw .badRequest(
                "the object provided is unrecognized (must be of type \(ScaleObject.kind)): expected an object, "
                    + "found \(tree.typeName)"
            )
        }
        let kind = tree["kind"]?.string ?? ""
        let apiVersion = tree["apiVersion"]?.string ?? ""
        guard kind.isEmpty || kind == ScaleObject.kind else {
            throw .badRequest(Self.cannotBeHandled("no kind \"\(kind)\" is registered for version \"\(apiVersion)\""))
        }
        guard apiVersion.isEmpty || apiVersion == ScaleObject.apiVersion else {
            throw .badRequest(
                "the API version in the data (\(apiVersion)) does not match the expected API version "
                    + "(\(ScaleObject.apiVersion))"
            )
        }
    }

    private static func cannotBeHandled(_ cause: String) -> String {
        "\(ScaleObject.kind) in version \"v1\" cannot be handled as a \(ScaleObject.kind): \(cause)"
    }
}

extension JSONValue {
    /// Sets the value at a path of keys, making the objects on the way.
    fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<Substring>) {
        guard let key = path.first.map(String.init) else {
            self = value
            return
        }
        var member = self[key] ?? .emptyObject
        member.set(value, at: path.dropFirst())
        self[key] = member
    }
}
