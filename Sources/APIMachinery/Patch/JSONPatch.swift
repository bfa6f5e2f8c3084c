public import JSON

/// A list of operations on a tree.
///
/// As upstream, `replace` of a missing member adds it, indices may be negative (from the end), and `test` of a missing
/// member against null holds.
/// Source: RFC 6902; the recorded answers of a reference server.
public struct JSONPatch: Sendable, Equatable {
    /// Most operations that one patch may have.
    public static let maximumOperations = 10_000
    /// Most bytes (of compact JSON) that all `copy` operations of one patch may copy.
    public static let copyLimitBytes = 3 * 1024 * 1024

    /// One operation; what is missing or has another type than text is found out when it is applied.
    private struct Operation: Sendable, Equatable {
        var name: String?
        var path: String?
        var from: String?
        var value: JSONValue?
    }

    private let operations: [Operation]

    /// Members of operations that RFC 6902 does not know, as `[0].foo`; reported by field validation.
    public let unknownFields: [String]

    /// Reads a patch.
    ///
    /// - Throws: `malformed` or `tooManyOperations`.
    public init(_ json: JSONValue) throws(PatchError) {
        guard case .array(let elements) = json else {
            throw .malformed(
                "error decoding patch: json: cannot unmarshal \(json.typeName) into Go value of type []handlers.jsonPatchOp"
            )
        }
        guard elements.count <= Self.maximumOperations else {
            throw .tooManyOperations(count: elements.count, maximum: Self.maximumOperations)
        }
        var operations: [Operation] = []
        var unknownFields: [String] = []
        operations.reserveCapacity(elements.count)
        for (place, element) in elements.enumerated() {
            guard case .object(let members) = element else {
                throw .malformed(
                    "error decoding patch: json: cannot unmarshal \(element.typeName) into Go value of type handlers.jsonPatchOp"
                )
            }
            var operation = Operation()
            for (key, value) in members {
                switch key {
                case "op": operation.name = value.string
                case "path": operation.path = value.string
                case "from": operation.from = value.string
                case "value": operation.value = value
                default: unknownFields.append("[\(place)].\(key)")
                }
            }
            operations.append(operation)
        }
        self.operations = operations
        self.unknownFields = unknownFields
    }

    /// Applies all operations, or none if one fails; the result is never nested deeper than what is read may be.
    ///
    /// - Throws: `notApplicable`.
    public func apply(to tree: JSONValue) throws(PatchError) -> JSONValue {
        var result = tree
        var copiedBytes = 0
        var depth = PatchDepth(of: tree)
        for operation in operations {
            guard let path = operation.path else { throw .notApplicable("operation without path") }
            switch operation.name {
            case "add":
                let value = operation.value ?? .null
                try add(value, at: path, in: &result)
                try depth.note(value, at: path, in: result)
            case "replace":
                let value = operation.value ?? .null
                try replace(value, at: path, in: &result)
                try depth.note(value, at: path, in: result)
            case "remove": _ = try remove(at: path, in: &result)
            case "test":
                guard try value(at: path, in: result) ?? .null == operation.value ?? .null else {
                    throw .notApplicable("testing value \(path) failed")
                }
            case "move":
                guard let from = operation.from else { throw .notApplicable("move without from") }
                try add(try remove(at: from, in: &result), at: path, in: &result)
                try depth.noteMove(from: from, to: path, in: result)
            case "copy":
                guard let from = operation.from else { throw .notApplicable("copy without from") }
                let copied = try value(at: from, in: result) ?? .null
                copiedBytes += JSONWriter.bytes(copied).count
                guard copiedBytes <= Self.copyLimitBytes else {
                    throw .notApplicable("copying more than \(Self.copyLimitBytes) bytes")
                }
                try add(copied, at: path, in: &result)
                try depth.note(copied, at: path, in: result)
            default: throw .notApplicable("unexpected kind: \(operation.name ?? "")")
            }
        }
        try depth.checkResult(result)
        return result
    }

    // MARK: Operations

    private func add(_ value: JSONValue, at path: String, in tree: inout JSONValue) throws(PatchError) {
        guard !path.isEmpty else {
            tree = value
            return
        }
        let (parents, key) = try Self.split(path)
        try Self.change(&tree, parents[...]) { (container: inout JSONValue) throws(PatchError) in
            guard case .array(var elements) = container else {
                container[key] = value
                return
            }
            let place = key == "-" ? elements.count : try Self.index(key, count: elements.count + 1)
            container = .null
            elements.insert(value, at: place)
            container = .array(elements)
        }
    }

