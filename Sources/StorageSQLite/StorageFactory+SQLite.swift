internal import Glibc
public import Storage

extension StorageFactory {
    /// Objects are kept in one file on disk: `--storage=sqlite --sqlite-file=FILE`.
    public static let sqlite = StorageFactory(
        name: "sqlite",
        flags: [
            Flag(
                "sqlite-file",
                placeholder: "FILE",
                help: "Where the objects are kept; made if it does not exist.",
                defaultValue: "apiserver.local.config/data.sqlite"
            )
        ],
        emptiness: { values in
            guard let path = values["sqlite-file"], unsafe access(path, F_OK) == 0 else {
                return "there is no file \(values["sqlite-file"] ?? "")"
            }
            return nil
        },
        open: { values, _ throws(StorageError) in
            let path = values["sqlite-file"] ?? ":memory:"
            try makeFolder(of: path)
            return try await SQLiteBackend(path: path)
        }
    )

    /// Makes the folder of a file, and those above it, for the owner alone.
    private static func makeFolder(of path: String) throws(StorageError) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            made += part + "/"
            guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
                let cause = unsafe String(cString: strerror(errno))
                throw .unavailable("the folder \(made) of --sqlite-file cannot be made: \(cause)")
            }
        }
    }
}
