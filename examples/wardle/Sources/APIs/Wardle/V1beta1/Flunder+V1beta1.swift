import APIServer

extension Wardle.V1beta1 {
    /// A flunder refers to another flunder or to a fischer.
    // +resource:path=flunders
    // +k8s:openapi-model-package=io.k8s.sample-apiserver.pkg.apis.wardle.v1beta1
    public struct Flunder: NamespacedResource {
        public var metadata = ObjectMeta()
        /// What the flunder refers to.
        public var spec = Spec()
        /// What is known of the flunder.
        public var status = Status()

        /// What a flunder refers to.
        public struct Spec: Sendable, Equatable {
            /// Name of a flunder; excludes `fischerReference`.
            public var flunderReference: String = ""
            /// Name of a fischer; excludes `flunderReference`.
            public var fischerReference: String = ""
            /// Which of the two is set: `Flunder` or `Fischer`.
            public var referenceType: String = ""
        }

        /// What is known of a flunder: nothing yet.
        public struct Status: Sendable, Equatable {}
    }
}

extension Wardle.V1beta1.Flunder: Validating {
    public func validate(in context: ValidationContext<Self>) -> [FieldError] {
        // Only new flunders are checked, as the API always did.
        guard context.old == nil else { return [] }
        return spec.referenceErrors + spec.typeErrors
    }
}

extension Wardle.V1beta1.Flunder.Spec {
    fileprivate var referenceErrors: [FieldError] {
        let (flunder, fischer) = ("spec.flunderReference", "spec.fischerReference")
        return switch (flunderReference.isEmpty, fischerReference.isEmpty, referenceType) {
        case (false, false, _):
            [.invalid(fischer, .string(fischerReference), "cannot be set with flunderReference at the same time")]
        case (false, _, let type) where type != "Flunder":
            [.invalid(flunder, .string(flunderReference), "cannot be set if referenceType is not Flunder")]
        case (_, false, let type) where type != "Fischer":
            [.invalid(fischer, .string(fischerReference), "cannot be set if referenceType is not Fischer")]
        case (_, true, "Fischer"):
            [.invalid(fischer, .string(fischerReference), "cannot be empty if referenceType is Fischer")]
        case (true, _, "Flunder"):
            [.invalid(flunder, .string(flunderReference), "cannot be empty if referenceType is Flunder")]
        default: []
        }
    }

    fileprivate var typeErrors: [FieldError] {
        if ["", "Flunder", "Fischer"].contains(referenceType) { return [] }
        return [.invalid("spec.referenceType", .string(referenceType), "must be Flunder or Fischer")]
    }
}
