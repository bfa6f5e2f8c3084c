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
        var timer = AdmissionTimer(metrics, .admit, operation)
        do {
            let result = try await mutated(request, object, &timer)
            timer.finish(isRejected: false)
            return result
        } catch {
            timer.finish(isRejected: true)
            throw error
        }
    }

    private func mutated(
        _ original: AdmissionRequest,
        _ object: JSONValue,
        _ timer: inout AdmissionTimer
    ) async throws -> JSONValue {
        var request = original
        try await checkLifecycle(request, &timer)
        let plugins = environment.admission
        var memory = MutatingWebhooks.Memory()
        var changes = 0
        var seen = Array(repeating: 0, count: plugins.count)
        for isFirst in [true, false] where isFirst || changes > 0 {
            for (place, plugin) in plugins.enumerated() where isFirst || seen[place] < changes {
                timer.enter(.plugin(place))
                let result = try await asking(request) { try await plugin.mutate($0, objects: environment.reader) }
                timer.leave()
                if let result, result != request.object {
                    request.object = try complete(result, by: plugin)
                    changes += 1
                    timer.skip()
                }
                seen[place] = changes
            }
            if let changed = try await askWebhooks(request, &memory, round: isFirst ? 0 : 1, &timer) {
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
        var timer = AdmissionTimer(metrics, .validate, operation)
        do {
            for (place, plugin) in environment.admission.enumerated() {
                timer.enter(.plugin(place))
                try await asking(request) { try await plugin.validate($0, objects: environment.reader) }
                timer.leave()
            }
            if let webhooks = environment.cluster?.validating {
                timer.enter(.validatingWebhooks)
                try await webhooks.check(request, self)
                timer.leave()
            }
            timer.finish(isRejected: false)
        } catch {
            timer.finish(isRejected: true)
            throw error
        }
    }

    /// Passes a deletion through both phases.
    func admitDeletion(name: String, oldObject: JSONValue?, isDryRun: Bool) async throws {
        guard environment.admissionMetrics != nil else { return }
        let request = admissionRequest(.delete, name: name, nil, oldObject, isDryRun: isDryRun)
        try await admitWithoutObject(request, plugins: environment.admission)
        try await admit(.delete, name: name, object: nil, oldObject: oldObject, isDryRun: isDryRun)
    }

    /// Passes a connection through both phases; plug-ins are asked in the second alone.
    func admitConnection() async throws {
        if environment.cluster != nil {
            let request = admissionRequest(.connect, name: name, nil, nil, isDryRun: false)
            try await admitWithoutObject(request, plugins: [])
        }
        try await admit(.connect, name: name, object: nil, oldObject: nil, isDryRun: false)
    }

    // MARK: Parts

    /// The first phase, for what has no object that could be changed.
    private func admitWithoutObject(_ request: AdmissionRequest, plugins: [any AdmissionPlugin]) async throws {
        guard let metrics = environment.admissionMetrics else { return }
        var timer = AdmissionTimer(metrics, .admit, request.operation)
        do {
            for (place, plugin) in plugins.enumerated() {
                timer.enter(.plugin(place))
                _ = try await asking(request) { try await plugin.mutate($0, objects: environment.reader) }
                timer.leave()
            }
            try await checkLifecycle(request, &timer)
            var memory = MutatingWebhooks.Memory()
            _ = try await askWebhooks(request, &memory, round: 0, &timer)
            timer.finish(isRejected: false)
        } catch {
            timer.finish(isRejected: true)
            throw error
        }
    }

    private func checkLifecycle(_ request: AdmissionRequest, _ timer: inout AdmissionTimer) async throws {
        guard let lifecycle = environment.cluster?.lifecycle else { return }
        timer.enter(.lifecycle)
        try await lifecycle.check(request)
        timer.leave()
    }

    private func askWebhooks(
        _ request: AdmissionRequest,
        _ memory: inout MutatingWebhooks.Memory,
        round: Int,
        _ timer: inout AdmissionTimer
    ) async throws -> JSONValue? {
        guard let webhooks = environment.cluster?.mutating else { return nil }
        timer.enter(.mutatingWebhooks)
        let changed = try await webhooks.mutate(request, self, &memory, round: round)
        timer.leave()
        return changed
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
