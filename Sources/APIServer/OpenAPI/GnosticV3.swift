internal import JSON
internal import Protobuf

/// The protobuf form of an OpenAPI v3 document.
///
/// Schemas are written with all that they may have; of the rest, what our documents contain. The form itself cannot tell a
/// default that is an object or a list: who reads it finds that there is one, but not which.
/// Source: gnostic `openapiv3/OpenAPIv3.proto`, `OpenAPIv3.go`.
enum GnosticV3 {
    /// The message `openapi.v3.Document`.
    static func encode(_ document: JSONValue) -> [UInt8] {
        ProtobufWriter.message { Self.document.write(document, to: &$0) }
    }

    private static let document: JSONMessage = JSONMessage(
        [
            "openapi": (1, .string),
            "info": (2, .message { info }),
            "paths": (4, .message { paths }),
            "components": (5, .message { components }),
            "security": (6, .each(.map(.wrapped(.strings, field: 1), field: 1))),
            "externalDocs": (8, .message { externalDocs }),
        ],
        extensions: 9
    )

    private static let info: JSONMessage = JSONMessage(
        ["title": (1, .string), "description": (2, .string), "version": (6, .string)],
        extensions: 7
    )

    private static let externalDocs: JSONMessage = JSONMessage(
        ["description": (1, .string), "url": (2, .string)],
        extensions: 3
    )

    private static let components: JSONMessage = JSONMessage(
        [
            "schemas": (1, .map(schemaOrReference, field: 1)),
            "securitySchemes": (7, .map(.wrapped(.message { securityScheme }, field: 1), field: 1)),
        ],
        extensions: 10
    )

    private static let securityScheme: JSONMessage = JSONMessage(
        [
            "type": (1, .string), "description": (2, .string), "name": (3, .string), "in": (4, .string),
            "scheme": (5, .string), "bearerFormat": (6, .string),
        ],
        extensions: 9
    )

    /// What may be a reference instead: a message with one of two fields.
    private static func orReference(_ message: @escaping @Sendable () -> JSONMessage) -> JSONMessage.Kind {
        .chosen { value in
            value["$ref"] == nil ? .wrapped(.message(message), field: 1) : .wrapped(.message { reference }, field: 2)
        }
    }

    private static let reference: JSONMessage = JSONMessage([
        "$ref": (1, .string), "summary": (2, .string), "description": (3, .string),
    ])

    // MARK: Paths

    private static let paths: JSONMessage = JSONMessage([:], extensions: 2, entries: (1, .message { pathItem }))

    private static let pathItem: JSONMessage = JSONMessage(
        [
            "summary": (2, .string),
            "description": (3, .string),
            "get": (4, .message { operation }),
            "put": (5, .message { operation }),
            "post": (6, .message { operation }),
            "delete": (7, .message { operation }),
            "options": (8, .message { operation }),
            "head": (9, .message { operation }),
            "patch": (10, .message { operation }),
            "trace": (11, .message { operation }),
            "parameters": (13, .each(orReference { parameter })),
        ],
        extensions: 14
    )

    private static let operation: JSONMessage = JSONMessage(
        [
            "tags": (1, .strings),
            "summary": (2, .string),
            "description": (3, .string),
            "externalDocs": (4, .message { externalDocs }),
            "operationId": (5, .string),
            "parameters": (6, .each(orReference { parameter })),
            "requestBody": (7, orReference { requestBody }),
            "responses": (8, .message { responses }),
            "deprecated": (10, .boolean),
        ],
        extensions: 13
    )

    private static let parameter: JSONMessage = JSONMessage(
        [
            "name": (1, .string), "in": (2, .string), "description": (3, .string), "required": (4, .boolean),
            "deprecated": (5, .boolean), "allowEmptyValue": (6, .boolean), "style": (7, .string),
            "explode": (8, .boolean), "allowReserved": (9, .boolean), "schema": (10, schemaOrReference),
        ],
        extensions: 14
    )

    private static let requestBody: JSONMessage = JSONMessage(
        ["description": (1, .string), "content": (2, content), "required": (3, .boolean)],
        extensions: 4
    )

    private static let responses: JSONMessage = JSONMessage(
        ["default": (1, orReference { response })],
        extensions: 3,
        entries: (2, orReference { response })
    )

    private static let response: JSONMessage = JSONMessage(
        ["description": (1, .string), "content": (3, content)],
        extensions: 5
    )

    private static let content: JSONMessage.Kind = .map(.message { mediaType }, field: 1)

    private static let mediaType: JSONMessage = JSONMessage(["schema": (1, schemaOrReference)], extensions: 5)

    // MARK: Schemas

    private static let schemaOrReference: JSONMessage.Kind = orReference { schema }

    private static let schema: JSONMessage = JSONMessage(
        [
            "nullable": (1, .boolean),
            "discriminator": (2, .message { discriminator }),
            "readOnly": (3, .boolean),
            "writeOnly": (4, .boolean),
            "xml": (5, .message { xml }),
            "externalDocs": (6, .message { externalDocs }),
            "example": (7, .any),
            "deprecated": (8, .boolean),
            "title": (9, .string),
            "multipleOf": (10, .number),
            "maximum": (11, .number),
            "exclusiveMaximum": (12, .boolean),
            "minimum": (13, .number),
            "exclusiveMinimum": (14, .boolean),
            "maxLength": (15, .integer),
            "minLength": (16, .integer),
            "pattern": (17, .string),
            "maxItems": (18, .integer),
            "minItems": (19, .integer),
            "uniqueItems": (20, .boolean),
            "maxProperties": (21, .integer),
            "minProperties": (22, .integer),
            "required": (23, .strings),
            "enum": (24, .each(.any)),
            "type": (25, .string),
            "allOf": (26, .each(schemaOrReference)),
            "oneOf": (27, .each(schemaOrReference)),
            "anyOf": (28, .each(schemaOrReference)),
            "not": (29, .message { schema }),
            "items": (
                30, .chosen { .wrapped($0.array == nil ? schemaOrReference : .each(schemaOrReference), field: 1) }
            ),
            "properties": (31, .map(schemaOrReference, field: 1)),
            "additionalProperties": (32, schemaOrBoolean),
            "default": (33, defaultValue),
            "description": (34, .string),
            "format": (35, .string),
        ],
        extensions: 36
    )

    private static let schemaOrBoolean: JSONMessage.Kind = .chosen { value in
        value.bool == nil ? .wrapped(schemaOrReference, field: 1) : .wrapped(.boolean, field: 2)
    }

    private static let defaultValue: JSONMessage.Kind = .chosen { value in
        switch value {
        case .integer, .number: .wrapped(.number, field: 1)
        case .bool: .wrapped(.boolean, field: 2)
        case .string: .wrapped(.string, field: 3)
        case .null, .array, .object: .empty
        }
    }

    private static let discriminator: JSONMessage = JSONMessage(
        ["propertyName": (1, .string), "mapping": (2, .map(.string, field: 1))],
        extensions: 3
    )

    private static let xml: JSONMessage = JSONMessage(
        [
            "name": (1, .string), "namespace": (2, .string), "prefix": (3, .string), "attribute": (4, .boolean),
            "wrapped": (5, .boolean),
        ],
        extensions: 6
    )
}
