"""Certificates that are born in the cluster: two replicas of a server with nothing but their service account's files and a Secret
that is empty, whose account may do exactly what the manifests of `build config` let it."""
import base64
import json
import os
import re
import socket
import ssl

import pod
from harness import Skip, Suite, check, contains, require, run, same, until
from plane import Plane, Pod
from sample_server import FLUNDERS, GROUP, RBAC, SERVICES

NAMESPACE, ACCOUNT, SECRET, SERVICE = "wardle-system", "apiserver", "wardle-serving-cert", "wardle"
VERSIONS = ("v1alpha1", "v1beta1")
SECRETS = f"/api/v1/namespaces/{NAMESPACE}/secrets"
HOST = f"{SERVICE}.{NAMESPACE}.svc"


class ClusterCertificatesSuite(Suite):
    title = "cluster-certificates: two replicas whose certificate is born in the cluster"

    def set_up(self):
        if not pod.isolation():
            raise Skip("no right to make namespaces of Linux")
        self.replicas = []
        wardle = self.env.wardle
        self.plane = Plane(self.env, "cluster-certificates")
        self.plane.namespace(NAMESPACE)
        self.plane.api("POST", f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts", {"metadata": {"name": ACCOUNT}})
        self.plane.join(NAMESPACE, ACCOUNT)
        command = [wardle, "--secure-port=443", "--storage=memory", f"--serving-certificate-secret={SECRET}",
                   f"--serving-certificate-service={SERVICE}"]
        self.replicas = [Pod(self.plane, [command], (NAMESPACE, ACCOUNT), None, None, f"replica-{name}") for name in "ab"]
        self.logs = [self.plane.log, *(each.log for each in self.replicas)]
        self.plane.service(SERVICE, NAMESPACE, self.replicas[0].port)
        self.plane.api("POST", f"/apis/discovery.k8s.io/v1/namespaces/{NAMESPACE}/endpointslices", {
            "metadata": {"name": f"{SERVICE}-b", "labels": {"kubernetes.io/service-name": SERVICE}}, "addressType": "IPv4",
            "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": True}}],
            "ports": [{"name": "", "port": self.replicas[1].port, "protocol": "TCP"}]})

    def tear_down(self):
        for each in [*self.replicas, getattr(self, "plane", None)]:
            if each:
                each.stop()

    # MARK: What can be seen

    def shown(self, replica):
        """The certificate that a replica shows, PEM."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", replica.port), timeout=5) as connection:
            with context.wrap_socket(connection, server_hostname=HOST) as session:
                return ssl.DER_cert_to_PEM_cert(session.getpeercert(True))

    def data(self):
        found = self.plane.api("GET", f"{SECRETS}/{SECRET}").get("data", {})
        return {key: base64.b64decode(text).decode() for key, text in found.items()}

    def bundle(self, version):
        text = self.plane.api("GET", f"{SERVICES}/{version}.{GROUP}")["spec"].get("caBundle")
        return base64.b64decode(text).decode() if text else None

    def apply(self):
        """What `kubectl apply` of the manifests does to the Secret, each time."""
        secret = {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": {"name": SECRET, "namespace": NAMESPACE}}
        return self.plane.out("apply", "--server-side", "--field-manager=apiserver-boot", "-f", "-", stdin=secret)

    def are_ready(self):
        for each in self.replicas:
            each.wait_ready(40)

    def trusts(self, version, replica):
        """Whether whoever believes the caBundle of an APIService may talk to a replica."""
        context = ssl.create_default_context(cadata=self.bundle(version))
        with socket.create_connection(("127.0.0.1", replica.port), timeout=5) as connection:
            with context.wrap_socket(connection, server_hostname=HOST):
                return True

    # MARK: Checks

    @check("without the right to read the Secret, and then without a Secret: alive, not ready, and the log says what to do")
    def before(self):
        first = self.replicas[0]
        first.launch()
        until(lambda: f"--resource-name={SECRET}, and a rolebinding" in first.said(), "it says which right is missing", 30)
        require(first.answers("/livez"), "it is not alive")
        contains(first.ask("/readyz?verbose")[1], "[-]serving-certificate failed", "what it is not ready by")
        rules = {"secrets": ("", "secrets", ["get", "list", "watch", "update", "patch"], [SECRET]),
                 "apiservices": ("apiregistration.k8s.io", "apiservices", ["get", "patch"], [f"{each}.{GROUP}" for each in VERSIONS])}
        for name, kind, place in (("secrets", "Role", f"{RBAC}/namespaces/{NAMESPACE}/"), ("apiservices", "ClusterRole", f"{RBAC}/cluster")):
            group, resource, verbs, names = rules[name]
            full = f"wardle-{name}"
            self.plane.api("POST", f"{place}roles", {"metadata": {"name": full}, "rules": [
                {"apiGroups": [group], "resources": [resource], "verbs": verbs, "resourceNames": names}]})
            self.plane.api("POST", f"{place}rolebindings", {
                "metadata": {"name": full}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": full},
                "subjects": [{"kind": "ServiceAccount", "name": ACCOUNT, "namespace": NAMESPACE}]})
        until(lambda: f"there is no Secret {SECRET} in the namespace {NAMESPACE}" in first.said(), "it says what is missing", 40)
        require(not first.answers(), "it is ready without a certificate")

    @check("the Secret comes, empty: it is filled, both replicas are ready and show certificates of one authority")
    def born(self):
        self.replicas[1].launch()
        self.apply()
        self.are_ready()
        data = self.data()
        same(sorted(data), ["ca.crt", "ca.key", "tls.crt", "tls.key"], "keys of the Secret")
        folder = self.env.folder("born")
        for name in ("ca.crt", "tls.crt"):
            with open(os.path.join(folder, name), "w") as file:
                file.write(data[name])
        for each in self.replicas:
            same(self.shown(each), data["tls.crt"], f"what {each.name} shows")
        leaf = os.path.join(folder, "tls.crt")
        run(["openssl", "verify", "-CAfile", os.path.join(folder, "ca.crt"), "-purpose", "sslserver", leaf]).ok()
        text = run(["openssl", "x509", "-in", leaf, "-noout", "-text"]).ok().out
        for name in (SERVICE, f"{SERVICE}.{NAMESPACE}", HOST, f"{HOST}.cluster.local"):
            contains(text, f"DNS:{name}", "the certificate")
        contains(text, "ASN1 OID: prime256v1", "the certificate")
        same(self.plane.api("GET", f"{SECRETS}/{SECRET}")["type"], "Opaque", "type of the Secret")

    @check("the APIServices come without a caBundle: it is written, they are available, and kubectl reaches the servers")
    def available(self):
        for priority, version in enumerate(VERSIONS):
            self.plane.api("POST", SERVICES, {"metadata": {"name": f"{version}.{GROUP}"}, "spec": {
                "group": GROUP, "version": version, "service": {"name": SERVICE, "namespace": NAMESPACE, "port": 443},
                "groupPriorityMinimum": 1000, "versionPriority": 15 + priority}})
        for version in VERSIONS:
            self.plane.until_available(f"{version}.{GROUP}", 60)
            same(self.bundle(version), self.data()["ca.crt"], f"caBundle of {version}")
        same(self.plane.out("get", "flunders.v1alpha1.wardle.example.com"), "", "flunders")

    @check("the manifests applied again leave the certificate alone; a replica that starts again shows the same")
    def again(self):
        before = self.data()
        contains(self.apply(), "serverside-applied")
        same(self.data(), before, "data of the Secret")
        replica = self.replicas[1]
        Pod.kill(replica)
        replica.launch()
        replica.wait_ready(40)
        same(self.shown(replica), before["tls.crt"], "what it shows")
        same(self.data(), before, "data of the Secret")

    @check("the account may not touch another Secret or another APIService, nor make or list Secrets")
    def rights(self):
        self.plane.api("POST", SECRETS, {"metadata": {"name": "other"}, "stringData": {"a": "b"}})
        token = self.plane.api("POST", f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{ACCOUNT}/token", {
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}})["status"]["token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/merge-patch+json"}
        tried = (("PATCH", f"{SECRETS}/other", {"data": {"a": None}}), ("GET", f"{SECRETS}/other", None), ("GET", SECRETS, None),
                 ("POST", SECRETS, {"metadata": {"name": "new"}}), ("DELETE", f"{SECRETS}/{SECRET}", None),
                 ("GET", f"/api/v1/namespaces/kube-system/secrets/{SECRET}", None),
                 ("PATCH", f"{SERVICES}/v1.apps", {"spec": {"versionPriority": 1}}), ("GET", SERVICES, None))
        for method, path, body in tried:
            kind = {} if method == "PATCH" else {"Content-Type": "application/json"}
            status, _, found = self.plane.call(method, path, body, identity=False, headers={**headers, **kind})
            same(status, 403, f"{method} {path}: {found}")
        status, _, _ = self.plane.call("GET", f"{SECRETS}?fieldSelector=metadata.name%3D{SECRET}", identity=False, headers=headers)
        same(status, 200, "the list of its own Secret")

    @check("the Secret emptied: both replicas show a new certificate without a restart, and caBundle follows")
    def emptied(self):
        before = self.data()
        pids = [each.process.pid for each in self.replicas]
        self.plane.out("patch", "secret", SECRET, "-n", NAMESPACE, "--type=merge", "-p", "data: null")
        until(lambda: self.data().get("tls.crt", before["tls.crt"]) != before["tls.crt"], "it is filled again", 20)
        data = self.data()
        for each in self.replicas:
            until(lambda: self.shown(each) == data["tls.crt"], f"{each.name} shows it", 20)
        for version in VERSIONS:
            until(lambda: self.bundle(version) == data["ca.crt"], f"caBundle of {version}", 20)
            for each in self.replicas:
                require(self.trusts(version, each), "it is not trusted")
        same([each.process.poll() for each in self.replicas], [None, None], "the processes")
        same([each.process.pid for each in self.replicas], pids, "the processes")
        until(lambda: self.plane.kubectl("get", "flunders").status == 0, "kubectl reaches them", 40)

    @check("garbage in the Secret: the last good certificate stays, the log says what is wrong and how to mend it, and that mends it")
    def garbage(self):
        before = self.data()
        self.plane.out("patch", "secret", SECRET, "-n", NAMESPACE, "-p", json.dumps({"stringData": {"tls.key": "nonsense"}}))
        for each in self.replicas:
            until(lambda: f"tls.key of the Secret {NAMESPACE}/{SECRET} cannot be used" in each.said(), f"{each.name} says it", 20)
            same(self.shown(each), before["tls.crt"], f"what {each.name} shows")
            require(each.answers(), f"{each.name} is not ready")
        said = re.search(rf"kubectl (patch secret {SECRET} .*?')\"", self.replicas[0].said()).group(1)
        run(["sh", "-c", f"kubectl {said}"], env=self.plane.environment).ok()
        until(lambda: self.data().get("tls.crt", before["tls.crt"]) != before["tls.crt"], "it is filled again", 20)
        for each in self.replicas:
            until(lambda: self.shown(each) == self.data()["tls.crt"], f"{each.name} shows it", 20)

    @check("the Secret deleted: the last good certificate stays until there is another")
    def deleted(self):
        before = self.data()
        self.plane.out("delete", "secret", SECRET, "-n", NAMESPACE)
        for each in self.replicas:
            until(lambda: each.said().count(f"there is no Secret {SECRET}") >= (2 if each is self.replicas[0] else 1), "it says so", 20)
            same(self.shown(each), before["tls.crt"], f"what {each.name} shows")
            require(each.answers(), f"{each.name} is not ready")
        self.apply()
        until(lambda: self.data().get("tls.crt"), "it is filled again", 20)
        for each in self.replicas:
            until(lambda: self.shown(each) == self.data()["tls.crt"], f"{each.name} shows it", 20)

    @check("the keys are in the Secret alone: in no file of the pods, and in no log")
    def secret(self):
        data = self.data()
        lines = [line for key in ("tls.key", "ca.key") for line in data[key].splitlines() if not line.startswith("---")]
        for each in self.replicas:
            require(not any(line in each.said() for line in lines), f"{each.name} has written a key into its log")
            require("PRIVATE KEY" not in each.said(), f"{each.name} has written a key into its log")
            # The pod's own folders; the rest is the machine's.
            with open(f"/proc/{each.process.pid}/task/{each.process.pid}/children") as file:
                child = file.read().split()[0]
            for folder in ("tmp", "var", "run"):
                found = run(["grep", "-rl", "PRIVATE KEY", f"/proc/{child}/root/{folder}"]).out
                same(found, "", f"files of {each.name} with a key")
