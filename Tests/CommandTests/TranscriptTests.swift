import Foundation
import Testing

/// Sessions with the built tool, compared with recorded ones.
///
/// `UPDATE_GOLDEN=1 swift test` records them anew.
///
/// Standard error is marked with `! `; the folder and the number of vendored files are replaced, since they change.
@Suite(.timeLimit(.minutes(5))) struct TranscriptTests {
    @Test(arguments: [
        (
            "scaffold",
            [
                "init repo --domain example.com --name creatures",
                "create group version resource --group insect --version v1beta1 --kind Bee --short-name be --category all",
                "create resource --group insect --version v1beta1 --kind Hive --non-namespaced",
                "create group --group plant", "create version --group plant --version v1alpha1",
                "build generated", "build generated --check",
                "create resource --group insect --version v1 --kind Bee --short-name be --category all",
                "create resource --group insect --version v1beta1 --kind Hive --non-namespaced",
            ]
        ),
        (
            "errors",
            [
                "create resource --group insect --version v1 --kind Bee",
                "init repo", "init repo --domain k8s.io --name My_Project",
                "init repo --domain example.com --runtime git",
                "init repo --domain example.com --runtime path:nowhere", "init repo --domain example.com",
                "init repo --domain other.org",
                "create resource --group Insects --version 1 --kind beeList --short-name X",
                "create resource --group insect --kind Bee --vresion v1",
                "create resource --group insect --version v1 --kind Task --short-name po --dry-run",
                "create resource --group insect --version v1 --kind Bee -q",
                "create resource --group insect --version v1 --kind Bee --resource apes",
                "create grp", "create", "frobnicate", "help nothing", "build generated --chekc",
                "run local --storage disk",
                "run local --no-build --secure-port 99999", "run local --no-build",
            ]
        ),
        (
            "hooks",
            [
                "init repo --domain example.com --name creatures",
                "create resource --group insect --version v1 --kind Bee --hook defaulting,table --hook scale",
                "create hook --group insect --version v1 --kind Bee --hook table,connector,admission-mutating",
                "create hook --group insect --version v1 --kind Bee --hook table,connector,admission-mutating",
                "create hook --group insect --version v1 --kind Bee --hook selectable --dry-run",
                "create resource --group insect --version v1 --kind Swarm --hook virtual",
                "create resource --group insect --version v1 --kind Fit --hook review",
                "create hook --group insect --version v1 --kind Swarm --hook scale",
                "create hook --group insect --version v1 --kind Bee --hook tabel,short-name,convertible",
                "create hook --group insect --version v1 --kind Bee --hook virtual",
                "create hook --group insect --version v1 --kind Bea --hook table",
                "create resource --group insect --version v1 --kind Ant --hook review,table",
                "create hook --group insect --version v1 --kind Bee",
            ]
        ),
        (
            "config",
            [
                "init repo --domain example.com --name creatures", "build config --image creatures:v1", "undeploy",
                "create resource --group insect --version v1beta1 --kind Bee", "build config",
                "build config --name bees --image localhost:5000/creatures:v1 --dry-run",
                "build config --name bees --image localhost:5000/creatures:v1", "build config",
                "build config --etcd-servers http://etcd-0:2379,http://etcd-1:2379 --replicas 3",
                "build config --output deploy --certs provided --certs-secret tls",
                "build config --storage sqlite --ca-bundle-file ca.crt", "build config --defaults",
                "build config --defaults --image creatures:v1",
                "build config --namespace kube-system --replicas 2 --storage sqlite --certs-secret T",
                "build config --storage sqlite --etcd-servers etcd --replicas 0 --image a@b",
                "build config --storage etcd --output ../out --name Bees", "build config --etcd-servers etcd-0",
                "build config --replicas -1", "build config --storage-size -1Gi", "build config --name 1",
                "build config --apiserver-arg --x=1",
                "run in-cluster --image bees:v1 --no-push-image --archive a --layout b", "run in-cluster --archive a",
                "run in-cluster --wait soon --image localhost:5000/bees:v1", "run in-cluster --image bees:v1",
                "run in-cluster --image bees:v1 --no-build-image --kubeconfig nowhere", "undeploy --kubeconfig nowhere",
            ]
        ),
        (
            "help",
            [
                "", "--help", "help create resource", "create group --help", "create --help", "create hook --help",
                "build executables -h", "build config --help",
                "run in-cluster --help", "undeploy --help", "build docs --help", "build docs clean --help",
                "run local --help", "init repo --help", "build generated --help", "version --help", "help help",
            ]
        ),
        (
            "dry-run",
            [
                "init repo --domain example.com --dry-run", "init repo --domain example.com",
                "create resource --group insect --version v1 --kind Bee --dry-run",
                "build executables --dry-run --static",
                "run local --dry-run --storage memory",
            ]
        ),
    ])
    func isAsRecorded(_ name: String, _ lines: [String]) throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        var transcript = ""
        for line in lines {
            let result = try tool.run(line)
            transcript += "$ apiserver-boot \(line)\n" + result.output
            transcript += result.error.split(separator: "\n").map { "! \($0)\n" }.joined()
            transcript += "[\(result.status)]\n\n"
        }
        let neutral = transcript.replacing(tool.folder, with: "<dir>")
            .replacing(/(apiserver-runtime\/ +)\d+ files/) { $0.1 + "N files" }
            .replacing(/\d+ files up to date/, with: "N files up to date")
        try compare(neutral, "\(name).txt")
    }

    private func compare(_ text: String, _ name: String) throws {
        let folder = (#filePath as NSString).deletingLastPathComponent + "/Golden"
        let file = folder + "/" + name
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        }
        let golden = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let (old, new) = (golden.split(separator: "\n"), text.split(separator: "\n"))
        let difference = zip(old, new).first { $0 != $1 }
        #expect(difference.map { "- \($0.0)\n+ \($0.1)" } == nil)
        #expect(old.count == new.count)
    }
}
