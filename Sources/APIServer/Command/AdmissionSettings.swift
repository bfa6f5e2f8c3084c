internal import ComponentBase

/// What the flags say about admission: that of the cluster and the server's own plug-ins.
struct AdmissionSettings: Sendable, Equatable {
    /// Names of the plug-ins that are on.
    var enabled: Set<String>

    /// What is served, in the order in which it is asked.
    static let served = [NamespaceLifecycle.name, MutatingWebhooks.name, ValidatingWebhooks.name]
    /// Upstream's other plug-ins of extension servers: they need CEL, which is not here.
    static let left = ["MutatingAdmissionPolicy", "ValidatingAdmissionPolicy"]

    /// Whether any of the cluster's plug-ins is on.
    var asksCluster: Bool { !enabled.isDisjoint(with: Self.served) }

    /// What flags call a plug-in: its type.
    static func name(of plugin: any AdmissionPlugin) -> String { String(describing: type(of: plugin)) }

    /// - Parameters:
    ///   - flags: the command line.
    ///   - own: names of the server's own plug-ins.
    /// - Throws: every fault with what to type instead.
    init(_ flags: CommandFlags, own: [String] = []) throws(CommandLineError) {
        let wanted = try flags.list("enable-admission-plugins")
        let unwanted = try flags.list("disable-admission-plugins")
        if let name = wanted.first(where: Self.left.contains) {
            throw CommandLineError(
                what: "--enable-admission-plugins: \(name) is not served, for there is no CEL here",
                fix: "leave it out, or use a webhook"
            )
        }
        for (flag, names) in [("enable", wanted), ("disable", unwanted)] {
            let known = Self.served + own + Self.left
            guard let unknown = names.first(where: { !known.contains($0) }) else { continue }
            throw CommandLineError(
                what: "--\(flag)-admission-plugins: there is no plug-in \(unknown)",
                fix: "choose from: \((flag == "enable" ? Self.served + own : known).joined(separator: ", "))"
            )
        }
        if let both = wanted.first(where: unwanted.contains) {
            throw CommandLineError(
                what: "\(both) is in --enable-admission-plugins and in --disable-admission-plugins",
                fix: "leave it out of one of them"
            )
        }
        enabled = Set(Self.served + own).subtracting(unwanted)
    }

    static func flags(own: [String] = []) -> [CommandFlag] {
        let names = (served + own).joined(separator: ", ")
        return [
            CommandFlag(
                "enable-admission-plugins",
                list: "NAMES",
                "Admission plug-ins to use: \(names). All are used anyway."
            ),
            CommandFlag("disable-admission-plugins", list: "NAMES", "Admission plug-ins to leave out."),
        ]
    }
}
