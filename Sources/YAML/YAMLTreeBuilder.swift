internal import JSON

/// Makes JSON trees of the events of a YAML stream.
struct YAMLTreeBuilder: ~Copyable {
    /// What an anchor stands for.
    private struct Anchored {
        let value: JSONValue
        /// How many values that is, by weight.
        let nodes: Int
        /// How many levels that is.
        let height: Int
    }

    /// A value with what an anchor must know of it.
    private struct Node {
        var value: JSONValue
        var nodes = 1
        var height = 0
    }

    private let limits: YAMLLimits
    private var events: YAMLEvents
    private var anchors: [String: Anchored] = [:]
    /// Anchors whose values are being read.
    private var openAnchors: Set<String> = []
    private var aliasedNodes = 0
    private var depth = 0
    private let reportsDuplicates: Bool
    private var duplicates: DuplicateFields

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: YAMLLimits, reportsDuplicates: Bool) {
        self.limits = limits
        self.reportsDuplicates = reportsDuplicates
        duplicates = DuplicateFields(isEnabled: reportsDuplicates)
        events = unsafe YAMLEvents(bytes)
    }

    /// The next document, nil at the end of the stream.
    mutating func document() throws(YAMLError) -> JSONDocument? {
        guard case .documentStart = try events.next() else { return nil }
        anchors.removeAll()
        duplicates = DuplicateFields(isEnabled: reportsDuplicates)
        let node = try node(try events.next())
        _ = try events.next()  // the end of the document
        return JSONDocument(value: node.value, duplicateFields: duplicates.fields)
    }

    private mutating func node(_ event: YAMLEvent) throws(YAMLError) -> Node {
        switch event {
        case .alias(let name): return try alias(name)
        case .scalar(let scalar):
            let node = Node(value: try value(scalar), nodes: Self.weight(scalar.text))
            return try anchoring(scalar.anchor) { _ in node }
        case .sequenceStart(let anchor):
            return try anchoring(anchor) { builder throws(YAMLError) in try builder.sequence() }
        case .mappingStart(let anchor):
            return try anchoring(anchor) { builder throws(YAMLError) in try builder.mapping() }
        case .documentStart, .documentEnd, .streamEnd, .sequenceEnd, .mappingEnd: return Node(value: .null)
        }
    }

    /// Reads a node that may have an anchor.
    private mutating func anchoring(
        _ anchor: String?,
        _ read: (inout YAMLTreeBuilder) throws(YAMLError) -> Node
    ) throws(YAMLError) -> Node {
        guard let anchor else { return try read(&self) }
        let isOuter = openAnchors.insert(anchor).inserted
        let node = try read(&self)
        if isOuter { openAnchors.remove(anchor) }
        anchors[anchor] = Anchored(value: node.value, nodes: node.nodes, height: node.height)
        return node
    }

    private mutating func alias(_ name: String) throws(YAMLError) -> Node {
        guard !openAnchors.contains(name) else { throw failure(.recursiveAnchor(name)) }
        guard let anchored = anchors[name] else { throw failure(.unknownAnchor(name)) }
        try countAliased(anchored.nodes)
        guard depth + anchored.height <= limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
        return Node(value: anchored.value, nodes: anchored.nodes, height: anchored.height)
    }

    /// How many values a text counts for: long ones weigh more, since an alias may repeat them.
    private static func weight(_ text: String) -> Int { 1 + text.utf8.count / 64 }

    private mutating func countAliased(_ nodes: Int) throws(YAMLError) {
        aliasedNodes += nodes
        guard aliasedNodes <= limits.aliasedNodes else {
            throw failure(.tooManyAliasedNodes(limit: limits.aliasedNodes))
        }
    }

    private mutating func descend() throws(YAMLError) {
        guard depth < limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
        depth += 1
    }

    private func failure(_ reason: YAMLError.Reason) -> YAMLError { YAMLError(reason: reason, line: events.line) }

    private func value(_ scalar: YAMLEvent.Scalar) throws(YAMLError) -> JSONValue {
        do throws(YAMLScalar.Problem) {
            return try YAMLScalar.value(scalar)
        } catch {
            throw failure(error.reason)
        }
    }

    // MARK: Containers

    private mutating func sequence() throws(YAMLError) -> Node {
        try descend()
        var elements: [JSONValue] = []
        var sum = Node(value: .null, nodes: 1, height: 1)
        while true {
            let event = try events.next()
            if case .sequenceEnd = event { break }
            duplicates.enter(elements.count)
            let node = try node(event)
            duplicates.leave()
            elements.append(node.value)
            sum.nodes += node.nodes
            sum.height = max(sum.height, node.height + 1)
        }
        depth -= 1
        sum.value = .array(elements)
        return sum
    }

    private mutating func mapping() throws(YAMLError) -> Node {
        try descend()
        var members = JSONObject()
        var merged: [JSONObject] = []
        var sum = Node(value: .null, nodes: 1, height: 1)
        while true {
            let event = try events.next()
            if case .mappingEnd = event { break }
            if case .scalar(let scalar) = event, YAMLScalar.isMergeKey(scalar) {
                let node = try node(try events.next())
                merged += try mergeable(node.value)
                sum.height = max(sum.height, node.height)
                continue
            }
            let key = try key(event)
            if members.contains(key) { duplicates.note(key) }
            duplicates.enter(key)
            let node = try node(try events.next())
            duplicates.leave()
            members[key] = node.value
            sum.nodes += node.nodes + Self.weight(key)
            sum.height = max(sum.height, node.height + 1)
        }
        depth -= 1
        for object in merged {
            try countAliased(object.count)
            sum.nodes += object.count * 2
            for (key, value) in object where !members.contains(key) { members.append(value, forNewKey: key) }
        }
        sum.value = .object(members)
        return sum
    }

    /// The objects that a merge key brings in, those that win first.
    private func mergeable(_ value: JSONValue) throws(YAMLError) -> [JSONObject] {
        switch value {
        case .object(let object): return [object]
        case .array(let elements):
            let objects = elements.compactMap(\.object)
            guard objects.count == elements.count else { throw failure(.invalidMerge) }
            return objects
        default: throw failure(.invalidMerge)
        }
    }

    /// The text of a key.
    private mutating func key(_ event: YAMLEvent) throws(YAMLError) -> String {
        let value = try node(event).value
        switch value {
        case .string(let text): return text
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return JSONValue.number(Double(Float(value).description) ?? value).description
        case .null, .array, .object: throw failure(.unsupportedKey(value.typeName))
        }
    }
}
