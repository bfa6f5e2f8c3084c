internal import CEmbeddedRuntime

/// The sources of the runtime that the tool carries.
enum EmbeddedRuntime {
    /// How many files there are.
    static var count: Int { apiboot_embedded_count() }

    /// All files: path from the root of the runtime's package, and contents.
    static func files() -> [(path: String, contents: [UInt8])] {
        (0..<count).map { index in
            let file = unsafe apiboot_embedded_file_at(index)
            // The bytes are constants of the program: the pointer is valid for ever.
            let contents = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
            return (unsafe String(cString: file.path), contents)
        }
    }
}
