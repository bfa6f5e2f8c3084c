import APIServer
import JSON
import Synchronization
import TLS
import Testing

@testable import LocalControlPlane

struct ServiceAccountTokensTests {
    private struct Directory: ServiceAccountDirectory {
        func uid(ofServiceAccount name: String, in namespace: String) -> String? {
            name == "drone" && namespace == "hive" ? "u-1" : nil
        }

        func uid(ofBound kind: String, name: String, in namespace: String) -> String? {
            kind == "secret" && name == "honey" ? "s-1" : nil
        }
    }

    private func tokens(at now: Int64 = 1_000) throws -> ServiceAccountTokens {
        ServiceAccountTokens(key: try SigningKey.make(), directory: Directory(), clock: { now })
    }

    private func claims(
        uid: String = "u-1",
        audiences: [String] = [ServiceAccountTokens.issuer],
        bound: ServiceAccountClaims.Bound? = nil,
        from issuedAt: Int64 = 1_000,
        issuer: String = ServiceAccountTokens.issuer
    ) -> ServiceAccountClaims {
        ServiceAccountClaims(
            namespace: "hive",
            name: "drone",
            uid: uid,
            audiences: audiences,
            bound: bound,
            issuedAt: issuedAt,
            expiresAt: issuedAt + 600,
            id: "id-1",
            issuer: issuer
        )
    }

    @Test func knowsTheHolder() throws {
        let tokens = try tokens()
        let found = try tokens.verify(tokens.issue(claims()))
        #expect(found.user.name == "system:serviceaccount:hive:drone")
        #expect(found.user.uid == "u-1")
        #expect(found.user.groups == ["system:serviceaccounts", "system:serviceaccounts:hive"])
        #expect(found.user.extra == ["authentication.kubernetes.io/credential-id": ["JTI=id-1"]])
        #expect(found.audiences == [ServiceAccountTokens.issuer])
    }

    @Test func refusesWhatHasExpiredOrIsYetToCome() throws {
        let tokens = try tokens()
        #expect(throws: ServiceAccountTokens.Refusal.expired) { try tokens.verify(tokens.issue(claims(from: 400))) }
        #expect(throws: ServiceAccountTokens.Refusal.notYetValid) {
            try tokens.verify(tokens.issue(claims(from: 1_100)))
        }
    }

    @Test func judgesKnownTokensAnew() throws {
        let now = Mutex<Int64>(1_000)
        let tokens = ServiceAccountTokens(
            key: try SigningKey.make(),
            directory: Directory(),
            clock: { now.withLock { $0 } }
        )
        let token = try tokens.issue(claims())
        #expect(try tokens.verify(token).user == tokens.verify(token).user)
        now.withLock { $0 = 2_000 }
        #expect(throws: ServiceAccountTokens.Refusal.expired) { try tokens.verify(token) }
    }

    @Test func refusesOtherAudiencesAndNamesTheCommonOnes() throws {
        let tokens = try tokens()
        let token = try tokens.issue(claims(audiences: ["a", "b"]))
        #expect(try tokens.verify(token, audiences: ["b", "c"]).audiences == ["b"])
        #expect(
            throws: ServiceAccountTokens.Refusal.audience(of: ["a", "b"], wanted: [ServiceAccountTokens.issuer])
        ) { try tokens.verify(token) }
    }

    @Test func refusesAnAccountThatIsAnotherOneNow() throws {
        let tokens = try tokens()
        #expect(throws: ServiceAccountTokens.Refusal.gone("serviceaccounts \"drone\" not found")) {
            try tokens.verify(tokens.issue(claims(uid: "u-0")))
        }
    }

    @Test func dependsOnWhatItIsBoundTo() throws {
        let tokens = try tokens()
        let held = ServiceAccountClaims.Bound(kind: "secret", name: "honey", uid: "s-1")
        #expect(try tokens.verify(tokens.issue(claims(bound: held))).user.extra.count == 1)
        let lost = ServiceAccountClaims.Bound(kind: "secret", name: "honey", uid: "s-2")
        #expect(throws: ServiceAccountTokens.Refusal.gone("secrets \"honey\" not found")) {
            try tokens.verify(tokens.issue(claims(bound: lost)))
        }
    }

    @Test func refusesTokensOfOthers() throws {
        let tokens = try tokens()
        let foreign = try self.tokens().issue(claims())
        #expect(throws: ServiceAccountTokens.Refusal.unknown) { try tokens.verify(foreign) }
        #expect(throws: ServiceAccountTokens.Refusal.unknown) { try tokens.verify("static-token") }
        #expect(throws: ServiceAccountTokens.Refusal.invalid) {
            try tokens.verify(tokens.issue(claims(issuer: "https://elsewhere")))
        }
    }

    @Test func refusesUnsignedTokens() throws {
        let tokens = try tokens()
        let parts = try tokens.issue(claims()).split(separator: ".")
        let header = Base64.encode(Array(#"{"alg":"none"}"#.utf8), .url)
        #expect(throws: ServiceAccountTokens.Refusal.unknown) { try tokens.verify("\(header).\(parts[1]).") }
    }
}
