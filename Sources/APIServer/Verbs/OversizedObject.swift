internal import APIMachinery
internal import JSON
internal import Storage

/// An object that the store does not take because of its size.
enum OversizedObject {
    /// Stores an object; once more without its `managedFields`, which may be large, if it is too large with them.
    ///
    /// Not for apply, whose outcome hangs on them.
    /// Source: apiserver `endpoints/handlers/create.go`, `update.go` and `patch.go`, `isTooLargeError`.
    static func storing(
        _ object: JSONValue,
        mayForgetManagers: Bool,
        _ store: (JSONValue) async throws -> AnsweredObject
    ) async throws -> AnsweredObject {
        do {
            return try await store(object)
        } catch StorageError.tooLarge where mayForgetManagers && object.metadata["managedFields"] != nil {
            var bare = object
            bare.setMetadata("managedFields", nil)
            return try await store(bare)
        }
    }
}
