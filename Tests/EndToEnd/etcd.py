"""examples/wardle on a real etcd: what lies there, several servers, members that fail, certificates."""
import http.client
import json
import os
import signal
import threading

import etcd_server
from harness import Client, Suite, check, contains, require, run, same, until

GROUP = "wardle.example.com"
API = f"/apis/{GROUP}/v1beta1"
# Upstream's sample API server keeps its objects here.
PREFIX = f"/registry/{GROUP}/{GROUP}/flunders"
# What the manifest of upstream's sample API server says besides.
MANIFEST = ["--audit-log-path=-", "--audit-log-maxage=0", "--audit-log-maxbackup=0"]


def flunder(name, reference="there"):
    return {"apiVersion": f"{GROUP}/v1beta1", "kind": "Flunder", "metadata": {"name": name},
            "spec": {"flunderReference": reference, "referenceType": "Flunder"}}


class Watcher:
    """Reads the events of a watch in a thread."""

    def __init__(self, server, pki, path):
        self.events, self.client = [], Client(server, pki, timeout=60)
        self.client.connection.request("GET", path, headers=self.client.headers)
        self.response = self.client.connection.getresponse()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        try:
            for line in self.response:
                self.events.append(json.loads(line))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # the test is over

    def names(self):
        return [event["object"]["metadata"]["name"] for event in self.events]

    def revisions(self):
        return [int(event["object"]["metadata"]["resourceVersion"]) for event in self.events]


