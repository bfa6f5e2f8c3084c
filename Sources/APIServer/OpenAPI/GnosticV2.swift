internal import JSON
internal import Protobuf

/// The protobuf form of an OpenAPI v2 document, which kubectl before 1.27 reads.
///
/// All that a merged document may have of other servers is written. Source: gnostic `openapiv2/OpenAPIv2.proto`.
enum GnosticV2 {
    /// The message `openapi.v2.Document`.
    static func encode(_ document: JSONValue) -> [UInt8] {
        ProtobufWriter.message { Self.document.write(document, to: &$0) }
    }

    private static let document: JSONMessage = JSONMessage(
        [
            "swagger": (1, .string),
            "info": (2, .message { info }),
            "host": (3, .string),
            "basePath": (4, .string),
            "schemes": (5, .strings),
            "consumes": (6, .strings),
            "produces": (7, .strings),
            "paths": (8, .message { paths }),
            "definitions": (9, .map(.message { schema }, field: 1)),
            "parameters": (10, .map(parameter, field: 1)),
            "responses": (11, .map(.message { response }, field: 1)),
            "security": (12, .each(.map(.wrapped(.strings, field: 1), field: 1))),
            "securityDefinitions": (13, .map(.wrapped(.message { apiKeySecurity }, field: 2), field: 1)),
            "tags": (14, .each(.message { tag })),
            "externalDocs": (15, .message { externalDocs }),
        ],
        extensions: 16
    )

    private static let info: JSONMessage = JSONMessage(
        [
            "title": (1, .string), "version": (2, .string), "description": (3, .string), "termsOfService": (4, .string),
            "contact": (5, .message { contact }), "license": (6, .message { license }),
        ],
        extensions: 7
    )

    private static let contact: JSONMessage = JSONMessage(
        ["name": (1, .string), "url": (2, .string), "email": (3, .string)],
        extensions: 4
    )

    private static let license: JSONMessage = JSONMessage(["name": (1, .string), "url": (2, .string)], extensions: 3)

    private static let tag: JSONMessage = JSONMessage(
        ["name": (1, .string), "description": (2, .string), "externalDocs": (3, .message { externalDocs })],
        extensions: 4
    )

    private static let externalDocs: JSONMessage = JSONMessage(
        ["description": (1, .string), "url": (2, .string)],
        extensions: 3
    )

    private static let apiKeySecurity: JSONMessage = JSONMessage(
        ["type": (1, .string), "name": (2, .string), "in": (3, .string), "description": (4, .string)],
        extensions: 5
    )

    /// What a reference is instead of what it stands for.
    private static let reference: JSONMessage = JSONMessage(["$ref": (1, .string), "description": (2, .string)])

    // MARK: Paths

    private static let paths: JSONMessage = JSONMessage([:], extensions: 1, entries: (2, .message { pathItem }))

    private static let pathItem: JSONMessage = JSONMessage(
        [
            "$ref": (1, .string),
            "get": (2, .message { operation }),
            "put": (3, .message { operation }),
            "post": (4, .message { operation }),
            "delete": (5, .message { operation }),
            "options": (6, .message { operation }),
            "head": (7, .message { operation }),
            "patch": (8, .message { operation }),
            "parameters": (9, .each(parameterOrReference)),
        ],
        extensions: 10
    )

    private static let operation: JSONMessage = JSONMessage(
        [
            "tags": (1, .strings),
            "summary": (2, .string),
            "description": (3, .string),
            "externalDocs": (4, .message { externalDocs }),
            "operationId": (5, .string),
            "produces": (6, .strings),
            "consumes": (7, .strings),
            "parameters": (8, .each(parameterOrReference)),
            "responses": (9, .message { responses }),
            "schemes": (10, .strings),
            "deprecated": (11, .boolean),
            "security": (12, .each(.map(.wrapped(.strings, field: 1), field: 1))),
        ],
        extensions: 13
    )

    private static let responses: JSONMessage = JSONMessage([:], extensions: 2, entries: (1, responseOrReference))

    private static let responseOrReference: JSONMessage.Kind = .chosen { response in
        response["$ref"] == nil
            ? .wrapped(.message { Self.response }, field: 1) : .wrapped(.message { reference }, field: 2)
    }

