internal import APIMachinery
internal import JSON

/// The objects of a request as webhooks may want to see them: in another version, or as the scale that changes one.
struct WebhookForms {
    let request: ResourceRequest
    /// Places of the versions among those of the kind: the request's own first, then its equivalents.
    private let places: [Int]
    private let scale: ScaleObject?

    /// Finds out in which versions the request could have come.
    init(_ request: ResourceRequest) {
        self.request = request
        let subresource = request.info.subresource
        let others = request.kind.versions.indices.filter {
            $0 != request.version && request.kind.versions[$0].serves(subresource: subresource)
        }
        places = [request.version] + others
        scale = subresource == "scale" ? try? ScaleObject(request) : nil
    }

    /// Names of the versions, such as `v1beta1`, as they are matched.
    var versions: [String] { places.map { request.kind.versions[$0].definition.version } }

    /// Version and kind of what is shown in a version.
    func kind(at place: Int) -> (group: String, version: String, kind: String) {
        if scale != nil { return ("autoscaling", "v1", ScaleObject.kind) }
        let definition = request.kind.versions[places[place]].definition
        return (definition.group, definition.version, definition.kind)
    }

    /// An object of the request's version, as it is shown in another.
    func shown(_ object: JSONValue, at place: Int) throws -> JSONValue {
        if let scale { return scale.scale(of: object) }
        return try request.kind.convert(object, from: request.version, to: places[place])
    }

    /// What was shown and has been changed, as an object of the request's version with its defaults.
    ///
    /// - Parameters:
    ///   - changed: what has become of what was shown.
    ///   - object: what it was made of.
    ///   - place: of the version.
    /// - Returns: the changed object.
    /// - Throws: what does not fit the kind.
    func taken(_ changed: JSONValue, over object: JSONValue, at place: Int) throws -> JSONValue {
        if let scale { return try scale.asking(try MetaSchemas.scale.prune(changed).tree, of: object, request) }
        let tree = try request.kind.canonical(changed, in: places[place])
        return try request.kind.convert(tree, from: places[place], to: request.version)
    }

    /// The options of the request as an object; null for a request without any.
    ///
    /// Source: apiserver handlers; a patch has the options of what it comes to.
    func options(_ operation: AdmissionRequest.Operation) -> JSONValue {
        switch operation {
        case .create: writeOptions("CreateOptions")
        case .update: writeOptions("UpdateOptions")
        case .delete: deleteOptions
        case .connect: .null
        }
    }

    private static func options(_ kind: String) -> JSONValue {
        ["kind": .string(kind), "apiVersion": "meta.k8s.io/v1"]
    }

    private func writeOptions(_ kind: String) -> JSONValue {
        var options = Self.options(kind)
        let dryRun = request.query.all("dryRun")
        if !dryRun.isEmpty { options["dryRun"] = .array(dryRun.map { .string($0) }) }
        for key in ["fieldManager", "fieldValidation"] {
            if let text = request.query[key], !text.isEmpty { options[key] = .string(text) }
        }
        return options
    }

    private var deleteOptions: JSONValue {
        var options = Self.options("DeleteOptions")
        // The verb has read them before; what it could not read does not come here.
        guard let read = try? DeleteOptions(request.context.request, request.query) else { return options }
        if let seconds = read.gracePeriodSeconds { options["gracePeriodSeconds"] = .integer(seconds) }
        var preconditions = JSONValue.emptyObject
        if let uid = read.uid { preconditions["uid"] = .string(uid) }
        if let version = read.resourceVersion { preconditions["resourceVersion"] = .string(version) }
        if preconditions != .emptyObject { options["preconditions"] = preconditions }
        if let orphans = read.orphanDependents { options["orphanDependents"] = .bool(orphans) }
        if let propagation = read.propagation { options["propagationPolicy"] = .string(propagation.rawValue) }
        if read.isDryRun { options["dryRun"] = ["All"] }
        return options
    }
}

extension ServedVersion {
    /// Whether there is such a thing below the objects; empty for the objects themselves.
    fileprivate func serves(subresource name: String) -> Bool {
        switch name {
        case "": true
        case "status": definition.hasStatus
        case "scale": definition.scale != nil
        default: subresource(name) != nil
        }
    }
}
