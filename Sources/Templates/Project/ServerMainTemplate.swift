internal import Project

/// `Sources/apiserver/main.swift`.
enum ServerMainTemplate {
    static func text(_ context: TemplateContext) -> String {
        """
        import APIServer
        import APIs
        import StorageEtcd
        import StorageSQLite

        await APIServerCommand(
            name: "apiserver",
            groups: APIs.groups,
            storage: [.memory, .etcd(prefix: \(SwiftText.literal("/registry/" + context.project.domain))), .sqlite]
        ).main()

        """
    }
}
