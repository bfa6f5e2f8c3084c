/// `Sources/apiserver/main.swift`.
enum ServerMainTemplate {
    /// How the server is started.
    static let call =
        #"await APIServerCommand(name: "apiserver", groups: APIs.groups, storage: [.memory, .sqlite]).main()"#

    static func text(_ context: TemplateContext) -> String {
        """
        import APIServer
        import APIs
        import StorageSQLite

        \(call)

        """
    }

    /// The same with admission plug-ins.
    static func call(with plugIns: [String]) -> String {
        """
        await APIServerCommand(
            name: "apiserver",
            groups: APIs.groups,
            storage: [.memory, .sqlite],
            admission: [
        \(plugIns.map { "        \($0)," }.joined(separator: "\n"))
            ]
        ).main()
        """
    }
}
