internal import Project
internal import Templates

/// What the controllers of a project ask to be allowed.
enum ControllerRules {
    /// Reads the markers of all files in `Sources/Controllers`, in the order of their names.
    ///
    /// - Throws: `Problems` with every marker that cannot be read.
    static func read(_ project: Project, root: String) throws(Problems) -> [RoleRule] {
        guard project.hasControllers else { return [] }
        var rules: [RoleRule] = []
        var problems: [Problem] = []
        do {
            for path in try Files.tree(Path.join(root, ControllerFiles.folder)) where path.hasSuffix(".swift") {
                let relative = Path.join(ControllerFiles.folder, path)
                guard let bytes = try Files.read(Path.join(root, relative)) else { continue }
                do throws(Problems) {
                    rules += try RoleRule.read(String(decoding: bytes, as: UTF8.self), path: relative)
                } catch {
                    problems += error.list
                }
            }
        } catch { throw Problems(Problem(error)) }
        guard problems.isEmpty else { throw Problems(problems) }
        return rules
    }
}
