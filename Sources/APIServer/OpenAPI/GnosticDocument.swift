internal import JSON

/// The protobuf form of an OpenAPI v2 document, which kubectl before 1.27 reads.
///
/// Only what our documents contain is written. Source: gnostic `openapiv2/OpenAPIv2.proto`.
enum GnosticDocument {
    /// The message `openapi.v2.Document`.
    static func encode(_ document: JSONValue) -> [UInt8] {
        ProtobufWriter.message { Self.document.write(document, to: &$0) }
    }

    private static let document: JSONMessage = JSONMessage([
        "swagger": (1, .string),
        "info": (2, .message { info }),
        "paths": (8, .map(.message { pathItem }, field: 2)),
        "definitions": (9, .map(.message { schema }, field: 1)),
        "security": (12, .each(.map(.wrapped(.strings, field: 1), field: 1))),
        "securityDefinitions": (13, .map(.wrapped(.message { apiKeySecurity }, field: 2), field: 1)),
    ])

    private static let info: JSONMessage = JSONMessage(["title": (1, .string), "version": (2, .string)])

    private static let apiKeySecurity: JSONMessage = JSONMessage([
        "type": (1, .string), "name": (2, .string), "in": (3, .string), "description": (4, .string),
    ])

    // MARK: Paths

    private static let pathItem: JSONMessage = JSONMessage(
        [
            "get": (2, .message { operation }),
            "put": (3, .message { operation }),
            "post": (4, .message { operation }),
            "delete": (5, .message { operation }),
            "patch": (8, .message { operation }),
            "parameters": (9, .each(parameter)),
        ],
        extensions: 10
    )

    private static let operation: JSONMessage = JSONMessage(
        [
            "tags": (1, .strings),
            "description": (3, .string),
            "operationId": (5, .string),
            "produces": (6, .strings),
            "consumes": (7, .strings),
            "parameters": (8, .each(parameter)),
            "responses": (9, .map(.wrapped(.message { response }, field: 1), field: 1)),
            "schemes": (10, .strings),
        ],
        extensions: 13
    )

    private static let response: JSONMessage = JSONMessage([
        "description": (1, .string),
        "schema": (2, .wrapped(.message { schema }, field: 1)),
    ])

    /// `ParametersItem`: one field deep for what a parameter is, one or two more for where it stands.
    private static let parameter: JSONMessage.Kind = .wrapped(
        .chosen { parameter in
            switch parameter["in"]?.string {
            case "body": .wrapped(.message { bodyParameter }, field: 1)
            case "path": .wrapped(.wrapped(.message { pathParameter }, field: 4), field: 2)
            default: .wrapped(.wrapped(.message { queryParameter }, field: 3), field: 2)
            }
        },
        field: 1
    )

    private static let bodyParameter: JSONMessage = JSONMessage([
        "description": (1, .string),
        "name": (2, .string),
        "in": (3, .string),
        "required": (4, .boolean),
        "schema": (5, .message { schema }),
    ])

    private static let queryParameter: JSONMessage = JSONMessage([
        "required": (1, .boolean),
        "in": (2, .string),
        "description": (3, .string),
        "name": (4, .string),
        "type": (6, .string),
        "uniqueItems": (20, .boolean),
    ])

    private static let pathParameter: JSONMessage = JSONMessage([
        "required": (1, .boolean),
        "in": (2, .string),
        "description": (3, .string),
        "name": (4, .string),
        "type": (5, .string),
        "uniqueItems": (19, .boolean),
    ])

    // MARK: Schemas

    private static let schema: JSONMessage = JSONMessage(
        [
            "$ref": (1, .string),
            "format": (2, .string),
            "description": (4, .string),
            "default": (5, .any),
            "multipleOf": (6, .number),
            "maximum": (7, .number),
            "exclusiveMaximum": (8, .boolean),
            "minimum": (9, .number),
            "exclusiveMinimum": (10, .boolean),
            "maxLength": (11, .integer),
            "minLength": (12, .integer),
            "pattern": (13, .string),
            "maxItems": (14, .integer),
            "minItems": (15, .integer),
            "uniqueItems": (16, .boolean),
            "maxProperties": (17, .integer),
            "minProperties": (18, .integer),
            "required": (19, .strings),
            "enum": (20, .each(.any)),
            "additionalProperties": (21, .wrapped(.message { schema }, field: 1)),
            "type": (22, .wrapped(.strings, field: 1)),
            "items": (23, .wrapped(.message { schema }, field: 1)),
            "allOf": (24, .each(.message { schema })),
            "properties": (25, .map(.message { schema }, field: 1)),
        ],
        extensions: 31
    )
}
