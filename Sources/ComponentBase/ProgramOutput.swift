internal import Glibc

/// What programs print besides their log.
package enum ProgramOutput {
    /// Prints on the standard output; blocks until it is taken.
    package static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Prints on the standard error; blocks until it is taken.
    package static func complain(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
