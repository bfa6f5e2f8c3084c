internal import ComponentBase
internal import JSON
internal import KubeClient
internal import Telemetry

/// Keeps up with whom the cluster believes, from the start of a server to its end.
struct TrustFollower: Sendable {
    let client: KubeClient
    let trust: ClusterTrust
    /// Whether a first look-up that fails keeps nothing from starting.
    let toleratesFailure: Bool
    let log: Logger

    private static let resource = GroupVersionResource(group: "", version: "v1", resource: "configmaps")
    /// A role binding often comes a moment after the server that needs it.
    static let patience = 30
    private static let interval = Duration.seconds(1)

    /// Reads the ConfigMap for the first time; one that does not exist is no failure.
    ///
    /// - Parameter sleep: waits between attempts.
    /// - Throws: `StartError` if it cannot be read for half a minute, or the task was cancelled.
    func lookUp(
        sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) async throws {
        var attempt = 1
        while true {
            do throws(KubeClientError) {
                return take(try await read())
            } catch {
                guard !toleratesFailure else { return tolerate(error) }
                guard attempt < Self.patience else { throw Self.refusal(error) }
                if attempt == 1 { wait(for: error) }
                attempt += 1
            }
            try await sleep(Self.interval)
        }
    }

    /// Follows the ConfigMap until the task is cancelled.
    func run() async {
        var hooks = Informer.Hooks()
        hooks.onEvent = { event in
            switch event {
            case .added(let configMap), .changed(_, let configMap): take(configMap)
            case .deleted: take(nil)
            }
        }
        let name = ClusterTrust.name
        await Informer(client, Self.resource, namespace: ClusterTrust.namespace, name: name, hooks: hooks, log: log)
            .run()
    }

    private func read() async throws(KubeClientError) -> JSONValue? {
        let path = Self.resource.path(namespace: ClusterTrust.namespace, name: ClusterTrust.name)
        var request = KubeRequest(path: path, timeout: .seconds(10))
        request.isRepeated = false
        do throws(KubeClientError) {
            return try await client.send(request)
        } catch {
            if case .status(let status) = error, status.code == 404 { return nil }
            throw error
        }
    }

    private func take(_ configMap: JSONValue?) {
        if configMap == nil {
            log.warning("there is no ConfigMap kube-system/extension-apiserver-authentication")
        }
        for fault in trust.update(configMap) {
            log.error("the authentication configuration was not taken over", [("error", fault)])
        }
    }

    private func wait(for error: KubeClientError) {
        let hint = Self.isForbidden(error) ? ClusterTrust.forbiddenHint : "it is tried again every second"
        log.warning("waiting for the authentication configuration", [("error", "\(error)"), ("hint", hint)])
    }

    private func tolerate(_ error: KubeClientError) {
        log.warning(
            "continuing without the authentication configuration of the cluster",
            [
                ("error", "\(error)"),
                ("hint", "to insist on it, set --authentication-tolerate-lookup-failure=false"),
            ]
        )
    }

    private static func isForbidden(_ error: KubeClientError) -> Bool {
        if case .status(let status) = error { return status.code == 403 }
        return false
    }

    private static func refusal(_ error: KubeClientError) -> StartError {
        let what = "ConfigMap \(ClusterTrust.namespace)/\(ClusterTrust.name) cannot be read: \(error)"
        let fix =
            isForbidden(error)
            ? ClusterTrust.forbiddenHint
            : "--authentication-kubeconfig must lead to the cluster's API server, or use --authentication-skip-lookup"
        return StartError(what, fix: fix)
    }
}
