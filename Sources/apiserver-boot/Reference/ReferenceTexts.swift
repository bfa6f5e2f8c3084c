internal import CodeGen
internal import JSON
internal import Project
internal import Templates
internal import YAML

/// What the user wrote for the documentation besides the types: introductions of groups, and examples.
struct ReferenceTexts {
    /// Where introductions are: `docs/static_includes/_insect.md`.
    static let introductionFolder = "docs/static_includes"
    /// Where examples are: `docs/examples/bee/simple.yaml`.
    static let exampleFolder = "docs/examples"

    /// Markdown by the full name of a group.
    private(set) var introductions: [String: String] = [:]
    /// By `ReferenceBuilder.key`, in the order of the files' names.
    private(set) var examples: [String: [APIReference.Example]] = [:]
    /// What nobody will see, and why.
    private(set) var warnings: [Problem] = []

    private let root: String
    private let model: APIModel

    /// Reads everything.
    ///
    /// - Throws: `Problems` with every file that cannot be read.
    init(_ project: Project, _ model: APIModel, root: String) throws(Problems) {
        self.root = root
        self.model = model
        do {
            try readIntroductions()
            var broken: [Problem] = []
            let examples = Path.join(root, Self.exampleFolder)
            for folder in try Files.list(examples) where Files.kind(Path.join(examples, folder)) != .file {
                broken += try readExamples(folder)
            }
            guard broken.isEmpty else { throw Problems(broken) }
            try takeSamples(project)
        } catch let error as FileError {
            throw Problems(Problem(error))
        } catch let problems as Problems {
            throw problems
        } catch {
            throw Problems(Problem("AB7001", "\(error)", status: .bug))
        }
    }

    private mutating func readIntroductions() throws(FileError) {
        for name in try Files.list(Path.join(root, Self.introductionFolder)) where name.hasSuffix(".md") {
            let path = Path.join(Self.introductionFolder, name)
            let group = model.groups.first { name == "_\($0.name).md" || name == "_\($0.fullName).md" }
            if let group {
                introductions[group.fullName] = try text(path)
            } else {
                let names = model.groups.map { "_\($0.name).md" }.joined(separator: ", ")
                warn("\(path) introduces no group of this API", names.isEmpty ? "" : "files here are called \(names)")
            }
        }
    }

    /// Reads the examples of one kind; returns what is wrong with them.
    private mutating func readExamples(_ folder: String) throws(FileError) -> [Problem] {
        let path = Path.join(Self.exampleFolder, folder)
        let kinds = model.kinds.filter { $0.name.lowercased() == folder.lowercased() }
        guard !kinds.isEmpty else {
            let names = Set(model.kinds.map { $0.name.lowercased() }).sorted().joined(separator: ", ")
            warn("\(path) is named after no kind of this API", names.isEmpty ? "" : "kinds here are \(names)")
            return []
        }
        var broken: [Problem] = []
        for name in try Files.list(Path.join(root, path)) where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            let file = Path.join(path, name)
            guard let text = try text(file) else { continue }
            do throws(YAMLError) {
                readExample(try YAMLReader.parse(text), file, kinds)
            } catch {
                broken.append(
                    Problem(
                        "AB4401",
                        "\(file) cannot be read",
                        cause: "\(error)",
                        fix: "correct the YAML of that file",
                        status: .failure
                    )
                )
            }
        }
        return broken
    }

    private mutating func readExample(_ value: JSONValue, _ file: String, _ kinds: [APIKind]) {
        let sample: String
        var object: JSONValue?
        switch value["sample"] {
        case .string(let text)?:
            sample = text
            object = try? YAMLReader.parse(text)
        case .object(let fields)?:
            object = .object(fields)
            sample = String(decoding: YAMLWriter.bytes(.object(fields), sortKeys: false), as: UTF8.self)
        default:
            return warn("\(file) has no field 'sample', which is the object to show", "write note: and sample: |")
        }
        let example = APIReference.Example(note: value["note"]?.string ?? "", text: sample)
        // One that does not say its version is an example of all.
        let version = object?["apiVersion"]?.string
        let shown = kinds.filter { version == nil || $0.apiVersion == version }
        if shown.isEmpty {
            let versions = kinds.map(\.apiVersion).joined(separator: ", ")
            warn(
                "\(file) shows \(kinds[0].name) of \(version ?? ""), which this API does not have",
                "it has \(versions)"
            )
        }
        for kind in shown {
            examples[ReferenceBuilder.key(apiVersion: kind.apiVersion, kind: kind.name), default: []].append(example)
        }
    }

    /// The sample that a kind was made with stands in for examples that nobody wrote.
    private mutating func takeSamples(_ project: Project) throws(FileError) {
        for placed in project.resources {
            let key = ReferenceBuilder.key(apiVersion: placed.apiVersion, kind: placed.resource.kind)
            guard examples[key] == nil, let text = try text(KindFiles.samplePath(placed)) else { continue }
            examples[key] = [APIReference.Example(note: "", text: text)]
        }
    }

    private func text(_ path: String) throws(FileError) -> String? {
        try Files.read(Path.join(root, path)).map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func warn(_ summary: String, _ fix: String) {
        warnings.append(Problem("AB4402", summary, fix: fix, severity: .warning, status: .failure))
    }
}
