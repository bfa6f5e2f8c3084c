/// What goes into an image.
public struct ImageContents: Sendable {
    /// A program, linked statically: the image has nothing else to link.
    public struct Program: Sendable {
        /// Name in the root folder of the image.
        public var name: String
        /// The executable.
        public var bytes: [UInt8]

        /// Makes a program.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The programs; the first is what the image runs.
    public var programs: [Program]
    /// CA certificates that programs trust by default, PEM.
    public var authorities: [UInt8]
    /// As images call it: `amd64`, `arm64`.
    public var architecture: String
    /// What the image says of itself: `org.opencontainers.image.title` and the like.
    public var labels: [String: String]

    /// Makes contents.
    public init(programs: [Program], authorities: [UInt8], architecture: String, labels: [String: String] = [:]) {
        self.programs = programs
        self.authorities = authorities
        self.architecture = architecture
        self.labels = labels
    }

    /// Number of the user that the programs run as, and of the group; nobody else has it, nor a password.
    static let user = 65_532
    /// The folder that belongs to the user, where the programs begin.
    static let home = "var/lib/apiserver"
    static let authoritiesFile = "etc/ssl/certs/ca-certificates.crt"

    /// The one layer of the image, not compressed.
    func layer() -> [UInt8] {
        var archive = TarArchive()
        for program in programs.sorted(by: { $0.name < $1.name }) {
            archive.add(program.name, .file(ELFFile.withoutModuleHashes(program.bytes)), mode: 0o755)
        }
        for folder in ["etc", "etc/ssl", "etc/ssl/certs"] { archive.add(folder, .directory, mode: 0o755) }
        archive.add("etc/group", .file(Array("root:x:0:\nnonroot:x:\(Self.user):\n".utf8)), mode: 0o644)
        let users = "root:x:0:0:root:/:/none\nnonroot:x:\(Self.user):\(Self.user):nonroot:/\(Self.home):/none\n"
        archive.add("etc/passwd", .file(Array(users.utf8)), mode: 0o644)
        archive.add(Self.authoritiesFile, .file(authorities), mode: 0o644)
        archive.add("tmp", .directory, mode: 0o1777)
        for folder in ["var", "var/lib"] { archive.add(folder, .directory, mode: 0o755) }
        archive.add(Self.home, .directory, mode: 0o700, owner: Self.user)
        return archive.finished()
    }
}
