import APIServer
import JSON
import Testing

@testable import enum APIServer.GnosticV2

/// What documents of other servers have, which the aggregation layer merges into its own.
struct GnosticV2ForeignTests {
    private static let reader: GnosticReader = {
        let extensions = GnosticReader.Shape.members(.any)
        let reference = GnosticReader.Shape.message("Reference")
        func value(_ first: Int, _ extensions: Int) -> [(Int, String, GnosticReader.Shape)] {
            let kinds: [(String, GnosticReader.Shape)] = [
                ("type", .string), ("format", .string), ("items", .message("Items")), ("collectionFormat", .string),
                ("default", .any), ("maximum", .double), ("exclusiveMaximum", .boolean), ("minimum", .double),
                ("exclusiveMinimum", .boolean), ("maxLength", .integer), ("minLength", .integer), ("pattern", .string),
                ("maxItems", .integer), ("minItems", .integer), ("uniqueItems", .boolean), ("enum", .many(.any)),
                ("multipleOf", .double),
            ]
            return kinds.enumerated().map { (first + $0.offset, $0.element.0, $0.element.1) }
                + [(extensions, "", .members(.any))]
        }
        let place: [(Int, String, GnosticReader.Shape)] = [
            (1, "required", .boolean), (2, "in", .string), (3, "description", .string), (4, "name", .string),
        ]
        let parameter = GnosticReader.Shape.oneOf([
            1: .message("Body"),
            2: .oneOf([
                1: .message("HeaderOrPath"), 2: .message("FormOrQuery"), 3: .message("FormOrQuery"),
                4: .message("HeaderOrPath"),
            ]),
        ])
        let operations = ["get", "put", "post", "delete", "options", "head", "patch"]
        return GnosticReader(messages: [
            "Document": GnosticReader.message([
                (1, "swagger", .string), (2, "info", .message("Info")), (3, "host", .string), (4, "basePath", .string),
                (5, "schemes", .many(.string)), (6, "consumes", .many(.string)), (7, "produces", .many(.string)),
                (8, "paths", .message("Paths")), (9, "definitions", .map(.message("Schema"))),
                (10, "parameters", .map(parameter)), (11, "responses", .map(.message("Response"))),
                (12, "security", .many(.map(.oneOf([1: .many(.string)])))),
                (13, "securityDefinitions", .map(.oneOf([2: .message("ApiKey")]))),
                (14, "tags", .many(.message("Tag"))), (15, "externalDocs", .message("Docs")), (16, "", extensions),
            ]),
            "Info": GnosticReader.message([
                (1, "title", .string), (2, "version", .string), (3, "description", .string),
                (4, "termsOfService", .string), (5, "contact", .message("Contact")),
                (6, "license", .message("License")),
                (7, "", extensions),
            ]),
            "Contact": GnosticReader.message([(1, "name", .string), (2, "url", .string), (3, "email", .string)]),
            "License": GnosticReader.message([(1, "name", .string), (2, "url", .string)]),
            "Tag": GnosticReader.message([
                (1, "name", .string), (2, "description", .string), (3, "externalDocs", .message("Docs")),
            ]),
            "Docs": GnosticReader.message([(1, "description", .string), (2, "url", .string)]),
            "ApiKey": GnosticReader.message([
                (1, "type", .string), (2, "name", .string), (3, "in", .string), (4, "description", .string),
            ]),
            "Reference": GnosticReader.message([(1, "$ref", .string), (2, "description", .string)]),
            "Paths": GnosticReader.message([(1, "", extensions), (2, "", .members(.message("PathItem")))]),
            "PathItem": GnosticReader.message(
                operations.enumerated().map { (2 + $0.offset, $0.element, .message("Operation")) }
                    + [
                        (1, "$ref", .string), (9, "parameters", .many(.oneOf([1: parameter, 2: reference]))),
                        (10, "", extensions),
                    ]
            ),
            "Operation": GnosticReader.message([
                (1, "tags", .many(.string)), (2, "summary", .string), (3, "description", .string),
                (4, "externalDocs", .message("Docs")), (5, "operationId", .string), (6, "produces", .many(.string)),
                (7, "consumes", .many(.string)), (8, "parameters", .many(.oneOf([1: parameter, 2: reference]))),
                (9, "responses", .message("Responses")), (10, "schemes", .many(.string)), (11, "deprecated", .boolean),
                (12, "security", .many(.map(.oneOf([1: .many(.string)])))), (13, "", extensions),
            ]),
            "Responses": GnosticReader.message([
                (1, "", .members(.oneOf([1: .message("Response"), 2: reference]))), (2, "", extensions),
            ]),
            "Response": GnosticReader.message([
                (1, "description", .string), (2, "schema", .oneOf([1: .message("Schema")])),
                (3, "headers", .map(.message("Header"))), (4, "examples", .map(.any)), (5, "", extensions),
            ]),
            "Header": GnosticReader.message(value(1, 19) + [(18, "description", .string)]),
            "Body": GnosticReader.message([
                (1, "description", .string), (2, "name", .string), (3, "in", .string), (4, "required", .boolean),
                (5, "schema", .message("Schema")), (6, "", extensions),
            ]),
            "HeaderOrPath": GnosticReader.message(place + value(5, 22)),
            "FormOrQuery": GnosticReader.message(place + [(5, "allowEmptyValue", .boolean)] + value(6, 23)),
            "Items": GnosticReader.message(value(1, 18)),
            "Schema": GnosticReader.message([
                (1, "$ref", .string), (2, "format", .string), (3, "title", .string), (4, "description", .string),
                (5, "default", .any), (6, "multipleOf", .double), (7, "maximum", .double),
                (8, "exclusiveMaximum", .boolean), (9, "minimum", .double), (10, "exclusiveMinimum", .boolean),
                (11, "maxLength", .integer), (12, "minLength", .integer), (13, "pattern", .string),
                (14, "maxItems", .integer), (15, "minItems", .integer), (16, "uniqueItems", .boolean),
                (17, "maxProperties", .integer), (18, "minProperties", .integer), (19, "required", .many(.string)),
                (20, "enum", .many(.any)),
                (21, "additionalProperties", .oneOf([1: .message("Schema"), 2: .boolean])),
                (22, "type", .oneOf([1: .string])), (23, "items", .oneOf([1: .message("Schema")])),
                (24, "allOf", .many(.message("Schema"))), (25, "properties", .map(.message("Schema"))),
                (26, "discriminator", .string), (27, "readOnly", .boolean), (28, "xml", .message("Xml")),
                (29, "externalDocs", .message("Docs")), (30, "example", .any), (31, "", extensions),
            ]),
            "Xml": GnosticReader.message([(1, "name", .string), (5, "wrapped", .boolean)]),
        ])
    }()

