import JSON
import TLS
import Testing

@testable import APIServer

@Suite struct ClusterCertificateTests {
    private let start: Int64 = 1_800_000_000
    private let names = ["bees", "bees.garden", "bees.garden.svc", "bees.garden.svc.cluster.local"]

    private func verifies(_ shown: ClusterCertificate, by told: ClusterCertificate, at now: Int64) -> Bool {
        let chain = try? CertificateChain(pem: shown.leaf.certificatePEM)
        let verifier = try? CertificateVerifier(pemBytes: told.authorities.pem)
        guard let chain, let verifier else { return false }
        return (try? verifier.verifyServer(chain, at: now)) != nil
    }

    @Test func isBornForAllNamesOfTheService() throws {
        let born = try ClusterCertificate.born(for: names, at: start)
        #expect(born.names == names)
        #expect(born.authorities.certificates.count == 1)
        #expect(verifies(born, by: born, at: start))
        #expect(born.notAfter - start == ClusterCertificate.life)
        let authority = try CertificateIdentity(pem: born.authorities.pem)
        #expect(authority.notAfter - start == ClusterCertificate.authorityLife)
        #expect(authority.commonName == "bees-ca@1800000000")
    }

    @Test func namesOfFullLengthAreNoTrouble() throws {
        let long = String(repeating: "b", count: 63)
        #expect(try ClusterCertificate.born(for: [long, long + ".garden.svc"], at: start).names.first == long)
    }

    @Test func goesThroughASecretUnchanged() throws {
        let born = try ClusterCertificate.born(for: names, at: start)
        #expect(try ClusterCertificate(born.data, at: start) == born)
        // It has ended, and is no garbage.
        #expect(try ClusterCertificate(born.data, at: born.notAfter + 9) == born)
    }

    @Test func isRenewedAfterTwoThirdsOfItsLife() throws {
        let born = try ClusterCertificate.born(for: names, at: start)
        let day: Int64 = 86_400
        #expect((born.renewal(chance: 0) - start) / day == 243)
        #expect((born.renewal(chance: 1) - start) / day == 279)
        let next = try born.renewed(for: names, at: born.renewal(chance: 0))
        #expect(next.authorities == born.authorities)
        #expect(next.leaf != born.leaf)
        #expect(verifies(next, by: born, at: next.notBefore))
    }

    /// Half a century of renewals: who knows but the authorities of one certificate before believes what is shown, and who
    /// knows the newest ones believes whoever still shows the certificate before.
    @Test func nobodyIsEverShownWhatHeWasNotToldOf() throws {
        var current = try ClusterCertificate.born(for: names, at: start)
        var now = start
        var authorities: [[UInt8]] = current.authorities.certificates
        var together = 0
        while now < start + 50 * 365 * 86_400 {
            now = current.renewal(chance: 0.5)
            let next = try current.renewed(for: names, at: now)
            #expect(verifies(next, by: current, at: now))
            #expect(verifies(current, by: next, at: now))
            #expect(verifies(next, by: next, at: next.renewal(chance: 1)))
            #expect(next.authorities.certificates.count <= 2)
            if next.authorities.certificates.count == 2 { together += 1 }
            authorities += next.authorities.certificates.filter { !authorities.contains($0) }
            current = next
        }
        #expect(authorities.count == 8)
        // The old and the new one stand beside each other for two certificates; the last change has just begun.
        #expect(together == 2 * 7 - 1)
    }

    @Test func anAuthorityThatHasEndedMakesNothingMore() throws {
        let born = try ClusterCertificate.born(for: names, at: start)
        let later = start + ClusterCertificate.authorityLife + 1
        let next = try born.renewed(for: names, at: later)
        #expect(next.authorities.certificates.count == 1)
        #expect(next.authorities != born.authorities)
        #expect(verifies(next, by: next, at: later))
    }

    @Test func keepsTheNamesThatOthersStillNeed() throws {
        let born = try ClusterCertificate.born(for: ["old", "old.garden"], at: start)
        let next = try born.renewed(for: ["new"], at: start)
        #expect(next.names == ["new", "old", "old.garden"])
    }

    @Test(arguments: [JSONValue.null, [:], ["other": "eA=="], ["tls.crt": ""]])
    func nothingIsNoGarbage(_ data: JSONValue) {
        #expect(throws: ClusterCertificate.Fault.empty) { try ClusterCertificate(data, at: start) }
    }

    @Test(arguments: [
        ("tls.crt", "!", "it is not base 64"), ("tls.crt", "eA==", "it holds no certificate"),
        ("tls.key", "eA==", "it holds no private key"), ("ca.crt", "eA==", "it holds no certificate"),
        ("ca.key", "", "it is missing"),
    ])
    func saysWhichKeyIsGarbage(_ key: String, _ text: String, _ reason: String) throws {
        var data = try ClusterCertificate.born(for: names, at: start).data
        data[key] = .string(text)
        #expect(throws: ClusterCertificate.Fault.broken(key: key, reason: reason)) {
            try ClusterCertificate(data, at: start)
        }
    }

    @Test(arguments: ["tls", "ca"])
    func saysWhichPartsDoNotBelongTogether(_ half: String) throws {
        var data = try ClusterCertificate.born(for: names, at: start).data
        let other = try ClusterCertificate.born(for: names, at: start).data
        data["\(half).key"] = other["\(half).key"]
        let reason = "it is not the key of the first certificate in \(half).crt"
        #expect(throws: ClusterCertificate.Fault.broken(key: "\(half).key", reason: reason)) {
            try ClusterCertificate(data, at: start)
        }
    }

    @Test func refusesACertificateOfAnotherAuthority() throws {
        var data = try ClusterCertificate.born(for: names, at: start).data
        let other = try ClusterCertificate.born(for: names, at: start).data
        for key in ["ca.crt", "ca.key"] { data[key] = other[key] }
        let error = #expect(throws: ClusterCertificate.Fault.self) { try ClusterCertificate(data, at: start) }
        guard case .broken("tls.crt", let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.hasPrefix("no authority of ca.crt vouches for it"))
    }
}
