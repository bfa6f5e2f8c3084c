/// How objects of a kind are read and written.
func translateCoding(of kind: APIKind) -> SwiftDeclaration {
    .extended(
        name: kind.path.joined(separator: "."),
        conformances: [],
        members: codingMembers(fields: kind.fields, kind: kind)
    )
}

/// `init(json:)` and `json` of a struct; a kind also has `kind`, `apiVersion` and `metadata`.
func codingMembers(fields: [APIField], kind: APIKind?) -> [SwiftDeclaration] {
    [
        .initializer(
            doc: "Reads the fields; others are ignored.",
            parameters: "json: JSONValue",
            failure: "JSONDecodingError",
            body: decoding(fields, isKind: kind != nil)
        ),
        .computed(
            doc: "The fields as JSON.",
            name: "json",
            type: "JSONValue",
            body: encoding(fields, kind: kind)
        ),
    ] + memberwiseInitializer(fields: fields, isKind: kind != nil)
}

private func decoding(_ fields: [APIField], isKind: Bool) -> [SwiftStatement] {
    let reader = SwiftExpression.trying(.call("JSONFields", [SwiftArgument(nil, .name("json"))]))
    var body: [SwiftStatement] = []
    if isKind {
        let value = SwiftExpression.call(
            "fields.value",
            [SwiftArgument(nil, .string("metadata")), SwiftArgument("default", .call("ObjectMeta", []))]
        )
        body.append(.assignment("self.metadata", .trying(value)))
    }
    // Those with a default come last: their fallback reads `self`, which must be whole by then.
    let ordered = fields.filter { !$0.hasSwiftDefault } + fields.filter(\.hasSwiftDefault)
    body += ordered.map { .assignment(member($0), .trying(read($0))) }
    return [body.isEmpty ? .assignment("_", reader) : .constant("fields", reader)] + body
}

private func read(_ field: APIField) -> SwiftExpression {
    let key = SwiftArgument(nil, .string(field.jsonName))
    // The default is already in the property: the user's source stays the one place that says it.
    let present = SwiftExpression.name(member(field))
    switch (field.isOptional, field.hasSwiftDefault) {
    case (true, true): return .coalescing(.call("fields.optional", [key]), present)
    case (true, false): return .call("fields.optional", [key])
    case (false, true): return .call("fields.value", [key, SwiftArgument("default", present)])
    case (false, false): return .call("fields.required", [key])
    }
}

private func encoding(_ fields: [APIField], kind: APIKind?) -> [SwiftStatement] {
    if fields.isEmpty, kind == nil { return [.result(.name(".emptyObject"))] }
    let capacity = fields.count + (kind == nil ? 0 : 3)
    var body: [SwiftStatement] = [
        .variable("object", .call("JSONObject", [SwiftArgument("capacity", .integer(Int64(capacity)))]))
    ]
    if let kind {
        body.append(write("set", "kind", .string(kind.name)))
        body.append(write("set", "apiVersion", .string(kind.apiVersion)))
        body.append(write("set", "metadata", .name("self.metadata")))
    }
    body += fields.map { field in
        let value = SwiftExpression.name(member(field))
        if field.isOptional { return write("setIfPresent", field.jsonName, value) }
        return write(field.presence == .omittedWhenEmpty ? "setIfNotEmpty" : "set", field.jsonName, value)
    }
    return body + [.result(.call(".object", [SwiftArgument(nil, .name("object"))]))]
}

private func write(_ method: String, _ key: String, _ value: SwiftExpression) -> SwiftStatement {
    .expression(.call("object." + method, [SwiftArgument(nil, .string(key)), SwiftArgument(nil, value)]))
}

/// The property behind `self.`; of the keywords only a few cannot stand there as they are.
func member(_ field: APIField) -> String {
    ["init", "self", "Self", "Type", "Protocol"].contains(field.name) ? "self.`\(field.name)`" : "self.\(field.name)"
}
