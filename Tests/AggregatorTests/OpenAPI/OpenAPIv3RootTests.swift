import JSON
import Testing

@testable import Aggregator

struct OpenAPIv3RootTests {
    private static func root(_ keys: [String], hash: String) -> JSONValue {
        var paths = JSONObject()
        for key in keys { paths[key] = ["serverRelativeURL": .string("/openapi/v3/\(key)?hash=\(hash)")] }
        return ["paths": .object(paths)]
    }

    @Test
    func joinsAllKeysInOrderAndLetsTheFirstWin() throws {
        let first = try #require(OpenAPIv3Root(Self.root(["version", "apis/b/v1"], hash: "1")))
        let second = try #require(OpenAPIv3Root(Self.root(["apis/a/v1", "version"], hash: "2")))
        let merged = OpenAPIv3Root.merged([first, second])
        #expect(merged["paths"]?.object?.keys == ["apis/a/v1", "apis/b/v1", "version"])
        #expect(merged["paths"]?["version"]?["serverRelativeURL"] == "/openapi/v3/version?hash=1")
    }

    @Test
    func isNothingElse() {
        #expect(OpenAPIv3Root(["swagger": "2.0"]) == nil)
        #expect(OpenAPIv3Root([:]) == nil)
    }
}
