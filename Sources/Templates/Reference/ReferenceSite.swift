/// The documentation of an API as files: a page that needs no server and no network, and the same in Markdown.
public enum ReferenceSite {
    /// One file of it.
    public struct File: Sendable, Equatable {
        /// From the folder of the documentation.
        public var name: String
        /// The whole text.
        public var text: String
    }

    /// Stands near the beginning of every file: what has it may be replaced and removed.
    public static let mark = "Made by apiserver-boot build docs. Do not edit."

    /// The names of all files.
    public static let names = [page, style, script, markdown]

    /// The page that a browser opens.
    public static let page = "index.html"
    static let style = "style.css"
    static let script = "script.js"
    static let markdown = "reference.md"

    /// All files for a reference, in the order of `names`.
    public static func files(_ reference: APIReference) -> [File] {
        [
            File(name: page, text: ReferencePage(reference: reference).html().text + "\n"),
            File(name: style, text: ReferenceStyle.text),
            File(name: script, text: ReferenceScript.text),
            File(name: markdown, text: ReferenceMarkdown(reference: reference).text()),
        ]
    }

    /// Whether a file is one of these, and nobody else's.
    public static func isOwn(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.prefix(200), as: UTF8.self).contains(mark)
    }
}
