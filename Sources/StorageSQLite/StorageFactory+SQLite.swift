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
        ]
    ) { values throws(StorageError) in
        try await SQLiteBackend(path: values["sqlite-file"] ?? ":memory:")
    }
}
