import JSON
import Testing
import Transport

@testable import ImageBuilder

@Suite struct OCIImageTests {
    private let contents = ImageContents(
        programs: [
            ImageContents.Program(name: "server", bytes: Array("one".utf8)),
            ImageContents.Program(name: "manager", bytes: [UInt8](repeating: 7, count: 2_000)),
        ],
        authorities: Array("PEM".utf8),
        architecture: "amd64",
        labels: ["b": "2", "a": "1"]
    )

    @Test func theSameContentsMakeTheSameDigest() {
        #expect(OCIImage(contents).manifest == OCIImage(contents).manifest)
        var other = contents
        other.programs[0].bytes += [0]
        #expect(OCIImage(other).digest != OCIImage(contents).digest)
    }

    @Test func everyNameIsTheHashOfWhatItNames() throws {
        let image = OCIImage(contents)
        let manifest = try JSONReader.parse(image.manifest.bytes)
        #expect(manifest.at("config", "digest")?.string == image.config.digest)
        #expect(manifest["layers"]?.array?.first?["digest"]?.string == image.layer.digest)
        #expect(manifest["layers"]?.array?.first?["size"]?.integer == Int64(image.layer.bytes.count))
        let config = try JSONReader.parse(image.config.bytes)
        let archive = try #require(Gzip.expand(image.layer.bytes))
        #expect(config.at("rootfs", "diff_ids")?.array == [.string(OCIImage.digest(archive))])
        #expect(OCIImage.digest([]) == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func runsTheFirstProgramAsNobodyInParticular() throws {
        let config = try JSONReader.parse(OCIImage(contents).config.bytes)
        #expect(config.at("config", "Entrypoint")?.array == ["/server"])
        #expect(config.at("config", "User")?.string == "65532:65532")
        #expect(config["architecture"]?.string == "amd64")
        #expect(config.at("config", "Labels", "a")?.string == "1")
    }

    @Test func archivesAreWholeBlocks() {
        var archive = TarArchive()
        archive.add("a", .file([1, 2, 3]), mode: 0o755)
        archive.add("b", .directory, mode: 0o1777, owner: 5)
        let bytes = archive.finished()
        #expect(bytes.count == 512 * 5)
        #expect(String(decoding: bytes[100..<107], as: UTF8.self) == "0000755")
        #expect(String(decoding: bytes[1124..<1131], as: UTF8.self) == "0001777")
        #expect(String(decoding: bytes[1132..<1139], as: UTF8.self) == "0000005")
        #expect(bytes[1024 + 156] == UInt8(ascii: "5"))
        let sum = bytes[..<512].enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        #expect(Int(String(decoding: bytes[148..<154], as: UTF8.self), radix: 8) == sum)
    }
}

@Suite struct ImageReferenceTests {
    @Test(arguments: [
        ("bees", nil, "bees", "latest"), ("bees:v1", nil, "bees", "v1"), ("team/bees:v1", nil, "team/bees", "v1"),
        ("localhost/bees", "localhost", "bees", "latest"), ("host:5000/a/b:v1.2", "host:5000", "a/b", "v1.2"),
        ("registry.example.com/a_b:V", "registry.example.com", "a_b", "V"),
    ]) func isRead(text: String, registry: String?, repository: String, tag: String) throws {
        let reference = try ImageReference(text)
        #expect(reference.registry == registry)
        #expect(reference.repository == repository)
        #expect(reference.tag == tag)
        #expect(try ImageReference("\(reference)") == reference)
    }

    @Test(arguments: ["", "Bees", "bees:", "bees:-a", "a//b", "bees@sha256:00", "-bees", "host:5000/", "bees:v 1"])
    func isRefused(text: String) {
        #expect(throws: ImageReference.ParseError.self) { try ImageReference(text) }
    }
}

@Suite struct RegistryTests {
    @Test func readsChallenges() {
        #expect(RegistryChallenge("Basic realm=\"x\"") == .basic)
        #expect(
            RegistryChallenge(#"Bearer realm="https://a.example/token",service="s, t",scope="repository:a:pull,push""#)
                == .bearer(realm: "https://a.example/token", service: "s, t", scope: "repository:a:pull,push")
        )
        #expect(RegistryChallenge("Digest realm=\"x\"") == nil)
        #expect(RegistryChallenge("Bearer service=\"x\"") == nil)
    }

    @Test func findsCredentials() throws {
        let file = Array(
            """
            {"auths":{"one.example":{"auth":"bWFqYTpzZWM6cmV0"},"https://two.example":{"auth":"YTpi"},
            "broken.example":{"auth":"!"}},"credHelpers":{"three.example":"pass"}}
            """.utf8
        )
        let one = try #require(try RegistryCredentials.find(in: file, registry: "one.example"))
        #expect((one.user, one.password) == ("maja", "sec:ret"))
        #expect(one.basic == "Basic bWFqYTpzZWM6cmV0")
        #expect(try RegistryCredentials.find(in: file, registry: "two.example")?.user == "a")
        #expect(try RegistryCredentials.find(in: file, registry: "other.example") == nil)
        for registry in ["broken.example", "three.example"] {
            #expect(throws: RegistryError.self) { try RegistryCredentials.find(in: file, registry: registry) }
        }
    }
}
