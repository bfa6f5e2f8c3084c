internal import JSON
internal import TLS

extension Kubeconfig {
    /// What a context says about server and user, with the files that it names read and checked.
    ///
    /// - Parameter context: its name; nil for the current one.
    /// - Returns: the configuration of a client.
    /// - Throws: what is missing or wrong, in which file, and what to do.
    public func resolve(context: String? = nil) throws(KubeClientError) -> ClientConfiguration {
        guard let name = context ?? currentContext else { throw .noContext(files: files) }
        let namedBy = context == nil ? "current-context" : "the caller"
        let context = try entry("context", name, in: contexts, namedBy: namedBy)
        let by = "context \"\(name)\""
        guard let clusterName = context.text("cluster") else {
            throw .invalidEntry(
                kind: "context",
                name: name,
                field: "cluster",
                file: context.file,
                help: "it is missing; set it with: kubectl config set-context \(name) --cluster=NAME"
            )
        }
        let cluster = try entry("cluster", clusterName, in: clusters, namedBy: by)
        var configuration = ClientConfiguration(server: try cluster.server(), trust: try cluster.trust())
        configuration.serverName = cluster.text("tls-server-name")
        configuration.namespace = context.text("namespace") ?? ""
        if let userName = context.text("user") {
            let user = try entry("user", userName, in: users, namedBy: by)
            configuration.certificate = try user.certificate()
            configuration.credential = try user.credential(cluster)
            configuration.impersonation = user.impersonation()
        }
        return configuration
    }
}

extension Kubeconfig.Entry {
    private func refuse(_ kind: String, _ field: String, _ help: String) -> KubeClientError {
        .invalidEntry(kind: kind, name: name, field: field, file: file, help: help)
    }

    // MARK: Clusters

    func server() throws(KubeClientError) -> ClientConfiguration.Server {
        guard let text = text("server") else {
            throw refuse(
                "cluster",
                "server",
                "it is missing; set it with: kubectl config set-cluster \(name) --server=URL"
            )
        }
        guard let server = ClientConfiguration.Server(text) else {
            throw refuse("cluster", "server", "\"\(text)\" is not an address like https://10.0.0.1:6443")
        }
        if self.text("proxy-url") != nil {
            throw refuse(
                "cluster",
                "proxy-url",
                "proxies are not supported; name a server that can be reached directly"
            )
        }
        return server
    }

    func trust() throws(KubeClientError) -> TLSContext.Trust {
        let data = try bytes("cluster", data: "certificate-authority-data", path: "certificate-authority")
        if flag("insecure-skip-tls-verify") {
            guard data == nil else {
                throw refuse(
                    "cluster",
                    "insecure-skip-tls-verify",
                    "it contradicts the certificate authority; remove one of them"
                )
            }
            return .anyone
        }
        guard let data else { return .system }
        guard (try? CertificateChain(pem: data)) != nil else {
            throw refuse("cluster", "certificate-authority", "it holds no certificate in PEM form")
        }
        return .authorities(pem: data)
    }

    // MARK: Users

    func certificate() throws(KubeClientError) -> TLSIdentity? {
        let certificate = try bytes("user", data: "client-certificate-data", path: "client-certificate")
        let key = try bytes("user", data: "client-key-data", path: "client-key")
        switch (certificate, key) {
        case (nil, nil): return nil
        case (nil, _): throw refuse("user", "client-certificate", "it is missing, and there is a client-key")
        case (_, nil): throw refuse("user", "client-key", "it is missing, and there is a client-certificate")
        case (let certificate?, let key?):
            let isFile = text("client-certificate-data") == nil && text("client-key-data") == nil
            if isFile, let first = path("client-certificate"), let second = path("client-key") {
                // Read again when they change.
                return .files(certificate: first, key: second)
            }
            return .pem(certificate: certificate, key: key)
        }
    }

