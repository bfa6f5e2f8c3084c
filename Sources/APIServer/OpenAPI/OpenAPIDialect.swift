/// Which of the two forms of OpenAPI a document has.
enum OpenAPIDialect: Sendable {
    /// Swagger 2.0, all groups in one document.
    case v2
    /// OpenAPI 3.0, one document per group version.
    case v3

    /// What the name of a definition is appended to in a `$ref`.
    var referencePrefix: String {
        switch self {
        case .v2: "#/definitions/"
        case .v3: "#/components/schemas/"
        }
    }
}
