internal import Glibc
internal import Project

/// Programs on the search path.
enum Toolchain {
    /// The full path of a program; nil if there is none.
    static func find(_ name: String) -> String? {
        for folder in (Environment.current["PATH"] ?? "").split(separator: ":") {
            let path = Path.join(String(folder), name)
            if unsafe access(path, X_OK) == 0, Files.kind(path) != .directory { return path }
        }
        return nil
    }

    /// The Swift package manager's front end.
    static func swift() throws(Problems) -> String {
        if let path = find("swift") { return path }
        throw Problems(
            Problem(
                "AB4201",
                "there is no 'swift' on the search path",
                cause: "building a project needs the Swift toolchain, version 6.2 or newer",
                fix: "install it from https://www.swift.org/install/linux and add it to PATH",
                status: .preflight
            )
        )
    }
}
