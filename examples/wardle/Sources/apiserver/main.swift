import APIServer
import APIs
import StorageSQLite

await APIServerCommand(
    name: "wardle",
    title: "Wardle",
    groups: APIs.groups,
    storage: [.memory, .sqlite],
    admission: [BanFlunder()]
).main()
