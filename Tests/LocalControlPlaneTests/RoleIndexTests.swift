import Testing

@testable import LocalControlPlane

struct RoleIndexTests {
    private let index = RoleIndex(
        clusterRoles: [
            "reader": [PolicyRule(verbs: ["get", "list"], apiGroups: ["insect.example.com"], resources: ["bees"])],
            "scaler": [PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*/scale"])],
            "paths": [PolicyRule(verbs: ["get"], nonResourceURLs: ["/apis", "/openapi/*"])],
            "all": [
                PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]),
                PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
            ],
        ],
        roles: [
            "hive/one": [
                PolicyRule(
                    verbs: ["get", "list"],
                    apiGroups: [""],
                    resources: ["configmaps"],
                    resourceNames: ["queen"]
                )
            ]
        ],
        bindings: [
            RoleBinding(
                name: "scalers",
                namespace: nil,
                subjects: [.user("amy")],
                refersToClusterRole: true,
                roleName: "scaler"
            ),
            RoleBinding(
                name: "everyone",
                namespace: nil,
                subjects: [.group("system:authenticated")],
                refersToClusterRole: true,
                roleName: "paths"
            ),
            RoleBinding(
                name: "lost",
                namespace: nil,
                subjects: [.user("amy")],
                refersToClusterRole: true,
                roleName: "gone"
            ),
            RoleBinding(
                name: "masters",
                namespace: nil,
                subjects: [.group("system:masters")],
                refersToClusterRole: true,
                roleName: "all"
            ),
            RoleBinding(
                name: "readers",
                namespace: "hive",
                subjects: [.user("system:serviceaccount:hive:drone")],
                refersToClusterRole: true,
                roleName: "reader"
            ),
            RoleBinding(
                name: "queens",
                namespace: "hive",
                subjects: [.user("system:serviceaccount:hive:drone")],
                refersToClusterRole: false,
                roleName: "one"
            ),
        ]
    )

    private func ask(
        _ user: String,
        _ verb: String,
        _ resource: String,
        in namespace: String = "",
        name: String = ""
    )
        -> (isAllowed: Bool, reason: String)
    {
        let parts = resource.split(separator: "/").map(String.init)
        return index.decide(
            AccessRequest(
                user: user,
                groups: ["system:authenticated"],
                verb: verb,
                group: parts[0] == "configmaps" ? "" : "insect.example.com",
                resource: parts[0],
                subresource: parts.count > 1 ? parts[1] : "",
                namespace: namespace,
                name: name
            )
        )
    }

    private let drone = "system:serviceaccount:hive:drone"

    @Test func allowsInTheNamespaceOfTheBindingAlone() {
        #expect(ask(drone, "list", "bees", in: "hive").isAllowed)
        #expect(!ask(drone, "list", "bees", in: "meadow").isAllowed)
        #expect(!ask(drone, "list", "bees").isAllowed)
        #expect(!ask(drone, "create", "bees", in: "hive").isAllowed)
    }

    @Test func saysWhichBindingAllowed() {
        #expect(
            ask(drone, "get", "bees", in: "hive", name: "maja").reason
                == "RBAC: allowed by RoleBinding \"readers/hive\" of ClusterRole \"reader\" to ServiceAccount \"drone/hive\""
        )
    }

    @Test func allowsNamedObjectsAlone() {
        #expect(ask(drone, "get", "configmaps", in: "hive", name: "queen").isAllowed)
        #expect(!ask(drone, "get", "configmaps", in: "hive", name: "other").isAllowed)
        #expect(!ask(drone, "list", "configmaps", in: "hive").isAllowed)
    }

    @Test func aSubresourceIsNotItsParent() {
        #expect(ask("amy", "update", "bees/scale", in: "hive", name: "maja").isAllowed)
        #expect(!ask("amy", "update", "bees", in: "hive", name: "maja").isAllowed)
        #expect(!ask(drone, "get", "bees/status", in: "hive", name: "maja").isAllowed)
    }

    @Test func tellsOfRolesThatAreNotThere() {
        #expect(
            ask("amy", "get", "bees").reason == "RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found"
        )
    }

    @Test(arguments: [("/apis", true), ("/apis/x", false), ("/openapi/v3/x", true), ("/openapi", false), ("/", false)])
    func matchesPaths(_ path: String, _ isAllowed: Bool) {
        let request = AccessRequest(
            user: "bob",
            groups: ["system:authenticated"],
            verb: "get",
            isResource: false,
            path: path
        )
        #expect(index.decide(request).isAllowed == isAllowed)
    }

    @Test func listsTheRulesOfSomebody() {
        let found = index.rules(user: drone, groups: ["system:authenticated"], namespace: "hive")
        #expect(found.rules.map(\.resources) == [[], ["bees"], ["configmaps"]])
        #expect(index.rules(user: "amy", groups: [], namespace: "").faults.count == 1)
    }

    @Test func defaultRolesAllowWhatExtensionServersNeed() {
        var bindings = DefaultRoles.bindings.map { RoleBinding(json: $0.json, namespace: $0.namespace) }
        bindings.append(
            RoleBinding(
                name: "x",
                namespace: nil,
                subjects: [.user(drone)],
                refersToClusterRole: true,
                roleName: "system:auth-delegator"
            )
        )
        let roles = Dictionary(
            uniqueKeysWithValues: DefaultRoles.roles.map { (($0.namespace.map { $0 + "/" } ?? "") + $0.name, $0.rules) }
        )
        let index = RoleIndex(clusterRoles: roles, roles: roles, bindings: bindings)
        func asks(_ user: String, _ groups: [String], _ verb: String, _ group: String, _ resource: String) -> Bool {
            index.decide(
                AccessRequest(user: user, groups: groups, verb: verb, group: group, resource: resource)
            ).isAllowed
        }
        #expect(asks(drone, [], "create", "authentication.k8s.io", "tokenreviews"))
        #expect(asks("x", ["system:masters"], "delete", "", "secrets"))
        #expect(asks("x", ["system:authenticated"], "create", "authorization.k8s.io", "selfsubjectaccessreviews"))
        #expect(!asks("x", ["system:authenticated"], "create", "authentication.k8s.io", "tokenreviews"))
        #expect(!asks("x", ["system:unauthenticated"], "create", "authorization.k8s.io", "selfsubjectaccessreviews"))
    }
}
