import EventLoop
import Storage
import StorageTestSupport
import Telemetry
import Testing

@testable import StorageEtcd

@Suite(.enabled(if: EtcdServer.isInstalled, "etcd is not installed"), .timeLimit(.minutes(1)))
struct EtcdBackendTests {
    @Test(arguments: StorageContract.cases)
    func keepsTheContract(_ contract: StorageContract.Case) async throws {
        try await withEtcd { server, loops in
            let store = try EtcdBackend(EtcdOptions(servers: [server.url], prefix: "/"), on: loops, log: .silent)
            try await contract.run(store)
            await store.close()
        }
    }
}
