import APIServer
import JSON
import Testing

@testable import enum APIServer.GnosticV3

struct GnosticV3Tests {
    private static let reader: GnosticReader = {
        let extensions = GnosticReader.Shape.members(.any)
        let schema = GnosticReader.Shape.oneOf([1: .message("Schema"), 2: .message("Reference")])
        func orReference(_ name: String) -> GnosticReader.Shape {
            .oneOf([1: .message(name), 2: .message("Reference")])
        }
        let operations = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        return GnosticReader(messages: [
            "Document": GnosticReader.message([
                (1, "openapi", .string), (2, "info", .message("Info")), (4, "paths", .message("Paths")),
                (5, "components", .message("Components")), (6, "security", .many(.map(.oneOf([1: .many(.string)])))),
                (8, "externalDocs", .message("ExternalDocs")), (9, "", extensions),
            ]),
            "Info": GnosticReader.message([
                (1, "title", .string), (2, "description", .string), (6, "version", .string), (7, "", extensions),
            ]),
            "ExternalDocs": GnosticReader.message([
                (1, "description", .string), (2, "url", .string), (3, "", extensions),
            ]),
            "Components": GnosticReader.message([
                (1, "schemas", .map(schema)),
                (7, "securitySchemes", .map(.oneOf([1: .message("SecurityScheme"), 2: .message("Reference")]))),
            ]),
            "SecurityScheme": GnosticReader.message([
                (1, "type", .string), (2, "description", .string), (3, "name", .string), (4, "in", .string),
                (5, "scheme", .string), (6, "bearerFormat", .string),
            ]),
            "Reference": GnosticReader.message([
                (1, "$ref", .string), (2, "summary", .string), (3, "description", .string),
            ]),
            "Paths": GnosticReader.message([(1, "", .members(.message("PathItem"))), (2, "", extensions)]),
            "PathItem": GnosticReader.message(
                operations.enumerated().map { (4 + $0.offset, $0.element, .message("Operation")) }
                    + [(13, "parameters", .many(orReference("Parameter"))), (14, "", extensions)]
            ),
            "Operation": GnosticReader.message([
                (1, "tags", .many(.string)), (2, "summary", .string), (3, "description", .string),
                (5, "operationId", .string), (6, "parameters", .many(orReference("Parameter"))),
                (7, "requestBody", orReference("RequestBody")), (8, "responses", .message("Responses")),
                (10, "deprecated", .boolean), (13, "", extensions),
            ]),
            "Parameter": GnosticReader.message([
                (1, "name", .string), (2, "in", .string), (3, "description", .string), (4, "required", .boolean),
                (5, "deprecated", .boolean), (6, "allowEmptyValue", .boolean), (7, "style", .string),
                (8, "explode", .boolean), (9, "allowReserved", .boolean), (10, "schema", schema), (14, "", extensions),
            ]),
            "RequestBody": GnosticReader.message([
                (1, "description", .string), (2, "content", .map(.message("MediaType"))), (3, "required", .boolean),
            ]),
            "Responses": GnosticReader.message([
                (1, "default", orReference("Response")), (2, "", .members(orReference("Response"))),
            ]),
            "Response": GnosticReader.message([
                (1, "description", .string), (3, "content", .map(.message("MediaType"))), (5, "", extensions),
            ]),
            "MediaType": GnosticReader.message([(1, "schema", schema)]),
            "Schema": Self.schema(schema),
            "Discriminator": GnosticReader.message([(1, "propertyName", .string), (2, "mapping", .map(.string))]),
            "Xml": GnosticReader.message([
                (1, "name", .string), (2, "namespace", .string), (3, "prefix", .string), (4, "attribute", .boolean),
                (5, "wrapped", .boolean),
            ]),
        ])
    }()

    private static func schema(_ schema: GnosticReader.Shape) -> GnosticReader.Message {
        GnosticReader.message([
            (1, "nullable", .boolean), (2, "discriminator", .message("Discriminator")), (3, "readOnly", .boolean),
            (4, "writeOnly", .boolean), (5, "xml", .message("Xml")), (6, "externalDocs", .message("ExternalDocs")),
            (7, "example", .any), (8, "deprecated", .boolean), (9, "title", .string), (10, "multipleOf", .double),
            (11, "maximum", .double), (12, "exclusiveMaximum", .boolean), (13, "minimum", .double),
            (14, "exclusiveMinimum", .boolean), (15, "maxLength", .integer), (16, "minLength", .integer),
            (17, "pattern", .string), (18, "maxItems", .integer), (19, "minItems", .integer),
            (20, "uniqueItems", .boolean), (21, "maxProperties", .integer), (22, "minProperties", .integer),
            (23, "required", .many(.string)), (24, "enum", .many(.any)), (25, "type", .string),
            (26, "allOf", .many(schema)), (27, "oneOf", .many(schema)), (28, "anyOf", .many(schema)),
            (29, "not", .message("Schema")), (30, "items", .oneOf([1: schema])), (31, "properties", .map(schema)),
            (32, "additionalProperties", .oneOf([1: schema, 2: .boolean])),
            (33, "default", .oneOf([1: .double, 2: .boolean, 3: .string])), (34, "description", .string),
            (35, "format", .string), (36, "", .members(.any)),
        ])
    }

