internal import APIMachinery
internal import JSON
internal import KubeClient
internal import Transport

/// Sends requests to a cluster elsewhere.
struct ClusterClient: PlaneClient {
    let client: KubeClient

    func send(_ request: PlaneRequest) async -> PlaneAnswer {
        let message = KubeRequest(
            method: request.method,
            path: request.target,
            headers: [("accept", request.accept)],
            body: request.body.map { JSONWriter.bytes($0) } ?? [],
            contentType: request.contentType,
            timeout: .seconds(30)
        )
        do throws(KubeClientError) {
            let response = try await client.raw(message)
            return PlaneAnswer(status: response.status, json: (try? JSONReader.parse(response.body)) ?? .null)
        } catch {
            // Nothing was answered; who asks sees why.
            return PlaneAnswer(status: 503, json: ["message": .string("\(error)")])
        }
    }
}
