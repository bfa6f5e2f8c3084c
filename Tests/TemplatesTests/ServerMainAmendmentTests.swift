import Templates
import Testing

@Suite struct ServerMainAmendmentTests {
    private static let scaffolded = """
        await APIServerCommand(
            name: "apiserver",
            groups: APIs.groups,
            storage: [.memory, .etcd(prefix: "/registry/example.com"), .sqlite]
        ).main()
        """
    private static let amended = """
        await APIServerCommand(
            name: "apiserver",
            groups: APIs.groups,
            storage: [.memory, .etcd(prefix: "/registry/example.com"), .sqlite],
            admission: [
                A.B(),
            ]
        ).main()
        """

    @Test(arguments: [
        (scaffolded, amended),
        (amended, amended),
        (amended.replacing("A.B", with: "C.D"), amended.replacing("A.B()", with: "C.D(),\n        A.B()")),
        ("APIServerCommand(storage: [f([1])])", "APIServerCommand(storage: [f([1])], admission: [A.B()])"),
        ("admission: []", "admission: [A.B()]"),
        ("admission: [C.D(x: [1])], services: []", "admission: [C.D(x: [1]), A.B()], services: []"),
        ("admission: [\n    C.D()\n]", "admission: [\n    C.D(),\n    A.B(),\n]"),
    ])
    func addsAPlugInOnce(_ before: String, _ after: String) {
        #expect(ServerMainAmendment.adding("A.B", to: before) == after)
    }

    @Test(arguments: [
        "", "admission: [C.D()", "print(1)", "storage: [.memory], admission: mine", "admission: mine, storage: []",
    ])
    func findsNoPlaceInOtherTexts(_ text: String) { #expect(ServerMainAmendment.adding("A.B", to: text) == nil) }
}
