import Foundation
import JSON
import Testing

/// Answers of a running extension server, recorded request by request; they are not part of the package.
enum RecordedAnswers {
    /// The folder that holds them: named by the environment or beside the package.
    private static var folder: String {
        if let shared = ProcessInfo.processInfo.environment["APISERVER_BOOT_SHARED"] { return shared }
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appendingPathComponent("shared").path
    }

    private static func path(_ area: String) -> String { "\(folder)/conformance/scenarios/\(area).json" }

    /// Whether there are recordings of an area.
    static func exist(_ area: String) -> Bool { FileManager.default.fileExists(atPath: path(area)) }

    /// All steps of an area that got a 200.
    static func steps(_ area: String) throws -> [Step] {
        guard let data = FileManager.default.contents(atPath: path(area)) else { return [] }
        let tree = try JSONReader.parse(Array(data))
        let steps = (tree["scenarios"]?.array ?? []).flatMap { $0["steps"]?.array ?? [] }
        return steps.map(Step.init).filter { $0.status == 200 }
    }

    /// A request with what was answered.
    struct Step: Sendable, CustomTestStringConvertible {
        let tree: JSONValue

        var testDescription: String { tree["name"]?.string ?? "" }
        var path: String { tree.at("request", "path")?.string ?? "" }
        var status: Int64? { tree.at("expect", "status")?.integer }
        var expected: JSONValue { tree.at("expect", "body") ?? .null }
        /// What must be contained in the answer, if only that counts.
        var subset: JSONValue? { tree.at("compare", "subset") }
        var comparesTree: Bool { tree.at("compare", "body") == nil && (subset != nil || !pointers.isEmpty) }
        private var pointers: [String] { (tree.at("compare", "select")?.array ?? []).compactMap(\.string) }
        private var stripped: [String] { (tree.at("compare", "strip")?.array ?? []).compactMap(\.string) }

        /// The parts of a document that were recorded, by pointer.
        func selected(of document: JSONValue) -> JSONValue {
            var parts = JSONObject()
            for pointer in pointers {
                if let part = Self.resolve(pointer, in: document) { parts[pointer] = strip(part) }
            }
            return .object(parts)
        }

        private static func resolve(_ pointer: String, in document: JSONValue) -> JSONValue? {
            pointer.split(separator: "/").reduce(document) { value, part in
                value?[part.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")]
            }
        }

        private func strip(_ value: JSONValue) -> JSONValue {
            switch value {
            case .array(let elements): return .array(elements.map(strip))
            case .object(let members):
                let kept = members.filter { !stripped.contains($0.key) }.map { ($0.key, strip($0.value)) }
                return .object(JSONObject(uniqueKeysWithValues: kept))
            default: return value
            }
        }
    }

    /// Whether all of `part` is in `whole`: members of objects, elements of arrays.
    static func contains(_ whole: JSONValue?, _ part: JSONValue) -> Bool {
        switch (whole, part) {
        case (.object(let members)?, .object(let wanted)): wanted.allSatisfy { contains(members[$0.key], $0.value) }
        case (.array(let elements)?, .array(let wanted)):
            wanted.allSatisfy { element in elements.contains { contains($0, element) } }
        default: whole == part
        }
    }
}
