internal import APIMachinery
internal import JSON

extension ResourceRequest {
    /// The object as the plug-ins want it, complete again if one of them changed it.
    ///
    /// A plug-in is asked a second time if others changed the object after it was asked first.
    /// Source: apiserver `admission/reinvocation`, `fieldmanager.NewManagedFieldsValidatingAdmissionController`.
    func mutated(
        _ operation: AdmissionRequest.Operation,
        name: String,
        object: JSONValue,
        oldObject: JSONValue?,
        isDryRun: Bool
    ) async throws -> JSONValue {
        let plugins = environment.admission
        let cluster = environment.cluster
        guard !plugins.isEmpty || cluster != nil else { return object }
        var request = admissionRequest(operation, name: name, object, oldObject, isDryRun: isDryRun)
        try await cluster?.lifecycle?.check(request)
        var memory = MutatingWebhooks.Memory()
        var changes = 0
        var seen = Array(repeating: 0, count: plugins.count)
        for isFirst in [true, false] where isFirst || changes > 0 {
            for (place, plugin) in plugins.enumerated() where isFirst || seen[place] < changes {
                if let result = try await asking(request, { try await plugin.mutate($0, objects: environment.reader) }),
                    result != request.object
                {
                    request.object = try complete(result, by: plugin)
                    changes += 1
                }
                seen[place] = changes
            }
            if let changed = try await cluster?.mutating?.mutate(request, self, &memory, round: isFirst ? 0 : 1) {
                request.object = changed
                changes += 1
            }
        }
        guard changes > 0, let result = request.object else { return object }
        return settled(result, sent: object)
    }

    /// Asks every plug-in whether a change may be.
    func admit(
        _ operation: AdmissionRequest.Operation,
        name: String,
        object: JSONValue?,
        oldObject: JSONValue?,
        isDryRun: Bool
    ) async throws {
        guard !environment.admission.isEmpty || environment.cluster != nil else { return }
        let request = admissionRequest(operation, name: name, object, oldObject, isDryRun: isDryRun)
        for plugin in environment.admission {
            try await asking(request) { try await plugin.validate($0, objects: environment.reader) }
        }
        try await environment.cluster?.validating?.check(request, self)
    }

    /// Passes a deletion through both phases.
    func admitDeletion(name: String, oldObject: JSONValue?, isDryRun: Bool) async throws {
        guard !environment.admission.isEmpty || environment.cluster != nil else { return }
        let request = admissionRequest(.delete, name: name, nil, oldObject, isDryRun: isDryRun)
        for plugin in environment.admission {
            _ = try await asking(request) { try await plugin.mutate($0, objects: environment.reader) }
        }
        try await admitByCluster(request)
        try await admit(.delete, name: name, object: nil, oldObject: oldObject, isDryRun: isDryRun)
    }

    /// Passes a connection through both phases; plug-ins are asked in the second alone.
    func admitConnection() async throws {
        if environment.cluster != nil {
            try await admitByCluster(admissionRequest(.connect, name: name, nil, nil, isDryRun: false))
        }
        try await admit(.connect, name: name, object: nil, oldObject: nil, isDryRun: false)
    }

    /// The first phase, for what has no object that could be changed.
    private func admitByCluster(_ request: AdmissionRequest) async throws {
        try await environment.cluster?.lifecycle?.check(request)
        var memory = MutatingWebhooks.Memory()
        _ = try await environment.cluster?.mutating?.mutate(request, self, &memory, round: 0)
    }

    private func admissionRequest(
        _ operation: AdmissionRequest.Operation,
        name: String,
        _ object: JSONValue?,
        _ oldObject: JSONValue?,
        isDryRun: Bool
    ) -> AdmissionRequest {
        AdmissionRequest(
            operation: operation,
            group: kind.group,
            version: served.definition.version,
            kind: kind.kind,
            resource: kind.plural,
            subresource: info.subresource,
            namespace: namespace,
            name: name,
            object: object,
            oldObject: oldObject,
            user: context.user,
            isDryRun: isDryRun
        )
    }

    /// Runs a plug-in, hands on what it says to the client, and puts a refusal into the words of Kubernetes.
    private func asking<Result>(
        _ request: AdmissionRequest,
        _ body: (AdmissionRequest) async throws -> Result
    ) async throws -> Result {
        defer { request.warnings.forEach(context.warn) }
        do {
            return try await body(request)
        } catch let refusal as AdmissionRefusal {
            throw request.forbidden(refusal.message)
        }
    }

    /// What a plug-in made, with the defaults and the fields of its kind.
    private func complete(_ object: JSONValue, by plugin: any AdmissionPlugin) throws -> JSONValue {
        do {
            return try kind.canonical(object, in: version)
        } catch {
            throw StatusError.internalError(
                "the admission plug-in \(type(of: plugin)) made an object that is no \(kind.kind): \(error)"
            )
        }
    }

    /// The changed object without what plug-ins must not break.
    private func settled(_ result: JSONValue, sent: JSONValue) -> JSONValue {
        var object = result
        object.setMetadata("resourceVersion", sent.metadata["resourceVersion"])
        if let problem = FieldManager.problem(with: object) {
            object.setMetadata("managedFields", sent.metadata["managedFields"])
            context.warn(
                ".metadata.managedFields was in an invalid state after admission; this could be caused by an outdated "
                    + "mutating admission controller; please fix your requests: \(problem)"
            )
        }
        let (metadata, warning) = ObjectMetaLifecycle.withoutDuplicateOwners(object.metadata, isAfterAdmission: true)
        if let warning { context.warn(warning) }
        object["metadata"] = metadata
        return object
    }
}
