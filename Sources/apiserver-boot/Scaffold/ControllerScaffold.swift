internal import Project
internal import Templates

/// The files of controllers, and their place in the list of all controllers.
enum ControllerScaffold {
    /// Adds the controllers of kinds to plans.
    ///
    /// - Parameters:
    ///   - kinds: what gets a controller; one that is there already is left as it is.
    ///   - root: the folder of the project.
    ///   - plans: files that will be written together with them.
    /// - Returns: the plans, with files of the user.
    /// - Throws: `Problems` if the list of controllers is not there, or has no place for another one.
    static func plans(
        of kinds: [PlacedResource],
        root: String,
        with plans: [FilePlan]
    ) throws(Problems) -> [FilePlan] {
        var plans = plans
        for placed in kinds {
            let isFresh = !Files.exists(Path.join(root, KindFiles.sourcePath(placed)))
            plans += ControllerFiles.plans(placed, isFresh: isFresh)
            let path = ControllerFiles.listPath
            let row = plans.firstIndex { $0.path == path }
            guard let text = try text(path, root: root, row.map { plans[$0] }) else { throw Problems(missingList()) }
            guard let amended = ControllerFiles.adding(placed, to: text) else {
                throw Problems(
                    Problem(
                        "AB2022",
                        "\(path) has no place for the controller of \(placed.resource.kind)",
                        cause: "there is no list in it whose closing bracket stands on a line of its own",
                        fix: "write public static let all: [any Reconciler] = [ and ] on lines of their own"
                    )
                )
            }
            guard amended != text else { continue }
            let isNew = !Files.exists(Path.join(root, path))
            let plan = FilePlan(
                path,
                amended,
                ownership: isNew ? .user : .amended,
                note: isNew ? "" : "one more controller"
            )
            if let row { plans[row] = plan } else { plans.append(plan) }
        }
        return plans
    }

    /// What is there, with what was already planned for it.
    private static func text(_ path: String, root: String, _ plan: FilePlan?) throws(Problems) -> String? {
        if let plan, plan.ownership == .amended { return String(decoding: plan.contents, as: UTF8.self) }
        do {
            let bytes = try Files.read(Path.join(root, path)) ?? plan?.contents
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        } catch { throw Problems(Problem(error)) }
    }

    private static func missingList() -> Problem {
        Problem(
            "AB2023",
            "there is no \(ControllerFiles.listPath)",
            cause: "the project has no place for controllers: it was made without one, or the file was removed",
            fix: "leave the controller out with --skip-controller; or take the file, the targets Controllers and "
                + "controller-manager of Package.swift, and Sources/controller-manager from a new project",
            status: .preflight
        )
    }
}
