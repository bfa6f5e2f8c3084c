import Testing

@testable import APIServer

struct AuditPolicyReaderTests {
    private static let head = "apiVersion: audit.k8s.io/v1\nkind: Policy\n"

    @Test func readsEverythingThatAPolicySays() throws {
        let reader = try AuditPolicyReader(
            Array(
                (Self.head + """
                    metadata: {name: policy}
                    omitStages: [RequestReceived]
                    omitManagedFields: true
                    rules:
                    - level: None
                      users: ["system:kube-proxy"]
                      verbs: [watch]
                      resources:
                      - group: ""
                        resources: [endpoints, "services/*"]
                        resourceNames: [one]
                    - level: RequestResponse
                      userGroups: [keepers]
                      namespaces: [garden, ""]
                      omitManagedFields: false
                      omitStages: [ResponseStarted, Panic]
                    - level: Metadata
                      nonResourceURLs: ["/healthz*", "*"]
                    """).utf8
            )
        )
        let expected = AuditPolicy(
            rules: [
                .init(
                    level: .none,
                    users: ["system:kube-proxy"],
                    verbs: ["watch"],
                    resources: [.init(resources: ["endpoints", "services/*"], resourceNames: ["one"])]
                ),
                .init(
                    level: .requestResponse,
                    userGroups: ["keepers"],
                    namespaces: ["garden", ""],
                    omitStages: [.responseStarted, .panic],
                    omitManagedFields: false
                ),
                .init(level: .metadata, nonResourceURLs: ["/healthz*", "*"]),
            ],
            omitStages: [.requestReceived],
            omitManagedFields: true
        )
        #expect(reader.policy == expected)
        #expect(reader.unknown.isEmpty)
    }

    @Test(arguments: [
        ("rules: []", "a policy needs at least one rule"),
        ("rules: {}", "rules: Invalid value: {}: must be a list, not object"),
        ("rules: [{}]", "rules[0].level: Required value"),
        (
            "rules: [{level: Meta}]",
            #"rules[0].level: Unsupported value: "Meta": supported values: "#
                + #""None", "Metadata", "Request", "RequestResponse""#
        ),
        ("rules: [{level: None, users: [1]}]", "rules[0].users[0]: Invalid value: 1: must be a text, not integer"),
        (
            "rules: [{level: None}, {level: None, omitStages: [Done]}]",
            #"rules[1].omitStages[0]: Invalid value: "Done": allowed stages are "#
                + "RequestReceived,ResponseStarted,ResponseComplete,Panic"
        ),
        (
            "rules: [{level: None, nonResourceURLs: [healthz]}]",
            #"rules[0].nonResourceURLs[0]: Invalid value: "healthz": "#
                + "non-resource URL rules must begin with a '/' character"
        ),
        (
            "rules: [{level: None, nonResourceURLs: ['/a*b']}]",
            #"rules[0].nonResourceURLs[0]: Invalid value: "/a*b": "#
                + "non-resource URL wildcards '*' must be the final character of the rule"
        ),
        (
            "rules: [{level: None, nonResourceURLs: [/a], namespaces: [b]}]",
            #"rules[0].nonResourceURLs: Invalid value: ["/a"]: "#
                + "rules cannot apply to both regular resources and non-resource URLs"
        ),
        (
            "rules: [{level: None, resources: [{group: g.io/v1}]}]",
            #"rules[0].resources[0].group: Invalid value: "g.io/v1": "#
                + "must be the name of a group, without a version: a lower-case DNS name"
        ),
        (
            "rules: [{level: None, resources: [{resourceNames: [a]}]}]",
            #"rules[0].resources[0].resourceNames: Invalid value: ["a"]: "#
                + "using resourceNames requires at least one resource"
        ),
    ])
    func saysWhatIsWrongAndWhere(_ rules: String, _ expected: String) {
        let error = #expect(throws: AuditPolicyReader.Fault.self) {
            try AuditPolicyReader(Array((Self.head + rules).utf8))
        }
        #expect(error?.description == expected)
    }

    @Test(arguments: [
        "kind: Policy\napiVersion: audit.k8s.io/v1beta1\n", "kind: Role\napiVersion: audit.k8s.io/v1", "[]", "",
    ])
    func refusesWhatIsNoPolicy(_ text: String) {
        let error = #expect(throws: AuditPolicyReader.Fault.self) { try AuditPolicyReader(Array(text.utf8)) }
        #expect(error?.description.hasPrefix("expected ") == true)
    }

    @Test func toleratesAndNamesUnknownFields() throws {
        let text = Self.head + "rule: 1\nrules: [{level: None, userGroup: [a], resources: [{groups: b}]}]"
        let reader = try AuditPolicyReader(Array(text.utf8))
        #expect(reader.unknown == ["rules[0].resources[0].groups", "rules[0].userGroup", "rule"])
    }
}
