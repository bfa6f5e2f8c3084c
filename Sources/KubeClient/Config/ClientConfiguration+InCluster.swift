internal import TLS

extension ClientConfiguration {
    /// Where a pod finds what it needs.
    static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The configuration of a pod: the service account's token, CA and namespace.
    ///
    /// Blocks for as long as it takes to read small files. Source: client-go, `rest.InClusterConfig`.
    ///
    /// - Parameters:
    ///   - folder: where the files are.
    ///   - environment: looks variables up.
    /// - Returns: the configuration.
    /// - Throws: `.notInCluster`, or what is wrong with the files.
    public static func inCluster(
        folder: String? = nil,
        environment: (String) -> String? = Kubeconfig.processEnvironment
    ) throws(KubeClientError) -> ClientConfiguration {
        let folder = folder ?? serviceAccountFolder
        guard let host = environment("KUBERNETES_SERVICE_HOST"), !host.isEmpty else {
            throw .notInCluster(missing: "the variable KUBERNETES_SERVICE_HOST")
        }
        guard let port = environment("KUBERNETES_SERVICE_PORT"), !port.isEmpty else {
            throw .notInCluster(missing: "the variable KUBERNETES_SERVICE_PORT")
        }
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        guard let server = Server("https://\(name):\(port)") else {
            throw .notInCluster(missing: "a usable address in KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT")
        }
        _ = try Files.read(folder + "/token", purpose: "token of the service account")
        let authorities = try Files.read(folder + "/ca.crt", purpose: "certificate authority of the service account")
        let namespace = (try? Files.read(folder + "/namespace", purpose: "namespace of the service account")) ?? []
        return ClientConfiguration(
            server: server,
            trust: .authorities(pem: authorities),
            credential: .tokenFile(folder + "/token"),
            namespace: String(decoding: namespace.filter { $0 > 0x20 }, as: UTF8.self)
        )
    }
}
