import Foundation
import Templates
import Testing

/// The vendored manifest names the same targets as the manifest of the tool, for the products of the runtime.
@Suite(.timeLimit(.minutes(5))) struct VendoredManifestTests {
    private struct Manifest: Decodable {
        struct Product: Decodable {
            let name: String
            let targets: [String]
        }

        struct Target: Decodable, Equatable {
            struct Dependency: Decodable, Equatable {
                let byName: [String?]?
                var name: String { (byName?.first ?? nil) ?? "" }
            }

            struct Provider: Decodable, Equatable { let apt: [[String]]? }

            let name: String
            let type: String
            let pkgConfig: String?
            let providers: [Provider]?
            let dependencies: [Dependency]
        }

        let products: [Product]
        let targets: [Target]

        func closure(of names: [String]) -> Set<String> {
            var found = Set<String>()
            var waiting = names
            while let name = waiting.popLast() {
                guard found.insert(name).inserted, let target = targets.first(where: { $0.name == name }) else {
                    continue
                }
                waiting += target.dependencies.map(\.name)
            }
            return found
        }
    }

    private func dump(_ folder: String) throws -> Manifest {
        let scratch = NSTemporaryDirectory() + "apiserver-boot-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift", "package", "--package-path", folder, "--scratch-path", scratch, "dump-package"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Manifest.self, from: data)
    }

    @Test func agreesWithTheManifestOfTheTool() throws {
        let folder = NSTemporaryDirectory() + "apiserver-boot-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(VendoredManifestTemplate.text.utf8).write(to: URL(fileURLWithPath: folder + "/Package.swift"))
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let (home, vendored) = (try dump(root), try dump(folder))

        let products = home.products.filter { product in vendored.products.contains { $0.name == product.name } }
        #expect(products.count == vendored.products.count)
        for product in vendored.products {
            #expect(home.products.first { $0.name == product.name }?.targets.sorted() == product.targets.sorted())
        }
        let needed = home.closure(of: products.flatMap(\.targets))
        #expect(Set(vendored.targets.map(\.name)) == needed)
        for target in vendored.targets {
            #expect(home.targets.first { $0.name == target.name } == target)
        }
    }
}
