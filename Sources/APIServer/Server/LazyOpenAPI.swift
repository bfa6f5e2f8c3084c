internal import Synchronization

/// The OpenAPI documents, made when somebody first asks: nobody should wait for them at start.
final class LazyOpenAPI: Sendable {
    private let definitions: [ResourceDefinition]
    private let title: String
    private let version: String
    private let documents = Mutex<OpenAPIDocuments?>(nil)

    /// What a request for a document is answered with.
    enum Answer {
        case document(EncodedDocument, contentType: String)
        case notAcceptable
    }

    init(definitions: [ResourceDefinition], title: String, version: String) {
        self.definitions = definitions
        self.title = title
        self.version = version
    }

    /// Paths of the documents per group version.
    var paths: [String] { Set(definitions.map { "/openapi/v3/apis/" + $0.apiVersion }).sorted() }

    /// The document of a path in a form that the client accepts; nil if there is none.
    func answer(path: String, accept: String?) -> Answer? { nil }
}
