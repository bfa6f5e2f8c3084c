import APIServer
import APIs
import StorageEtcd
import StorageSQLite

await APIServerCommand(
    name: "wardle",
    title: "Wardle",
    groups: APIs.groups,
    storage: [.memory, .etcd(prefix: "/registry/wardle.example.com"), .sqlite],
    admission: [BanFlunder()]
).main()
