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
        guard let metrics = environment.admissionMetrics else { return object }
        let request = admissionRequest(operation, name: name, object, oldObject, isDryRun: isDryRun)
        return try await metrics.measure(nil, .admit, operation) { try await mutated(request, object, metrics) }
    }

    private func mutated(
        _ original: AdmissionRequest,
        _ object: JSONValue,
        _ metrics: AdmissionMetrics
    ) async throws -> JSONValue {
        var request = original
        try await checkLifecycle(request, metrics)
        let plugins = environment.admission
        var memory = MutatingWebhooks.Memory()
        var changes = 0
        var seen = Array(repeating: 0, count: plugins.count)
        for isFirst in [true, false] where isFirst || changes > 0 {
            for (place, plugin) in plugins.enumerated() where isFirst || seen[place] < changes {
                if let result = try await changed(by: place, request, metrics), result != request.object {
                    request.object = try complete(result, by: plugin)
                    changes += 1
                }
                seen[place] = changes
            }
            if let changed = try await askWebhooks(request, &memory, round: isFirst ? 0 : 1, metrics) {
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
        guard let metrics = environment.admissionMetrics else { return }
        let request = admissionRequest(operation, name: name, object, oldObject, isDryRun: isDryRun)
        try await metrics.measure(nil, .validate, operation) {
            for (place, plugin) in environment.admission.enumerated() {
                try await metrics.measure(metrics.plugins[place], .validate, operation) {
                    try await asking(request) { try await plugin.validate($0, objects: environment.reader) }
                }
            }
            guard let webhooks = environment.cluster?.validating else { return }
            try await metrics.measure(ValidatingWebhooks.name, .validate, operation) {
                try await webhooks.check(request, self)
            }
        }
    }

    /// Passes a deletion through both phases.
    func admitDeletion(name: String, oldObject: JSONValue?, isDryRun: Bool) async throws {
        guard let metrics = environment.admissionMetrics else { return }
        let request = admissionRequest(.delete, name: name, nil, oldObject, isDryRun: isDryRun)
        try await metrics.measure(nil, .admit, .delete) {
            for place in environment.admission.indices { _ = try await changed(by: place, request, metrics) }
            try await admitByCluster(request, metrics)
        }
        try await admit(.delete, name: name, object: nil, oldObject: oldObject, isDryRun: isDryRun)
    }

    /// Passes a connection through both phases; plug-ins are asked in the second alone.
    func admitConnection() async throws {
        if let metrics = environment.admissionMetrics, environment.cluster != nil {
            let request = admissionRequest(.connect, name: name, nil, nil, isDryRun: false)
            try await metrics.measure(nil, .admit, .connect) { try await admitByCluster(request, metrics) }
        }
        try await admit(.connect, name: name, object: nil, oldObject: nil, isDryRun: false)
    }

    // MARK: Parts

    /// The first phase, for what has no object that could be changed.
    private func admitByCluster(_ request: AdmissionRequest, _ metrics: AdmissionMetrics) async throws {
        try await checkLifecycle(request, metrics)
        var memory = MutatingWebhooks.Memory()
        _ = try await askWebhooks(request, &memory, round: 0, metrics)
    }

    private func checkLifecycle(_ request: AdmissionRequest, _ metrics: AdmissionMetrics) async throws {
        guard let lifecycle = environment.cluster?.lifecycle else { return }
        try await metrics.measure(NamespaceLifecycle.name, .admit, request.operation) {
            try await lifecycle.check(request)
        }
    }

    /// The object as a plug-in wants it; nil if it changes nothing.
    private func changed(
        by place: Int,
        _ request: AdmissionRequest,
        _ metrics: AdmissionMetrics
    ) async throws -> JSONValue? {
        let plugin = environment.admission[place]
        return try await metrics.measure(metrics.plugins[place], .admit, request.operation) {
            try await asking(request) { try await plugin.mutate($0, objects: environment.reader) }
        }
    }

    private func askWebhooks(
        _ request: AdmissionRequest,
        _ memory: inout MutatingWebhooks.Memory,
        round: Int,
        _ metrics: AdmissionMetrics
    ) async throws -> JSONValue? {
        guard let webhooks = environment.cluster?.mutating else { return nil }
        return try await metrics.measure(MutatingWebhooks.name, .admit, request.operation) {
            try await webhooks.mutate(request, self, &memory, round: round)
        }
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
