internal import JSON

/// How a value takes part in merging: as a whole, or element by element.
enum MergeShape {
    /// It has one owner: a scalar, an atomic list or an atomic object.
    case leaf
    /// Elements are told apart; never `atomic`.
    case list(ListShape)
    /// Members are told apart.
    case object(ObjectShape)

    /// The shape of a value; what the schema leaves open, the value decides.
    init(_ schema: Schema, _ value: JSONValue) {
        switch schema.kind {
        case .array(let element):
            self = schema.listType == .atomic ? .leaf : .list(ListShape(element: element, listType: schema.listType))
        case .map(let element): self = schema.isAtomic ? .leaf : .object(.map(element))
        case .object(let fields):
            self = schema.isAtomic ? .leaf : .object(.fields(fields, others: schema.others))
        case .any:
            if case .object = value { self = .object(.map(Schema(.any))) } else { self = .leaf }
        case .string, .boolean, .integer, .number, .intOrString: self = .leaf
        }
    }
}

extension Schema {
    /// The shape of fields that are not named; nil if there may be none.
    var others: Schema? { keepsUnknownFields ? Schema(.any) : nil }
}

/// What members an object has.
enum ObjectShape {
    /// Named fields, and the shape of all others; nil if there may be none.
    case fields([Schema.Field], others: Schema?)
    /// Any key, all values of one shape.
    case map(Schema)

    /// The shape of a member; nil for an unknown field.
    func schema(_ key: String) -> Schema? {
        switch self {
        case .fields(let fields, let others): fields.first { $0.name == key }?.schema ?? others
        case .map(let element): element
        }
    }

    /// Whether a member is an object with named fields that must be there.
    func requiresObject(_ key: String) -> Bool {
        guard case .fields(let fields, _) = self, let field = fields.first(where: { $0.name == key }) else {
            return false
        }
        if case .object = field.schema.kind { return field.isRequired }
        return false
    }

    /// Whether keys are data of the object and not fields of its type.
    var isMap: Bool {
        if case .map = self { true } else { false }
    }
}

/// How the elements of a list are told apart.
struct ListShape {
    let element: Schema
    let listType: Schema.ListType

    /// Why an element cannot be told apart from others.
    struct Problem: Error {
        let text: String
    }

    /// The step that leads to an element.
    func pathElement(of item: JSONValue) throws(Problem) -> PathElement {
        guard case .map(let keys) = listType else {
            if item.isNull {
                throw Problem(text: "associative list without keys has an element that's an explicit null")
            }
            return PathElement.value(item).normalized
        }
        guard case .object(let members) = item else {
            let what = item.isNull ? "may not have a null element" : "may not have non-map elements"
            throw Problem(text: "associative list with keys " + what)
        }
        var values = JSONObject(capacity: keys.count)
        for key in keys.sorted() {
            guard let value = members[key] ?? element[key]?.defaultValue else {
                throw Problem(
                    text: "associative list with keys has an element that omits key field \(GoText.quoted(key)) "
                        + "(and doesn't have default value)"
                )
            }
            values.append(value, forNewKey: key)
        }
        return PathElement.key(values).normalized
    }
}

/// The elements of a list by the steps that lead to them.
struct ListIndex {
    /// In the order of the list, each once.
    private(set) var order: [PathElement] = []
    private var values: [PathElement: [JSONValue]] = [:]

    /// Elements that cannot be told apart are left out.
    init(_ items: [JSONValue], _ shape: ListShape) {
        order.reserveCapacity(items.count)
        for item in items {
            guard let element = try? shape.pathElement(of: item) else { continue }
            if values[element] == nil { order.append(element) }
            values[element, default: []].append(item)
        }
    }

    /// All elements of that name; more than one if the list has duplicates.
    subscript(element: PathElement) -> [JSONValue] { values[element] ?? [] }
}
