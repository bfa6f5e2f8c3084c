import APIServer

extension Insect.V1 {
    /// What `POST .../bees/<name>/resize` is told.
    public struct BeeResize: SubresourceKind {
        public var metadata = ObjectMeta()
        /// By how much the object grows.
        // +k8s:minimum=1
        public var amount: Int = 1
    }
}

extension Insect.V1.Bee {
    /// `POST .../bees/<name>/resize`, by the marker `+subresource:resize` above the kind.
    ///
    /// Change what is told, what is done and what is answered. `GettableSubresource` and `UpdatableSubresource`
    /// serve GET, PUT and PATCH.
    enum Resize: CreatableSubresource {
        static func create(
            _ body: Insect.V1.BeeResize,
            below parent: ParentObject<Insect.V1.Bee>,
            in context: VerbContext
        ) async throws -> Insect.V1.Bee {
            try await parent.update { object in object.spec.size += body.amount }
        }
    }
}
