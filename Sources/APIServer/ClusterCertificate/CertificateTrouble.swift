internal import KubeClient

/// What keeps a server from its certificate in the cluster, and what to do about it.
struct CertificateTrouble: Sendable, Equatable {
    let what: String
    let fix: String
    /// Whether it may pass by itself.
    let isTransient: Bool

    /// There is no Secret.
    static func missing(_ place: CertificateKeeper.Place) -> CertificateTrouble {
        CertificateTrouble(
            what: "there is no Secret \(place.secret) in the namespace \(place.namespace)",
            fix: "apply the manifests again, or: kubectl create secret generic \(place.secret) -n \(place.namespace)"
        )
    }

    /// There is one whose data cannot be used.
    static func broken(_ place: CertificateKeeper.Place, key: String, reason: String) -> CertificateTrouble {
        CertificateTrouble(
            what: "\(key) of the Secret \(place.namespace)/\(place.secret) cannot be used: \(reason)",
            fix: "put back what was there, or empty it, and it is filled anew: kubectl patch secret \(place.secret) "
                + "-n \(place.namespace) --type=merge -p 'data: null'"
        )
    }

    /// A certificate that is right by its form cannot be shown or made.
    static func unusable(_ reason: String) -> CertificateTrouble {
        CertificateTrouble(what: "the certificate cannot be used: \(reason)", fix: "empty the Secret")
    }

    private init(what: String, fix: String) {
        self.what = what
        self.fix = fix
        isTransient = false
    }

    /// The cluster did not do what it was asked.
    ///
    /// - Parameters:
    ///   - error: its answer, or why there is none.
    ///   - verb: what was asked, such as "read".
    ///   - place: of the Secret.
    init(_ error: KubeClientError, _ verb: String, _ place: CertificateKeeper.Place) {
        what =
            "the Secret \(place.namespace)/\(place.secret) cannot be \(verb == "read" ? verb : verb + "ed"): \(error)"
        if case .status(let status) = error, status.code == 403 {
            fix =
                "let the server's service account get, list, watch, update and patch this Secret: kubectl create role "
                + "\(place.secret) -n \(place.namespace) --verb=get,list,watch,update,patch --resource=secrets "
                + "--resource-name=\(place.secret), and a rolebinding to it"
            isTransient = false
        } else {
            isTransient = true
            fix = "it is tried again; the server must reach the cluster's API server"
        }
    }
}
