internal import Glibc
internal import LocalControlPlane
internal import Project
internal import TLS

/// What `run local` keeps in `.apiserver-boot/`, readable by its owner alone.
struct LocalState {
    let root: String

    private var folder: String { Path.join(root, ".apiserver-boot") }
    private var data: String { folder + "/data" }
    private var keys: String { folder + "/pki" }

    var database: String { data + "/apiserver.db" }
    var certificate: String { keys + "/apiserver.crt" }
    var key: String { keys + "/apiserver.key" }
    var authority: String { keys + "/ca.crt" }
    /// What the control plane keeps.
    var controlPlane: String { folder + "/control-plane" }
    /// What is kept for a cluster elsewhere.
    var cluster: String { folder + "/cluster" }
    /// What a kube-apiserver and its etcd keep, if they are the control plane.
    var assets: String { controlPlane + "/kubernetes" }
    var etcd: String { assets + "/etcd" }
    var kubeconfig: String { Path.join(root, "kubeconfig") }

    /// Makes the folders.
    ///
    /// Returns a descriptor that keeps a second run out as long as it is open.
    func open() throws -> Int32 {
        for path in [folder, data, keys, controlPlane, cluster] {
            try Files.makeDirectory(path, mode: 0o700)
            try Files.setMode(path, 0o700)
        }
        let lock = unsafe Glibc.open(folder + "/run.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw FileError("lock", folder + "/run.lock", code: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw Problems(
                Problem(
                    "AB5003",
                    "this project runs already",
                    cause: "another 'apiserver-boot run local' uses its data",
                    fix: "end that one first, or work in a copy of the project",
                    status: .preflight
                )
            )
        }
        return lock
    }

    /// Forgets all objects.
    func reset() throws(FileError) {
        for name in try Files.list(data) { try Files.removeTree(Path.join(data, name)) }
        for name in try Files.list(controlPlane) where name.hasPrefix("objects.db") {
            try Files.remove(Path.join(controlPlane, name))
        }
        try resetEtcd()
    }

    /// Forgets what kube-apiserver has stored.
    func resetEtcd() throws(FileError) { if Files.exists(etcd) { try Files.removeTree(etcd) } }

    /// Writes what the server and its clients need, each file complete and private from the first moment on.
    func write(_ credentials: LocalCredentials, port: UInt16, name: String) throws(FileError) {
        try Files.replace(authority, credentials.authority, mode: 0o600)
        try Files.replace(certificate, credentials.server.certificatePEM, mode: 0o600)
        try Files.replace(key, credentials.server.privateKeyPEM, mode: 0o600)
        try Files.replace(kubeconfig, LocalKubeconfig.bytes(name: name, port: port, credentials), mode: 0o600)
    }

    /// Writes what clients of a control plane need; `path` is the kubeconfig of the project unless it is said.
    func write(_ pki: LocalPKI, port: UInt16, name: String, to path: String? = nil) throws(FileError) {
        let credentials = LocalCredentials(authority: pki.servingAuthority, server: pki.server, admin: pki.admin)
        try Files.replace(path ?? kubeconfig, LocalKubeconfig.bytes(name: name, port: port, credentials), mode: 0o600)
    }
}
