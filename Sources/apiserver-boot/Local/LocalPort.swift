internal import CProcess
internal import Project

/// Finds the port that the server listens on.
enum LocalPort {
    private static let attempts: UInt16 = 100

    /// Reads `--secure-port`.
    static func parse(_ text: String) throws(Problems) -> UInt16 {
        if let port = UInt16(text) { return port }
        throw Problems(
            Problem(
                "AB5005",
                "'--secure-port \(text)' is no port",
                cause: "a port is a number from 1 to 65535; 0 takes any that is free",
                fix: "--secure-port 9443"
            )
        )
    }

    /// A wanted port, for people.
    static func text(_ wanted: UInt16) -> String { wanted == 0 ? "a free port" : "port \(wanted)" }

    /// The wanted port if nobody uses it, otherwise the next free one; 0 takes any.
    static func choose(_ wanted: UInt16) throws(Problems) -> UInt16 {
        if wanted == 0 {
            let port = apiboot_free_port()
            if port > 0 { return UInt16(port) }
        } else {
            for port in wanted...(wanted > UInt16.max - attempts ? UInt16.max : wanted + attempts)
            where apiboot_is_port_free(port) != 0 { return port }
        }
        throw Problems(
            Problem(
                "AB5006",
                "there is no free port",
                cause: wanted == 0 ? "the system has none left" : "\(wanted) and the next \(attempts) are in use",
                fix: "--secure-port 0",
                status: .preflight
            )
        )
    }
}
