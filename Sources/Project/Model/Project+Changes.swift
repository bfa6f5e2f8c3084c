extension Project {
    /// Adds a group; returns false if it is there already.
    @discardableResult
    public mutating func add(group name: String) throws(Problems) -> Bool {
        if groups.contains(where: { $0.name == name }) { return false }
        let namespace = SwiftNames.namespace(ofGroup: name)
        if let other = groups.first(where: { $0.namespace == namespace }) {
            throw Problems(
                Problem(
                    "AB2012",
                    "the groups '\(name)' and '\(other.name)' have the same name in Swift",
                    cause: "both would be the namespace '\(namespace)'",
                    fix: "choose another --group"
                )
            )
        }
        groups.append(Group(name))
        return true
    }

    /// Adds a version, and its group where needed; returns false if both are there already.
    @discardableResult
    public mutating func add(version name: String, to group: String) throws(Problems) -> Bool {
        let isNewGroup = try add(group: group)
        guard let place = groups.firstIndex(where: { $0.name == group }) else { return isNewGroup }
        if groups[place].versions.contains(where: { $0.name == name }) { return isNewGroup }
        groups[place].versions.append(Version(name))
        return true
    }

    /// Adds a resource, and its group and version where needed; returns false if all are there already.
    ///
    /// - Throws: all rules that the resource breaks together with those that are there.
    @discardableResult
    public mutating func add(
        _ resource: Resource,
        to group: String,
        version: String
    ) throws(Problems) -> Bool {
        var changed = self
        try changed.add(version: version, to: group)
        guard
            let place = changed.groups.firstIndex(where: { $0.name == group }),
            let row = changed.groups[place].versions.firstIndex(where: { $0.name == version })
        else { return false }
        if let present = changed.groups[place].versions[row].resources.first(where: { $0.kind == resource.kind }) {
            var wanted = resource
            (wanted.file, wanted.hasController) = (present.file, present.hasController)
            guard present != wanted else { return false }
            throw Problems(Self.differs(present, from: wanted, in: version))
        }
        let problems = Self.clashes(of: resource, in: changed.groups[place])
        guard problems.isEmpty else { throw Problems(problems) }
        var placed = resource
        let taken = Set(changed.resources.map(\.resource.fileStem))
        placed.file = Self.freeFile(for: resource.kind, group: changed.groups[place], version: version, taken)
        changed.groups[place].versions[row].resources.append(placed)
        self = changed
        return true
    }

    /// Notes that a kind has a controller.
    ///
    /// - Throws: `Problems` if there is no such kind.
    public mutating func addController(kind: String, in group: String, version: String) throws(Problems) {
        for place in groups.indices where groups[place].name == group {
            for row in groups[place].versions.indices where groups[place].versions[row].name == version {
                for column in groups[place].versions[row].resources.indices
                where groups[place].versions[row].resources[column].kind == kind {
                    groups[place].versions[row].resources[column].hasController = true
                    return
                }
            }
        }
        throw Problems(
            Problem(
                "AB2024",
                "there is no kind '\(kind)' in \(group)/\(version)",
                cause: "--skip-resource writes the controller of a kind that is there",
                fix: "leave --skip-resource out"
            )
        )
    }

    /// Gives resources that would share the name of a Swift file names of their own; the first keeps the short one.
    mutating func separateFiles() {
        var taken = Set(resources.compactMap(\.resource.file))
        for group in groups.indices {
            for version in groups[group].versions.indices {
                let name = groups[group].versions[version].name
                for place in groups[group].versions[version].resources.indices {
                    let resource = groups[group].versions[version].resources[place]
                    guard resource.file == nil else { continue }
                    let file = Self.freeFile(for: resource.kind, group: groups[group], version: name, taken)
                    groups[group].versions[version].resources[place].file = file
                    taken.insert(file ?? resource.kind)
                }
            }
        }
    }

    /// A file name that is not taken; nil for the default.
    private static func freeFile(for kind: String, group: Group, version: String, _ taken: Set<String>) -> String? {
        guard taken.contains(kind) else { return nil }
        let short = kind + "+" + SwiftNames.namespace(ofVersion: version)
        return taken.contains(short) ? kind + "+" + group.namespace + SwiftNames.namespace(ofVersion: version) : short
    }

    private static func differs(_ present: Resource, from wanted: Resource, in version: String) -> Problem {
        var differences: [String] = []
        func compare(_ option: String, _ old: String, _ new: String) {
            if old != new { differences.append("\(option) is '\(old)', not '\(new)'") }
        }
        compare("--resource", present.plural, wanted.plural)
        compare("--singular", present.singular, wanted.singular)
        compare("--short-name", present.shortNames.joined(separator: ","), wanted.shortNames.joined(separator: ","))
        compare("--category", present.categories.joined(separator: ","), wanted.categories.joined(separator: ","))
        compare("the scope", scope(present), scope(wanted))
        return Problem(
            "AB2013",
            "the kind '\(present.kind)' exists in \(version) with other names",
            cause: differences.joined(separator: "; "),
            fix: "repeat the command without these options, or edit PROJECT and the '+resource' marker of the type",
            status: .conflict
        )
    }

    /// What two resources of one group cannot share, and what two versions of a kind must.
    private static func clashes(of resource: Resource, in group: Group) -> [Problem] {
        var problems: [Problem] = []
        for version in group.versions {
            for other in version.resources {
                if other.kind == resource.kind {
                    problems += disagreements(of: resource, with: other, in: version.name)
                } else {
                    problems += sharedNames(of: resource, with: other)
                }
            }
        }
        return problems
    }

    private static func disagreements(of resource: Resource, with other: Resource, in version: String) -> [Problem] {
        var problems: [Problem] = []
        if other.plural != resource.plural {
            problems.append(
                Problem(
                    "AB2014",
                    "'\(resource.kind)' is called '\(other.plural)' in \(version), not '\(resource.plural)'",
                    cause: "all versions of a kind share one resource name",
                    fix: "--resource \(other.plural)"
                )
            )
        }
        if other.isNamespaced != resource.isNamespaced {
            problems.append(
                Problem(
                    "AB2015",
                    "'\(resource.kind)' is \(scope(other)) in \(version)",
                    cause: "all versions of a kind live in the same place",
                    fix: other.isNamespaced ? "leave out --non-namespaced" : "add --non-namespaced"
                )
            )
        }
        return problems
    }

    private static func sharedNames(of resource: Resource, with other: Resource) -> [Problem] {
        let own = Set([resource.plural, resource.singular] + resource.shortNames)
        let shared = own.intersection([other.plural, other.singular] + other.shortNames)
        return shared.sorted().map { name in
            Problem(
                "AB2016",
                "the name '\(name)' already means '\(other.kind)' in this group",
                cause: "plural, singular and short names must tell the resources of a group apart",
                fix: "choose another --resource, --singular or --short-name"
            )
        }
    }

    private static func scope(_ resource: Resource) -> String { resource.isNamespaced ? "namespaced" : "cluster-wide" }
}
