internal import APIMachinery
internal import JSON

/// What clients say in queries and patches.
enum Machinery {
    static func selectors(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let selector = try? LabelSelector(parsing: text) {
            hold(
                (try? LabelSelector(parsing: selector.description)) == selector,
                "a label selector reads differently: \(selector)"
            )
            _ = selector.matches(["a": "b", "x/y": "", "n": "5"])
        }
        if let selector = try? FieldSelector(parsing: text) {
            let again = try? FieldSelector(parsing: selector.description)
            hold(again.map(texts) == texts(selector), "a field selector reads differently: \(selector)")
            _ = selector.matches(name: "a", namespace: "b")
        }
    }

    /// The requirements in an order that does not depend on how they were written.
    private static func texts(_ selector: FieldSelector) -> [String] {
        selector.requirements.map { "\($0.field) \($0.isNegated) \($0.value)" }.sorted()
    }

    /// The object and the patch, with a zero byte between them.
    static func jsonPatch(_ input: [UInt8]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let object = try? JSONReader.parse(Array(parts[0])),
            let json = try? JSONReader.parse(Array(parts[1]))
        else { return }
        if let patch = try? JSONPatch(json), let result = try? patch.apply(to: object) {
            hold((try? JSONReader.parse(JSONWriter.bytes(result))) != nil, "the result is no JSON, or too deep")
            hold((try? patch.apply(to: object)) == result, "a patch does something else the second time")
        }
        if let patch = try? MergePatch(json) {
            let once = patch.apply(to: object)
            hold(patch.apply(to: once) == once, "a merge patch changes what it made")
        }
    }

    static func fields(_ input: [UInt8]) {
        guard let json = try? JSONReader.parse(input), let set = FieldSet(json: json) else { return }
        hold(FieldSet(json: set.json) == set, "a set of fields reads differently")
        hold(set.union(set) == set && set.intersection(set) == set, "a set is not equal to itself")
        hold(set.subtracting(set).isEmpty && set.subtractingTrees(set).isEmpty, "a set without itself is not empty")
        let paths = set.paths
        hold(paths.count == set.count, "a set has more or fewer places than it counts")
        hold(paths.allSatisfy(set.contains), "a set lacks one of its places")
        hold(FieldSet(paths) == set, "a set made of its places is another one")
        let half = FieldSet(paths.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
        hold(set.subtracting(half).union(half) == set, "the parts of a set are not the set")
        hold(set.intersection(half) == half, "a part of a set is not in it")
    }

    static func values(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let quantity = Quantity(text) {
            // Not the format: a binary quantity with a fraction is written as a decimal one.
            hold(Quantity("\(quantity)")?.description == "\(quantity)", "a quantity reads differently: \(quantity)")
        }
        if let time = Timestamp(text) { hold(Timestamp("\(time)") == time, "a time reads differently: \(time)") }
        if let time = MicroTime(text) { hold(MicroTime("\(time)") == time, "a time reads differently: \(time)") }
        let parts = text.split(separator: "\0", maxSplits: 1)
        // Patterns are written by those who write kinds, and are short; a match takes as long as both texts multiplied.
        if let pattern = parts.first.flatMap({ try? Pattern(String($0.prefix(100))) }) {
            _ = pattern.matches(parts.count > 1 ? String(parts[1].prefix(1_000)) : "aab")
        }
    }
}
