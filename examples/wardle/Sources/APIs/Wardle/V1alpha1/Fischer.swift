import APIServer

extension Wardle.V1alpha1 {
    /// A fischer says which flunders there must not be.
    // +resource:path=fischers
    // +k8s:openapi-model-package=io.k8s.sample-apiserver.pkg.apis.wardle.v1alpha1
    // +k8s:prerelease-lifecycle-gen:introduced=1.0
    // +k8s:prerelease-lifecycle-gen:removed=1.10
    public struct Fischer: ClusterResource {
        public var metadata = ObjectMeta()
        /// Names that no new flunder may have.
        public var disallowedFlunders: [String] = []
    }
}
