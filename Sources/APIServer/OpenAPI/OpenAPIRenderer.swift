internal import JSON

/// Writes paths in one of the dialects and keeps the definitions that they refer to.
struct OpenAPIRenderer {
    private let dialect: OpenAPIDialect
    private var schemas: SchemaRenderer

    /// Makes a renderer; `kinds` are group, version and kind of definitions, by name.
    init(_ dialect: OpenAPIDialect, kinds: [String: [ServedResource.ObjectKind]]) {
        self.dialect = dialect
        schemas = SchemaRenderer(dialect, kinds: kinds)
    }

    /// A whole document.
    mutating func document(title: String, version: String, paths: [OpenAPIPath]) -> JSONValue {
        var rendered = JSONObject(capacity: paths.count)
        for path in paths.sorted(by: { $0.path < $1.path }) { rendered.append(item(path), forNewKey: path.path) }
        let info: JSONValue = ["title": .string(title), "version": .string(version)]
        let security: JSONValue = [
            "BearerToken": [
                "description": "Bearer Token authentication", "type": "apiKey", "name": "authorization", "in": "header",
            ]
        ]
        switch dialect {
        case .v2:
            return [
                "swagger": "2.0", "info": info, "paths": .object(rendered), "definitions": schemas.sortedDefinitions,
                "securityDefinitions": security, "security": [["BearerToken": []]],
            ]
        case .v3:
            return [
                "openapi": "3.0.0", "info": info, "paths": .object(rendered),
                "components": ["schemas": schemas.sortedDefinitions, "securitySchemes": security],
            ]
        }
    }

    // MARK: Paths

    private mutating func item(_ path: OpenAPIPath) -> JSONValue {
        var item = JSONObject()
        for operation in path.operations { item[operation.method] = self.operation(operation) }
        if !path.parameters.isEmpty { item["parameters"] = .array(path.parameters.map(parameter)) }
        return .object(item)
    }

    private mutating func operation(_ operation: OpenAPIOperation) -> JSONValue {
        var rendered: JSONObject = [
            "description": .string(operation.description),
            "operationId": .string(operation.id),
            "tags": [.string(operation.tag)],
        ]
        var parameters = operation.parameters.map(parameter)
        switch dialect {
        case .v2:
            rendered["schemes"] = ["https"]
            rendered["consumes"] = Self.strings(operation.body?.mediaTypes ?? ["*/*"])
            rendered["produces"] = Self.strings(operation.produces)
            if let body = operation.body { parameters.insert(bodyParameter(body), at: 0) }
        case .v3:
            if let body = operation.body { rendered["requestBody"] = requestBody(body) }
        }
        if !parameters.isEmpty { rendered["parameters"] = .array(parameters) }
        var responses = JSONObject()
        for response in operation.responses {
            responses["\(response.code)"] = self.response(response, produces: operation.produces)
        }
        rendered["responses"] = .object(responses)
        if let action = operation.action { rendered["x-kubernetes-action"] = .string(action) }
        if let kind = operation.kind { rendered["x-kubernetes-group-version-kind"] = SchemaRenderer.kind(kind) }
        return .object(rendered)
    }

    // MARK: Requests

    private func parameter(_ parameter: OpenAPIParameter) -> JSONValue {
        var rendered: JSONObject = [
            "description": .string(parameter.description),
            "in": .string(parameter.place.rawValue),
            "name": .string(parameter.name),
        ]
        if parameter.place == .path { rendered["required"] = true }
        switch dialect {
        case .v2:
            rendered["type"] = .string(parameter.type)
            rendered["uniqueItems"] = true
        case .v3: rendered["schema"] = ["type": .string(parameter.type), "uniqueItems": true]
        }
        return .object(rendered)
    }

    private mutating func bodyParameter(_ body: OpenAPIOperation.Body) -> JSONValue {
        var rendered: JSONObject = ["in": "body", "name": "body", "schema": schemas.reference(to: body.payload)]
        if body.isRequired { rendered["required"] = true }
        return .object(rendered)
    }

    private mutating func requestBody(_ body: OpenAPIOperation.Body) -> JSONValue {
        var rendered: JSONObject = ["content": content(body.payload, body.mediaTypes)]
        if body.isRequired { rendered["required"] = true }
        return .object(rendered)
    }

    // MARK: Answers

    private mutating func response(_ response: OpenAPIOperation.Response, produces: [String]) -> JSONValue {
        var rendered: JSONObject = ["description": .string(response.description)]
        guard let payload = response.payload else { return .object(rendered) }
        switch dialect {
        case .v2: rendered["schema"] = schemas.reference(to: payload)
        case .v3: rendered["content"] = content(payload, produces)
        }
        return .object(rendered)
    }

    private mutating func content(_ payload: OpenAPIPayload, _ mediaTypes: [String]) -> JSONValue {
        let schema = schemas.reference(to: payload)
        return .object(JSONObject(uniqueKeysWithValues: mediaTypes.sorted().map { ($0, ["schema": schema]) }))
    }

    private static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
