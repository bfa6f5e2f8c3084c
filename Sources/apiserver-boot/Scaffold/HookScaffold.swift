internal import CodeGen
internal import Project
internal import Templates

/// The files of hooks, and the lines that they need in files which are there.
struct HookScaffold {
    private let root: String
    private let placed: PlacedResource
    private let model: APIModel
    private let kind: APIKind
    private var plans: [FilePlan]
    private var amendments: [String: SourceAmendment] = [:]
    private var problems: [Problem] = []

    /// Adds hooks of a kind to plans.
    ///
    /// - Parameters:
    ///   - hooks: what the kind gets; what it has already is left as it is.
    ///   - placed: the kind in its version.
    ///   - project: the project, the kind included.
    ///   - root: the folder of the project.
    ///   - plans: files that will be written together with them; a new kind is among them.
    /// - Returns: the plans, with files of the user.
    /// - Throws: what is wrong with the types, and which hooks do not fit the kind.
    static func plans(
        _ hooks: [Hook],
        of placed: PlacedResource,
        _ project: Project,
        root: String,
        with plans: [FilePlan]
    ) throws(Problems) -> [FilePlan] {
        guard !hooks.isEmpty else { return plans }
        let (model, problems) = try GeneratedSources.inspect(project, root: root, pending: plans)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Problems(errors) }
        let kind = model.kinds.first {
            $0.group == placed.groupName && $0.version == placed.version.name && $0.name == placed.resource.kind
        }
        guard let kind else { throw Problems(Problem(missing: placed)) }
        var scaffold = HookScaffold(root: root, placed: placed, model: model, kind: kind, plans: plans)
        for hook in hooks { try scaffold.add(hook) }
        try scaffold.amend()
        guard scaffold.problems.isEmpty else { throw Problems(scaffold.problems) }
        return scaffold.plans
    }

    private init(root: String, placed: PlacedResource, model: APIModel, kind: APIKind, plans: [FilePlan]) {
        self.root = root
        self.placed = placed
        self.model = model
        self.kind = kind
        self.plans = plans
    }

    // MARK: One hook

    private mutating func add(_ hook: Hook) throws(Problems) {
        let subject = HookSubject(placed, text: field { $0 == .string }, number: field(isInteger))
        if hook.isWholeKind {
            if !kind.isVirtual {
                refuse(
                    hook,
                    "\(kind.name) is there already, and its objects are stored",
                    fix: "apiserver-boot create resource --group \(placed.group.name) --version \(kind.version) "
                        + "--kind <a new one> --hook \(hook.rawValue)"
                )
            }
        } else if hook.belongsToHub, !kind.isHub {
            let hub = model.kinds.first { $0.group == kind.group && $0.name == kind.name && $0.isHub }
            refuse(
                hook,
                "\(kind.version) is converted through \(hub?.version ?? "another version"), which has the say",
                fix: hub.map { "--version \($0.version)" } ?? ""
            )
        } else if let lack = subject.lack(for: hook), !has(hook) {
            refuse(hook, "its example is about \(lack), and \(kind.name) has none", fix: "add one, and remove it later")
        } else {
            if !has(hook) || isWritten(hook) { plans += HookFiles.plans(hook, subject) }
            mark(hook, subject)
            if let plugIn = hook.plugIn(of: placed.resource.kind) { try give(plugIn) }
        }
    }

    /// Whether the kind has it, wherever it is written.
    private func has(_ hook: Hook) -> Bool {
        if let adopted = hook.adopted { return kind.hooks.contains(adopted) }
        if let subresource = hook.subresource { return kind.subresources.contains { $0.name == subresource.name } }
        return hook == .selectable && !kind.selectableFields.isEmpty
    }

    /// Whether its file is where it would be written: then it is reported as the user's.
    private func isWritten(_ hook: Hook) -> Bool {
        HookFiles.sourcePath(hook, placed).map { Files.exists(Path.join(root, $0)) } ?? false
    }

    private mutating func mark(_ hook: Hook, _ subject: HookSubject) {
        switch hook {
        case .selectable where kind.selectableFields.isEmpty:
            mark("+selectableField:path=.\(subject.text?.jsonPath ?? "")")
        case .status where !kind.hasStatusSubresource: mark("+subresource:status")
        case .storageVersion where !kind.isStorageVersion: mark("+storageversion")
        case .scale where kind.scale == nil:
            mark(
                "+subresource:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas,"
                    + "labelSelectorPath=.status.selector"
            )
            addScaleFields()
        default:
            guard let subresource = hook.subresource, !has(hook) else { return }
            mark("+subresource:" + subresource.marker)
        }
    }

    private mutating func mark(_ marker: String) {
        amendments[kind.location.file, default: SourceAmendment()].mark(marker, above: kind.location.line)
    }

    // MARK: Fields

    /// The first field that every object has and whose type fits: of the spec, or of the kind itself.
    private func field(_ fits: (FieldType) -> Bool) -> HookSubject.Field? {
        let spec = kind.fields.first { $0.name == "spec" && !$0.isOptional }
        let places = [("spec.", structure(spec)?.fields ?? []), ("", kind.fields)]
        for (start, fields) in places {
            let fitting = fields.filter { !$0.isOptional && fits($0.type) }
            // What the hook `scale` added is not what the kind is about.
            guard let field = fitting.first(where: { $0.name != "replicas" }) ?? fitting.first else { continue }
            let json = start.isEmpty ? "" : (spec?.jsonName ?? "spec") + "."
            let type = field.swiftType.isEmpty ? "Int" : field.swiftType
            return HookSubject.Field(path: start + field.name, jsonPath: json + field.jsonName, type: type)
        }
        return nil
    }

    private func isInteger(_ type: FieldType) -> Bool {
        if case .integer = type { true } else { false }
    }

    private func structure(_ field: APIField?) -> APIType? {
        guard case .structure(let name)? = field?.type else { return nil }
        return model.types[name]
    }

    private mutating func addScaleFields() {
        let parts = ["spec", "status"].map { name in structure(kind.fields.first { $0.name == name }) }
        guard let spec = parts[0], let status = parts[1] else {
            return refuse(.scale, "\(kind.name) has no struct for its spec or its status")
        }
        add(
            to: spec,
            "replicas",
            [
                "/// How many there should be; `kubectl scale` and autoscalers write it.",
                "// +k8s:minimum=0", "public var replicas: Int32 = 1",
            ]
        )
        add(
            to: status,
            "replicas",
            ["/// How many there are; whoever makes them writes it.", "public var replicas: Int32?"]
        )
        add(
            to: status,
            "selector",
            [
                "/// Which objects are counted, as a label selector; autoscalers need it.",
                "public var selector: String?",
            ]
        )
    }

    private mutating func add(to type: APIType, _ field: String, _ lines: [String]) {
        guard !type.fields.contains(where: { $0.name == field }) else { return }
        amendments[type.location.file, default: SourceAmendment()].insert(lines, into: type.location.line)
    }

    // MARK: Files that are there

    private mutating func amend() throws(Problems) {
        for (path, amendment) in amendments.sorted(by: { $0.key < $1.key }) {
            guard let text = try text(path) else { continue }
            guard let amended = amendment.applied(to: text) else {
                problems.append(
                    Problem(
                        "AB2020",
                        "\(path) has no place for the fields of a hook",
                        cause: "the brace of a struct does not stand at the end of its first line",
                        fix: "put it there: apiserver-boot does not change the rest of the file"
                    )
                )
                continue
            }
            replace(path, amended, note: "lines added above and in the kind")
        }
    }

    private mutating func give(_ plugIn: String) throws(Problems) {
        let name = "\(placed.group.namespace).\(placed.version.namespace).\(plugIn)"
        guard let text = try text(ServerMainAmendment.path),
            let amended = ServerMainAmendment.adding(name, to: text)
        else {
            problems.append(
                Problem(
                    "AB2021",
                    "\(ServerMainAmendment.path) has no place for the plug-in \(name)",
                    cause: "there is no APIServerCommand(…, storage: […]) in it",
                    fix: "write admission: [] behind storage: of APIServerCommand, and run the command again"
                )
            )
            return
        }
        if amended != text { replace(ServerMainAmendment.path, amended, note: "admission: \(name)()") }
    }

    private func text(_ path: String) throws(Problems) -> String? {
        if let plan = plans.first(where: { $0.path == path && $0.ownership == .amended }) {
            return String(decoding: plan.contents, as: UTF8.self)
        }
        do {
            let bytes = try Files.read(Path.join(root, path)) ?? plans.first { $0.path == path }?.contents
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        } catch { throw Problems(Problem(error)) }
    }

    /// Puts a plan in the place of the one for the same file.
    private mutating func replace(_ path: String, _ text: String, note: String) {
        let isNew = !Files.exists(Path.join(root, path))
        let old = plans.firstIndex { $0.path == path }
        let plan = FilePlan(
            path,
            text,
            ownership: isNew ? .user : .amended,
            note: isNew ? old.map { plans[$0].note } ?? "" : note
        )
        if let old { plans[old] = plan } else { plans.append(plan) }
    }

    private mutating func refuse(_ hook: Hook, _ cause: String, fix: String = "") {
        problems.append(Problem("AB2019", "'--hook \(hook.rawValue)' does not fit", cause: cause, fix: fix))
    }
}
