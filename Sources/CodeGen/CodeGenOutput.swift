/// One file that the generator wrote, in memory.
public struct GeneratedFile: Sendable, Equatable {
    /// Path from the root of the project: `Sources/APIs/Generated/Groups.swift`.
    public var path: String
    /// The whole text, with a newline at the end.
    public var text: String

    /// Makes a file.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// What the generator made of its input.
public struct CodeGenOutput: Sendable, Equatable {
    /// All files below `Sources/APIs/Generated`, sorted by path; empty if there is an error among the diagnostics.
    public var files: [GeneratedFile]
    /// What the user should know, in the order of the sources.
    public var diagnostics: [Diagnostic]

    /// Makes an output.
    public init(files: [GeneratedFile], diagnostics: [Diagnostic]) {
        self.files = files
        self.diagnostics = diagnostics
    }

    /// Whether nothing was generated because of an error.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
