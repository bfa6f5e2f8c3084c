import APIServer
import APIs
import StorageSQLite

await APIServerCommand(
    name: "wardle",
    groups: APIs.groups,
    storage: [.memory, .sqlite],
    admission: [BanFlunder()]
).main()
