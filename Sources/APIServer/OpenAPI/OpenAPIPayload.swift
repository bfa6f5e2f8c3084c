internal import APIMachinery

/// What an operation takes or answers.
enum OpenAPIPayload: Sendable {
    /// An object of a served kind.
    case object(ResourceDefinition)
    /// A list of them.
    case list(ResourceDefinition)
    /// Something that every server has, such as `Status`.
    case schema(Schema)
}
