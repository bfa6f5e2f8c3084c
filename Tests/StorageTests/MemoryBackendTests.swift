import Storage
import StorageTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct MemoryBackendTests {
    @Test(arguments: StorageContract.embeddedCases)
    func keepsTheContract(_ contract: StorageContract.Case) async throws {
        try await contract.run(MemoryBackend())
    }
}
