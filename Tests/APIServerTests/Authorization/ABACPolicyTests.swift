import Testing

@testable import APIServer

struct ABACPolicyTests {
    private static func line(_ spec: String) -> String {
        #"{"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {\#(spec)}}"#
    }

    private static func attributes(
        _ method: String,
        _ path: String,
        as user: UserInfo
    ) -> AuthorizationAttributes {
        AuthorizationAttributes(user: user, info: RequestInfo(method: method, path: path, query: Query("")))
    }

    @Test(arguments: [
        ("GET", "/apis/g/v1/namespaces/n/bees", "rita", "readers", true),
        ("GET", "/apis/g/v1/bees/x", "rita", "readers", true),
        ("GET", "/apis/g/v1/bees/x/status", "rita", "readers", true),
        ("POST", "/apis/g/v1/namespaces/n/bees", "rita", "readers", false),
        ("GET", "/apis/g/v1/wasps", "rita", "readers", false),
        ("GET", "/apis/h/v1/bees", "rita", "readers", false),
        ("GET", "/apis/g/v1/bees", "rita", "others", false),
        ("DELETE", "/apis/g/v1/namespaces/own/wasps/x", "wanda", "", true),
        ("DELETE", "/apis/g/v1/namespaces/other/wasps/x", "wanda", "", false),
        ("DELETE", "/apis/g/v1/wasps/x", "wanda", "", false),
        ("GET", "/apis", "rita", "readers", true),
        ("GET", "/apis/g", "rita", "readers", true),
        ("GET", "/apisx", "rita", "readers", false),
        ("POST", "/apis", "rita", "readers", false),
    ])
    func grantsWhatALineSays(
        _ method: String,
        _ path: String,
        _ user: String,
        _ group: String,
        _ isAllowed: Bool
    )
        async throws
    {
        let policy = try ABACPolicy(
            parsing: [
                "# readers", "",
                Self.line(
                    #""group": "readers", "apiGroup": "g", "resource": "bees", "namespace": "*", "readonly": true"#
                ),
                Self.line(#""user": "wanda", "apiGroup": "*", "resource": "wasps", "namespace": "own""#),
                Self.line(#""group": "readers", "nonResourcePath": "/apis", "readonly": true"#),
                Self.line(#""group": "readers", "nonResourcePath": "/apis/*", "readonly": true"#),
            ].joined(separator: "\n")
        )
        let asked = Self.attributes(method, path, as: UserInfo(name: user, groups: [group]))
        #expect((await policy.authorize(asked) == .allow) == isAllowed)
    }

    @Test func userAndGroupMustBothFit() async throws {
        let policy = try ABACPolicy(parsing: Self.line(#""user": "a", "group": "g", "nonResourcePath": "*""#))
        let both = Self.attributes("GET", "/x", as: UserInfo(name: "a", groups: ["g"]))
        #expect(await policy.authorize(both) == .allow)
        let other = Self.attributes("GET", "/x", as: UserInfo(name: "b", groups: ["g"]))
        #expect(await policy.authorize(other) == .noOpinion(reason: ""))
    }

    @Test func lineForPathsGrantsNoResource() async throws {
        let policy = try ABACPolicy(parsing: Self.line(#""user": "*", "nonResourcePath": "*""#))
        let asked = Self.attributes("GET", "/apis/g/v1/bees", as: UserInfo(name: "a"))
        #expect(await policy.authorize(asked) == .noOpinion(reason: ""))
    }

    @Test(arguments: [
        ("{", 1), ("\n\n{}", 3), (line(#""user": "a", "verb": "get""#), 1), (line(#""user": 5"#), 1),
        (line(#""resource": "bees""#), 1), (line(#""user": "a", "readonly": "yes""#), 1),
    ])
    func saysWhichLineIsWrong(_ text: String, _ line: Int) {
        let error = #expect(throws: ABACPolicy.ParseError.self) { try ABACPolicy(parsing: text) }
        #expect(error?.line == line)
    }
}
