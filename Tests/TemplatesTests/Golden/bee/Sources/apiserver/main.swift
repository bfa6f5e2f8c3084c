import APIServer
import APIs
import StorageSQLite

await APIServerCommand(name: "apiserver", groups: APIs.groups, storage: [.memory, .sqlite]).main()
