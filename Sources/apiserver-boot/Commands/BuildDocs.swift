internal import CodeGen
internal import Project
internal import Templates

/// The command `build docs`.
enum BuildDocs {
    static let spec = CommandSpec(
        "build docs",
        section: .build,
        abstract: "Write documentation of the API: a page for browsers, and Markdown",
        discussion: """
            Everything in it comes from the types below Sources/APIs: kinds, fields, rules, requests. No server, no store and no
            network is needed, neither to make it nor to read it: open \(folder)/\(ReferenceSite.page).

            What you may add:
              \(ReferenceTexts.exampleFolder)/<kind>/*.yaml        an example each: 'note' says what it shows, 'sample' is the
                                                 object; without one, the object in sample/ is shown
              \(ReferenceTexts.introductionFolder)/_<group>.md   an introduction to a group, in Markdown

            The same types make the same files. They are build output: .gitignore leaves \(folder) out, and 'build docs clean'
            removes it. Another folder is one of the project, too, and has no other files unless --force says so; add it to
            .gitignore. A file that somebody edited is a conflict, and --force replaces it.
            """,
        options: [output],
        examples: ["build docs", "build docs --output public"]
    ) { try run($0) }

    static let folder = "docs/build"
    static let output = OptionSpec(
        "output",
        .value("dir"),
        "Folder of the project for the documentation",
        defaultValue: folder
    )

    private static func run(_ invocation: Invocation) throws -> Outcome {
        let (root, project) = try invocation.project()
        let place = try DocumentationFolder(invocation, project, root: root)
        let (model, problems) = try GeneratedSources.check(project, root: root)
        try CreateOptions.settle(problems, invocation.console)
        let texts = try ReferenceTexts(project, model, root: root)
        ProblemReport.show(texts.warnings, invocation.console)
        let builder = ReferenceBuilder(
            model: model,
            title: project.name,
            introductions: texts.introductions,
            examples: texts.examples
        )
        _ = try invocation.apply(try place.filled(with: builder.build(), invocation))
        if invocation.isDryRun { return Outcome() }
        guard !model.kinds.isEmpty else { return Outcome(next: ["apiserver-boot " + CreateResource.firstKind]) }
        let isIgnored = place.path == folder
        return Outcome(
            next: ["open \(place.path)/\(ReferenceSite.page) in a browser"]
                + (isIgnored ? [] : ["add /\(place.path)/ to .gitignore: it is build output"])
        )
    }
}
