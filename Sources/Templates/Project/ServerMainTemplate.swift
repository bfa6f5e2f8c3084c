/// `Sources/apiserver/main.swift`.
enum ServerMainTemplate {
    static func text(_ context: TemplateContext) -> String {
        """
        import APIServer
        import APIs
        import StorageSQLite

        await APIServerCommand(name: "apiserver", groups: APIs.groups, storage: [.memory, .sqlite]).main()

        """
    }
}
