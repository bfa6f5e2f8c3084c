internal import JSON
internal import TLS

/// Tells extension servers whose certificates to believe, also after the files of the CAs have been replaced.
///
/// What was believed before stays: a server that is asked with an old certificate must know it as long as it holds.
/// Source: kube-apiserver `cluster_authentication_trust_controller.go`.
struct TrustPublisher: Sendable {
    let client: any PlaneClient
    let objects: PlaneObjects
    let authorities: PlaneAuthorities
    /// Seconds since 1970.
    let now: @Sendable () -> Int64

    static let resources: [PlaneResource] = [.configMaps]
    /// How soon replaced files are noticed.
    static let interval = Duration.seconds(2)

    static let name = "extension-apiserver-authentication"

    func pass() async throws(PlaneFailure) -> Bool {
        authorities.reloadIfChanged()
        guard var object = objects.get(.configMaps, namespace: "kube-system", name: Self.name) else {
            try await client.create(
                Bootstrap.trust(authorities),
                at: PlaneResource.configMaps.path(namespace: "kube-system")
            )
            return false
        }
        let before = object
        for (key, authorities) in [
            ("client-ca-file", authorities.clients), ("requestheader-client-ca-file", authorities.proxies),
        ] {
            let present = object["data"]?[key]?.string ?? ""
            let own = String(decoding: authorities.pem, as: UTF8.self)
            object["data"]?[key] = .string(CertificateList.union(own, present, at: now()))
        }
        guard object != before else { return false }
        // Who changed it meanwhile wakes the next pass.
        let path = PlaneResource.configMaps.path(namespace: "kube-system") + "/" + Self.name
        try await client.replace(object, at: path)
        return false
    }
}

/// Whose certificates the control plane believes, as their files have it.
struct PlaneAuthorities: Sendable {
    /// Of users.
    let clients: CertificateAuthorities
    /// Of front proxies.
    let proxies: CertificateAuthorities
    /// The CommonNames of front proxies.
    let proxyNames: [String]

    /// Reads files again that have changed.
    func reloadIfChanged() {
        clients.reloadIfChanged()
        proxies.reloadIfChanged()
    }
}
