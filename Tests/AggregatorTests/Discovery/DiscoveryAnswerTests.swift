import JSON
import Testing

@testable import Aggregator

struct DiscoveryAnswerTests {
    private static let v2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    private static let body = """
        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"a"},"versions":[
        {"version":"v1","resources":[{"resource":"jobs","responseKind":null,"subresources":[{"subresource":"status"}]}]}]}]}
        """

    private func answer(_ status: Int, _ type: String? = nil, _ body: String = "") -> DiscoveryAnswer {
        DiscoveryAnswer(status: status, contentType: type, etag: "\"e\"", body: Array(body.utf8))
    }

    @Test(
        arguments: [
            v2, "application/json;v=v2beta1;as=APIGroupDiscoveryList;g=apidiscovery.k8s.io",
            "application/json; g=apidiscovery.k8s.io; v=v2; as=APIGroupDiscoveryList; charset=utf-8",
        ]
    )
    func readsTheAggregatedDocument(_ type: String) throws {
        guard case .groups(let groups, let etag) = answer(200, type, Self.body) else {
            Issue.record("the document was not read")
            return
        }
        let empty: JSONValue = ["group": "", "version": "", "kind": ""]
        #expect(etag == "\"e\"")
        #expect(
            groups.versions[GroupVersion(group: "a", version: "v1")]?.resources == [
                [
                    "resource": "jobs", "responseKind": empty,
                    "subresources": [["subresource": "status", "responseKind": empty]],
                ]
            ]
        )
    }

    @Test(
        arguments: [
            (404, nil), (406, nil), (403, nil), (500, nil), (200, nil), (200, "application/json"),
            (200, "application/json;g=apidiscovery.k8s.io;v=v1alpha1;as=APIGroupDiscoveryList"),
        ] as [(Int, String?)]
    )
    func fallsBackForServersThatDoNotKnowIt(_ status: Int, _ type: String?) {
        #expect(answer(status, type) == .fallBack)
    }

    @Test
    func keepsWhatIsKnown() {
        #expect(answer(304) == .unchanged)
    }

    @Test
    func failsIfTheServerIsAwayOrMumbles() {
        #expect(answer(503) == .failed("service /apis returned non-success response code: 503"))
        #expect(answer(200, Self.v2, "{") == .failed("the discovery document cannot be read"))
        #expect(answer(200, Self.v2, "{}") == .failed("the discovery document cannot be read"))
    }
}
