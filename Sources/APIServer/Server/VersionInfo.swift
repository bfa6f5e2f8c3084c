internal import JSON

/// What `/version` answers.
public struct VersionInfo: Sendable, Equatable {
    public var major: String
    public var minor: String
    public var gitVersion: String
    public var gitCommit: String
    public var gitTreeState: String
    public var buildDate: String

    /// Makes version information; what is not known stays empty.
    public init(
        major: String = "0",
        minor: String = "1",
        gitVersion: String = "v0.1.0",
        gitCommit: String = "",
        gitTreeState: String = "",
        buildDate: String = "1970-01-01T00:00:00Z"
    ) {
        self.major = major
        self.minor = minor
        self.gitVersion = gitVersion
        self.gitCommit = gitCommit
        self.gitTreeState = gitTreeState
        self.buildDate = buildDate
    }

    /// The document, in the members of Kubernetes' `version.Info`.
    var json: JSONValue {
        [
            "major": .string(major),
            "minor": .string(minor),
            "emulationMajor": .string(major),
            "emulationMinor": .string(minor),
            "minCompatibilityMajor": .string(major),
            "minCompatibilityMinor": .string(minor),
            "gitVersion": .string(gitVersion),
            "gitCommit": .string(gitCommit),
            "gitTreeState": .string(gitTreeState),
            "buildDate": .string(buildDate),
            "goVersion": "swift6.3",
            "compiler": "swiftc",
            "platform": .string(Self.platform),
        ]
    }

    private static var platform: String {
        #if arch(arm64)
        "linux/arm64"
        #else
        "linux/amd64"
        #endif
    }
}
