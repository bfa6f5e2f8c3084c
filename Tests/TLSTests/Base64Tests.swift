import TLS
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
        ("foob", "Zm9vYg==", "Zm9vYg"),
        ("fooba", "Zm9vYmE=", "Zm9vYmE"), ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("\u{3}ÿ¿", "A8O/wr8=", "A8O_wr8"),
    ])
    func agreesWithTheStandard(_ plain: String, _ standard: String, _ url: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64.encode(bytes) == standard)
        #expect(Base64.encode(bytes, .url) == url)
        #expect(Base64.decode(standard) == bytes)
        #expect(Base64.decode(url, .url) == bytes)
    }

    @Test(arguments: ["Z", "Zg=", "Zg===", "Zh==", "Z g=", "Zm8_", "=Zg=", "Zg==Zg=="])
    func refusesOtherTexts(_ text: String) { #expect(Base64.decode(text) == nil) }

    @Test func skipsLineEnds() { #expect(Base64.decode("Zm9v\r\nYmFy\n") == Array("foobar".utf8)) }
}

@Suite struct DigestTests {
    @Test func agreesWithTheStandard() {
        #expect(
            Digest.hex(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(Digest.hex(Digest.sha1(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Digest.hex(Digest.sha256([])).hasPrefix("e3b0c442"))
        #expect(Digest.hex(Digest.sha512(Array("abc".utf8))).hasPrefix("ddaf35a193617aba"))
    }

    @Test func comparesSecrets() {
        #expect(Digest.isEqual([1, 2], [1, 2]))
        #expect(!Digest.isEqual([1, 2], [1, 3]))
        #expect(!Digest.isEqual([1, 2], [1]))
    }

    @Test func givesDifferentRandomBytes() { #expect(Random.bytes(16) != Random.bytes(16)) }
}
