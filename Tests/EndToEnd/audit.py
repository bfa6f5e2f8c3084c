"""What a server records, how long it lets requests take, and the order in which it ends: examples/wardle as a process."""
import json
import os
import re
import signal
import socket
import stat
import time

from harness import Client, Failure, Suite, check, contains, require, run, same, until

FLUNDERS = "/apis/wardle.example.com/v1alpha1/namespaces/default/flunders"
POLICY = """apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- {level: None, nonResourceURLs: ["/readyz", "/metrics"]}
- {level: RequestResponse, verbs: [create], omitManagedFields: true}
- {level: Metadata, verbs: [watch]}
- {level: Request, omitStages: [RequestReceived]}
"""


def flunder(name, padding=""):
    return {"apiVersion": "wardle.example.com/v1alpha1", "kind": "Flunder",
            "metadata": {"name": name, "annotations": {"padding": padding}}, "spec": {"reference": "a"}}


class AuditSuite(Suite):
    title = "audit: what a server records, its deadlines, and its end"

    def set_up(self):
        self.folder = self.env.folder("audit")
        self.policy = os.path.join(self.folder, "policy.yaml")
        self.log = os.path.join(self.folder, "logs", "audit.log")
        with open(self.policy, "w", encoding="utf-8") as file:
            file.write(POLICY)
        self.logs = [os.path.join(self.env.logs, "audit.log")]
        self.server = self.start("audit", "--audit-policy-file", self.policy, "--audit-log-path", self.log,
                                 "--audit-log-maxsize", "1", "--audit-log-maxbackup", "2")
        self.client = Client(self.server, self.env.pki)

    def tear_down(self):
        if hasattr(self, "server"):
            self.server.stop()

    def start(self, name, *flags):
        return self.env.serve(name, "--storage", "memory", *flags, binary=self.env.wardle)

    def events(self):
        with open(self.log, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def event(self, audit_id, stage="ResponseComplete"):
        found = [event for event in self.events() if event["auditID"] == audit_id and event["stage"] == stage]
        same(len(found), 1, f"events of {audit_id} at {stage}")
        return found[0]

    # MARK: Audit

    @check("a creation: who, what, both bodies, how it ended")
    def creation(self):
        status, made = self.client.call("POST", FLUNDERS, flunder("one"), {"Audit-ID": "made", "User-Agent": "me/1"})
        same(status, 201, "status")
        event = self.event("made")
        for key, wanted in {
                "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "RequestResponse", "verb": "create",
                "requestURI": FLUNDERS, "sourceIPs": ["127.0.0.1"], "userAgent": "me/1",
                "objectRef": {"resource": "flunders", "namespace": "default", "name": "one",
                              "apiGroup": "wardle.example.com", "apiVersion": "v1alpha1"},
                "responseStatus": {"metadata": {}, "code": 201}}.items():
            same(event[key], wanted, key)
        same(event["requestObject"]["spec"]["reference"], "a", "requestObject")
        same(event["responseObject"]["metadata"]["uid"], made["metadata"]["uid"], "responseObject")
        require("managedFields" not in event["responseObject"]["metadata"], "managedFields are recorded")
        same(event["annotations"]["authorization.k8s.io/decision"], "allow", "decision")
        require(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event["stageTimestamp"]), "timestamp")

    @check("the file is for its owner alone, and no credential stands in it")
    def secrecy(self):
        same(stat.S_IMODE(os.stat(self.log).st_mode), 0o600, "mode")
        same(stat.S_IMODE(os.stat(os.path.dirname(self.log)).st_mode), 0o700, "mode of the folder")
        with open(self.log, encoding="utf-8") as file:
            require(self.env.pki.token not in file.read(), "the token is in the log")

    @check("a wrong token is recorded without a user")
    def refusal(self):
        status, _ = self.client.call("GET", FLUNDERS, headers={"Authorization": "Bearer nonsense", "Audit-ID": "bad"})
        same(status, 401, "status")
        event = self.event("bad", "ResponseStarted")
        same((event["user"], event["responseStatus"]["code"]), ({}, 401), "user and code")

    @check("a watch is recorded when it comes, begins and ends")
    def watch(self):
        other = Client(self.server, self.env.pki)
        other.connection.request("GET", FLUNDERS + "?watch=1&timeoutSeconds=1", headers={**other.headers, "Audit-ID": "w"})
        response = other.connection.getresponse()
        stages = lambda: [event["stage"] for event in self.events() if event["auditID"] == "w"]
        same(stages(), ["RequestReceived", "ResponseStarted"], "stages of an open watch")
        response.read()
        until(lambda: stages() == ["RequestReceived", "ResponseStarted", "ResponseComplete"], "the end is recorded")
        other.close()

    @check("the log is put aside by size, and old files are removed")
    def rotation(self):
        padding = "x" * 200_000
        for number in range(14):
            same(self.client.call("POST", FLUNDERS, flunder(f"big-{number}", padding))[0], 201, "status")
        names = lambda: sorted(os.listdir(os.path.dirname(self.log)))
        until(lambda: len(names()) == 3, "two old files stay")
        shape = r"audit-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log"
        require(all(re.fullmatch(shape, name) for name in names() if name != "audit.log"), f"names: {names()}")
        require(all(os.stat(os.path.join(os.path.dirname(self.log), name)).st_size <= 1 << 20 for name in names()), "sizes")

    @check("without a policy nothing is recorded; - is standard output")
    def outputs(self):
        log = os.path.join(self.folder, "none.log")
        server = self.start("audit-none", "--audit-log-path", log)
        try:
            require(not os.path.exists(log), "a log without a policy")
        finally:
            server.stop()
        server = self.start("audit-stdout", "--audit-policy-file", self.policy, "--audit-log-path", "-",
                            "--audit-log-mode", "batch")
        try:
            client = Client(server, self.env.pki)
            client.call("GET", FLUNDERS, headers={"Audit-ID": "to-stdout"})
            def seen():
                with open(server.log, encoding="utf-8") as file:
                    return '"auditID":"to-stdout"' in file.read()
            until(seen, "an event on standard output")
        finally:
            server.stop()

    @check("a policy that is none stops the start, and says where")
    def bad_policy(self):
        policy = os.path.join(self.folder, "bad.yaml")
        with open(policy, "w", encoding="utf-8") as file:
            file.write(POLICY + "- {level: Everything}\n")
        result = run([self.env.wardle, *self.env.pki.flags(), "--storage", "memory", "--audit-policy-file", policy,
                      "--audit-log-path", self.log])
        same(result.status, 1, "exit code")
        contains(result.err, f'--audit-policy-file: {policy}: rules[4].level: Unsupported value: "Everything"')

    # MARK: Deadlines

    @check("a time-out that is none is 400, in upstream's words")
    def bad_timeout(self):
        status, answer = self.client.call("GET", FLUNDERS + "?timeout=soon")
        wanted = 'invalid timeout specified in the request URL - time: invalid duration "soon"'
        same((status, answer["reason"], answer["message"]), (400, "BadRequest", wanted), "the answer")

    @check("a time-out that is long enough changes nothing, and watches have none")
    def good_timeout(self):
        same(self.client.call("GET", FLUNDERS + "?timeout=10s")[0], 200, "status")
        same(self.client.call("GET", FLUNDERS + "?watch=1&timeout=1ms&timeoutSeconds=1")[0], 200, "status of a watch")

    # MARK: TLS

    @check("TLS 1.3 alone, HTTP/1.1 alone, certificates by name")
    def tls(self):
        pki = self.env.pki
        server = self.start("audit-tls", "--tls-min-version", "VersionTLS13", "--disable-http2-serving",
                            "--tls-sni-cert-key",
                            f"{os.path.join(pki.directory, 'server.crt')},{os.path.join(pki.directory, 'server.key')}:"
                            "other.example.com")
        try:
            curl = ["curl", "-s", "--cacert", pki.ca, "-o", "/dev/null", "-w", "%{http_version} %{http_code}"]
            same(run([*curl, "--http2", server.url + "/readyz"]).ok().out, "1.1 200", "version and status")
            refused = run([*curl, "--tlsv1.2", "--tls-max", "1.2", server.url + "/readyz"])
            require(refused.status != 0, "TLS 1.2 is spoken")
            named = run(["curl", "-sk", "--resolve", f"other.example.com:{server.port}:127.0.0.1",
                         f"https://other.example.com:{server.port}/readyz"]).ok()
            same(named.out, "ok", "by another name")
        finally:
            server.stop()

    # MARK: The end

    @check("the end in order: /readyz fails, everything is still served, then the port closes and watches end")
    def shutdown(self):
        server = self.start("audit-end", "--shutdown-delay-duration", "2s")
        client, watcher = Client(server, self.env.pki), Client(server, self.env.pki)
        try:
            watcher.connection.request("GET", FLUNDERS + "?watch=1", headers=watcher.headers)
            stream = watcher.connection.getresponse()
            began = time.monotonic()
            os.kill(server.pid, signal.SIGTERM)
            until(lambda: client.call("GET", "/readyz")[0] == 500, "/readyz fails", 1.5)
            contains(client.call("GET", "/readyz")[1], "[-]shutdown failed")
            same(client.call("GET", "/livez"), (200, "ok"), "/livez")
            same(client.call("POST", FLUNDERS, flunder("late"))[0], 201, "a creation while it ends")
            same(json.loads(stream.readline())["object"]["metadata"]["name"], "late", "what the watch sees")
            same(stream.read(), b"", "the rest of the watch")
            same(server.process.wait(10), 0, "exit code")
            require(time.monotonic() - began >= 2, "it ended before its delay")
            try:
                socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
                raise Failure("the port is still open")
            except ConnectionRefusedError:
                pass
        finally:
            server.stop()

    @check("a second signal ends it at once, with 1")
    def second_signal(self):
        server = self.start("audit-twice", "--shutdown-delay-duration", "1h")
        try:
            client = Client(server, self.env.pki)
            os.kill(server.pid, signal.SIGTERM)
            until(lambda: client.call("GET", "/readyz")[0] == 500, "/readyz fails")
            os.kill(server.pid, signal.SIGINT)
            same(server.process.wait(10), 1, "exit code")
        finally:
            server.stop()