    private static let response: JSONMessage = JSONMessage(
        [
            "description": (1, .string),
            "schema": (2, .wrapped(.message { schema }, field: 1)),
            "headers": (3, .map(.message { header }, field: 1)),
            "examples": (4, .map(.any, field: 1)),
        ],
        extensions: 5
    )

    private static let header: JSONMessage = value(
        ["description": (18, .string)],
        first: 1,
        extensions: 19
    )

    // MARK: Parameters

    private static let parameterOrReference: JSONMessage.Kind = .chosen { parameter in
        parameter["$ref"] == nil ? .wrapped(Self.parameter, field: 1) : .wrapped(.message { reference }, field: 2)
    }

    /// `Parameter`: one field deep for a body, two for the rest.
    private static let parameter: JSONMessage.Kind = .chosen { parameter in
        switch parameter["in"]?.string {
        case "body": .wrapped(.message { bodyParameter }, field: 1)
        case "header": .wrapped(.wrapped(.message { headerOrPathParameter }, field: 1), field: 2)
        case "formData": .wrapped(.wrapped(.message { formOrQueryParameter }, field: 2), field: 2)
        case "path": .wrapped(.wrapped(.message { headerOrPathParameter }, field: 4), field: 2)
        default: .wrapped(.wrapped(.message { formOrQueryParameter }, field: 3), field: 2)
        }
    }

    private static let bodyParameter: JSONMessage = JSONMessage(
        [
            "description": (1, .string), "name": (2, .string), "in": (3, .string), "required": (4, .boolean),
            "schema": (5, .message { schema }),
        ],
        extensions: 6
    )

    private static let place: [String: JSONMessage.Field] = [
        "required": (1, .boolean), "in": (2, .string), "description": (3, .string), "name": (4, .string),
    ]

    private static let headerOrPathParameter: JSONMessage = value(place, first: 5, extensions: 22)

    private static let formOrQueryParameter: JSONMessage = value(
        place.merging(["allowEmptyValue": (5, .boolean)]) { $1 },
        first: 6,
        extensions: 23
    )

    private static let items: JSONMessage = value([:], first: 1, extensions: 18)

    /// A message with the 17 fields that describe a value which is no object: everywhere in this order, one after the other.
    private static func value(
        _ fields: [String: JSONMessage.Field],
        first: Int,
        extensions: Int
    ) -> JSONMessage {
        let kinds: KeyValuePairs<String, JSONMessage.Kind> = [
            "type": .string, "format": .string, "items": .message { items }, "collectionFormat": .string,
            "default": .any, "maximum": .number, "exclusiveMaximum": .boolean, "minimum": .number,
            "exclusiveMinimum": .boolean, "maxLength": .integer, "minLength": .integer, "pattern": .string,
            "maxItems": .integer, "minItems": .integer, "uniqueItems": .boolean, "enum": .each(.any),
            "multipleOf": .number,
        ]
        var fields = fields
        for (index, (key, kind)) in kinds.enumerated() { fields[key] = (first + index, kind) }
        return JSONMessage(fields, extensions: extensions)
    }

    // MARK: Schemas

    private static let schema: JSONMessage = JSONMessage(
        [
            "$ref": (1, .string),
            "format": (2, .string),
            "title": (3, .string),
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
            "additionalProperties": (21, schemaOrBoolean),
            "type": (22, .wrapped(.strings, field: 1)),
            "items": (
                23, .chosen { .wrapped($0.array == nil ? .message { schema } : .each(.message { schema }), field: 1) }
            ),
            "allOf": (24, .each(.message { schema })),
            "properties": (25, .map(.message { schema }, field: 1)),
            "discriminator": (26, .string),
            "readOnly": (27, .boolean),
            "xml": (28, .message { xml }),
            "externalDocs": (29, .message { externalDocs }),
            "example": (30, .any),
        ],
        extensions: 31
    )

    private static let schemaOrBoolean: JSONMessage.Kind = .chosen { value in
        value.bool == nil ? .wrapped(.message { schema }, field: 1) : .wrapped(.boolean, field: 2)
    }

    private static let xml: JSONMessage = JSONMessage(
        [
            "name": (1, .string), "namespace": (2, .string), "prefix": (3, .string), "attribute": (4, .boolean),
            "wrapped": (5, .boolean),
        ],
        extensions: 6
    )
}
