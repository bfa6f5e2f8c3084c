internal import APIMachinery

/// What connectors take over.
extension ResourcePaths {
    /// A method of a connector; nil for a method that OpenAPI cannot tell of.
    func connection(
        _ method: String,
        _ subresource: ServedResource.Subresource,
        suffix: String = ""
    ) -> OpenAPIOperation? {
        let method = method.lowercased()
        guard ["get", "put", "post", "delete", "options", "head", "patch"].contains(method) else { return nil }
        let name = OpenAPINames.capitalized(subresource.name)
        return OpenAPIOperation(
            method: method,
            id: id("connect", before: OpenAPINames.capitalized(method), after: name + suffix),
            description: "Connect \(method.uppercased()) requests to \(subresource.name) of the \(definition.kind).",
            tag: tag,
            action: "connect",
            kind: resource.kind,
            produces: ["*/*"],
            responses: [.init(200, .schema(Schema(.string))), .unauthorized]
        )
    }
}
