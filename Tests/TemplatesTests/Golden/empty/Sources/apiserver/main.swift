import APIServer
import APIs
import StorageEtcd
import StorageSQLite

await APIServerCommand(
    name: "apiserver",
    groups: APIs.groups,
    storage: [.memory, .etcd(prefix: "/registry/example.com"), .sqlite]
).main()
