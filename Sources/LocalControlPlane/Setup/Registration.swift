internal import JSON
internal import Project
internal import TLS

/// Lets an extension server join: objects in the cluster, files on disk.
struct Registration: Sendable {
    let client: any PlaneClient
    let pki: LocalPKI
    let folder: String
    /// The cluster as kubeconfigs describe it.
    let cluster: JSONValue
    /// How the cluster reaches servers; see ``RegistrationObjects``.
    var externalName: String?
    var manager = "apiserver-boot"
    /// Whether the cluster is there for the server alone, so that it is given what only its owner should see.
    var isPrivate = true
    /// Which run this is, in a cluster that has others; nil where everything is ours.
    var run: RunIdentity?
    /// What objects say of the run that made them where everything is ours; nobody is kept from them by it.
    var origin: RunIdentity?
    /// Whether what other runs have made may be replaced.
    var takesOver = false

    /// How often a change is tried that others come before.
    static let tries = 5
    /// Seconds for which a server's token holds; it is written anew long before.
    static let tokenSeconds: Int64 = 24 * 3_600
    /// How long a namespace may take to go.
    private static let patience = Duration.seconds(30)
    /// How often somebody looks whether the registration has been taken over.
    private static let attention = Duration.seconds(10)

    /// Makes everything but the APIServices.
    func prepare(
        _ server: ExtensionServer,
        tell: @Sendable (SetupStep, SetupStep.Outcome) -> Void
    ) async throws -> ExtensionServer.Files {
        let objects = objects(of: server)
        try await forget(server)
        try await outlive(objects.namespace, of: server)
        try await apply(objects.namespace, .namespaces)
        tell(.namespace, .done)
        try await apply(objects.authority(pki.servingAuthority), .configMaps, members: ["data"])
        tell(.authority, .done)
        let pair = try pki.servingCertificate(service: server.name, namespace: server.namespace)
        tell(.certificate, .done)
        // Others have no use for the key, and must not run the server a second time.
        if isPrivate {
            try await apply(try secret(pair, objects), .secrets, members: ["data"])
            tell(.secret, .done)
            try await apply(objects.deployment, .deployments, members: ["spec"])
            tell(.deployment, .done)
        } else {
            for step in [SetupStep.secret, .deployment] { tell(step, .leftOut) }
        }
        try await apply(objects.serviceAccount, .serviceAccounts)
        tell(.serviceAccount, .done)
        try await apply(objects.role, .clusterRoles, members: ["rules"])
        tell(.role, .done)
        try await apply(objects.roleBinding, .clusterRoleBindings, members: ["subjects"])
        tell(.roleBinding, .done)
        try await apply(objects.authDelegator, .clusterRoleBindings, members: ["subjects"])
        tell(.authDelegator, .done)
        try await apply(objects.authReader, .roleBindings, members: ["subjects"])
        tell(.authReader, .done)
        for role in objects.users { try await apply(role, .clusterRoles, members: ["rules"]) }
        tell(.users, .done)
        try await apply(objects.service, .services, members: ["spec"])
        tell(.service, .done)
        if externalName == nil {
            try await apply(objects.endpoints, .endpointSlices, members: ["endpoints", "ports"])
            tell(.endpoints, .done)
        } else {
            tell(.endpoints, .leftOut)
        }
        let kubeconfig = try await writeKubeconfig(of: server.name, server)
        tell(.kubeconfig, .done)
        return ExtensionServer.Files(
            certificate: pair.certificate,
            key: pair.key,
            kubeconfig: kubeconfig,
            controllerKubeconfig: try await prepareControllers(server, objects, tell: tell)
        )
    }

    /// Makes what the controllers of a server need.
    ///
    /// - Returns: how they find the cluster; nil if there are none.
    private func prepareControllers(
        _ server: ExtensionServer,
        _ objects: RegistrationObjects,
        tell: @Sendable (SetupStep, SetupStep.Outcome) -> Void
    ) async throws -> String? {
        guard server.controllerRules != nil else { return nil }
        for (object, resource) in objects.controllers {
            try await apply(object, resource, members: resource == .clusterRoles ? ["rules"] : [])
        }
        tell(.controllerRole, .done)
        let kubeconfig = try await writeKubeconfig(of: server.controllerAccount, server)
        tell(.controllerKubeconfig, .done)
        return kubeconfig
    }

    /// Writes how somebody with a service account finds the cluster.
    private func writeKubeconfig(of account: String, _ server: ExtensionServer) async throws -> String {
        let token = try await writeToken(of: account, server)
        let kubeconfig = folder + "/" + account + ".kubeconfig"
        try Files.replace(kubeconfig, JSONWriter.pretty(self.kubeconfig(tokenFile: token)), mode: 0o600)
        return kubeconfig
    }

