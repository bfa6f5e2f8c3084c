import Foundation
import Glibc
import Testing

@testable import apiserver_boot

/// `run local` with programs in place of the server that cannot answer.
@Suite(.timeLimit(.minutes(5))) struct RunLocalTests {
    private func project(server: String) throws -> BuiltTool {
        let tool = try BuiltTool()
        _ = try tool.run("init repo --domain example.com")
        try tool.write("bin/apiserver", "#!/bin/sh\n" + server + "\n", mode: 0o755)
        return tool
    }

    /// Reads until a line contains a text.
    private func wait(for text: String, _ pipe: Pipe) {
        var seen = ""
        while !seen.contains(text) {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { return }
            seen += String(decoding: data, as: UTF8.self)
        }
    }

    @Test func saysWhyTheServerEnded() throws {
        let tool = try project(server: "echo 'disk is full' >&2; exit 3")
        defer { tool.remove() }
        let result = try tool.run("run local --no-build --secure-port 0")
        #expect(result.status == 1)
        #expect(result.error.contains("apiserver | disk is full"))
        #expect(result.error.contains("it ended with status 3; its last words: disk is full"))
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func stopsTheServerInOrder(_ signal: Int32, _ status: Int32) throws {
        let tool = try project(
            server: "trap 'echo goodbye; exit 0' TERM; echo started; while :; do read x; done < /dev/null"
        )
        defer { tool.remove() }
        let (process, _, error) = try tool.start(["run", "local", "--no-build", "--secure-port", "0"])
        wait(for: "started", error)
        kill(process.processIdentifier, signal)
        let rest = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(rest.contains("goodbye"))
        #expect(process.terminationStatus == status)
    }

    @Test func takesTheServerWithItWhenItIsKilled() throws {
        let tool = try project(server: "echo $$ > pid; echo started; while :; do read x; done < /dev/null")
        defer { tool.remove() }
        let (process, output, error) = try tool.start(["run", "local", "--no-build", "--secure-port", "0"])
        wait(for: "started", error)
        let server = try #require(tool.text("pid").flatMap { Int32($0.trimmingCharacters(in: .newlines)) })
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // The pipe ends when the last process that holds it has gone; the server holds none of the tool's.
        _ = output.fileHandleForReading.readDataToEndOfFile()
        while kill(server, 0) == 0, state(of: server) != "Z" { sched_yield() }
    }

    /// The letter of a process' state in `/proc`; empty if there is none.
    private func state(of process: Int32) -> String {
        let text = FileManager.default.contents(atPath: "/proc/\(process)/stat").map {
            String(decoding: $0, as: UTF8.self)
        }
        return text?.split(separator: ")").last.map { String($0.dropFirst().prefix(1)) } ?? ""
    }

    @Test func keepsWhatIsSecretToItself() throws {
        let tool = try project(server: "exit 1")
        defer { tool.remove() }
        _ = try tool.run("run local --no-build --secure-port 0 --no-aggregator")
        func mode(_ name: String) throws -> Int {
            let attributes = try FileManager.default.attributesOfItem(atPath: tool.folder + "/" + name)
            return try #require(attributes[.posixPermissions] as? Int)
        }
        #expect(try mode("kubeconfig") == 0o600)
        #expect(try mode(".apiserver-boot") == 0o700)
        #expect(try mode(".apiserver-boot/pki/apiserver.key") == 0o600)
        let kubeconfig = try #require(tool.text("kubeconfig"))
        #expect(!kubeconfig.contains("insecure"))
        #expect(kubeconfig.contains("client-certificate-data"))
    }

    @Test func keepsTheKeysOfItsControlPlane() throws {
        let tool = try project(server: "exit 1")
        defer { tool.remove() }
        let result = try tool.run("run local --no-build --secure-port 0")
        #expect(result.output.contains("apiserver:auth-reader -n kube-system"))
        let folder = ".apiserver-boot/control-plane/pki"
        let attributes = try FileManager.default.attributesOfItem(atPath: tool.folder + "/" + folder + "/admin.key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let key = try #require(tool.text(folder + "/admin.key"))
        _ = try tool.run("run local --no-build --secure-port 0")
        #expect(tool.text(folder + "/admin.key") == key)
    }

    /// A kubeconfig with a context that says production; nobody listens where it leads.
    private func kubeconfig() -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: bees-prod
        clusters:
        - name: there
          cluster: {server: "http://127.0.0.1:1"}
        contexts:
        - name: bees-prod
          context: {cluster: there, user: me}
        users:
        - name: me
          user: {token: t}
        """
    }

    @Test(arguments: [
        ("--kubeconfig /nope", "AB5014", "/nope (kubeconfig) cannot be read"),
        ("--kubeconfig there.yaml --context moon", "AB5014", "there is no context \"moon\""),
        ("--kubeconfig there.yaml", "AB6103", "--confirm-context bees-prod"),
        ("--kubeconfig there.yaml --confirm-context bees", "AB6102", "the context is 'bees-prod', not 'bees'"),
        ("--kubeconfig there.yaml --dry-run", "AB6103", "the context 'bees-prod' looks like production"),
    ])
    func refusesClustersThatAreNotMeantBeforeItBuilds(_ options: String, _ id: String, _ text: String) throws {
        let tool = try project(server: "exit 1")
        defer { tool.remove() }
        try tool.write("there.yaml", kubeconfig())
        let result = try tool.run("run local \(options)")
        #expect(result.status == 4)
        #expect(result.error.contains(id) && result.error.contains(text), "\(result.error)")
        #expect(result.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: tool.folder + "/.build"))
    }

    @Test func saysOnceThatAClusterDoesNotAnswerAndWhatToDo() throws {
        let tool = try project(server: "exit 1")
        defer { tool.remove() }
        try tool.write("there.yaml", kubeconfig())
        let result = try tool.run("run local --no-build --kubeconfig there.yaml --confirm-context bees-prod")
        #expect(result.status == 1)
        #expect(result.error.contains("AB5014"))
        #expect(result.error.contains("fix:   the cluster must answer"), "\(result.error)")
        #expect(result.error.contains("--kubeconfig \(tool.folder)/there.yaml get namespaces"))
        // Whoever takes away does not ask again whether the cluster is meant.
        #expect(result.error.components(separatedBy: "could not take away").count == 2, "\(result.error)")
        #expect(!result.error.contains("AB6103"))
    }

    @Test func confirmsNoContextWithoutACluster() throws {
        let tool = try project(server: "exit 1")
        defer { tool.remove() }
        let result = try tool.run("run local --no-build --confirm-context bees")
        #expect(result.status == 64)
        #expect(result.error.contains("--confirm-context has no meaning without a cluster"))
    }

    @Test func letsOnlyOneRunIn() throws {
        let tool = try project(server: "echo started; while :; do read x; done < /dev/null")
        defer { tool.remove() }
        let (process, _, error) = try tool.start(["run", "local", "--no-build", "--secure-port", "0"])
        wait(for: "started", error)
        let second = try tool.run("run local --no-build --secure-port 0")
        #expect(second.status == 4)
        #expect(second.error.contains("AB5003"))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
