import APIMachinery
import JSON
import Telemetry
import Testing
import Transport

@testable import APIServer

struct ImpersonationTests {
    /// Allows what is listed, and remembers what was asked: `verb group/resource[/subresource] namespace/name`.
    private final class Recorder: Authorizer {
        let allowed: Set<String>
        let asked = Locked<[String]>([])

        init(_ allowed: Set<String>) { self.allowed = allowed }

        func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
            let sub = attributes.subresource.isEmpty ? "" : "/" + attributes.subresource
            let text =
                "\(attributes.verb) \(attributes.group)/\(attributes.resource)\(sub) "
                + "\(attributes.namespace)/\(attributes.name)"
            asked.withLock { $0.append(text) }
            return allowed.contains(text) ? .allow : .noOpinion(reason: "")
        }
    }

    private static let request = AuthorizationAttributes(
        user: UserInfo(name: "deputy", groups: ["system:authenticated"]),
        verb: "list",
        group: "g",
        version: "v1",
        resource: "bees",
        name: ""
    )

    private static func user(
        _ wanted: UserInfo,
        _ mode: ImpersonationMode,
        _ allowed: Set<String>
    ) async throws
        -> UserInfo?
    {
        try await mode.user(wanted, for: request, asking: Recorder(allowed))
    }

    private static func isRefused(_ wanted: UserInfo, _ mode: ImpersonationMode, _ allowed: Set<String>) async -> Bool {
        do {
            _ = try await user(wanted, mode, allowed)
            return false
        } catch {
            return (error as? StatusError)?.code == 403
        }
    }

    @Test func constrainedWayNeedsBothRights() async throws {
        let on = "impersonate-on:user-info:list g/bees /"
        let be = "impersonate:user-info authentication.k8s.io/users /bob"
        let bob = UserInfo(name: "bob")
        #expect(
            try await Self.user(bob, .userInfo, [on, be]) == UserInfo(name: "bob", groups: ["system:authenticated"])
        )
        #expect(await Self.isRefused(bob, .userInfo, [on]))
        #expect(await Self.isRefused(bob, .userInfo, [be]))
    }

    @Test func oldWayAsksForEveryPart() async throws {
        let allowed: Set = [
            "impersonate /users /bob", "impersonate /groups /a", "impersonate authentication.k8s.io/uids /7",
            "impersonate authentication.k8s.io/userextras/k /v",
        ]
        let bob = UserInfo(name: "bob", uid: "7", groups: ["a"], extra: ["k": ["v"]])
        let user = try await Self.user(bob, .legacy, allowed)
        #expect(user?.groups == ["a", "system:authenticated"])
        for part in allowed {
            #expect(await Self.isRefused(bob, .legacy, allowed.subtracting([part])))
        }
    }

    @Test func serviceAccountsGetTheirGroups() async throws {
        let account = UserInfo(name: "system:serviceaccount:ns1:sa1")
        let groups = ["system:serviceaccounts", "system:serviceaccounts:ns1", "system:authenticated"]
        let be = "impersonate:serviceaccount authentication.k8s.io/serviceaccounts ns1/sa1"
        let user = try await Self.user(account, .serviceAccount, ["impersonate-on:serviceaccount:list g/bees /", be])
        #expect(user?.groups == groups)
        #expect(try await Self.user(account, .userInfo, []) == nil)
    }

    @Test func anonymousStaysUnauthenticated() async throws {
        let user = try await Self.user(
            .init(name: "system:anonymous"),
            .legacy,
            ["impersonate /users /system:anonymous"]
        )
        #expect(user?.groups == ["system:unauthenticated"])
    }

    // MARK: Attacks

    @Test func constrainedWayNeverMakesAMaster() async throws {
        let wanted = UserInfo(name: "bob", groups: ["system:masters"])
        let all: Set = [
            "impersonate-on:user-info:list g/bees /", "impersonate:user-info authentication.k8s.io/users /bob",
            "impersonate:user-info authentication.k8s.io/groups /system:masters",
            "impersonate:user-info authentication.k8s.io/groups /*",
        ]
        #expect(await Self.isRefused(wanted, .userInfo, all))
    }

    @Test func groupsCannotBeSmuggledIntoANode() async throws {
        let wanted = UserInfo(name: "system:node:n1", groups: ["system:masters"])
        for mode in [ImpersonationMode.associatedNode, .arbitraryNode, .serviceAccount, .userInfo] {
            #expect(try await Self.user(wanted, mode, []) == nil)
        }
    }

    @Test func nobodyBecomesAnotherWithoutTheRight() async throws {
        try await ServerUnderTest.run(tokens: "alice,alice,1") { tested in
            let request = HTTPRequest(
                method: "GET",
                target: ServerUnderTest.bees,
                headers: HTTPHeaders([
                    ("authorization", "Bearer alice"), ("impersonate-user", "alice"),
                    ("impersonate-group", "system:masters"),
                ])
            )
            let answer = await tested.answer(to: request)
            #expect(answer.status == 403)
            #expect(
                answer.json["message"]?.string
                    == "bees.insect.example.com is forbidden: User \"alice\" cannot impersonate-on:user-info:list "
                    + "resource \"bees\" in API group \"insect.example.com\" in the namespace \"garden\""
            )
        }
    }

    @Test(
        arguments: [
            ([("impersonate-user", "alice")], 403),
            ([("impersonate-user", "alice"), ("impersonate-group", "system:masters")], 200),
            ([("impersonate-group", "x")], 400), ([("impersonate-uid", "x")], 400),
            ([("impersonate-extra-a", "x")], 400),
            ([("impersonate-user", "")], 200), ([("impersonate_user", "alice")], 200),
        ] as [([(String, String)], Int)]
    )
    func mastersActAsTheyLike(_ headers: [(String, String)], _ status: Int) async throws {
        try await ServerUnderTest.run { tested in
            let answer = try await tested.send("GET", ServerUnderTest.bees, headers: headers)
            #expect(answer.status == status)
        }
    }
}
