internal import APIMachinery
internal import JSON
internal import TLS

/// What a credential plug-in answered.
///
/// Source: `client.authentication.k8s.io/v1`, `ExecCredential`.
struct ExecCredential: Equatable {
    var token: String?
    var certificate: TLSIdentity?
    /// Seconds since 1970; nil if it lasts as long as the process.
    var expiresAt: Int64?

    /// What a plug-in finds in `KUBERNETES_EXEC_INFO`.
    static func request(_ plugin: ExecPlugin) -> String {
        let cluster = plugin.clusterInfo.map { ",\"cluster\":\($0)" } ?? ""
        let version = JSONValue.string(plugin.apiVersion).description
        return "{\"kind\":\"ExecCredential\",\"apiVersion\":\(version),\"spec\":{\"interactive\":false\(cluster)}}"
    }

    /// Reads the answer.
    ///
    /// - Throws: `.plugin` with what is wrong.
    init(_ bytes: [UInt8], of plugin: ExecPlugin) throws(KubeClientError) {
        func refuse(_ reason: String) -> KubeClientError {
            .plugin(command: plugin.command, reason: reason, hint: "")
        }
        let tree: JSONValue
        do throws(JSONParseError) {
            tree = try JSONReader.parse(bytes)
        } catch {
            throw refuse("its output is not JSON: \(error)")
        }
        guard tree["kind"]?.string == "ExecCredential" else { throw refuse("its output is no ExecCredential") }
        guard tree["apiVersion"]?.string == plugin.apiVersion else {
            throw refuse("it answered in \(tree["apiVersion"]?.string ?? "no version") and not in \(plugin.apiVersion)")
        }
        guard let status = tree["status"], status.object != nil else { throw refuse("its output has no status") }
        token = status["token"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        switch (status["clientCertificateData"]?.string ?? "", status["clientKeyData"]?.string ?? "") {
        case ("", ""): certificate = nil
        case (_, ""), ("", _): throw refuse("it gave only one of client certificate and key")
        case (let pem, let key): certificate = .pem(certificate: Array(pem.utf8), key: Array(key.utf8))
        }
        guard token != nil || certificate != nil else { throw refuse("it gave neither a token nor a certificate") }
        if let text = status["expirationTimestamp"]?.string {
            guard let time = Timestamp(text) else { throw refuse("its expirationTimestamp is \"\(text)\"") }
            expiresAt = time.secondsSince1970
        }
    }
}
