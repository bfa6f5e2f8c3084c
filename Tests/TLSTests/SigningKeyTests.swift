import Testing

@testable import TLS

struct SigningKeyTests {
    @Test func verifiesWhatItSigned() throws {
        let key = try SigningKey.make()
        let signature = try key.sign(Array("header.claims".utf8))
        #expect(signature.count == 64)
        #expect(key.verifier.isValid(signature, for: Array("header.claims".utf8)))
    }

    @Test func refusesChangedBytesAndSignatures() throws {
        let key = try SigningKey.make()
        var signature = try key.sign(Array("one".utf8))
        #expect(!key.verifier.isValid(signature, for: Array("two".utf8)))
        signature[10] ^= 1
        #expect(!key.verifier.isValid(signature, for: Array("one".utf8)))
        #expect(!key.verifier.isValid([], for: Array("one".utf8)))
    }

    @Test func refusesTheSignatureOfAnotherKey() throws {
        let signature = try SigningKey.make().sign([1, 2, 3])
        #expect(try !SigningKey.make().verifier.isValid(signature, for: [1, 2, 3]))
    }

    @Test func opensWhatItWrote() throws {
        let key = try SigningKey.make()
        let opened = try SigningKey.opened(pem: key.pem)
        #expect(opened.verifier.keyDigest == key.verifier.keyDigest)
        #expect(try key.verifier.isValid(opened.sign([7]), for: [7]))
    }

    @Test func givesItsPublicPartToOthers() throws {
        let text = String(decoding: try SigningKey.make().verifier.pem, as: UTF8.self)
        #expect(text.hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
        #expect(text.hasSuffix("-----END PUBLIC KEY-----\n"))
    }

    @Test func refusesTextsWithoutAKey() {
        #expect(throws: TLSError.missing(what: "private key", source: "PEM")) {
            try SigningKey.opened(pem: Array("nothing".utf8))
        }
    }
}
