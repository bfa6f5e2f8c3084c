internal import APIMachinery
internal import JSON

/// meta.k8s.io Table: objects as kubectl shows them.
///
/// Source: apiserver `tableconvertor` and `transformResponseObject`, as recorded in the representations scenarios.
struct Table {
    let columns: [ResourceDefinition.Column]
    let version: String
    let includeObject: IncludeObject
    /// The kind's own cells; nil if they are where the columns say.
    private let ownCells: (@Sendable (JSONValue) throws -> [JSONValue])?
    /// Seconds since 1970, for the age of objects.
    private let now: Int64
    private let showsAge: Bool

    /// What each row carries of its object (`includeObject`).
    enum IncludeObject: Sendable {
        case none
        case metadata
        case object
    }

    /// A table with those columns; with those of the kind if they are nil.
    ///
    /// - Throws: 400 for an `includeObject` that does not exist.
    init(
        request: ResourceRequest,
        version: String,
        columns: [ResourceDefinition.Column]? = nil
    ) throws(StatusError) {
        self.version = version
        now = request.environment.clock()
        ownCells = columns == nil ? request.served.cells : nil
        self.columns = columns ?? request.served.definition.columns
        showsAge = columns != nil || request.served.definition.showsAge
        switch request.query["includeObject"] ?? "" {
        case "", "Metadata": includeObject = .metadata
        case "None": includeObject = .none
        case "Object": includeObject = .object
        case let other:
            throw .badRequest(
                "Unable to convert to Table as requested: includeObject: Invalid value: \"\(other)\": "
                    + "must be 'Metadata', 'Object', 'None', or empty"
            )
        }
    }

    /// The table of one object.
    func document(of object: JSONValue) -> JSONValue {
        let metadata: JSONValue = ["resourceVersion": object.metadata["resourceVersion"] ?? ""]
        return document(metadata: metadata, rows: [row(object)])
    }

    /// A table of rows; without rows it has none at all, as upstream writes it.
    func document(metadata: JSONValue, rows: [JSONValue], withColumns: Bool = true) -> JSONValue {
        [
            "kind": "Table",
            "apiVersion": .string("meta.k8s.io/" + version),
            "metadata": metadata,
            "columnDefinitions": withColumns ? .array(definitions) : .null,
            "rows": rows.isEmpty ? .null : .array(rows),
        ]
    }

    /// One row.
    func row(_ object: JSONValue) -> JSONValue {
        let carried: JSONValue =
            switch includeObject {
            case .none: .null
            case .metadata: PartialMetadata.document(of: object, version: version)
            case .object: object
            }
        return ["cells": .array(cells(object)), "object": carried]
    }

    private func cells(_ object: JSONValue) -> [JSONValue] {
        let name = object.metadata["name"] ?? ""
        if columns.isEmpty { return [name, object.metadata["creationTimestamp"] ?? .null] }
        let age = hasAge ? [] : [cell(Self.ageColumn(isOnlyOne: false), object)]
        guard let ownCells else { return [name] + columns.map { cell($0, object) } + age }
        let own = (try? ownCells(object)) ?? []
        let cells = columns.indices.map { index in
            // Where the kind says nothing, the path of the column does.
            index < own.count && !own[index].isNull ? own[index] : cell(columns[index], object)
        }
        return [name] + cells + age
    }

    /// Dates are shown as the time that has passed since.
    private func cell(_ column: ResourceDefinition.Column, _ object: JSONValue) -> JSONValue {
        guard let value = FieldPath(column.path).value(in: object) else { return .null }
        guard column.type == "date", let time = value.string.flatMap({ Timestamp($0) }) else { return value }
        return .string(HumanDuration.text(seconds: now - time.secondsSince1970))
    }

    private var hasAge: Bool { !showsAge || columns.contains { $0.name == "Age" } }

    private var definitions: [JSONValue] {
        var all = [Self.nameColumn] + columns
        if !hasAge { all.append(Self.ageColumn(isOnlyOne: columns.isEmpty)) }
        return all.map { column in
            [
                "name": .string(column.name),
                "type": .string(column.type),
                "format": .string(column.format),
                "description": .string(column.description),
                "priority": .integer(Int64(column.priority)),
            ]
        }
    }

    private static let nameColumn = ResourceDefinition.Column(
        name: "Name",
        format: "name",
        description: "The name of the object, unique among its kind within a namespace.",
        path: ".metadata.name"
    )

    /// Without columns of its own a kind shows when an object was made, otherwise its age.
    private static func ageColumn(isOnlyOne: Bool) -> ResourceDefinition.Column {
        ResourceDefinition.Column(
            name: isOnlyOne ? "Created At" : "Age",
            type: "date",
            description: "When the server stored the object for the first time.",
            path: ".metadata.creationTimestamp"
        )
    }
}
