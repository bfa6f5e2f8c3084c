import TLS
import Telemetry
import Testing
import Transport

@testable import APIServer

struct RequestHeaderTests {
    let credentials: TestCredentials
    let loop: EventLoopForTests

    init() throws {
        credentials = try TestCredentials.shared.get()
        loop = try EventLoopForTests()
    }

    private var proxy: CertificateChain {
        get throws { try TestCredentials.chain(credentials.proxyCA, "front-proxy-client") }
    }

    private static let jane: [(String, String)] = [
        ("x-remote-user", "jane"), ("x-remote-group", "a"), ("x-remote-group", ""), ("x-remote-group", "b"),
        ("x-remote-uid", "7"), ("x-remote-extra-example.com%2ffoo", "one"),
        ("x-remote-extra-example.com%2ffoo", "two"), ("x-remote-extra-scopes", ""),
    ]

    @Test func believesTheFrontProxy() async throws {
        let seen = try await credentials.authenticator().seen(Self.jane, chain: proxy, on: loop)
        #expect(
            seen.user
                == UserInfo(
                    name: "jane",
                    uid: "",
                    groups: ["a", "b", "system:authenticated"],
                    extra: ["example.com/foo": ["one", "two"], "scopes": [""]]
                )
        )
        #expect(seen.fields == [])
    }

    @Test func readsTheUIDWhereItIsConfigured() async throws {
        let configuration = RequestHeaderConfiguration(uidHeaders: ["X-Remote-Uid"])
        let seen = try await credentials.authenticator(configuration).seen(Self.jane, chain: proxy, on: loop)
        #expect(seen.user?.uid == "7")
    }

    @Test func readsFieldsOfOtherNamesAndDropsTheStandardOnesToo() async throws {
        let configuration = RequestHeaderConfiguration(
            usernameHeaders: ["X-First", "Y-Second"],
            groupHeaders: ["Y-Groups"],
            extraHeaderPrefixes: ["Y-Extra-"]
        )
        let headers = [
            ("x-first", ""), ("y-second", "kim"), ("y-groups", "g"), ("y-extra-a", "1"), ("x-remote-user", "eve"),
            ("accept", "*/*"),
        ]
        let seen = try await credentials.authenticator(configuration).seen(headers, chain: proxy, on: loop)
        #expect(seen.user == UserInfo(name: "kim", groups: ["g", "system:authenticated"], extra: ["a": ["1"]]))
        #expect(seen.fields == ["accept"])
    }

    @Test(arguments: [("%zz", "%zz"), ("%ff", "%ff"), ("a%2Fb", "a/b"), ("", "")])
    func keepsExtraKeysThatDoNotDecode(_ sent: String, _ key: String) {
        let headers = HTTPHeaders([("x-remote-user", "u"), ("x-remote-extra-" + sent, "v")])
        #expect(RequestHeaderConfiguration().user(in: headers)?.extra == [key: ["v"]])
    }

    // MARK: Attacks

    @Test func forgedFieldsWithoutACertificateMakeNobody() async throws {
        let seen = try await credentials.authenticator().seen(Self.jane, on: loop)
        #expect(seen.user == .anonymous)
        #expect(seen.fields == [])
    }

    @Test func forgedFieldsWithAClientCertificateAreIgnored() async throws {
        let alice = try TestCredentials.chain(credentials.clientCA, "alice", groups: ["team"])
        let headers = [("x-remote-user", "admin"), ("x-remote-group", "system:masters")]
        let seen = try await credentials.authenticator().seen(headers, chain: alice, on: loop)
        #expect(seen.user?.name == "alice")
        #expect(seen.user?.groups == ["team", "system:authenticated"])
        #expect(seen.fields == [])
    }

    @Test func clientCertificateNamedLikeTheProxyIsNoProxy() async throws {
        let impostor = try TestCredentials.chain(credentials.clientCA, "front-proxy-client")
        let seen = try await credentials.authenticator().seen(Self.jane, chain: impostor, on: loop)
        #expect(seen.user?.name == "front-proxy-client")
    }

    @Test func proxyOfAnotherNameIsRefused() async throws {
        let other = try TestCredentials.chain(credentials.proxyCA, "some-other-proxy")
        #expect(try await credentials.authenticator().seen(Self.jane, chain: other, on: loop).status == 401)
    }

    @Test func serverCertificateOfTheProxyCAIsRefused() async throws {
        let server = try TestCredentials.chain(credentials.proxyCA, "front-proxy-client", usages: [.server])
        #expect(try await credentials.authenticator().seen(Self.jane, chain: server, on: loop).status == 401)
    }

    @Test func expiredProxyIsRefused() async throws {
        let expired = try TestCredentials.chain(
            credentials.proxyCA,
            "front-proxy-client",
            validity: .seconds(-30)
        )
        #expect(try await credentials.authenticator().seen(Self.jane, chain: expired, on: loop).status == 401)
    }

    @Test func caOfTheSameNameWithAnotherKeyIsRefused() async throws {
        let stranger = try TestCredentials.chain(credentials.strangerCA, "root", groups: ["system:masters"])
        #expect(try await credentials.authenticator().seen(chain: stranger, on: loop).status == 401)
    }

    @Test func proxyWithoutAUserIsNotAnonymousAndNotItself() async throws {
        // No opinion of the front proxy's authenticator; then the same certificate is no client's.
        #expect(try await credentials.authenticator().seen(chain: proxy, on: loop).status == 401)
        let empty = [("x-remote-user", ""), ("x-remote-group", "system:masters")]
        #expect(try await credentials.authenticator().seen(empty, chain: proxy, on: loop).status == 401)
    }

    @Test func secondUserFieldDoesNotCount() async throws {
        let twice = [("x-remote-user", "jane"), ("x-remote-user", "admin")]
        #expect(try await credentials.authenticator().seen(twice, chain: proxy, on: loop).user?.name == "jane")
        let hidden = [("x-remote-user", ""), ("x-remote-user", "admin")]
        #expect(try await credentials.authenticator().seen(hidden, chain: proxy, on: loop).status == 401)
    }

    @Test(arguments: ["x_remote_user", "x-remote_user", "x-remote-user2", "remote-user", "x-remote-users"])
    func similarNamesOfFieldsMeanNothing(_ name: String) async throws {
        let headers = [(name, "admin"), ("x_remote_group", "system:masters")]
        #expect(try await credentials.authenticator().seen(headers, chain: proxy, on: loop).status == 401)
    }

    @Test func goodTokenHelpsABadCertificate() async throws {
        let stranger = try TestCredentials.chain(credentials.strangerCA, "x")
        let headers = [("authorization", "Bearer root")]
        let seen = try await credentials.authenticator().seen(headers, chain: stranger, on: loop)
        #expect(seen.user?.name == "root")
        #expect(seen.fields == [])
    }

    @Test func badTokenIsNeverAnonymous() async throws {
        let headers = [("authorization", "Bearer wrong")]
        #expect(try await credentials.authenticator().seen(headers, on: loop).status == 401)
        #expect(await Authenticator().seen(headers, on: loop).status == 401)
    }

    @Test func exchangedAuthoritiesForgetWhomTheyTrusted() throws {
        let now = TestCredentials.now
        let authorities = try CertificateAuthorities(pem: credentials.clientCA.pair.certificatePEM)
        let authenticator = CertificateAuthenticator(authorities, clock: { now })
        let alice = try TestCredentials.chain(credentials.clientCA, "alice")
        let bob = try TestCredentials.chain(credentials.strangerCA, "bob")
        #expect(Self.name(authenticator.answer(to: alice)) == "alice")
        #expect(Self.name(authenticator.answer(to: bob)) == nil)
        authorities.replace(pem: credentials.strangerCA.pair.certificatePEM)
        #expect(Self.name(authenticator.answer(to: alice)) == nil)
        #expect(Self.name(authenticator.answer(to: bob)) == "bob")
    }

    @Test func authoritiesThatHaveNotArrivedHaveNoOpinion() async throws {
        let now = TestCredentials.now
        var authenticator = Authenticator()
        let none = try CertificateAuthorities()
        authenticator.certificates = CertificateAuthenticator(none, clock: { now })
        authenticator.requestHeader = RequestHeaderAuthenticator(none, configuration: Locked(nil), clock: { now })
        let alice = try TestCredentials.chain(credentials.clientCA, "alice")
        #expect(await authenticator.seen(chain: alice, on: loop).user == .anonymous)
        none.replace(pem: credentials.clientCA.pair.certificatePEM)
        #expect(await authenticator.seen(chain: alice, on: loop).user?.name == "alice")
    }

    private static func name(_ answer: AuthenticationAnswer) -> String? {
        if case .user(let user) = answer { user.name } else { nil }
    }
}
