public import Project

/// The files of controllers.
public enum ControllerFiles {
    /// The list of all controllers.
    public static let listPath = "Sources/Controllers/Controllers.swift"
    /// The program that runs them.
    public static let product = "controller-manager"
    /// Where controllers lie.
    public static let folder = "Sources/Controllers"

    /// Files that every project has, with or without controllers; the user's once they are written.
    static func project() -> [FilePlan] {
        [
            FilePlan(listPath, list, ownership: .user),
            FilePlan("Sources/controller-manager/main.swift", main, ownership: .user),
            FilePlan("Tests/ControllersTests/ControllersTests.swift", tests, ownership: .user),
        ]
    }

    /// The files of the controller of a kind; the user's once they are written.
    ///
    /// - Parameters:
    ///   - placed: the kind.
    ///   - isFresh: whether its type is the one that the tool writes; then the controller acts, and has tests.
    /// - Returns: plans of files of the user.
    public static func plans(_ placed: PlacedResource, isFresh: Bool) -> [FilePlan] {
        let text = isFresh ? ControllerTemplate.text(placed) : ControllerTemplate.plain(placed)
        let source = FilePlan(sourcePath(placed), text, ownership: .user, note: "edit me: reconcile")
        guard isFresh else { return [source] }
        return [
            source,
            FilePlan(
                "Tests/ControllersTests/\(typeName(placed))Tests.swift",
                ControllerTemplate.tests(placed),
                ownership: .user
            ),
        ]
    }

    /// `Sources/Controllers/BeeController.swift`.
    public static func sourcePath(_ placed: PlacedResource) -> String { "\(folder)/\(typeName(placed)).swift" }

    /// `BeeController`; unique, as the names of files are.
    static func typeName(_ placed: PlacedResource) -> String {
        placed.resource.fileStem.filter { $0 != "+" } + "Controller"
    }

    /// The list with one more controller; nil if the place for it is not found.
    public static func adding(_ placed: PlacedResource, to text: String) -> String? {
        let call = typeName(placed) + "()"
        if text.contains(typeName(placed) + "(") { return text }
        guard let end = text.firstRange(of: "\n    ]") else { return nil }
        var changed = text
        changed.insert(contentsOf: "\n        \(call),", at: end.lowerBound)
        return changed
    }

    private static let list = """
        import ControllerRuntime

        /// The controllers of this project.
        public enum Controllers {
            /// All of them, as `bin/controller-manager` runs them.
            public static let all: [any Reconciler] = [
                // `create group version resource` adds the controllers that it writes.
            ]
        }

        """

    private static let main = """
        import ControllerRuntime
        import Controllers

        await ControllerManagerCommand(name: "controller-manager", reconcilers: Controllers.all).main()

        """

    private static let tests = """
        import ControllerRuntime
        import Controllers
        import Testing

        @Suite struct ControllersTests {
            /// Names stand in logs, metrics and events.
            @Test func everyControllerHasANameOfItsOwn() {
                let names = Controllers.all.map { $0.name }
                #expect(Set(names).count == names.count)
            }
        }

        """
}
