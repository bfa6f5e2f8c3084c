internal import Project
/// `build executables`
enum BuildExecutables {
    static let spec = CommandSpec("build executables", section: .build, abstract: "Build the server") { _ in Outcome() }
}
