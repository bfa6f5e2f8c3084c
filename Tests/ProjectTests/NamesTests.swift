import Project
import Testing

@Suite struct NamesTests {
    @Test(arguments: ["example.com", "a.b", "my-team.example.co.uk", "1and1.com"])
    func acceptsDomain(_ name: String) {
        #expect(Names.domain(name) == [])
    }

    @Test(arguments: [
        ("", "AB1002"), ("example", "AB1002"), ("Example.com", "AB1002"), ("example..com", "AB1002"),
        ("-a.com", "AB1002"), ("a-.com", "AB1002"), ("example.com.", "AB1002"), ("under_score.com", "AB1002"),
        ("k8s.io", "AB1003"), ("my.k8s.io", "AB1003"), ("kubernetes.io", "AB1003"), ("apps.kubernetes.io", "AB1003"),
    ])
    func refusesDomain(_ name: String, _ id: String) {
        #expect(Names.domain(name).map(\.id) == [id])
        #expect(Names.domain(name).first?.severity == .error)
    }

    @Test(arguments: [
        ("ex ample", "example.com"), ("example", "example.example.com"), ("My Bees.com", "my-bees.com"),
        ("", "example.com"),
    ])
    func proposesAPlainDomain(_ name: String, _ domain: String) {
        #expect(Names.domain(name).first?.fix == "--domain \(domain)")
    }

    @Test(arguments: ["notk8s.io", "myk8s.io"])
    func tellsDomainsFromThoseThatOnlyEndAlike(_ name: String) {
        #expect(Names.domain(name) == [])
    }

    @Test(arguments: ["insect", "a", "a-1", "sub.group", "a23"])
    func acceptsGroup(_ name: String) {
        #expect(Names.group(name, domain: "example.com") == [])
    }

    @Test(arguments: [
        ("", "AB2001"), ("Insects", "AB2001"), ("1a", "AB2001"), ("a-", "AB2001"), ("a..b", "AB2001"),
        ("a_b", "AB2001"), ("../etc", "AB2001"), ("é", "AB2001"),
        ("insect.example.com", "AB2002"), (String(repeating: "a", count: 64), "AB2001"),
        (Array(repeating: String(repeating: "a", count: 60), count: 5).joined(separator: "."), "AB2003"),
    ])
    func refusesGroup(_ name: String, _ id: String) {
        #expect(Names.group(name, domain: "example.com").map(\.id) == [id])
    }

    @Test func notesGroupsOfKubernetes() {
        let problems = Names.group("apps", domain: "example.com")
        #expect(problems.map(\.id) == ["AB2004"])
        #expect(problems.map(\.severity) == [.note])
    }

    @Test(arguments: ["v1", "v2alpha1", "v10beta12"])
    func acceptsVersion(_ name: String) {
        #expect(Names.version(name) == [])
    }

    @Test(arguments: [
        "", "1", "v", "v0", "v01", "V1", "v1alpha", "v1alpha0", "v1alpha1beta2", "v1gamma1", "v1 ", "v1.0",
    ])
    func refusesVersion(_ name: String) {
        #expect(Names.version(name).map(\.id) == ["AB2005"])
    }

    @Test(arguments: ["Bee", "B", "BeeHive2", "HTTPRoute"])
    func acceptsKind(_ name: String) {
        #expect(Names.kind(name, group: "insect", version: "v1") == [])
    }

    @Test(arguments: [
        ("", "AB2006"), ("bee", "AB2006"), ("Bee-Hive", "AB2006"), ("2Bee", "AB2006"), ("Bée", "AB2006"),
        (String(repeating: "B", count: 64), "AB2006"),
        ("BeeList", "AB2007"), ("DeleteOptions", "AB2007"), ("Status", "AB2007"), ("Scale", "AB2007"),
        ("ObjectMeta", "AB2007"), ("Type", "AB2008"), ("Self", "AB2008"), ("Any", "AB2008"), ("String", "AB2008"),
    ])
    func refusesKind(_ name: String, _ id: String) {
        let problems = Names.kind(name, group: "insect", version: "v1")
        #expect(problems.map(\.id) == [id])
        #expect(problems.first?.severity == .error)
    }

    @Test(arguments: ["Task", "Result", "Error", "Data", "Process", "Operation"])
    func notesKindsThatSwiftKnows(_ name: String) {
        let problems = Names.kind(name, group: "insect", version: "v1beta1")
        #expect(problems.map(\.id) == ["AB2009"])
        #expect(problems.first?.cause.contains("Insect.V1beta1.\(name)") == true)
    }

    @Test func warnsOfShortNamesOfKubectl() {
        #expect(Names.label("po", option: "--short-name").map(\.id) == ["AB2011"])
        #expect(Names.label("po", option: "--category") == [])
    }

    @Test(arguments: [("My Project", "my-project"), ("42", "x"), ("--a--", "a"), ("Ünicode", "nicode")])
    func suggestsLabels(_ text: String, _ label: String) {
        #expect(Names.label(from: text, otherwise: "x") == label)
    }

    @Test(arguments: [
        ("--group Insects", "--group insects"), ("--group My_Group", "--group my-group"),
        ("--group ''", "--group insect"),
    ])
    func fixesAreValid(_ typed: String, _ fix: String) {
        let name = typed.dropFirst("--group ".count).filter { $0 != "'" }
        #expect(Names.group(String(name), domain: "example.com").first?.fix == fix)
    }
}

@Suite struct SwiftNamesTests {
    @Test(arguments: [
        ("insect", "Insect"), ("my-group", "MyGroup"), ("a.b", "AB"), ("storage", "StorageGroup"),
        ("string", "StringGroup"), ("testing", "TestingGroup"), ("task", "TaskGroup"),
    ])
    func namesGroups(_ group: String, _ namespace: String) {
        #expect(SwiftNames.namespace(ofGroup: group) == namespace)
    }

    @Test func namesVersions() {
        #expect(SwiftNames.namespace(ofVersion: "v1beta1") == "V1beta1")
    }
}
