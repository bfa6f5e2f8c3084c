internal import Glibc
internal import Project

/// The folder with a kube-apiserver and an etcd that `KUBEBUILDER_ASSETS` names.
struct KubernetesAssets {
    let apiserver: String
    let etcd: String

    private static let variable = "KUBEBUILDER_ASSETS"

    /// Looks for both programs; nil if the variable is not set, or empty.
    ///
    /// - Parameter environment: the variables of the process.
    /// - Throws: `Problems` if the folder lacks one of them.
    init?(_ environment: [String: String]) throws(Problems) {
        guard let folder = environment[Self.variable], !folder.isEmpty else { return nil }
        apiserver = Path.join(Path.absolute(folder, from: Files.workingDirectory), "kube-apiserver")
        etcd = Path.join(Path.absolute(folder, from: Files.workingDirectory), "etcd")
        for program in [apiserver, etcd] where unsafe access(program, X_OK) != 0 {
            throw Problems(
                Problem(
                    "AB5016",
                    "\(program) cannot be run: \(unsafe String(cString: strerror(errno)))",
                    cause: "\(Self.variable) names a folder whose kube-apiserver and etcd are to be the control plane",
                    fix: "put both there, for instance with setup-envtest, or: unset \(Self.variable)",
                    status: .preflight
                )
            )
        }
    }
}
