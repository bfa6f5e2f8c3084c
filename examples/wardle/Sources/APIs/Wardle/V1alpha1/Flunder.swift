import APIServer

extension Wardle.V1alpha1 {
    /// A flunder, as the first version of the API knew it: it refers to one other object.
    // +resource:path=flunders
    // +k8s:openapi-model-package=io.k8s.sample-apiserver.pkg.apis.wardle.v1alpha1
    // +storageversion
    // +k8s:prerelease-lifecycle-gen:introduced=1.0
    // +k8s:prerelease-lifecycle-gen:removed=1.10
    public struct Flunder: NamespacedResource {
        public var metadata = ObjectMeta()
        /// What the flunder refers to.
        public var spec = Spec()
        /// What is known of the flunder.
        public var status = Status()

        /// What a flunder refers to.
        public struct Spec: Sendable, Equatable {
            /// Name of a flunder or a fischer.
            public var reference: String = ""
            /// Kind of what `reference` names; `Flunder` if only the reference is given.
            public var referenceType: String?
        }

        /// What is known of a flunder: nothing yet.
        public struct Status: Sendable, Equatable {}
    }
}

extension Wardle.V1alpha1.Flunder: Defaulting {
    public mutating func setDefaults() {
        if (spec.referenceType ?? "").isEmpty, !spec.reference.isEmpty { spec.referenceType = "Flunder" }
    }
}