    private func replace(_ value: JSONValue, at path: String, in tree: inout JSONValue) throws(PatchError) {
        guard !path.isEmpty else {
            tree = value
            return
        }
        let (parents, key) = try Self.split(path)
        try Self.change(&tree, parents[...]) { (container: inout JSONValue) throws(PatchError) in
            guard case .array(var elements) = container else {
                container[key] = value
                return
            }
            let place = try Self.index(key, count: elements.count)
            container = .null
            elements[place] = value
            container = .array(elements)
        }
    }

    private func remove(at path: String, in tree: inout JSONValue) throws(PatchError) -> JSONValue {
        let (parents, key) = try Self.split(path)
        var removed = JSONValue.null
        try Self.change(&tree, parents[...]) { (container: inout JSONValue) throws(PatchError) in
            guard case .array(var elements) = container else {
                guard let value = container[key] else {
                    throw .notApplicable("unable to remove nonexistent key: \(key)")
                }
                removed = value
                container[key] = nil
                return
            }
            let place = try Self.index(key, count: elements.count)
            container = .null
            removed = elements.remove(at: place)
            container = .array(elements)
        }
        return removed
    }

    /// The value at a path; nil for a missing member of an object that is there.
    private func value(at path: String, in tree: JSONValue) throws(PatchError) -> JSONValue? {
        guard !path.isEmpty else { return tree }
        let (parents, key) = try Self.split(path)
        var container = tree
        for parent in parents {
            guard let next = try Self.child(of: container, parent) else {
                throw .notApplicable("doc is missing path: \(path)")
            }
            container = next
        }
        return try Self.child(of: container, key)
    }

    // MARK: Paths

    private static func child(of container: JSONValue, _ key: String) throws(PatchError) -> JSONValue? {
        switch container {
        case .object(let members): return members[key]
        case .array(let elements): return elements[try index(key, count: elements.count)]
        default: throw .notApplicable("\(key) is below a value that has no members")
        }
    }

    /// A place in a list of that many elements; negative ones count from the end.
    private static func index(_ key: String, count: Int) throws(PatchError) -> Int {
        guard let number = Int(key) else { throw .notApplicable("value was not a proper array index: \(key)") }
        let place = number < 0 ? number + count : number
        guard (0..<count).contains(place) else { throw .notApplicable("index out of range: \(key)") }
        return place
    }

    /// Splits a JSON pointer into the way to the container and the key in it.
    private static func split(_ path: String) throws(PatchError) -> (parents: [String], key: String) {
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
            .map { unescaped(Substring($0)) }
        guard let key = parts.popLast() else { throw .notApplicable("doc is missing path: \(path)") }
        return (parts, key)
    }

    private static func unescaped(_ part: Substring) -> String {
        guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in part.utf8 {
            if isEscaped {
                switch byte {
                case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
                case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
                default: bytes += [UInt8(ascii: "~"), byte]
                }
                isEscaped = false
            } else if byte == UInt8(ascii: "~") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        if isEscaped { bytes.append(UInt8(ascii: "~")) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Changes the object or list at the end of a path in place.
    private static func change(
        _ tree: inout JSONValue,
        _ path: ArraySlice<String>,
        _ body: (inout JSONValue) throws(PatchError) -> Void
    ) throws(PatchError) {
        guard let key = path.first else {
            guard tree.object != nil || tree.array != nil else { throw .notApplicable("no object and no list") }
            return try body(&tree)
        }
        switch tree {
        case .object(var members):
            tree = .null
            try members.withValue(forKey: key) { (value: inout JSONValue?) throws(PatchError) in
                guard var child = value else { throw .notApplicable("doc is missing path: \(key)") }
                value = .null
                try change(&child, path.dropFirst(), body)
                value = child
            }
            tree = .object(members)
        case .array(var elements):
            tree = .null
            let place = try index(key, count: elements.count)
            try change(&elements[place], path.dropFirst(), body)
            tree = .array(elements)
        default: throw .notApplicable("\(key) is below a value that has no members")
        }
    }
}