class EtcdSuite(Suite):
    title = "etcd: objects in a real etcd, two servers, members that fail"

    def set_up(self):
        self.binary = self.env.wardle
        self.folder = self.env.folder("etcd")
        self.started = []
        self.member = self.begin(etcd_server.Member(self.folder, os.path.join(self.env.logs, "etcd.log")))
        self.member.serving()
        self.servers = [self.serve(f"etcd-{number}", self.member.url, *MANIFEST) for number in range(2)]

    def tear_down(self):
        for each in reversed(getattr(self, "started", [])):
            each.stop()

    def begin(self, started):
        self.started.append(started)
        return started

    def serve(self, name, servers, *flags):
        return self.begin(self.env.serve(name, "--etcd-servers", servers, *flags, binary=self.binary))

    def call(self, server, method, path, body=None, wanted=200, headers=None):
        client = Client(server, self.env.pki)
        try:
            status, answer = client.call(method, path, body, headers)
        finally:
            client.close()
        require(status == wanted, f"{method} {path}: expected {wanted}, got {status}: {str(answer)[:500]}")
        return answer

    @check("the flags of upstream's manifest keep objects where upstream's server keeps them, in its form")
    def layout(self):
        path = f"{API}/namespaces/form/flunders"
        made = self.call(self.servers[0], "POST", path, flunder("one"), 201)
        found = self.member.values(PREFIX + "/form/")
        same(list(found), [f"{PREFIX}/form/one"], "keys")
        stored = json.loads(found[f"{PREFIX}/form/one"])
        same((stored["kind"], stored["apiVersion"]), ("Flunder", f"{GROUP}/v1alpha1"), "kind and version")
        require("resourceVersion" not in stored["metadata"], "the revision is stored")
        same(stored["metadata"]["uid"], made["metadata"]["uid"], "UID")
        self.call(self.servers[0], "DELETE", f"{path}/one")
        same(self.member.values(PREFIX + "/form/"), {}, "what is left")

    @check("what upstream's server has written is read, listed, watched and changed")
    def foreign(self):
        path = f"{API}/namespaces/foreign/flunders"
        start = self.call(self.servers[0], "GET", path)["metadata"]["resourceVersion"]
        watcher = Watcher(self.servers[0], self.env.pki, f"{path}?watch=true&resourceVersion={start}")
        # Go's encoder ends an object with a new line.
        value = json.dumps({
            "kind": "Flunder", "apiVersion": f"{GROUP}/v1alpha1",
            "metadata": {"name": "go", "namespace": "foreign", "uid": "7b1c3f0e-0000-4000-8000-000000000001",
                         "creationTimestamp": "2026-01-02T03:04:05Z"},
            "spec": {"reference": "hello", "referenceType": "Flunder"}, "status": {}}, separators=(",", ":"))
        self.member.put(f"{PREFIX}/foreign/go", value.encode() + b"\n")
        same(self.call(self.servers[1], "GET", f"{path}/go")["spec"]["flunderReference"], "hello", "the spec")
        same(len(self.call(self.servers[1], "GET", path)["items"]), 1, "objects of the list")
        until(lambda: watcher.events, "the watch tells of it")
        same((watcher.events[0]["type"], watcher.names()), ("ADDED", ["go"]), "the event")
        changed = self.call(self.servers[1], "PATCH", f"{path}/go", {"metadata": {"labels": {"a": "b"}}},
                            headers={"Content-Type": "application/merge-patch+json"})
        same(changed["metadata"]["labels"], {"a": "b"}, "labels")
        self.call(self.servers[0], "DELETE", f"{path}/go")

    @check("what lies in etcd and is no object is left out, and goes away when that is asked for")
    def unreadable(self):
        path = f"{API}/namespaces/bogus/flunders"
        self.call(self.servers[0], "POST", path, flunder("well"), 201)
        self.member.put(f"{PREFIX}/bogus/broken", b"bogus")
        for server in self.servers:
            same([item["metadata"]["name"] for item in self.call(server, "GET", path)["items"]], ["well"], "the list")
            self.call(server, "GET", f"{path}/broken", wanted=404)
        self.call(self.servers[0], "DELETE", f"{path}/broken", wanted=500)
        self.call(self.servers[0], "DELETE", f"{path}/broken?ignoreStoreReadErrorWithClusterBreakingPotential=true")
        same(list(self.member.values(PREFIX + "/bogus/")), [f"{PREFIX}/bogus/well"], "keys")

    @check("two servers: each shows at once what the other has answered, and watches tell all of it in one order")
    def replicas(self):
        path = f"{API}/namespaces/both/flunders"
        start = self.call(self.servers[0], "GET", path)["metadata"]["resourceVersion"]
        watchers = [Watcher(server, self.env.pki, f"{path}?watch=true&resourceVersion={start}") for server in self.servers]
        clients = [Client(server, self.env.pki) for server in self.servers]
        for number in range(100):
            writer, reader = clients[number % 2], clients[1 - number % 2]
            status, made = writer.call("POST", path, flunder(f"f{number}"))
            same(status, 201, "status of a creation")
            status, listed = reader.call("GET", path)
            require(f"f{number}" in [item["metadata"]["name"] for item in listed["items"]], f"f{number} is not in the list")
            status, found = reader.call("GET", f"{path}/f{number}")
            same((status, found["metadata"]["uid"]), (200, made["metadata"]["uid"]), "the other server's answer")
            if number % 3 == 0:
                same(reader.call("DELETE", f"{path}/f{number}")[0], 200, "status of a deletion")
                same(writer.call("GET", f"{path}/f{number}")[0], 404, "status of what the other server deleted")
        for client in clients:
            client.close()
        wanted = 100 + 34
        for watcher in watchers:
            until(lambda: len(watcher.events) >= wanted, f"{wanted} events")
            same(watcher.revisions(), sorted(set(watcher.revisions())), "revisions of the events")
        same(watchers[0].names(), watchers[1].names(), "events of both servers")

    @check("of two servers that change one object neither loses the other's change")
    def conflicts(self):
        path = f"{API}/namespaces/count/flunders"
        self.call(self.servers[0], "POST", path, flunder("counter", "0"), 201)

        def count(server):
            client = Client(server, self.env.pki)
            for _ in range(25):
                while True:
                    _, found = client.call("GET", f"{path}/counter")
                    found["spec"]["flunderReference"] = str(int(found["spec"]["flunderReference"]) + 1)
                    status, answer = client.call("PUT", f"{path}/counter", found)
                    if status == 200:
                        break
                    same(status, 409, f"status of a conflict ({answer})")
            client.close()
        writers = [threading.Thread(target=count, args=(server,)) for server in self.servers]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)
        same(self.call(self.servers[0], "GET", f"{path}/counter")["spec"]["flunderReference"], "50", "the count")

    @check("the checks etcd and etcd-readiness say when etcd hangs, and when it is back")
    def health(self):
        server = self.servers[0]
        report = self.call(server, "GET", "/readyz?verbose")
        contains(report, "[+]etcd ok\n", "readyz")
        contains(report, "[+]etcd-readiness ok\n", "readyz")
        for path in ("/livez/etcd", "/healthz/etcd", "/readyz/etcd", "/readyz/etcd-readiness"):
            same(self.call(server, "GET", path), "ok", path)
        self.member.process.send_signal(signal.SIGSTOP)
        try:
            report = self.call(server, "GET", "/readyz?verbose", wanted=500)
            contains(report, "[-]etcd failed: reason withheld\n", "readyz of a server whose etcd hangs")
            contains(report, "[-]etcd-readiness failed", "readyz of a server whose etcd hangs")
        finally:
            self.member.process.send_signal(signal.SIGCONT)
        until(lambda: self.ok("/readyz"), "/readyz is well again", 20)

    def ok(self, path):
        client = Client(self.servers[0], self.env.pki)
        try:
            return client.call("GET", path)[0] == 200
        finally:
            client.close()

    @check("TLS: a client certificate is shown, and a server without one is told apart from a dead one")
    def certificates(self):
        directory = self.env.pki.directory
        file = lambda name: os.path.join(directory, name)
        secret = self.begin(etcd_server.Member(
            self.folder, os.path.join(self.env.logs, "etcd-tls.log"), "secret",
            tls=("--cert-file", file("server.crt"), "--key-file", file("server.key"), "--client-cert-auth",
                 "--trusted-ca-file", file("client-ca.crt"))))
        url = secret.serving()
        server = self.serve("etcd-certificates", url, "--etcd-cafile", file("server-ca.crt"), "--etcd-certfile",
                            file("creds/admin.crt"), "--etcd-keyfile", file("creds/admin.key"))
        self.call(server, "POST", f"{API}/namespaces/secret/flunders", flunder("one"), 201)
        same(len(self.call(server, "GET", f"{API}/flunders")["items"]), 1, "objects")
        log = os.path.join(self.env.logs, "etcd-no-certificate.log")
        with open(log, "wb") as output:
            process = etcd_server.spawn([self.binary, *self.env.pki.flags(), "--etcd-servers", url, "--etcd-cafile",
                                         file("server-ca.crt")], stdout=output, stderr=output)
        try:
            until(lambda: "etcd does not answer" in open(log).read(), "the log says that etcd does not answer", 20)
            contains(open(log).read(), url, "the log")
        finally:
            etcd_server.end(process)

    @check("flags that cannot be are refused, with what to write instead")
    def flags(self):
        for arguments, wanted in (
                (["--storage", "etcd"], "--etcd-servers must be specified"),
                (["--etcd-servers", "127.0.0.1:2379"], "write http://127.0.0.1:2379"),
                (["--etcd-servers", "https://127.0.0.1:2379", "--etcd-certfile", "a.crt"], "--etcd-keyfile belong together"),
                (["--etcd-servers", "https://127.0.0.1:2379", "--etcd-cafile", "/nowhere.crt"], "/nowhere.crt"),
                (["--etcd-servers", "http://127.0.0.1:2379", "--etcd-healthcheck-timeout", "5"], "is no duration"),
                (["--etcd-servers", "http://127.0.0.1:2379", "--compaction-interval-seconds", "5"],
                 "--etcd-compaction-interval=5m0s"),
                (["--storage", "sqlite", "--etcd-servers", "http://127.0.0.1:2379"], "choose --storage=etcd")):
            done = run([self.binary, *self.env.pki.flags(), *arguments], timeout=20)
            require(done.status in (1, 64), f"{arguments}: exit {done.status}")
            contains(done.err, wanted, f"what {arguments} is told")