    private func roundTrip(_ document: JSONValue) throws -> JSONValue {
        try Self.reader.object(GnosticV3.encode(document), "Document")
    }

    private func document(_ schema: JSONValue) -> JSONValue {
        ["openapi": "3.0.0", "paths": [:], "components": ["schemas": ["a": schema]]]
    }

    @Test(arguments: [
        "apis", "version", "apis/wardle.example.com", "apis/wardle.example.com/v1alpha1",
        "apis/wardle.example.com/v1beta1",
    ])
    func saysTheSameAsJSON(_ path: String) throws {
        let documents = OpenAPIDocuments(definitions: RecordedWardle.definitions, title: "Wardle", version: "0.1")
        let json = try #require(documents.v3(path: path))
        let protobuf = try #require(documents.v3Protobuf(path: path))
        #expect(protobuf.etag == json.etag)
        let read = try Self.reader.object(protobuf.bytes, "Document")
        #expect(read == GnosticReader.told(try JSONReader.parse(json.bytes), isV3: true))
    }

    @Test(
        arguments: [
            ["title": "t", "description": "d", "type": "string", "format": "f", "pattern": "p", "nullable": true],
            ["readOnly": true, "writeOnly": true, "deprecated": true, "uniqueItems": true, "required": ["a", ""]],
            ["maximum": 10, "minimum": -1.5, "exclusiveMaximum": true, "exclusiveMinimum": true, "multipleOf": 0.5],
            ["maxLength": 9_223_372_036_854_775_807, "minLength": 1, "maxItems": 2, "minItems": 1, "maxProperties": 3],
            ["minProperties": -1, "enum": ["a", 1, nil, ["b": [true]]], "example": ["a": [1]]],
            [
                "allOf": [["$ref": "#/components/schemas/b"]], "anyOf": [["type": "string"]],
                "oneOf": [[:], ["not": [:]]],
            ],
            ["not": ["items": ["items": ["type": "boolean"]]], "properties": ["": ["type": "string"], "x-y": [:]]],
            ["additionalProperties": ["type": "string"]],
            ["additionalProperties": ["$ref": "#/a", "description": "d"]],
            ["discriminator": ["propertyName": "kind", "mapping": ["a": "b"]], "externalDocs": ["url": "u"]],
            ["xml": ["name": "n", "namespace": "s", "prefix": "p", "attribute": true, "wrapped": true]],
            ["x-kubernetes-validations": [["rule": "self > 0", "message": "ä"]], "x-a": false, "x-b": 0, "x-c": nil],
        ] as [JSONValue]
    )
    func writesAllOfASchema(_ schema: JSONValue) throws {
        let whole = document(schema)
        // Whole numbers become doubles where a schema has those.
        #expect(try roundTrip(whole) == GnosticReader.told(whole, isV3: true))
        #expect(GnosticReader.told(schema, isV3: true).object?.keys == schema.object?.keys)
    }

    @Test(arguments: [(true, true), (false, false)] as [(JSONValue, JSONValue)])
    func tellsWhetherThereMayBeOthers(_ value: JSONValue, _ expected: JSONValue) throws {
        let read = try roundTrip(document(["additionalProperties": value]))
        #expect(read.at("components", "schemas", "a", "additionalProperties") == expected)
    }

    @Test(
        arguments: [
            (0, 0.0), (7, 7.0), (1.5, 1.5), (false, false), (true, true), ("", ""), ("x", "x"), ([:], nil), ([1], nil),
        ] as [(JSONValue, JSONValue)]
    )
    func tellsDefaultsAsFarAsTheFormCan(_ value: JSONValue, _ expected: JSONValue) throws {
        let read = try roundTrip(document(["default": value]))
        #expect(read.at("components", "schemas", "a")?.object?.keys == ["default"])
        #expect(read.at("components", "schemas", "a", "default") == expected)
    }

    @Test
    func writesReferencesAndTheDefaultResponse() throws {
        let whole: JSONValue = [
            "openapi": "3.0.0", "info": ["title": "t", "version": "v"],
            "paths": [
                "/a": [
                    "get": [
                        "parameters": [["$ref": "#/components/parameters/p"]], "requestBody": ["$ref": "#/b"],
                        "responses": ["default": ["description": "else"], "200": ["$ref": "#/r", "summary": "s"]],
                    ]
                ],
                "x-group": ["a": 1],
            ],
            "components": [:], "security": [["token": []], ["other": ["scope"]]],
        ]
        #expect(try roundTrip(whole) == whole)
    }
}
