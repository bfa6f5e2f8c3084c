/// The reading ended early; the parser knows why.
///
/// Thrown instead of the error itself to keep the stack frames of nested values small.
struct ParseStop: Error {}

/// The reader's state: a cursor over the bytes and the containers that are not closed yet.
struct JSONParser: ~Copyable {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Index of the next byte.
    var at = 0
    var duplicates: DuplicateFields
    /// Where strings with escapes are put together.
    var unescaped: [UInt8] = []

    /// What is wrong, after a `ParseStop`.
    private var problem: JSONParseError?
    private let maximumDepth: Int
    private var depth = 0
    private var members = ScratchStack<JSONObject.Entry>(capacity: 32)
    private var elements = ScratchStack<JSONValue>(capacity: 16)

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, reportsDuplicates: Bool) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        duplicates = DuplicateFields(isEnabled: reportsDuplicates)
    }

    /// Reads the only value of the text.
    mutating func document() -> Result<JSONValue, JSONParseError> {
        do throws(ParseStop) {
            let value = try value()
            skipSpace()
            guard at == bytes.count else { throw unexpected(.afterTopLevelValue) }
            return .success(value)
        } catch {
            return .failure(problem ?? JSONParseError(.unexpectedEnd, at: at, in: bytes))
        }
    }

    // MARK: Values

    private mutating func value() throws(ParseStop) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""):
            at += 1
            return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try number()
        case UInt8(ascii: "t"):
            try word(.true, "true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word(.false, "false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word(.null, "null")
            return .null
        default: throw unexpected(.value)
        }
    }

    private mutating func word(_ word: JSONParseError.StaticWord, _ text: StaticString) throws(ParseStop) {
        for place in 0..<text.utf8CodeUnitCount {
            let expected = text.utf8Start[place]
            guard at < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[at] == expected else { throw unexpected(.literal(word, expected: expected)) }
            at += 1
        }
    }

    private mutating func array() throws(ParseStop) -> JSONValue {
        try descend()
        let start = elements.count
        if try peek() == UInt8(ascii: "]") {
            at += 1
            depth -= 1
            return .array([])
        }
        while true {
            if duplicates.isEnabled { duplicates.enter(elements.count - start) }
            elements.push(try value())
            if duplicates.isEnabled { duplicates.leave() }
            switch try peek() {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "]"):
                at += 1
                depth -= 1
                return .array(elements.pop(from: start))
            default: throw unexpected(.afterArrayElement)
            }
        }
    }

    private mutating func object() throws(ParseStop) -> JSONValue {
        try descend()
        var keys = SeenKeys(start: members.count)
        if try peek() == UInt8(ascii: "}") {
            at += 1
            depth -= 1
            return .emptyObject
        }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw unexpected(.objectKey) }
            at += 1
            try member(&keys)
            switch try peek() {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "}"):
                at += 1
                depth -= 1
                return .object(JSONObject(distinct: members.pop(from: keys.start), index: keys.index))
            default: throw unexpected(.afterObjectMember)
            }
        }
    }

    /// Reads a key after its quote, the colon and the value.
    private mutating func member(_ keys: inout SeenKeys) throws(ParseStop) {
        let key = try key()
        guard try peek() == UInt8(ascii: ":") else { throw unexpected(.afterObjectKey) }
        at += 1
        let place = keys.place(of: key, in: members)
        if duplicates.isEnabled {
            if place != nil { duplicates.note(key) }
            duplicates.enter(key)
        }
        let value = try value()
        if duplicates.isEnabled { duplicates.leave() }
        if let place {
            members[place].value = value
        } else {
            members.push(JSONObject.Entry(key: key, value: value))
            keys.added(to: members)
        }
    }

    private mutating func descend() throws(ParseStop) {
        guard depth < maximumDepth else { throw failure(.tooDeep(limit: maximumDepth)) }
        depth += 1
        at += 1
    }

    // MARK: Bytes

    /// The next byte that is no white space.
    @inline(__always)
    private mutating func peek() throws(ParseStop) -> UInt8 {
        skipSpace()
        guard at < bytes.count else { throw failure(.unexpectedEnd) }
        return bytes[at]
    }

    @inline(__always)
    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
            default: return
            }
        }
    }

    /// Notes an error at the next byte, or about the missing one.
    @inline(never)
    mutating func unexpected(_ expectation: JSONParseError.Expectation) -> ParseStop {
        guard at < bytes.count else { return failure(.unexpectedEnd) }
        return failure(.unexpectedCharacter(bytes[at], expectation))
    }

    /// Notes an error at the next byte.
    @inline(never)
    mutating func failure(_ reason: JSONParseError.Reason) -> ParseStop {
        problem = JSONParseError(reason, at: at, in: bytes)
        return ParseStop()
    }
}

/// Finds out whether an object that is being read has a key already.
///
/// A 64-bit filter answers nearly every question of small objects; large ones build the index that they keep.
private struct SeenKeys {
    /// Where the members of this object begin on the stack.
    let start: Int
    private(set) var index: [ByteKey: Int]?
    private var filter: UInt64 = 0

    init(start: Int) { self.start = start }

    /// The place on the stack of the member with that key, nil if it is new.
    @inline(__always)
    mutating func place(of key: String, in members: borrowing ScratchStack<JSONObject.Entry>) -> Int? {
        if let index { return index[ByteKey(text: key)].map { start + $0 } }
        let bit = Self.bit(of: key)
        guard filter & bit != 0 else {
            filter |= bit
            return nil
        }
        for place in start..<members.count where members[place].key.hasSameBytes(as: key) { return place }
        return nil
    }

    /// Notes that the last member on the stack is a new one.
    @inline(__always)
    mutating func added(to members: borrowing ScratchStack<JSONObject.Entry>) {
        let count = members.count - start
        guard count >= JSONObject.indexedFrom else { return }
        if index != nil {
            index?[ByteKey(text: members[members.count - 1].key)] = count - 1
        } else {
            var index = [ByteKey: Int](minimumCapacity: count * 2)
            for place in 0..<count { index[ByteKey(text: members[start + place].key)] = place }
            self.index = index
        }
    }

    @inline(__always)
    private static func bit(of key: String) -> UInt64 {
        let bytes = key.utf8
        let length = bytes.count
        guard length > 0 else { return 1 }
        let first = UInt64(truncatingIfNeeded: bytes[bytes.startIndex])
        let last = UInt64(truncatingIfNeeded: bytes[bytes.index(before: bytes.endIndex)])
        return 1 << ((first &* 7 &+ last &* 13 &+ UInt64(truncatingIfNeeded: length)) & 63)
    }
}
