"""The protobuf of OpenAPI v3 documents, read by a table of its messages.

The table is of gnostic's `openapiv3/OpenAPIv3.proto`, as far as Kubernetes uses it; a field that is not in it is an error.
"""
import json
import struct

TYPE = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf"
# How clients may still ask for it.
OLD_TYPE = "application/com.github.proto-openapi.spec.v3@v1.0+protobuf"


def fields(data):
    """Number and value of each field: an int, a float or bytes."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            value = varint()
            yield tag >> 3, value - (1 << 64) if value >> 63 else value
        elif tag & 7 == 1:
            yield tag >> 3, struct.unpack_from("<d", data, at)[0]
            at += 8
        elif tag & 7 == 2:
            length = varint()
            yield tag >> 3, data[at:at + length]
            at += length
        else:
            raise ValueError(f"wire type {tag & 7} at {at}")
    if at != len(data):
        raise ValueError("the message ends within a field")


def text(data):
    return data.decode()


def number(value):
    return value


def boolean(value):
    return {0: False, 1: True}[value]


def anything(data):
    """`Any`: JSON as YAML."""
    return json.loads(dict(fields(data))[2])


def message(name):
    return lambda data: read(name, data)


def one_of(shapes):
    def choose(data):
        found = [shapes[field](value) for field, value in fields(data)]
        if len(found) > 1:
            raise ValueError(f"{len(found)} fields of a oneof")
        return found[0] if found else None
    return choose


def entry(shape, data):
    found = dict(fields(data))
    return text(found.get(1, b"")), shape(found[2])


def mapping(shape):
    return lambda data: dict(entry(shape, value) for _, value in fields(data))


class Many:
    """A field that repeats."""
    def __init__(self, shape):
        self.shape = shape


class Members(Many):
    """A field that repeats `{name, value}` for members of the object itself."""


REFERENCE = message("Reference")


def or_reference(name):
    return one_of({1: message(name), 2: REFERENCE})


SCHEMA = or_reference("Schema")
EXTENSIONS = ("", Members(anything))
MESSAGES = {
    "Document": {1: ("openapi", text), 2: ("info", message("Info")), 4: ("paths", message("Paths")),
                 5: ("components", message("Components"))},
    "Info": {1: ("title", text), 2: ("description", text), 6: ("version", text)},
    "Components": {1: ("schemas", mapping(SCHEMA)), 7: ("securitySchemes", mapping(or_reference("SecurityScheme")))},
    "SecurityScheme": {1: ("type", text), 2: ("description", text), 3: ("name", text), 4: ("in", text)},
    "Reference": {1: ("$ref", text), 2: ("summary", text), 3: ("description", text)},
    "Paths": {1: ("", Members(message("PathItem"))), 2: EXTENSIONS},
    "PathItem": {**{4 + at: (key, message("Operation")) for at, key in enumerate(
        ("get", "put", "post", "delete", "options", "head", "patch", "trace"))},
        13: ("parameters", Many(or_reference("Parameter"))), 14: EXTENSIONS},
    "Operation": {1: ("tags", Many(text)), 3: ("description", text), 5: ("operationId", text),
                  6: ("parameters", Many(or_reference("Parameter"))), 7: ("requestBody", or_reference("RequestBody")),
                  8: ("responses", message("Responses")), 10: ("deprecated", boolean), 13: EXTENSIONS},
    "Parameter": {1: ("name", text), 2: ("in", text), 3: ("description", text), 4: ("required", boolean),
                  10: ("schema", SCHEMA), 14: EXTENSIONS},
    "RequestBody": {1: ("description", text), 2: ("content", mapping(message("MediaType"))), 3: ("required", boolean)},
    "Responses": {1: ("default", or_reference("Response")), 2: ("", Members(or_reference("Response")))},
    "Response": {1: ("description", text), 3: ("content", mapping(message("MediaType")))},
    "MediaType": {1: ("schema", SCHEMA)},
    "Schema": {
        1: ("nullable", boolean), 9: ("title", text), 10: ("multipleOf", number), 11: ("maximum", number),
        12: ("exclusiveMaximum", boolean), 13: ("minimum", number), 14: ("exclusiveMinimum", boolean),
        15: ("maxLength", number), 16: ("minLength", number), 17: ("pattern", text), 18: ("maxItems", number),
        19: ("minItems", number), 20: ("uniqueItems", boolean), 21: ("maxProperties", number), 22: ("minProperties", number),
        23: ("required", Many(text)), 24: ("enum", Many(anything)), 25: ("type", text), 26: ("allOf", Many(SCHEMA)),
        27: ("oneOf", Many(SCHEMA)), 28: ("anyOf", Many(SCHEMA)), 29: ("not", message("Schema")),
        30: ("items", one_of({1: SCHEMA})), 31: ("properties", mapping(SCHEMA)),
        32: ("additionalProperties", one_of({1: SCHEMA, 2: boolean})),
        33: ("default", one_of({1: number, 2: boolean, 3: text})), 34: ("description", text), 35: ("format", text),
        36: EXTENSIONS},
}


def read(name, data):
    """A message as the JSON object that it was made of."""
    found = {}
    for field, value in fields(data):
        if field not in MESSAGES[name]:
            raise ValueError(f"{name} has field {field}")
        key, shape = MESSAGES[name][field]
        if isinstance(shape, Members):
            found.update([entry(shape.shape, value)])
        elif isinstance(shape, Many):
            found.setdefault(key, []).append(shape.shape(value))
        else:
            found[key] = shape(value)
    return found


NAMES = {"properties", "schemas", "paths", "responses", "content", "securitySchemes"}


def told(value, is_names=False):
    """A document as its protobuf tells it: without what is false, 0 or empty, and of defaults that are objects or lists only
    that there is one."""
    if isinstance(value, list):
        return [told(each) for each in value]
    if not isinstance(value, dict):
        return value
    if is_names:
        return {key: told(each) for key, each in value.items()}
    found = {}
    for key, each in value.items():
        if key.startswith("x-") or key == "enum":
            found[key] = each
        elif key == "default":
            found[key] = None if isinstance(each, (dict, list)) else each
        elif key == "additionalProperties" or isinstance(each, dict) or each not in (False, 0, "", []):
            found[key] = told(each, is_names=key in NAMES)
    return found
