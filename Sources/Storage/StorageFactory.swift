public import EventLoop
public import Telemetry

/// What a store gets from the process that opens it.
public struct StorageEnvironment: Sendable {
    /// Where a store behind a network runs.
    public let loops: EventLoopGroup
    /// Where it logs.
    public let log: Logger

    /// Makes an environment.
    public init(loops: EventLoopGroup, log: Logger) {
        self.loops = loops
        self.log = log
    }
}

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
        /// Whether it says how often history is forgotten, in place of the server's flag for all stores.
        public let isCompaction: Bool

        /// Makes a flag.
        public init(
            _ name: String,
            placeholder: String,
            help: String,
            defaultValue: String? = nil,
            isCompaction: Bool = false
        ) {
            self.name = name
            self.placeholder = placeholder
            self.help = help
            self.defaultValue = defaultValue
            self.isCompaction = isCompaction
        }
    }

    /// Opens a store with the values of its flags.
    public typealias Open =
        @Sendable (
            _ values: [String: String],
            _ environment: StorageEnvironment
        ) async throws(StorageError) -> any StorageBackend

    /// What `--storage` calls it.
    public let name: String
    /// The flags that it reads.
    public let flags: [Flag]
    /// The flag that chooses this back end when `--storage` is not given; nil for none.
    public let isChosenBy: String?
    /// Opens the store with the values of its flags.
    public let open: Open
    /// Why nothing can be there before `open`, for whoever only wants what is there; nil if there may be something.
    public let emptiness: @Sendable (_ values: [String: String]) -> String?

    /// Makes a factory.
    public init(
        name: String,
        flags: [Flag] = [],
        isChosenBy: String? = nil,
        emptiness: @escaping @Sendable (_ values: [String: String]) -> String? = { _ in nil },
        open: @escaping Open
    ) {
        self.name = name
        self.flags = flags
        self.isChosenBy = isChosenBy
        self.emptiness = emptiness
        self.open = open
    }

    /// Everything is forgotten when the server ends.
    public static let memory = StorageFactory(
        name: "memory",
        emptiness: { _ in "--storage=memory begins empty" },
        open: { _, _ throws(StorageError) in MemoryBackend() }
    )
}
