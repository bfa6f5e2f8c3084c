/// In which of its two forms a client wants an OpenAPI document.
struct OpenAPIForm {
    /// Gnostic's protobuf, not JSON.
    let isProtobuf: Bool
    /// How the answer names its form.
    let contentType: String

    /// The form that a client likes best; nil if it wants none that there is.
    ///
    /// Clients may still write the protobuf of both dialects with an `@`; answers never do.
    init?(accept: String?, dialect: OpenAPIDialect) {
        let spec = "application/com.github.proto-openapi.spec.\(dialect == .v2 ? "v2" : "v3")"
        let protobuf = spec + ".v1.0+protobuf"
        let wanted = MediaType.clauses(accept ?? "").map(\.type)
        for type in wanted.isEmpty ? ["*/*"] : wanted {
            switch type {
            case "application/json", "application/*", "*/*", "*/json": self.init(false, "application/json")
            case protobuf, spec + "@v1.0+protobuf": self.init(true, protobuf)
            default: continue
            }
            return
        }
        return nil
    }

    private init(_ isProtobuf: Bool, _ contentType: String) {
        self.isProtobuf = isProtobuf
        self.contentType = contentType
    }
}
