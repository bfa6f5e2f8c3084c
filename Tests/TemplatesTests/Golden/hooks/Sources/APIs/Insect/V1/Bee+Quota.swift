import APIServer

extension Insect.V1 {
    /// Keeps the number of objects of one namespace low; `main.swift` gives it to the server.
    public struct BeeQuota: AdmissionPlugin {
        private let limit: Int

        /// Makes the plug-in.
        public init(limit: Int = 100) { self.limit = limit }

        /// Refuses a change by throwing; returns to let it pass.
        ///
        /// Called for every change of every kind, with the object as it would be stored. Change what is refused;
        /// `objects` reads whatever the server keeps, as it was a moment ago.
        public func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
            guard request.operation == .create, try request.object(as: Bee.self) != nil else { return }
            let present = try objects.list(Bee.self, namespace: request.namespace).count
            if present >= limit { throw AdmissionRefusal("there must not be more than \(limit)") }
        }
    }
}
