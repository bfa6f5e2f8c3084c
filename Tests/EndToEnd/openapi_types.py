"""OpenAPI v3 documents as values of types, one for each object of the specification (3.0), read strictly and written again.

A member that the specification does not know, one of another type and one that is missing are errors that say where.
"""
import dataclasses

EXTENSIONS = "extensions"


class Leaf:
    """A value that has no members."""

    def __init__(self, *types):
        self.types = types

    def read(self, value, place):
        # To Python, a boolean is a number.
        if not isinstance(value, self.types) or (isinstance(value, bool) and bool not in self.types):
            raise ValueError(f"{place}: {value!r} is no {' or '.join(each.__name__ for each in self.types)}")
        return value

    def write(self, value):
        return value


class Anything:
    """JSON that the specification leaves open."""

    def read(self, value, place):
        return value

    def write(self, value):
        return value


class Many:
    def __init__(self, shape):
        self.shape = shape

    def read(self, value, place):
        if not isinstance(value, list):
            raise ValueError(f"{place}: no array")
        return [self.shape.read(each, f"{place}[{number}]") for number, each in enumerate(value)]

    def write(self, value):
        return [self.shape.write(each) for each in value]


class Named:
    """Members whose names are the document's own; `allowed` says which names may be."""

    def __init__(self, shape, allowed=lambda name: True):
        self.shape, self.allowed = shape, allowed

    def read(self, value, place):
        if not isinstance(value, dict):
            raise ValueError(f"{place}: no object")
        for name in value:
            if not self.allowed(name):
                raise ValueError(f"{place}: {name!r} may not stand here")
        return {name: self.shape.read(each, f"{place}.{name}") for name, each in value.items()}

    def write(self, value):
        return {name: self.shape.write(each) for name, each in value.items()}


class Object:
    """An object of the specification, by the name under which `define` has described it."""

    types = {}

    def __init__(self, name):
        self.name = name

    def read(self, value, place):
        made, members, required = self.types[self.name]
        if not isinstance(value, dict):
            raise ValueError(f"{place}: no {self.name}")
        found = {}
        for name, each in value.items():
            if name in members:
                found[attribute(name)] = members[name].read(each, f"{place}.{name}")
            elif name.startswith("x-"):
                found.setdefault(EXTENSIONS, {})[name] = each
            else:
                raise ValueError(f"{place}: a {self.name} has no {name!r}")
        for name in required:
            if name not in value:
                raise ValueError(f"{place}: a {self.name} without {name!r}")
        return made(**found)

    def write(self, value):
        made, members, _ = self.types[self.name]
        if type(value) is not made:
            raise ValueError(f"{value!r} is no {self.name}")
        found = {name: getattr(value, attribute(name)) for name in members}
        return {**{name: members[name].write(each) for name, each in found.items() if each is not None},
                **(getattr(value, EXTENSIONS) or {})}


class Either:
    """The first shape whose test is true of the value."""

    def __init__(self, *choices):
        self.choices = choices

    def read(self, value, place):
        for fits, shape in self.choices:
            if fits(value):
                return shape, shape.read(value, place)
        raise ValueError(f"{place}: {value!r} is nothing that may stand here")

    def write(self, value):
        shape, content = value
        return shape.write(content)


def attribute(name):
    return name.replace("$", "dollar_") + "_"


def define(name, required="", /, **members):
    """Describes an object; `dollar_ref` and `in_` stand for names that Python has not."""
    members = {each.replace("dollar_", "$").rstrip("_"): shape for each, shape in members.items()}
    made = dataclasses.make_dataclass(name, [(attribute(each), object, None) for each in members] + [(EXTENSIONS, object, None)])
    Object.types[name] = made, members, required.split()


def or_reference(name):
    return Either((lambda value: isinstance(value, dict) and "$ref" in value, Object("Reference")), (lambda value: True, Object(name)))


TEXT, NUMBER, COUNT, FLAG, ANY = Leaf(str), Leaf(int, float), Leaf(int), Leaf(bool), Anything()
DOCS, SERVERS, SECURITY = Object("ExternalDocumentation"), Many(Object("Server")), Many(Named(Many(TEXT)))
SCHEMA, PARAMETERS, HEADERS = or_reference("Schema"), Many(or_reference("Parameter")), Named(or_reference("Header"))
CONTENT, EXAMPLES, LINKS = Named(Object("MediaType")), Named(or_reference("Example")), Named(or_reference("Link"))
CALLBACKS = Named(Either((lambda value: "$ref" in value, Object("Reference")), (lambda value: True, Named(Object("PathItem")))))
SENT = {"description": TEXT, "required": FLAG, "deprecated": FLAG, "allowEmptyValue": FLAG, "style": TEXT, "explode": FLAG,
        "allowReserved": FLAG, "schema": SCHEMA, "content": CONTENT, "example": ANY, "examples": EXAMPLES}

