internal import CProcess

extension ReadyProbe {
    /// Asks `/readyz` of a server on this machine.
    static func https(port: UInt16, _ credentials: LocalCredentials) -> ReadyProbe {
        ReadyProbe { apiboot_is_port_free(port) == 0 ? nil : "" }
    }
}
