import Storage
import StorageSQLite
import StorageTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SQLiteBackendTests {
    @Test(arguments: StorageContract.embeddedCases)
    func keepsTheContractInAFile(_ contract: StorageContract.Case) async throws {
        try await withFolder { folder in
            let store = try await SQLiteBackend(path: folder + "/store.db")
            try await contract.run(store)
            await store.close()
        }
    }

    @Test(arguments: StorageContract.embeddedCases)
    func keepsTheContractInMemory(_ contract: StorageContract.Case) async throws {
        let store = try await SQLiteBackend(path: ":memory:")
        try await contract.run(store)
        await store.close()
    }
}