define("Document", "openapi info paths", openapi=TEXT, info=Object("Info"), servers=SERVERS, components=Object("Components"),
       paths=Named(Object("PathItem"), lambda name: name.startswith("/")), security=SECURITY, tags=Many(Object("Tag")), externalDocs=DOCS)
define("Info", "title version", title=TEXT, description=TEXT, termsOfService=TEXT, contact=Object("Contact"), license=Object("License"), version=TEXT)
define("Contact", name=TEXT, url=TEXT, email=TEXT)
define("License", "name", name=TEXT, url=TEXT)
define("Server", "url", url=TEXT, description=TEXT, variables=Named(Object("ServerVariable")))
define("ServerVariable", "default", enum=Many(TEXT), default=TEXT, description=TEXT)
define("Tag", "name", name=TEXT, description=TEXT, externalDocs=DOCS)
define("ExternalDocumentation", "url", description=TEXT, url=TEXT)
define("Reference", "$ref", dollar_ref=TEXT)
define("Components", schemas=Named(SCHEMA), responses=Named(or_reference("Response")), parameters=Named(or_reference("Parameter")),
       examples=EXAMPLES, requestBodies=Named(or_reference("RequestBody")), headers=HEADERS, links=LINKS, callbacks=CALLBACKS,
       securitySchemes=Named(or_reference("SecurityScheme")))
define("PathItem", dollar_ref=TEXT, summary=TEXT, description=TEXT, servers=SERVERS, parameters=PARAMETERS, **{
       verb: Object("Operation") for verb in ("get", "put", "post", "delete", "options", "head", "patch", "trace")})
define("Operation", "responses", tags=Many(TEXT), summary=TEXT, description=TEXT, externalDocs=DOCS, operationId=TEXT, parameters=PARAMETERS,
       requestBody=or_reference("RequestBody"), callbacks=CALLBACKS, deprecated=FLAG, security=SECURITY, servers=SERVERS,
       responses=Named(or_reference("Response"), lambda name: name == "default" or (len(name) == 3 and name[0] in "12345")))
define("Parameter", "name in", name=TEXT, in_=TEXT, **SENT)
define("Header", **SENT)
define("RequestBody", "content", description=TEXT, content=CONTENT, required=FLAG)
define("MediaType", schema=SCHEMA, example=ANY, examples=EXAMPLES, encoding=Named(Object("Encoding")))
define("Encoding", contentType=TEXT, headers=HEADERS, style=TEXT, explode=FLAG, allowReserved=FLAG)
define("Response", "description", description=TEXT, headers=HEADERS, content=CONTENT, links=LINKS)
define("Example", summary=TEXT, description=TEXT, value=ANY, externalValue=TEXT)
define("Link", operationRef=TEXT, operationId=TEXT, parameters=Named(ANY), requestBody=ANY, description=TEXT, server=Object("Server"))
define("SecurityScheme", "type", type=TEXT, description=TEXT, name=TEXT, in_=TEXT, scheme=TEXT, bearerFormat=TEXT,
       flows=Named(Object("Flow")), openIdConnectUrl=TEXT)
define("Flow", "scopes", authorizationUrl=TEXT, tokenUrl=TEXT, refreshUrl=TEXT, scopes=Named(TEXT))
define("Schema", title=TEXT, multipleOf=NUMBER, maximum=NUMBER, exclusiveMaximum=FLAG, minimum=NUMBER, exclusiveMinimum=FLAG, maxLength=COUNT,
       minLength=COUNT, pattern=TEXT, maxItems=COUNT, minItems=COUNT, uniqueItems=FLAG, maxProperties=COUNT, minProperties=COUNT,
       required=Many(TEXT), enum=Many(ANY), type=TEXT, allOf=Many(SCHEMA), oneOf=Many(SCHEMA), anyOf=Many(SCHEMA), not_=SCHEMA, items=SCHEMA,
       properties=Named(SCHEMA), additionalProperties=Either((lambda value: isinstance(value, bool), FLAG), (lambda value: True, SCHEMA)),
       description=TEXT, format=TEXT, default=ANY, nullable=FLAG, discriminator=Object("Discriminator"), readOnly=FLAG, writeOnly=FLAG,
       xml=Object("XML"), externalDocs=DOCS, example=ANY, deprecated=FLAG)
define("Discriminator", "propertyName", propertyName=TEXT, mapping=Named(TEXT))
define("XML", name=TEXT, namespace=TEXT, prefix=TEXT, attribute=FLAG, wrapped=FLAG)


def read(document):
    return Object("Document").read(document, "document")


def write(value):
    return Object("Document").write(value)
