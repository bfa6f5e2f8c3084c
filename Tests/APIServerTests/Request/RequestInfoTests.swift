import Testing

@testable import APIServer

struct RequestInfoTests {
    private func info(_ method: String, _ path: String, _ query: String = "") -> RequestInfo {
        RequestInfo(method: method, path: path, query: Query(Substring(query)))
    }

    @Test(arguments: [
        ("GET", "/apis/g/v1/bees", "", "list"),
        ("GET", "/apis/g/v1/bees", "watch=True", "watch"),
        ("GET", "/apis/g/v1/bees", "watch=false", "list"),
        ("GET", "/apis/g/v1/bees", "watch=0", "list"),
        ("GET", "/apis/g/v1/namespaces/a/bees/x", "", "get"),
        ("POST", "/apis/g/v1/namespaces/a/bees", "", "create"),
        ("PUT", "/apis/g/v1/namespaces/a/bees/x", "", "update"),
        ("PATCH", "/apis/g/v1/namespaces/a/bees/x", "", "patch"),
        ("DELETE", "/apis/g/v1/namespaces/a/bees/x", "", "delete"),
        ("DELETE", "/apis/g/v1/namespaces/a/bees", "", "deletecollection"),
        ("OPTIONS", "/apis/g/v1/bees", "", ""),
        ("GET", "/healthz", "", "get"),
        ("GET", "/apis/g/v1/watch/namespaces/a/bees", "watch=0", "watch"),
    ])
    func readsTheVerb(_ method: String, _ path: String, _ query: String, _ verb: String) {
        #expect(info(method, path, query).verb == verb)
    }

    @Test func readsNamespaceNameAndSubresource() {
        let info = info("GET", "/apis/g.example.com/v1beta1/namespaces/a/bees/x/status/deep")
        #expect(info.isResource)
        #expect(info.group == "g.example.com")
        #expect(info.version == "v1beta1")
        #expect(info.namespace == "a")
        #expect(info.resource == "bees")
        #expect(info.name == "x")
        #expect(info.subresource == "status")
        #expect(info.parts == ["bees", "x", "status", "deep"])
    }

    @Test(arguments: ["/", "/apis", "/apis/g", "/apis/g/v1", "/healthz/ping", "/api/v1"])
    func pathsWithoutResourceAreNone(_ path: String) {
        #expect(!info("GET", path).isResource)
    }

    @Test func aNamespacePathIsAboutTheNamespaceItself() {
        let info = info("GET", "/apis/g/v1/namespaces/a")
        #expect(info.resource == "namespaces")
        #expect(info.name == "a")
        #expect(info.namespace == "a")
    }

    @Test func aListKnowsTheNameThatItsSelectorDemands() {
        #expect(info("GET", "/apis/g/v1/bees", "fieldSelector=metadata.name%3Dmaya").requestedName == "maya")
        #expect(info("GET", "/apis/g/v1/bees", "fieldSelector=metadata.name!%3Dmaya").requestedName.isEmpty)
        #expect(info("GET", "/apis/g/v1/bees", "fieldSelector=metadata.name%3Da%2Fb").requestedName.isEmpty)
    }
}
