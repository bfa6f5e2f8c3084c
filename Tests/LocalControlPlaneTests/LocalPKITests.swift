import Glibc
import Project
import TLS
import Testing

@testable import LocalControlPlane

struct LocalPKITests {
    private final class Folder {
        let path: String

        init() {
            var template = Array("/tmp/local-pki-XXXXXX".utf8CString)
            path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) } + "/pki"
        }

        deinit { try? Files.removeTree(String(path.dropLast(4))) }
    }

    private static let start: Int64 = 1_800_000_000

    @Test func usesTheSameKeysAgain() throws {
        let folder = Folder()
        let first = try LocalPKI(folder: folder.path, at: Self.start)
        let second = try LocalPKI(folder: folder.path, at: Self.start + 86_400)
        #expect(first.admin == second.admin)
        #expect(first.servingAuthority == second.servingAuthority)
        #expect(first.tokenKey.verifier.keyDigest == second.tokenKey.verifier.keyDigest)
        let one = try first.servingCertificate(service: "bees", namespace: "hive")
        let bytes = try Files.read(one.certificate)
        _ = try second.servingCertificate(service: "bees", namespace: "hive")
        #expect(try Files.read(one.certificate) == bytes)
    }

    @Test func renewsWhatEndsSoon() throws {
        let folder = Folder()
        let first = try LocalPKI(folder: folder.path, at: Self.start)
        let later = try LocalPKI(folder: folder.path, at: Self.start + 310 * 86_400)
        #expect(first.admin != later.admin)
        #expect(first.clientAuthority == later.clientAuthority)
        let muchLater = try LocalPKI(folder: folder.path, at: Self.start + 3_640 * 86_400)
        #expect(first.clientAuthority != muchLater.clientAuthority)
    }

    @Test func makesAnewWhatAnotherAuthoritySigned() throws {
        let folder = Folder()
        let first = try LocalPKI(folder: folder.path, at: Self.start)
        try Files.remove(folder.path + "/client-ca.key")
        let second = try LocalPKI(folder: folder.path, at: Self.start)
        #expect(first.admin != second.admin)
        #expect(first.server == second.server)
    }

    @Test func authoritiesKeepApart() throws {
        let folder = Folder()
        let pki = try LocalPKI(folder: folder.path, at: Self.start)
        let admin = try CertificateChain(pem: pki.admin.certificatePEM)
        let user = try CertificateVerifier(pemBytes: pki.clientAuthority).verifyClient(admin, at: Self.start)
        #expect(user.organizations == ["system:masters"])
        #expect(throws: TLSError.self) {
            try CertificateVerifier(pemBytes: pki.frontProxyAuthority).verifyClient(admin, at: Self.start)
        }
    }

    @Test func keepsFilesPrivate() throws {
        let folder = Folder()
        _ = try LocalPKI(folder: folder.path, at: Self.start)
        #expect(Files.mode(folder.path) == 0o700)
        for name in try Files.list(folder.path) { #expect(Files.mode(folder.path + "/" + name) == 0o600) }
    }
}