    private func roundTrip(_ document: JSONValue) throws -> JSONValue {
        try Self.reader.object(GnosticV2.encode(document), "Document")
    }

    @Test
    func saysTheSameAsJSON() throws {
        let documents = OpenAPIDocuments(definitions: RecordedWardle.definitions, title: "Wardle", version: "0.1")
        let read = try Self.reader.object(documents.v2Protobuf().bytes, "Document")
        #expect(read == GnosticReader.told(try JSONReader.parse(documents.v2JSON().bytes), isV3: false))
    }

    @Test
    func writesWhatOthersHave() throws {
        let foreign: JSONValue = [
            "swagger": "2.0",
            "info": [
                "title": "t", "version": "v", "description": "d", "termsOfService": "s", "contact": ["email": "e"],
                "license": ["name": "n", "url": "u"], "x-info": true,
            ],
            "host": "h", "basePath": "/", "schemes": ["https"], "consumes": ["a/b"], "produces": ["c/d"],
            "paths": [
                "x-paths": 1,
                "/a": [
                    "head": [
                        "summary": "s", "deprecated": true, "security": [["token": ["scope"]]], "schemes": ["https"],
                    ],
                    "parameters": [
                        ["$ref": "#/parameters/p"], ["in": "header", "name": "h", "type": "integer", "maximum": 1.5],
                        ["in": "formData", "name": "f", "type": "array", "items": ["type": "string", "enum": ["a"]]],
                        [
                            "in": "query", "name": "q", "allowEmptyValue": true, "type": "string", "default": "",
                            "x-q": [],
                        ],
                        ["in": "path", "name": "p", "required": true, "type": "string", "pattern": "a+"],
                        ["in": "body", "name": "b", "schema": ["$ref": "#/definitions/d"]],
                    ],
                    "get": [
                        "externalDocs": ["url": "u"],
                        "responses": [
                            "default": ["$ref": "#/responses/r"],
                            "200": [
                                "description": "OK", "headers": ["h": ["type": "string", "description": "d"]],
                                "examples": ["a/b": ["c": 1]],
                            ],
                        ],
                    ],
                ],
            ],
            "definitions": [
                "d": [
                    "title": "t", "readOnly": true, "discriminator": "kind", "xml": ["name": "n", "wrapped": true],
                    "example": [1], "externalDocs": ["description": "d"], "additionalProperties": false,
                    "items": ["type": "string"], "default": ["a": 0], "x-kubernetes-preserve-unknown-fields": true,
                ],
                "e": ["additionalProperties": true],
            ],
            "parameters": ["p": ["in": "query", "name": "pretty", "type": "string", "uniqueItems": true]],
            "responses": ["r": ["description": "r"]], "tags": [["name": "n", "description": "d"]],
            "externalDocs": ["url": "u"], "x-document": nil,
        ]
        let read = try roundTrip(foreign)
        for (key, value) in foreign.object ?? [:] { #expect(read[key] == value, "\(key)") }
        #expect(read == foreign)
    }
}
