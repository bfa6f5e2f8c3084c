internal import JSON
internal import TLS
internal import Telemetry

/// Takes over from a cluster whom it believes: the ConfigMap `kube-system/extension-apiserver-authentication`.
///
/// What cannot be used is reported, and what was known before stays.
/// Source: apiserver `requestheader_controller.go`, `configmap_cafile_content.go`.
struct ClusterTrust: Sendable {
    static let namespace = "kube-system"
    static let name = "extension-apiserver-authentication"

    /// Who signs client certificates; nil if flags say it.
    var clientAuthorities: CertificateAuthorities?
    /// Who signs the certificates of front proxies, and what they may say; nil if flags say it.
    var proxies: (authorities: CertificateAuthorities, configuration: Locked<RequestHeaderConfiguration?>)?

    /// What to tell an operator whose server may not read the ConfigMap.
    static let forbiddenHint =
        "Unable to get configmap/extension-apiserver-authentication in kube-system.  Usually fixed by "
        + "'kubectl create rolebinding -n kube-system ROLEBINDING_NAME "
        + "--role=extension-apiserver-authentication-reader --serviceaccount=YOUR_NS:YOUR_SA'"

    /// Takes over one state of the ConfigMap; nil when there is none.
    ///
    /// - Returns: what was wrong with it, for the log.
    func update(_ configMap: JSONValue?) -> [String] {
        guard let data = configMap?["data"] else { return [] }
        var faults: [String] = []
        if let clientAuthorities, let pem = data["client-ca-file"]?.string {
            clientAuthorities.replace(pem: Array(pem.utf8))
        }
        guard let proxies else { return faults }
        if let pem = data["requestheader-client-ca-file"]?.string {
            do {
                let configuration = try Self.configuration(data)
                // The names come first: new authorities must never meet an older, wider list.
                proxies.configuration.withLock { $0 = configuration }
                proxies.authorities.replace(pem: Array(pem.utf8))
            } catch {
                faults.append("\(error)")
            }
        }
        return faults
    }

    /// One list of the ConfigMap that is none.
    struct ListError: Error, CustomStringConvertible {
        let key: String

        var description: String { "\(key) is no JSON array of strings" }
    }

    static func configuration(_ data: JSONValue) throws(ListError) -> RequestHeaderConfiguration {
        RequestHeaderConfiguration(
            allowedNames: try list("requestheader-allowed-names", data),
            usernameHeaders: try list("requestheader-username-headers", data),
            uidHeaders: try list("requestheader-uid-headers", data),
            groupHeaders: try list("requestheader-group-headers", data),
            extraHeaderPrefixes: try list("requestheader-extra-headers-prefix", data)
        )
    }

    private static func list(_ key: String, _ data: JSONValue) throws(ListError) -> [String] {
        guard let text = data[key]?.string, !text.isEmpty else { return [] }
        guard let array = try? JSONReader.parse(Array(text.utf8)).array else { throw ListError(key: key) }
        let strings = array.compactMap(\.string)
        guard strings.count == array.count else { throw ListError(key: key) }
        return strings
    }
}