    /// Waits until a namespace that an earlier run has left is gone: nothing can be made in one that is on its way.
    private func outlive(_ namespace: JSONValue, of server: ExtensionServer) async throws {
        let path = PlaneResource.namespaces.path() + "/" + namespace.name
        let deadline = ContinuousClock.now + Self.patience
        // It waits until everybody has told what is in it, this server too, which waits for the namespace.
        if let present = try await client.get(path), present["metadata"]?["deletionTimestamp"]?.string != nil {
            try await withdrawAPIServices(of: server)
        }
        while let present = try await client.get(path), present["metadata"]?["deletionTimestamp"]?.string != nil {
            guard ContinuousClock.now < deadline else {
                throw JoinError(
                    cause: "the namespace \(namespace.name) is being deleted, and does not go",
                    fix: "see what holds it: kubectl get namespace \(namespace.name) -o yaml"
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func secret(
        _ pair: (certificate: String, key: String),
        _ objects: RegistrationObjects
    ) throws -> JSONValue {
        let read = { (path: String) throws -> String in Base64.encode(try Files.read(path) ?? []) }
        return objects.secret(certificate: try read(pair.certificate), key: try read(pair.key))
    }

    func objects(of server: ExtensionServer) -> RegistrationObjects {
        RegistrationObjects(server: server, manager: manager, run: run ?? origin, externalName: externalName)
    }

    /// Makes an object, or changes what is there if that is ours, even if it came after all were looked at.
    private func apply(_ object: JSONValue, _ resource: PlaneResource, members: [String] = []) async throws {
        var refusal: JoinError?
        try await client.ensure(object, resource, members: members) { present in
            do throws(JoinError) {
                try checkOwner(of: present, like: object)
            } catch {
                refusal = error
            }
            return refusal == nil
        }
        if let refusal { throw refusal }
    }

    /// Writes a new token of a service account.
    ///
    /// - Returns: the path of the file.
    @discardableResult
    private func writeToken(of account: String, _ server: ExtensionServer) async throws -> String {
        let path = PlaneResource.serviceAccounts.path(namespace: server.namespace) + "/" + account + "/token"
        let answer = await client.send(
            PlaneRequest(
                method: "POST",
                target: path,
                body: [
                    "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                    "spec": ["expirationSeconds": .integer(Self.tokenSeconds)],
                ]
            )
        )
        guard answer.isSuccess, let token = answer.json["status"]?["token"]?.string else { throw answer.failure }
        let file = folder + "/" + account + ".token"
        try Files.replace(file, Array(token.utf8), mode: 0o600)
        return file
    }

    private func kubeconfig(tokenFile: String) -> JSONValue {
        [
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [["name": "local", "cluster": cluster]],
            "users": [["name": "apiserver", "user": ["tokenFile": .string(tokenFile)]]],
            "contexts": [["name": "local", "context": ["cluster": "local", "user": "apiserver"]]],
            "current-context": "local",
        ]
    }

    // MARK: APIServices

    /// Nobody is to be sent to a server of an earlier run, nor to hear that what will be back in a moment does not exist.
    private func forget(_ server: ExtensionServer) async throws {
        // In a cluster that others use, only what goes by the server's names is ours.
        guard externalName == nil else { return try await withdrawAPIServices(of: server) }
        let endpoints = PlaneResource.endpointSlices.path(namespace: server.namespace) + "/" + server.name
        try await delete(endpoints)
        let path = PlaneResource.apiServices.path()
        let selector = "\(OwnerLabel.managedBy)%3D\(manager)"
        let present = try await client.get("\(path)?labelSelector=\(selector)")?["items"]?.array ?? []
        let served = server.versions.map(\.name)
        // What says which project it is of was deployed, by `run in-cluster` or from manifests.
        for service in present
        where !served.contains(service.name) && service["metadata"]?["labels"]?[OwnerLabel.partOf] == nil {
            try await delete(path + "/" + service.name)
        }
    }

    private func delete(_ path: String) async throws {
        let answer = await client.send(PlaneRequest(method: "DELETE", target: path))
        guard answer.isSuccess || answer.status == 404 else { throw answer.failure }
    }

    /// Registers the group versions of a server.
    func announce(_ server: ExtensionServer) async throws {
        let authority = Base64.encode(pki.servingAuthority)
        for service in objects(of: server).apiServices(authority: authority) {
            try await apply(service, .apiServices, members: ["spec"])
        }
    }

    /// What keeps requests from a server, in a few words; nil if nothing does.
    func obstacle(to server: ExtensionServer) async throws -> String? {
        for version in server.versions {
            if let obstacle = try await obstacle(to: version) { return obstacle }
        }
        return nil
    }

    /// Renews the token of a server, and looks whether the registration is still this run's, until cancelled.
    func keep(_ server: ExtensionServer) async throws {
        var renewal = ContinuousClock.now + .seconds(Self.tokenSeconds / 2)
        while true {
            try await Task.sleep(for: run == nil ? .seconds(Self.tokenSeconds / 2) : Self.attention)
            // A cluster that does not answer now may answer later.
            do {
                try await checkPossession(of: server)
            } catch is PlaneFailure {}
            guard ContinuousClock.now >= renewal else { continue }
            try await writeToken(of: server.name, server)
            if server.controllerRules != nil { try await writeToken(of: server.controllerAccount, server) }
            renewal = .now + .seconds(Self.tokenSeconds / 2)
        }
    }

    /// What keeps a group version from being served, in a few words; nil if nothing does.
    private func obstacle(to version: ExtensionServer.GroupVersion) async throws -> String? {
        guard let service = try await client.get(PlaneResource.apiServices.path() + "/" + version.name) else {
            return "there is no APIService \(version.name)"
        }
        let conditions = service["status"]?["conditions"]?.array ?? []
        guard let condition = conditions.first(where: { $0["type"]?.string == "Available" }) else {
            return "\(version.name) has not been looked at"
        }
        guard condition["status"]?.string == "True" else {
            return "\(version.name): " + (condition["message"]?.string ?? "not available")
        }
        // A kube-apiserver installs the path a moment after that.
        let answer = await client.send(PlaneRequest(method: "GET", target: "/apis/\(version.group)/\(version.version)"))
        return answer.isSuccess ? nil : "\(version.name): \(answer.failure)"
    }
}
