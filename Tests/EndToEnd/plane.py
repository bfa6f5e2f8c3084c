"""A local control plane by itself, and what the suites put behind it.

`run local` runs a control plane with a project's server. Here the project has no kinds and its server is a few lines of
Python that only say that they are ready: what is behind the aggregation layer is started, registered, killed and replaced by
the suites, which the tool would not let them do with its own child.
"""
import base64
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time

import pki
import pod
from harness import Server, Skip, end, require, run, spawn, until

PROJECT = """projectVersion: 1
cliVersion: 0.1.0
name: plane
domain: plane.test
package: plane
runtime: vendored
groups: []
"""

# All that `run local` asks of a server without kinds.
IDLE_SERVER = f"""#!{sys.executable}
import http.server, ssl, sys
flags = dict(each[2:].split("=", 1) for each in sys.argv[1:] if "=" in each)
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer((flags["bind-address"], int(flags["secure-port"])), Ready)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(flags["tls-cert-file"], flags["tls-private-key-file"])
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
"""


class Plane:
    """A control plane in a folder of its own; its state outlasts `stop` and `kill`."""

    def __init__(self, env, name, *flags, **variables):
        if not shutil.which("kubectl"):
            raise Skip("there is no kubectl (Debian package kubernetes-client)")
        self.env, self.flags, self.variables = env, flags, variables
        self.folder = env.folder(name)
        self.log = os.path.join(env.logs, f"plane-{name}.log")
        self.keys = os.path.join(self.folder, ".apiserver-boot", "control-plane", "pki")
        self.kubeconfig = os.path.join(self.folder, "kubeconfig")
        self.environment = {**env.clean_environment(), "KUBECONFIG": self.kubeconfig}
        os.makedirs(os.path.join(self.folder, "bin"), exist_ok=True)
        with open(os.path.join(self.folder, "PROJECT"), "w") as file:
            file.write(PROJECT)
        server = os.path.join(self.folder, "bin", "apiserver")
        with open(server, "w") as file:
            file.write(IDLE_SERVER)
        os.chmod(server, 0o755)
        if os.path.exists(self.log):
            os.remove(self.log)
        self.port = 0
        self.server = None
        self.start()

    # MARK: Life

    def start(self):
        """Starts it, on the port that it had."""
        wanted = self.port
        self.server = Server(
            [self.env.tool, "run", "local", "--no-build", "--secure-port", wanted, "--storage", "sqlite", *self.flags],
            self.log, pattern=r"ready in \d+ ms at (https://127\.0\.0\.1:(\d+))", seconds=60, cwd=self.folder,
            env={**self.env.clean_environment(), **self.variables})
        self.url, self.port = self.server.url, self.server.port
        require(wanted in (0, self.port), f"it is on port {self.port}, not on {wanted}")

    def stop(self):
        if self.server:
            self.server.stop()

    def kill(self):
        """kill -9."""
        self.server.kill()

    # MARK: Certificates

    def key(self, name):
        """`name`.crt and `name`.key of the control plane's own."""
        return os.path.join(self.keys, f"{name}.crt"), os.path.join(self.keys, f"{name}.key")

    @property
    def ca(self):
        """What its clients know it by."""
        return os.path.join(self.keys, "serving-ca.crt")

    def certificate(self, issuer, name, subject, extensions="extendedKeyUsage=clientAuth\n", is_expired=False):
        """A certificate of one of its authorities."""
        folder = os.path.join(self.folder, "creds")
        os.makedirs(folder, exist_ok=True)
        pki.certificate(folder, os.path.join(self.keys, issuer), name, subject, extensions, days=-1 if is_expired else 2)
        return os.path.join(folder, f"{name}.crt"), os.path.join(folder, f"{name}.key")

    def context(self, identity=None, protocols=("http/1.1",), authority=None):
        """TLS to it, or to what it signed; `identity` is a certificate with its key."""
        context = ssl.create_default_context(cafile=authority or self.ca)
        context.set_alpn_protocols(list(protocols))
        if identity:
            context.load_cert_chain(*identity)
        return context

    # MARK: Requests

    def call(self, method, path, body=None, identity=None, headers=None, port=None, timeout=20, raw=False, authority=None):
        """One request of its own connection: status, headers, parsed JSON or text, or bytes if `raw`. The administrator asks
        unless `identity` is another certificate, or False for none. A header of None is left out. `authority` is
        what another server is known by than the control plane's own CA."""
        identity = self.key("admin") if identity is None else identity or None
        data = json.dumps(body) if isinstance(body, (dict, list)) else body
        kind = {"Content-Type": "application/json"} if body is not None else {}
        connection = http.client.HTTPSConnection("127.0.0.1", port or self.port, context=self.context(identity, authority=authority),
                                                 timeout=timeout)
        try:
            sent = {"Accept": "application/json", **kind, **(headers or {})}
            connection.request(method, path, data, {name: value for name, value in sent.items() if value is not None})
            response = connection.getresponse()
            data = response.read()
            if raw:
                return response.status, response.headers, data
            text = data.decode(errors="replace")
            try:
                return response.status, response.headers, json.loads(text)
            except ValueError:
                return response.status, response.headers, text
        finally:
            connection.close()

    def api(self, method, path, body=None, wanted=(200, 201), **options):
        """The same, which must answer with one of these statuses; the body alone."""
        status, _, found = self.call(method, path, body, **options)
        require(status in (wanted if isinstance(wanted, tuple) else (wanted,)),
                f"{method} {path}: expected {wanted}, got {status}: {str(found)[:600]}")
        return found

    def kubectl(self, *arguments, stdin=None, timeout=60, **environment):
        stdin = json.dumps(stdin) if isinstance(stdin, dict) else stdin
        return run(["kubectl", *arguments], stdin=stdin, env={**self.environment, **environment}, timeout=timeout)

    def out(self, *arguments, stdin=None):
        return self.kubectl(*arguments, stdin=stdin).ok().out

    def json(self, *arguments, stdin=None):
        return json.loads(self.out(*arguments, "-o", "json", stdin=stdin))

    # MARK: Extension servers

    def serving(self, service, namespace):
        """A serving certificate for a Service, of the control plane's authority."""
        name = f"{service}.{namespace}"
        return self.certificate("serving-ca", name, f"/CN={name}.svc",
                                f"subjectAltName=DNS:{name}.svc,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")

    def namespace(self, name):
        if self.call("GET", f"/api/v1/namespaces/{name}")[0] == 404:
            self.api("POST", "/api/v1/namespaces", {"metadata": {"name": name}})

    def kubeconfig_of(self, namespace, account, url=None):
        """A file with which a service account finds the control plane, or what is in front of it at another address."""
        path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{account}"
        until(lambda: self.call("GET", path)[0] == 200, f"there is the account {namespace}/{account}")
        token = self.api("POST", f"{path}/token", {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {
            "expirationSeconds": 86_400}})["status"]["token"]
        with open(self.ca, "rb") as file:
            cluster = {"server": url or self.url, "certificate-authority-data": base64.b64encode(file.read()).decode()}
        place = f".{url.split(':')[-1]}" if url else ""
        file = os.path.join(self.folder, f"{namespace}.{account}{place}.kubeconfig")
        with open(file, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "c", "clusters": [{"name": "c", "cluster": cluster}],
                       "users": [{"name": "u", "user": {"token": token}}],
                       "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}]}, out)
        return file

    def join(self, namespace, account):
        """Gives an account what extension servers need."""
        rbac = "/apis/rbac.authorization.k8s.io/v1"
        subjects = [{"kind": "ServiceAccount", "name": account, "namespace": namespace}]
        role = lambda kind, name: {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name}
        name = f"{namespace}-{account}"
        self.api("POST", f"{rbac}/clusterroles", {"metadata": {"name": name}, "rules": [
            {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["get", "list", "watch"]},
            {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": ["get", "list", "watch"]}]})
        for binding, target in ((name, role("ClusterRole", name)), (f"{name}-delegator", role("ClusterRole", "system:auth-delegator"))):
            self.api("POST", f"{rbac}/clusterrolebindings", {"metadata": {"name": binding}, "roleRef": target, "subjects": subjects})
        self.api("POST", f"{rbac}/namespaces/kube-system/rolebindings", {
            "metadata": {"name": name}, "roleRef": role("Role", "extension-apiserver-authentication-reader"), "subjects": subjects})

    def service(self, name, namespace, port, service_port=443, port_name="", labels=None):
        """A Service that leads to a port of this machine."""
        self.namespace(namespace)
        one = {"port": service_port, "protocol": "TCP", "targetPort": port}
        self.api("POST", f"/api/v1/namespaces/{namespace}/services", {
            "metadata": {"name": name, "labels": labels or {}},
            "spec": {"ports": [{**one, "name": port_name} if port_name else one]}})
        self.endpoints(name, namespace, port, port_name)

    def endpoints(self, name, namespace, port, port_name="", is_ready=True):
        """What is behind a Service that has no pods."""
        self.api("POST", f"/apis/discovery.k8s.io/v1/namespaces/{namespace}/endpointslices", {
            "metadata": {"name": name, "labels": {"kubernetes.io/service-name": name}}, "addressType": "IPv4",
            "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": is_ready}}],
            "ports": [{"name": port_name, "port": port, "protocol": "TCP"}]})

    def announce(self, version, group, service, namespace, port=443, authority=None, priorities=(1000, 15), is_secure=True):
        """Makes an APIService."""
        with open(authority or self.ca, "rb") as file:
            trust = {"caBundle": base64.b64encode(file.read()).decode()} if is_secure else {"insecureSkipTLSVerify": True}
        return self.api("POST", "/apis/apiregistration.k8s.io/v1/apiservices", {
            "metadata": {"name": f"{version}.{group}"},
            "spec": {"group": group, "version": version, "service": {"name": service, "namespace": namespace, "port": port},
                     "groupPriorityMinimum": priorities[0], "versionPriority": priorities[1], **trust}})

    def condition(self, name):
        """What is said of an APIService: (status, reason, message)."""
        status, _, found = self.call("GET", f"/apis/apiregistration.k8s.io/v1/apiservices/{name}")
        if status != 200:
            return str(status), "", ""
        for each in found.get("status", {}).get("conditions", []):
            if each["type"] == "Available":
                return each["status"], each.get("reason", ""), each.get("message", "")
        return "Unknown", "", ""

    def until_available(self, name, seconds=40):
        until(lambda: self.condition(name)[0] == "True", f"{name} is available (last: {self.condition(name)})", seconds)


class Process:
    """The server of examples/wardle as a process of the suite's, which stands for a pod: it shows the certificate that it is
    given or makes one, asks the control plane in the name of its service account, and is started again on the port that it had.
    `reviewer` is the address of whoever is asked for SubjectAccessReviews instead."""

    def __init__(self, plane, certificate, account, *flags, name="wardle", reviewer=None):
        self.plane = plane
        self.log = os.path.join(plane.env.logs, f"{os.path.basename(plane.folder)}-{name}.log")
        kubeconfig = plane.kubeconfig_of(*account)
        shown = [f"--tls-cert-file={certificate[0]}", f"--tls-private-key-file={certificate[1]}"] if certificate else []
        reviews = plane.kubeconfig_of(*account, url=reviewer) if reviewer else kubeconfig
        self.command = [plane.env.wardle, "--bind-address=127.0.0.1", *shown, f"--kubeconfig={kubeconfig}",
                        f"--authentication-kubeconfig={kubeconfig}", f"--authorization-kubeconfig={reviews}", *flags]
        self.port = free_port()
        self.process = None

    def said(self):
        """What it has written, in this run and those before."""
        with open(self.log, errors="replace") as file:
            return file.read()

    def launch(self):
        with open(self.log, "ab") as file:
            self.process = spawn([*self.command, f"--secure-port={self.port}"], stdin=subprocess.DEVNULL, stdout=file, stderr=file)

    def start(self):
        """Starts it and waits until it serves."""
        self.launch()
        self.wait_ready()

    def wait_ready(self, seconds=30):
        """Waits until it serves; that it ends meanwhile, so that a kubelet would have to start it again, is a failure."""
        def answers():
            require(self.process.poll() is None, f"the server ended with {self.process.returncode} (log: {self.log})")
            return self.answers()
        until(answers, "the server is ready", seconds)

    def answers(self, path="/readyz"):
        """Whether it says that it is ready."""
        try:
            return self.ask(path)[0] == 200
        except OSError:
            return False

    def ask(self, path):
        """Status and text of an answer; as a kubelet asks, by nobody's name and whatever certificate it shows."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=5)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode(errors="replace")
        finally:
            connection.close()

    def stop(self):
        if self.process:
            end(self.process)

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        end(self.process)


class Pod(Process):
    """The server of examples/wardle as a cluster runs it: in a network of its own at port 443, with nothing but the arguments of
    its Deployment, the service account's files and the Secret that the Deployment mounts, if any; it is the first of `containers`.
    Service and slices lead to it by `port` of this machine. With an `image` and its arguments the server runs in that image, as
    a user without rights, and `containers` are those beside it."""

    def __init__(self, plane, containers, account, secret, mount, name, image=None, arguments=()):
        self.plane, self.name, self.image, self.arguments = plane, name, image, arguments
        self.log = os.path.join(plane.env.logs, f"{os.path.basename(plane.folder)}-{name}.log")
        if os.path.exists(self.log):
            os.remove(self.log)
        # The path of a socket may have 108 bytes.
        self.folder = plane.env.folder(name)
        self.containers, self.account, self.secret, self.mount = containers, account, secret, mount
        self.process = None
        outside = socket.create_server(("127.0.0.1", 0))
        self.port = outside.getsockname()[1]
        self.ways = [pod.Forwarder(outside, lambda: pod.connect(os.path.join(self.folder, "pod.sock"))),
                     pod.Forwarder(pod.listen(os.path.join(self.folder, "api.sock")),
                                   lambda: socket.create_connection(("127.0.0.1", plane.port)))]

    def files(self):
        """What a kubelet puts into the pod, as it is in the control plane at this moment."""
        namespace, account = self.account
        space = f"/api/v1/namespaces/{namespace}"
        secret = self.plane.api("GET", f"{space}/secrets/{self.secret}")["data"] if self.secret else {}
        token = self.plane.api("POST", f"{space}/serviceaccounts/{account}/token", {
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}})["status"]["token"]
        root = self.plane.api("GET", f"{space}/configmaps/kube-root-ca.crt")["data"]["ca.crt"]
        given = {"token": token, "ca.crt": root, "namespace": namespace}
        return {**{f"{(self.mount or '').lstrip('/')}/{name}": data for name, data in secret.items()},
                **{f"{pod.ACCOUNT_FOLDER}/{name}": base64.b64encode(text.encode()).decode() for name, text in given.items()}}

    def launch(self):
        account = "/api/v1/namespaces/{}/serviceaccounts/{}".format(*self.account)
        until(lambda: self.plane.call("GET", account)[0] == 200, "the account is there")
        told = {"folder": self.folder, "files": self.files(), "containers": self.containers}
        if self.image:
            folders = [f"/{pod.ACCOUNT_FOLDER}", *([self.mount] if self.mount else [])]
            told["image"] = self.image.command(
                self.arguments, mounts=[(f"{self.folder}/root{each}", each) for each in folders], name=self.name,
                environment=[f"KUBERNETES_SERVICE_HOST={pod.API[0]}", f"KUBERNETES_SERVICE_PORT={pod.API[1]}"])
        with open(self.log, "ab") as file:
            self.process = spawn([*pod.isolation(), sys.executable, "-B", pod.__file__, json.dumps(told)],
                                 stdin=subprocess.DEVNULL, stdout=file, stderr=file)

    def stop(self):
        super().stop()
        if self.image:
            self.image.remove(self.name)
        for each in self.ways:
            each.stop()


class Wardle(Process):
    """The same, with all that lets it join: its account, roles, Service and APIServices."""

    VERSIONS = ("v1alpha1", "v1beta1")

    def __init__(self, plane, *flags, service="wardle", namespace="wardle-system"):
        plane.namespace(namespace)
        plane.join(namespace, "default")
        super().__init__(plane, plane.serving(service, namespace), (namespace, "default"), *flags)
        self.start()
        plane.service(service, namespace, self.port)
        for priority, version in enumerate(self.VERSIONS):
            plane.announce(version, "wardle.example.com", service, namespace, priorities=(1000, 15 + priority))
        for version in self.VERSIONS:
            plane.until_available(f"{version}.wardle.example.com")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
