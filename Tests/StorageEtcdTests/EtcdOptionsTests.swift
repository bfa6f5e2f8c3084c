import EventLoop
import Storage
import Telemetry
import Testing

@testable import StorageEtcd

@Suite
struct EtcdOptionsTests {
    private static let defaults = Dictionary(
        uniqueKeysWithValues: StorageFactory.etcd(prefix: "/registry/example.com").flags.compactMap { flag in
            flag.defaultValue.map { (flag.name, $0) }
        }
    )

    @Test func readsFlags() throws {
        var values = Self.defaults
        values["etcd-servers"] = "https://a.example:2379, https://[::1]:2380"
        values["etcd-compaction-interval"] = "0"
        values["etcd-certfile"] = ""
        let options = try StorageFactory.options(values)
        #expect(options.servers == ["https://a.example:2379", "https://[::1]:2380"])
        #expect(options.prefix == "/registry/example.com")
        #expect(options.compactionInterval == .zero)
        #expect(options.healthTimeout == .seconds(2))
        #expect(options.certificateFile == nil)
    }

    @Test func hasTheDefaultsOfUpstream() throws {
        let options = try StorageFactory.options(Self.defaults)
        #expect(options.compactionInterval == .seconds(300))
        #expect(options.readyTimeout == .seconds(2))
    }

    @Test(arguments: [
        ("", "--etcd-servers must be specified"),
        ("127.0.0.1:2379", "127.0.0.1:2379 is no http:// or https:// URL"),
        ("http://127.0.0.1", "http://127.0.0.1 names no host and port"),
        ("http://127.0.0.1:0", "http://127.0.0.1:0 names no host and port"),
        ("http://a:2379/path", "http://a:2379/path names no host and port"),
        ("http://a:2379,unix://b:1", "unix://b:1 is no http:// or https:// URL"),
    ])
    func saysWhichServerIsWrong(_ servers: String, _ text: String) throws {
        var values = Self.defaults
        values["etcd-servers"] = servers
        let options = try StorageFactory.options(values)
        let cause = Self.cause { () throws(StorageError) in _ = try EtcdMember.all(options) }
        #expect(cause.contains(text))
    }

    @Test func saysWhichFileIsWrong() {
        var options = EtcdOptions(servers: ["https://a:2379"], prefix: "/")
        options.authoritiesFile = "/nowhere/ca.crt"
        #expect(Self.cause { () throws(StorageError) in _ = try EtcdMember.all(options) }.contains("/nowhere/ca.crt"))
        options.authoritiesFile = nil
        options.certificateFile = "/nowhere/tls.crt"
        #expect(Self.cause { () throws(StorageError) in _ = try EtcdMember.all(options) }.contains("--etcd-keyfile"))
        options.keyFile = "/nowhere/tls.key"
        #expect(Self.cause { () throws(StorageError) in _ = try EtcdMember.all(options) }.contains("/nowhere/tls.crt"))
        options.servers = ["http://a:2379"]
        #expect(
            Self.cause { () throws(StorageError) in _ = try EtcdMember.all(options) }.contains("no https:// server")
        )
    }

    @Test(arguments: ["x", "-1s", "5"])
    func refusesWhatIsNoDuration(_ text: String) {
        var values = Self.defaults
        values["etcd-healthcheck-timeout"] = text
        let cause = Self.cause { () throws(StorageError) in _ = try StorageFactory.options(values) }
        #expect(cause.contains("--etcd-healthcheck-timeout=\(text)"))
    }

    @Test(arguments: [
        ("/registry/wardle.example.com", "/registry/wardle.example.com/wardle.example.com/flunders/a/b"),
        ("registry/", "/registry/wardle.example.com/flunders/a/b"), ("/", "/wardle.example.com/flunders/a/b"),
    ])
    func writesKeysAsUpstreamDoes(_ prefix: String, _ expected: String) {
        let keys = EtcdKeys(prefix: prefix)
        let key = "/registry/wardle.example.com/flunders/a/b"
        #expect(keys.inEtcd(key) == expected)
        #expect(keys.inStore(expected, isBelowRoot: true) == key)
    }

    @Test(arguments: [
        ("3.4.23", false), ("3.4.31", true), ("3.5.1", false), ("3.5.13", true), ("3.6.0-rc.1", true), ("", false),
    ])
    func knowsWhichVersionsTellProgress(_ version: String, _ tells: Bool) {
        #expect(EtcdVersion(version).tellsProgress == tells)
    }

    private static func cause(_ body: () throws(StorageError) -> Void) -> String {
        do throws(StorageError) {
            try body()
        } catch {
            if case .unavailable(let cause) = error { return cause }
        }
        return ""
    }
}
