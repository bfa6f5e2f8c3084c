internal import Glibc

/// A call to the system that failed.
struct SystemError: Error, Equatable, CustomStringConvertible {
    /// What was tried.
    let operation: String
    /// The number of the system's error.
    let code: Int32

    var description: String { unsafe "cannot \(operation): \(String(cString: strerror(code)).lowercased())" }
}
