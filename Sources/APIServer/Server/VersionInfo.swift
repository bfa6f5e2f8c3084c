internal import JSON

/// What `/version` answers.
public struct VersionInfo: Sendable, Equatable {
    /// First number of the version, decimal digits; `0` by default.
    public var major: String
    /// Second number of the version; `1` by default.
    public var minor: String
    /// The whole version as a tag names it, which is what kubectl shows; `v0.1.0` by default.
    public var gitVersion: String
    /// Hash of the commit that was built.
    public var gitCommit: String
    /// `clean`, or `dirty` if the sources differed from the commit.
    public var gitTreeState: String
    /// When the program was built, RFC 3339 in UTC; the start of 1970 by default, so that builds can be repeated.
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
