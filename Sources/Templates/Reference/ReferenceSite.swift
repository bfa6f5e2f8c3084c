public import Project

/// The documentation of an API as files: a page that needs no server and no network, and the same in Markdown.
public enum ReferenceSite {
    /// One file of it.
    public struct File: Sendable, Equatable {
        /// From the folder of the documentation.
        public var name: String
        /// The whole text.
        public var text: String
    }

    /// Stands near the beginning of every file, with the seal that tells whether somebody edited it.
    static let heading = "Made by apiserver-boot build docs. Do not edit. " + Seal.blank

    /// The names of all files.
    public static let names = [page, style, script, markdown]

    /// The page that a browser opens.
    public static let page = "index.html"
    static let style = "style.css"
    static let script = "script.js"
    static let markdown = "reference.md"
    /// What stands where the kinds would be.
    static let emptiness = "This API has no kind yet."

    /// All files for a reference, in the order of `names`.
    public static func files(_ reference: APIReference) -> [File] {
        let files = [
            File(name: page, text: ReferencePage(reference: reference).html().text + "\n"),
            File(name: style, text: ReferenceStyle.text),
            File(name: script, text: ReferenceScript.text),
            File(name: markdown, text: ReferenceMarkdown(reference: reference).text()),
        ]
        return files.map { File(name: $0.name, text: Seal.sealed($0.text)) }
    }

    /// The same as files of the project, in a folder of it.
    public static func plans(_ reference: APIReference, in folder: String) -> [FilePlan] {
        files(reference).map { file in
            FilePlan(Path.join(folder, file.name), file.text, ownership: .sealed, bundle: folder)
        }
    }
}