    func credential(_ cluster: Kubeconfig.Entry) throws(KubeClientError) -> Credential {
        if value["auth-provider"]?.object != nil {
            throw refuse("user", "auth-provider", "it was removed from Kubernetes; use an exec plug-in instead")
        }
        if value["exec"]?.object != nil { return .exec(try plugin(cluster)) }
        if let path = path("tokenFile") {
            _ = try Files.read(path, purpose: "tokenFile of user \"\(name)\"")
            return .tokenFile(path)
        }
        if let token = text("token") { return .token(token) }
        if let user = text("username") { return .basic(user: user, password: text("password") ?? "") }
        return .none
    }

    private func plugin(_ cluster: Kubeconfig.Entry) throws(KubeClientError) -> ExecPlugin {
        let exec = value["exec"] ?? .emptyObject
        let version = exec["apiVersion"]?.string ?? ""
        let known = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
        guard known.contains(version) else {
            throw refuse("user", "exec.apiVersion", "\"\(version)\" is not one of \(known.joined(separator: ", "))")
        }
        guard let command = exec["command"]?.string, !command.isEmpty else {
            throw refuse("user", "exec.command", "it is missing")
        }
        if exec["interactiveMode"]?.string == "Always" {
            throw refuse("user", "exec.interactiveMode", "there is nobody to ask; use a plug-in that can do without")
        }
        var plugin = ExecPlugin(apiVersion: version, command: command)
        // A bare name is looked for in PATH, a path with a slash is relative to the file.
        if command.utf8.contains(UInt8(ascii: "/")) { plugin.command = absolute(command) }
        plugin.arguments = exec["args"]?.array?.compactMap(\.string) ?? []
        plugin.environment = (exec["env"]?.array ?? []).compactMap { variable in
            variable["name"]?.string.map { ClientConfiguration.Field($0, variable["value"]?.string ?? "") }
        }
        plugin.installHint = exec["installHint"]?.string ?? ""
        if exec["provideClusterInfo"]?.bool == true { plugin.clusterInfo = try clusterInfo(cluster) }
        return plugin
    }

    private func clusterInfo(_ cluster: Kubeconfig.Entry) throws(KubeClientError) -> String {
        var info: JSONValue = .emptyObject
        for field in ["server", "tls-server-name", "insecure-skip-tls-verify", "proxy-url"] {
            if let value = cluster.value[field] { info[field] = value }
        }
        let data = try cluster.bytes("cluster", data: "certificate-authority-data", path: "certificate-authority")
        if let data { info["certificate-authority-data"] = .string(Base64.encode(data)) }
        let extensions = cluster.value["extensions"]?.array ?? []
        let config = extensions.first { $0["name"]?.string == "client.authentication.k8s.io/exec" }
        if let config = config?["extension"] { info["config"] = config }
        return info.description
    }

    func impersonation() -> [ClientConfiguration.Field] {
        var fields: [ClientConfiguration.Field] = []
        if let user = text("as") { fields.append(.init("impersonate-user", user)) }
        if let uid = text("as-uid") { fields.append(.init("impersonate-uid", uid)) }
        for group in value["as-groups"]?.array?.compactMap(\.string) ?? [] {
            fields.append(.init("impersonate-group", group))
        }
        for extra in value["as-user-extra"]?.object ?? JSONObject() {
            for item in extra.value.array?.compactMap(\.string) ?? [] {
                fields.append(.init("impersonate-extra-\(extra.key.lowercased())", item))
            }
        }
        return fields
    }

    // MARK: Files and inline data

    /// What an inline field or, failing that, a file holds.
    private func bytes(_ kind: String, data: String, path field: String) throws(KubeClientError) -> [UInt8]? {
        if let text = text(data) {
            let compact = String(decoding: text.utf8.filter { $0 > 0x20 }, as: UTF8.self)
            guard let bytes = Base64.decode(compact) else { throw refuse(kind, data, "it is not base64") }
            return bytes
        }
        guard let path = path(field) else { return nil }
        return try Files.read(path, purpose: "\(field) of \(kind) \"\(name)\"")
    }
}
