import APIServer

/// Refuses new flunders whose name a fischer disallows.
public struct BanFlunder: AdmissionPlugin {
    /// Makes the check.
    public init() {}

    public func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
        guard request.operation == .create, request.kind == "Flunder" else { return }
        for fischer in try objects.list(Wardle.V1alpha1.Fischer.self)
        where fischer.disallowedFlunders.contains(request.name) {
            throw AdmissionRefusal("this name may not be used, please change the resource name")
        }
    }
}
