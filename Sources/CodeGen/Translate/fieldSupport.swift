/// The one helper that generated schemas share; the same in every project.
let fieldSupport = SwiftFile(
    path: "Schema+Field.swift",
    imports: [
        SwiftImport(module: "APIMachinery", isPublic: false),
        SwiftImport(module: "JSON", isPublic: false),
    ],
    declarations: [
        .extended(
            name: "Schema",
            conformances: [],
            members: [
                .fixed([
                    "/// The shape of a type together with what the field that holds it adds.",
                    "func asField(",
                    "    _ description: String = \"\",",
                    "    defaultValue: JSONValue? = nil,",
                    "    limits: Schema.Limits? = nil,",
                    "    isAtomic: Bool = false,",
                    "    isNullable: Bool = false",
                    ") -> Schema {",
                    "    var schema = self",
                    "    if !description.isEmpty { schema.description = description }",
                    "    if let defaultValue { schema.defaultValue = defaultValue }",
                    "    if let limits { schema.limits = limits }",
                    "    schema.isAtomic = schema.isAtomic || isAtomic",
                    "    schema.isNullable = isNullable",
                    "    return schema",
                    "}",
                ])
            ]
        )
    ]
)