class EtcdClusterSuite(Suite):
    title = "etcd-cluster: three members, and the leader is killed under load"
    WRITERS = 4

    def set_up(self):
        self.server, self.members = None, []
        self.env.need(self.env.wardle, "scripts/test builds it")
        self.members = etcd_server.cluster(self.env.folder("etcd-cluster"), self.env.logs)
        urls = ",".join(member.url for member in self.members)
        self.server = self.env.serve("etcd-cluster", "--etcd-servers", urls, binary=self.env.wardle)
        self.logs = [self.server.log]

    def tear_down(self):
        if self.server:
            self.server.stop()
        for member in self.members:
            member.stop()

    def write(self, path, writer, stop, answered, refused):
        client, number = Client(self.server, self.env.pki, timeout=60), 0
        while not stop.is_set():
            name = f"w{writer}-{number}"
            number += 1
            status, body = client.call("POST", path, flunder(name))
            if status == 201:
                answered[name] = int(body["metadata"]["resourceVersion"])
            else:
                refused[name] = (status, body)
        client.close()

    def load(self, path, act):
        """Creates objects while `act` does its worst; returns what was answered and what was refused."""
        answered, refused, stop = {}, {}, threading.Event()
        writers = [threading.Thread(target=self.write, args=(path, writer, stop, answered, refused), daemon=True)
                   for writer in range(self.WRITERS)]
        for writer in writers:
            writer.start()
        until(lambda: len(answered) >= 100, "100 creations")
        act()
        before = len(answered)
        until(lambda: len(answered) >= before + 100, "100 creations after that", 60)
        stop.set()
        for writer in writers:
            writer.join(60)
        return answered, refused

    def judge(self, path, answered, refused, watcher):
        client, found, more = Client(self.server, self.env.pki), {}, ""
        while True:
            status, page = client.call("GET", f"{path}?limit=500{more}")
            same(status, 200, f"status of the list ({str(page)[:300]})")
            found.update((item["metadata"]["name"], int(item["metadata"]["resourceVersion"])) for item in page["items"])
            if not page["metadata"].get("continue"):
                break
            more = "&continue=" + page["metadata"]["continue"]
        client.close()
        lost = [name for name, revision in answered.items() if found.get(name) != revision]
        require(not lost, f"{len(lost)} of {len(answered)} answered creations are lost, such as {lost[:5]}")
        # Whoever was refused because nobody knows may find the object there, but no status says that it failed for good.
        wrong = {name: answer for name, answer in refused.items() if answer[0] not in (500, 503, 504)}
        require(not wrong, f"refused in another way: {list(wrong.items())[:3]}")
        until(lambda: len(watcher.events) >= len(found), f"{len(found)} events for the watch", 30)
        same(sorted(watcher.names()), sorted(found), "what the watch told")
        same(watcher.revisions(), sorted(watcher.revisions()), "the order of the events")

    def leader(self):
        return until(lambda: next((member for member in self.members if member.is_leader()), None), "a leader")

    @check("the leader is killed: no creation that was answered is lost, and the watch goes on")
    def killed(self):
        path = f"{API}/namespaces/killed/flunders"
        watcher = Watcher(self.server, self.env.pki, f"{path}?watch=true")
        leader = self.leader()
        answered, refused = self.load(path, leader.kill)
        self.judge(path, answered, refused, watcher)
        leader.begin()
        leader.serving()

    @check("the leader hangs: the others are asked, nothing that was answered is lost, and the watch goes on")
    def hanging(self):
        path = f"{API}/namespaces/hanging/flunders"
        watcher = Watcher(self.server, self.env.pki, f"{path}?watch=true")
        leader = self.leader()
        try:
            answered, refused = self.load(path, lambda: leader.process.send_signal(signal.SIGSTOP))
            self.judge(path, answered, refused, watcher)
        finally:
            leader.process.send_signal(signal.SIGCONT)
