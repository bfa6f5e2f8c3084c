internal import CodeGen
internal import Glibc
internal import Project
internal import Templates

extension Problem {
    /// A call to the file system that failed.
    init(_ error: FileError) {
        let isFolder = error.code == EISDIR
        self.init(
            "AB4001",
            "\(error)",
            cause: isFolder ? "there is a folder where a file belongs" : "",
            fix: isFolder
                ? "move \(error.path) away" : "check the permissions and the space on the disk",
            status: .failure
        )
    }

    /// A change that was not written; everything is as it was before.
    init(_ error: TransactionError) {
        switch error {
        case .failed(let cause):
            self.init(
                "AB4002",
                "nothing was changed: \(cause)",
                cause: "the changes are written together or not at all",
                fix: "check the permissions and the space on the disk",
                status: .failure
            )
        case .busy(let process):
            self.init(
                "AB4003",
                "another apiserver-boot changes this project right now",
                cause: "process \(process) has not finished",
                fix: "try again when it has",
                status: .preflight
            )
        case .brokenJournal(let path):
            self.init(
                "AB4004",
                "a change that was cut short cannot be taken back",
                cause: "\(path) cannot be read",
                fix: "compare the project with git, then remove .apiserver-boot/transaction",
                status: .preflight
            )
        }
    }

    /// An edited file stands in the way.
    init(conflict change: Change) {
        // The note says both, for the list of changes.
        let parts = change.note.split(separator: "; ", maxSplits: 1).map(String.init)
        self.init(
            "AB4005",
            "\(change.path) was not changed",
            cause: parts.first ?? "",
            fix: parts.count > 1 ? parts[1] : "bring it to the form that the tool writes, or delete it",
            status: .conflict
        )
    }

    /// A kind of PROJECT whose type is not there; `other` is a type in its place that PROJECT does not know.
    init(missing placed: PlacedResource, other: APIKind? = nil) {
        let kind = placed.resource.kind
        let file = other?.location.file ?? KindFiles.sourcePath(placed)
        self.init(
            "AB4103",
            "PROJECT names the kind \(kind) of \(placed.apiVersion), but there is no type \(placed.swiftType)",
            cause: other.map { "\(file) has \($0.name), which PROJECT does not name" }
                ?? "\(file), where it was written, or another file below Sources/APIs should have it",
            fix: other.map { "write kind: \($0.name) in PROJECT instead of \(kind), or call the type \(kind) again" }
                ?? "bring the type back, or take the lines about \(kind) out of PROJECT",
            status: .failure
        )
    }

    /// There is no project here.
    static func noProject(_ directory: String) -> Problem {
        Problem(
            "AB1010",
            "there is no project in \(directory)",
            cause: "neither this folder nor one above it has a file PROJECT",
            fix: "apiserver-boot init repo --domain example.com",
            status: .preflight
        )
    }
}
