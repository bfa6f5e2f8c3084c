/// One thing that can be done at a path, in no dialect yet.
struct OpenAPIOperation: Sendable {
    /// What a response says and carries.
    struct Response: Sendable {
        let code: Int
        let payload: OpenAPIPayload?

        /// The response of a successful request.
        init(_ code: Int, _ payload: OpenAPIPayload) {
            self.code = code
            self.payload = payload
        }

        private init(unauthorized code: Int) {
            self.code = code
            payload = nil
        }

        /// What every path may answer.
        static let unauthorized = Response(unauthorized: 401)

        /// What the code means.
        var description: String {
            switch code {
            case 201: "Created"
            case 202: "Accepted"
            case 401: "Unauthorized"
            default: "OK"
            }
        }
    }

    /// What a request carries.
    struct Body: Sendable {
        let payload: OpenAPIPayload
        var mediaTypes = ["*/*"]
        var isRequired = true
    }

    /// `get`, `put`, `post`, `delete` or `patch`.
    let method: String
    let id: String
    let description: String
    let tag: String
    var action: String?
    var kind: ServedResource.ObjectKind?
    var parameters: [OpenAPIParameter] = []
    var body: Body?
    var produces = OpenAPIMediaTypes.objects
    var responses: [Response]
}

/// A path with everything that can be done there.
struct OpenAPIPath: Sendable {
    let path: String
    /// Parameters that all operations share.
    var parameters: [OpenAPIParameter] = []
    var operations: [OpenAPIOperation]
}

/// A part of the path or the query of a request.
struct OpenAPIParameter: Sendable {
    /// Where it stands.
    enum Place: String, Sendable { case path, query }

    let name: String
    let place: Place
    /// `string`, `integer` or `boolean`.
    let type: String
    let description: String

    /// A parameter of the query.
    static func query(_ name: String, _ type: String, _ description: String) -> OpenAPIParameter {
        OpenAPIParameter(name: name, place: .query, type: type, description: description)
    }

    /// A parameter of the query that is text.
    static func query(_ name: String, _ description: String) -> OpenAPIParameter { query(name, "string", description) }

    /// A part of the path.
    static func path(_ name: String, _ description: String) -> OpenAPIParameter {
        OpenAPIParameter(name: name, place: .path, type: "string", description: description)
    }
}

/// Media types that operations take and answer.
enum OpenAPIMediaTypes {
    /// Answers with an object.
    static let objects = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"]
    /// Answers that may be streams.
    static let watches =
        objects + ["application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"]
    /// Bodies of PATCH.
    static let patches = [
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
    ]
}
