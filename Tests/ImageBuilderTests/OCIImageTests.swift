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

@Suite struct ELFFileTests {
    /// A file of three sections: the names, one with hashes, one with something else.
    private func file() -> [UInt8] {
        var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1] + [UInt8](repeating: 0, count: 58)
        func put(_ value: Int, _ count: Int, at place: Int) {
            for byte in 0..<count { file[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        }
        let names = Array(".swift_modhash\0.text\0".utf8)
        let contents = [(0, names), (0, [UInt8](repeating: 9, count: 8)), (15, [UInt8](repeating: 7, count: 8))]
        var headers: [(name: Int, offset: Int, size: Int)] = []
        for (name, bytes) in contents {
            headers.append((name, file.count, bytes.count))
            file += bytes
        }
        put(file.count, 8, at: 40)
        put(64, 2, at: 58)
        put(3, 2, at: 60)
        for header in headers {
            let place = file.count
            file += [UInt8](repeating: 0, count: 64)
            // The section of names has no name of its own here: it begins where the first one does.
            put(header.name == 0 && header.size != 8 ? 14 : header.name, 4, at: place)
            put(header.offset, 8, at: place + 24)
            put(header.size, 8, at: place + 32)
        }
        return file
    }

    @Test func zeroesHashesAndNothingElse() {
        let before = file()
        let after = ELFFile.withoutModuleHashes(before)
        #expect(after.count == before.count)
        let changed = zip(before, after).enumerated().filter { $0.element.0 != $0.element.1 }
        #expect(changed.map(\.element.0) == [UInt8](repeating: 9, count: 8))
        #expect(changed.allSatisfy { $0.element.1 == 0 })
    }

    @Test func leavesEverythingElseAsItIs() {
        for bytes in [[], [0x7F], Array("#!/bin/sh".utf8), Array(file().prefix(80)), Array(file().prefix(64))] {
            #expect(ELFFile.withoutModuleHashes(bytes) == bytes)
        }
        for place in [40, 58, 60, 62] {
            var broken = file()
            broken[place] = 0xFF
            broken[place + 1] = 0xFF
            #expect(ELFFile.withoutModuleHashes(broken).count == broken.count)
        }
    }
}
