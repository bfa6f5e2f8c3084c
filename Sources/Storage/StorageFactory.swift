/// A back end that a server can be started with.
///
/// `main` lists the ones it links: `storage: [.memory, .sqlite]`. Each says which flags it reads, so that a server has
/// no flag that does nothing.
public struct StorageFactory: Sendable {
    /// One command-line flag of a back end.
    public struct Flag: Sendable, Equatable {
        /// Name without dashes: `sqlite-file`.
        public let name: String
        /// What stands for its value in the help: `FILE`.
        public let placeholder: String
        /// One sentence.
        public let help: String
        /// Value when the flag is not given; nil for none.
        public let defaultValue: String?

        /// Makes a flag.
        public init(_ name: String, placeholder: String, help: String, defaultValue: String? = nil) {
            self.name = name
            self.placeholder = placeholder
            self.help = help
            self.defaultValue = defaultValue
        }
    }

    /// What `--storage` calls it.
    public let name: String
    /// The flags that it reads.
    public let flags: [Flag]
    /// Opens the store with the values of its flags.
    public let open: @Sendable (_ values: [String: String]) async throws(StorageError) -> any StorageBackend
    /// Why nothing can be there before `open`, for whoever only wants what is there; nil if there may be something.
    public let emptiness: @Sendable (_ values: [String: String]) -> String?

    /// Makes a factory.
    public init(
        name: String,
        flags: [Flag] = [],
        emptiness: @escaping @Sendable (_ values: [String: String]) -> String? = { _ in nil },
        open: @escaping @Sendable (_ values: [String: String]) async throws(StorageError) -> any StorageBackend
    ) {
        self.name = name
        self.flags = flags
        self.emptiness = emptiness
        self.open = open
    }

    /// Everything is forgotten when the server ends.
    public static let memory = StorageFactory(
        name: "memory",
        emptiness: { _ in "--storage=memory begins empty" },
        open: { _ throws(StorageError) in MemoryBackend() }
    )
}
