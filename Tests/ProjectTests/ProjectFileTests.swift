import Project
import Testing

@Suite struct ProjectFileTests {
    private static let creatures: Project = {
        var project = Project(cliVersion: "0.1.0", name: "creatures", domain: "example.com", package: "creatures")
        project.groups = [
            Project.Group(
                "insect",
                versions: [
                    Project.Version(
                        "v1beta1",
                        resources: [
                            Project.Resource(kind: "Bee", shortNames: ["be"], categories: ["all"]),
                            Project.Resource(kind: "Hive", isNamespaced: false, file: "Hive+V1beta1"),
                        ]
                    ),
                    Project.Version("v1"),
                ]
            ),
            Project.Group("yes"),
        ]
        return project
    }()

    @Test(arguments: [Project.Runtime.vendored, .path("../runtime"), .path("/a b/c: d")])
    func readsWhatItWrites(_ runtime: Project.Runtime) throws {
        var project = Self.creatures
        project.runtime = runtime
        #expect(try ProjectFile.parse(ProjectFile.bytes(of: project)) == project)
    }

    @Test(
        arguments: [
            ("", .wrongType("the file", expected: "a mapping")),
            ("projectVersion: 2\nname: a\ndomain: b.c\n", .unknownFormat(2)),
            ("name: a\ndomain: b.c\n", .missing("projectVersion")),
            ("projectVersion: 1\ndomain: b.c\n", .missing("name")),
            ("projectVersion: 1\nname: a\ndomain: 5\n", .wrongType("domain", expected: "text")),
            ("projectVersion: 1\nname: a\ndomain: b.c\nfoo: 1\n", .unknownMember("foo")),
            (
                "projectVersion: 1\nname: a\ndomain: b.c\ngroups:\n- name: g\n  versions:\n  - nam: v1\n",
                .unknownMember("groups[0].versions[0].nam")
            ),
            (
                "projectVersion: 1\nname: a\ndomain: b.c\nruntime: git\n",
                .wrongType("runtime", expected: "'vendored' or 'path:DIR'")
            ),
        ] as [(String, ProjectFormatError)]
    )
    func saysWhatIsWrong(_ text: String, _ error: ProjectFormatError) {
        #expect(throws: error) { try ProjectFile.parse(Array(text.utf8)) }
    }

    @Test func findsNoProjectInAnEmptyFolder() throws {
        let folder = try TemporaryFolder()
        #expect(try ProjectFile.load(root: folder.path) == nil)
    }

    @Test(arguments: [
        "projectVersion: 1\nname: a\ndomain: k8s.io\n",
        "projectVersion: 1\nname: a\ndomain: b.c\ngroups:\n- name: ../../etc\n",
        "projectVersion: 1\nname: a\ndomain: b.c\ngroups: [{name: g, versions: [{name: v1, resources: [{kind: a/b}]}]}]\n",
        "{",
    ])
    func refusesNamesThatNoCommandWouldWrite(_ text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("PROJECT", text)
        #expect(throws: Problems.self) { try ProjectFile.load(root: folder.path) }
    }
}

@Suite struct ProjectChangesTests {
    private func project() -> Project {
        Project(cliVersion: "0.1.0", name: "creatures", domain: "example.com", package: "creatures")
    }

    @Test func addsOnce() throws {
        var project = project()
        let bee = Project.Resource(kind: "Bee")
        #expect(try project.add(bee, to: "insect", version: "v1"))
        let before = project
        #expect(try !project.add(bee, to: "insect", version: "v1"))
        #expect(project == before)
        #expect(project.resources.map(\.apiVersion) == ["insect.example.com/v1"])
        #expect(project.resources.map(\.swiftType) == ["Insect.V1.Bee"])
    }

    @Test func givesEveryFileAName() throws {
        var project = project()
        for (group, version) in [("insect", "v1beta1"), ("insect", "v1"), ("animal", "v1"), ("animal", "v2")] {
            try project.add(Project.Resource(kind: "Bee"), to: group, version: version)
        }
        #expect(project.resources.map(\.resource.fileStem) == ["Bee", "Bee+V1", "Bee+AnimalV1", "Bee+V2"])
    }

    @Test(arguments: [
        (Project.Resource(kind: "Bee", plural: "apes"), "v1", ["AB2013"]),
        (Project.Resource(kind: "Bee", plural: "apes"), "v2", ["AB2014"]),
        (Project.Resource(kind: "Bee", isNamespaced: false), "v2", ["AB2015"]),
        (Project.Resource(kind: "Bumble", plural: "bees"), "v1", ["AB2016"]),
        (Project.Resource(kind: "Beetle", shortNames: ["be"]), "v2", ["AB2016"]),
    ])
    func refusesClashes(_ resource: Project.Resource, _ version: String, _ ids: [String]) throws {
        var project = project()
        try project.add(Project.Resource(kind: "Bee", shortNames: ["be"]), to: "insect", version: "v1")
        let before = project
        let problems = #expect(throws: Problems.self) { try project.add(resource, to: "insect", version: version) }
        #expect(problems?.list.map(\.id) == ids)
        #expect(project == before)
    }

    @Test func refusesGroupsOfOneSwiftName() throws {
        var project = project()
        try project.add(group: "a-b")
        let problems = #expect(throws: Problems.self) { try project.add(group: "a.b") }
        #expect(problems?.list.map(\.id) == ["AB2012"])
    }
}
