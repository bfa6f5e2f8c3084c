internal import JSON
internal import YAML

/// The file `PROJECT` at the root of every project.
public enum ProjectFile {
    /// Its name.
    public static let name = "PROJECT"

    private static let heading = """
        # What apiserver-boot knows about this project. Its commands change this file; the scaffold follows from it.

        """

    /// The text of the file.
    public static func bytes(of project: Project) -> [UInt8] {
        Array(heading.utf8) + YAMLWriter.bytes(project.json, sortKeys: false)
    }

    /// Reads the text of a file.
    public static func parse(_ bytes: [UInt8]) throws(ProjectFormatError) -> Project {
        let json: JSONValue
        do { json = try YAMLReader.parse(bytes) } catch { throw .notYAML("\(error)") }
        var project = try Project(json: json)
        project.separateFiles()
        return project
    }

    /// Reads the file of the project at `root`; nil if there is none.
    public static func load(root: String) throws(Problems) -> Project? {
        let path = Path.join(root, name)
        do {
            guard let bytes = try Files.read(path) else { return nil }
            let project = try parse(bytes)
            let problems = audit(project)
            guard problems.isEmpty else { throw Problems(problems) }
            return project
        } catch let problems as Problems {
            throw problems
        } catch {
            throw Problems(
                Problem(
                    "AB1005",
                    "the file PROJECT cannot be read (\(path))",
                    cause: "\(error)",
                    fix: "restore it, for example with: git checkout PROJECT",
                    status: .preflight
                )
            )
        }
    }

    /// The names in a file obey the same rules as those on a command line: paths and code are made of them.
    private static func audit(_ project: Project) -> [Problem] {
        var problems = Names.domain(project.domain) + Names.project(project.name)
        for group in project.groups {
            problems += Names.group(group.name, domain: project.domain)
            for version in group.versions {
                problems += Names.version(version.name)
                for resource in version.resources {
                    problems += Names.kind(resource.kind, group: group.name, version: version.name)
                    problems += Names.label(resource.plural, option: "--resource")
                    problems += Names.label(resource.singular, option: "--singular")
                    problems += resource.shortNames.flatMap { Names.label($0, option: "--short-name") }
                    problems += resource.categories.flatMap { Names.label($0, option: "--category") }
                    if let file = resource.file, file.contains("/") {
                        problems.append(Problem("AB1006", "the file name '\(file)' in PROJECT contains a '/'"))
                    }
                }
            }
        }
        return problems.filter { $0.severity == .error }
    }
}
