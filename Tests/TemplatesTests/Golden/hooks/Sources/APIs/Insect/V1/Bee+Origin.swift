import APIServer

extension Insect.V1 {
    /// Writes down who made an object; `main.swift` gives it to the server.
    public struct BeeOrigin: AdmissionPlugin {
        /// Makes the plug-in.
        public init() {}

        /// The object as it should be instead; nil leaves it as it is.
        ///
        /// Called for every change of every kind before it is validated. Change what is changed, and when:
        /// `request` has operation, user and the object before, `request.warn` tells the user something.
        public func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue? {
            guard request.operation == .create, var object = try request.object(as: Bee.self) else {
                return nil
            }
            object.metadata.annotations["insect.example.com/created-by"] = request.user.name
            return object.json
        }
    }
}
