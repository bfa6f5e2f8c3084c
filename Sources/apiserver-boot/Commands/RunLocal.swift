internal import Project
/// `run local`
enum RunLocal {
    static let spec = CommandSpec("run local", section: .run, abstract: "Run") { _ in Outcome() }
}
