"""A server that asks its cluster: who callers are, what they may do, whose certificates to trust."""
import http.client
import json
import os
import re
import ssl
import threading
import time

import pki
from harness import Server, check, contains, end, fewest, require, run, same, spawn, until
from local import API, LocalSuite, bee

ACCOUNT = "system:serviceaccount:meadow:drone"
CONFIG_MAP = ("-n", "kube-system", "configmap", "extension-apiserver-authentication")


class DelegationSuite(LocalSuite):
    title = "a server that leaves trust to its cluster"
    mode = []

    def set_up(self):
        super().set_up()
        self.out("create", "namespace", "meadow")
        self.out("-n", "meadow", "create", "serviceaccount", "drone")
        self.out("-n", "meadow", "create", "rolebinding", "viewers", "--clusterrole=view", "--serviceaccount=meadow:drone")
        self.plane = os.path.join(self.env.project, ".apiserver-boot", "control-plane")
        with open(self.logs[0]) as file:
            self.port = int(re.findall(r"server ready\s+https://127\.0\.0\.1:(\d+)", file.read())[-1])
        self.folder = self.env.folder("delegation")

    # MARK: Direct requests

    def context(self, identity=None):
        context = ssl.create_default_context(cafile=os.path.join(self.plane, "pki", "serving-ca.crt"))
        if identity:
            context.load_cert_chain(f"{identity}.crt", f"{identity}.key")
        return context

    def direct(self, path, token=None, identity=None, method="GET", port=None, **headers):
        """Asks the server itself, not through the control plane: (status, parsed answer or text)."""
        connection = http.client.HTTPSConnection("127.0.0.1", port or self.port, context=self.context(identity), timeout=30)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
            return response.status, json.loads(text) if text.startswith("{") else text
        finally:
            connection.close()

    def token(self, *flags):
        return self.out("-n", "meadow", "create", "token", "drone", *flags).strip()

    def reviews(self, kind):
        """How many reviews of a kind the control plane has answered."""
        pattern = rf'apiserver_request_total{{[^}}]*resource="{kind}"[^}}]*}} (\d+)'
        return sum(int(count) for count in re.findall(pattern, self.out("get", "--raw", "/metrics")))

    # MARK: Tokens

    @check("a token of a service account is known by TokenReview, and may do what RBAC says")
    def tokens(self):
        token = self.token()
        same(self.direct(f"{API}/namespaces/meadow/bees", token)[0], 200, "list")
        status, answer = self.direct(f"{API}/namespaces/meadow/bees/maja", token, method="DELETE")
        same(status, 403, "delete")
        contains(answer["message"], f'User "{ACCOUNT}" cannot delete resource "bees"')

    @check("a token that is wrong, forged or for another audience is 401, never anonymous")
    def wrong_tokens(self):
        good = self.token()
        forged = good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB")
        for token in ["abc", forged, self.token("--audience=https://elsewhere.example.com")]:
            same(self.direct("/version", token)[0], 401, f"token {token[:8]}…")
        same(self.direct(f"{API}/namespaces/meadow/bees")[0], 403, "without a token")
        same(self.direct("/readyz")[0], 200, "health without a token")

    @check("the same question is asked once, however many callers come at a time")
    def cached(self):
        token = self.token()
        before = self.reviews("tokenreviews")
        statuses = []
        ask = lambda: statuses.append(self.direct(f"{API}/namespaces/meadow/bees?limit=1", token)[0])
        threads = [threading.Thread(target=ask) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        same(statuses, [200] * 16, "answers")
        same(self.reviews("tokenreviews") - before, 1, "token reviews")
        again = lambda _: same(self.direct(f"{API}/namespaces/meadow/bees?limit=1", token)[0], 200, "once more")
        same(fewest(lambda: self.reviews("subjectaccessreviews"), again), 0, "access reviews for one more")
        anew = lambda number: same(self.direct(f"{API}/namespaces/meadow/bees/b{number}", token)[0], 404, "another bee")
        same(fewest(lambda: self.reviews("subjectaccessreviews"), anew), 1, "access reviews for another name")

    @check("what is asked of the control plane is in the server's own metrics, by its answers")
    def metrics(self):
        kept = os.path.join(self.plane, "pki", "admin")
        _, text = self.direct("/metrics", identity=kept)
        for question in ("authn", "authz"):
            for sample in ("total", "duration_seconds_count"):
                found = re.search(rf'^apiserver_delegated_{question}_request_{sample}{{code="201"}} (\d+)$', text, re.M)
                require(found and int(found.group(1)) > 0, f"{question} {sample}")

    @check("rights that are taken away are gone once the answer has grown old")
    def revoked(self):
        token = self.token()
        path = f"{API}/namespaces/meadow/bees?limit=2"
        same(self.direct(path, token)[0], 200, "before")
        self.out("-n", "meadow", "delete", "rolebinding", "viewers")
        began = time.monotonic()
        until(lambda: self.direct(path, token)[0] == 403, "the right is gone", 15, pause=0.2)
        print(f"      after {time.monotonic() - began:.1f} s")
        self.out("-n", "meadow", "create", "rolebinding", "viewers", "--clusterrole=view", "--serviceaccount=meadow:drone")

    @check("to apply what does not exist needs the right to create it, too")
    def upsert(self):
        self.out("-n", "meadow", "create", "role", "patcher", "--verb=patch", "--resource=bees.insect.example.com")
        self.out("-n", "meadow", "create", "rolebinding", "patchers", "--role=patcher", "--serviceaccount=meadow:drone")
        refused = self.refused("apply", "--server-side", "-f", "-", "--as", ACCOUNT, stdin=bee("upsert", namespace="meadow"))
        contains(refused, 'bees.insect.example.com "upsert" is forbidden')

    # MARK: Certificates

    def authority(self, name):
        pki.authority(self.folder, name)
        pki.certificate(self.folder, name, f"{name}-user", f"/CN={name}-user", "extendedKeyUsage=clientAuth\n")
        with open(os.path.join(self.folder, f"{name}.crt")) as file:
            return file.read(), os.path.join(self.folder, f"{name}-user")

    def names_offered(self):
        """The CAs that the server names to its clients."""
        result = run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}"], stdin="")
        found = re.search(r"Acceptable client certificate CA names\n(.*?)\n(?:Requested|Peer|Client Cert)", result.out, re.S)
        return found.group(1).splitlines() if found else []

    @check("the certificates that the cluster names are offered to clients")
    def offered(self):
        same(len(self.names_offered()), 2, f"names of {self.names_offered()}")

    @check("another CA in the ConfigMap is believed without a restart, and one that is taken away is not")
    def rotated(self):
        pem, identity = self.authority("rotated")
        who = lambda: self.direct(f"{API}/namespaces/meadow/bees", identity=identity)
        same(who()[0], 401, "a stranger's certificate")
        old = self.json("get", *CONFIG_MAP)["data"]["client-ca-file"]
        self.out("patch", *CONFIG_MAP, "--type=merge", "-p", json.dumps({"data": {"client-ca-file": old + pem}}))
        began = time.monotonic()
        status, answer = until(lambda: (lambda one: one if one[0] == 403 else None)(who()), "the new CA is believed")
        print(f"      after {time.monotonic() - began:.2f} s")
        contains(answer["message"], 'User "rotated-user" cannot list')
        until(lambda: len(self.names_offered()) == 3, "three names are offered")
        same(self.direct("/version", identity=os.path.join(self.plane, "pki", "admin"))[0], 200, "the old CA")
        self.out("patch", *CONFIG_MAP, "--type=merge", "-p", json.dumps({"data": {"client-ca-file": old}}))
        until(lambda: who()[0] == 401, "the CA is gone")

    @check("a ConfigMap that says nonsense changes nothing")
    def nonsense(self):
        good = self.json("get", *CONFIG_MAP)["data"]
        bad = {"client-ca-file": "nonsense", "requestheader-allowed-names": "{"}
        self.out("patch", *CONFIG_MAP, "--type=merge", "-p", json.dumps({"data": bad}))
        log = lambda: open(self.logs[0]).read()
        until(lambda: "authorities were not replaced" in log() and "no JSON array" in log(), "the log tells")
        same(self.direct("/version", identity=os.path.join(self.plane, "pki", "admin"))[0], 200, "the administrator")
        self.out("get", "bees", "-A")
        self.out("patch", *CONFIG_MAP, "--type=merge", "-p", json.dumps({"data": {key: good[key] for key in bad}}))

    # MARK: Servers of their own

    def account(self, name):
        """A kubeconfig with a token of an account that has no rights yet."""
        self.out("-n", "meadow", "create", "serviceaccount", name)
        token = self.out("-n", "meadow", "create", "token", name).strip()
        path = os.path.join(self.folder, f"{name}.kubeconfig")
        cluster = self.json("config", "view", "--raw")["clusters"][0]["cluster"]
        with open(path, "w") as file:
            json.dump({"apiVersion": "v1", "kind": "Config", "clusters": [{"name": "c", "cluster": cluster}],
                       "users": [{"name": "u", "user": {"token": token}}],
                       "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}], "current-context": "x"}, file)
        return path

    def command(self, kubeconfig, *flags):
        return [os.path.join(self.env.project, "bin", "apiserver"), "--secure-port=0", "--storage=memory",
                f"--cert-dir={self.folder}/{os.path.basename(kubeconfig)}.certificates",
                f"--authentication-kubeconfig={kubeconfig}", f"--authorization-kubeconfig={kubeconfig}", *flags]

    @check("a server that may not read the ConfigMap yet says which binding it lacks, and starts once it is there")
    def late_binding(self):
        log = os.path.join(self.env.logs, "delegation-late.log")
        with open(log, "wb") as file:
            process = spawn(self.command(self.account("late")), stdout=file, stderr=file)
        text = lambda: open(log).read()
        try:
            until(lambda: "extension-apiserver-authentication-reader" in text(), "the log names the role", 15)
            require("serving on" not in text(), "it serves already")
            self.out("-n", "kube-system", "create", "rolebinding", "late", "--serviceaccount=meadow:late",
                     "--role=extension-apiserver-authentication-reader")
            until(lambda: "serving on" in text(), "it serves", 15)
        finally:
            same(end(process), 0, "exit")

    @check("with --authentication-tolerate-lookup-failure it starts at once, and with --authentication-skip-lookup it never asks")
    def tolerant(self):
        kubeconfig = self.account("tolerant")
        for flag in ["--authentication-tolerate-lookup-failure", "--authentication-skip-lookup"]:
            log = os.path.join(self.env.logs, f"delegation{flag}.log")
            Server(self.command(kubeconfig, flag), log, seconds=5).stop()
            with open(log) as file:
                text = file.read()
            same("continuing without" in text, "tolerate" in flag, f"a warning with {flag}")

    @check("a kubeconfig that cannot be used is refused with its name and the fault")
    def faults(self):
        garbage = os.path.join(self.folder, "garbage")
        with open(garbage, "w") as file:
            file.write("]")
        for path, text in [(os.path.join(self.folder, "absent"), "cannot be read"), (garbage, "is not a kubeconfig")]:
            result = run(self.command(path))
            same(result.status, 1, "exit")
            contains(result.err, f"--authentication-kubeconfig: {path}")
            contains(result.err, text)
            contains(result.err, "fix:")
