"""Webhooks and namespaces of the cluster, for the objects of a server behind the aggregation layer."""
import base64
import http.client
import http.server
import json
import os
import ssl
import threading
import time

import pki
from harness import Suite, check, contains, require, same, until
from plane import Plane, Process, Wardle, free_port

GROUP = "wardle.example.com"
RULE = {"operations": ["CREATE", "UPDATE"], "apiGroups": [GROUP], "apiVersions": ["v1alpha1"], "resources": ["flunders"]}
KINDS = {"Validating": "validatingwebhookconfigurations", "Mutating": "mutatingwebhookconfigurations"}
CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1"


class WebhookServer:
    """Webhooks of our own behind one certificate; the path says how a review is answered."""

    def __init__(self, folder):
        pki.authority(folder, "webhook-ca")
        pki.certificate(folder, "webhook-ca", "webhook", "/CN=webhook", "extendedKeyUsage=serverAuth\n"
                        "subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:check.hooks.svc\n")
        with open(os.path.join(folder, "webhook-ca.crt"), "rb") as file:
            self.authority = base64.b64encode(file.read()).decode()
        self.reviews, self.connections, self.agents = [], 0, set()
        webhooks = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                webhooks.connections += 1
                super().setup()

            def do_POST(self):
                review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                webhooks.reviews.append((self.path, review))
                webhooks.agents.add(self.headers["User-Agent"])
                status, answer = webhooks.answer(self.path.split("?")[0], review)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """Servers that give a review up, or do not like the certificate, are no news."""

        self.server = Listener(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "webhook.crt"), os.path.join(folder, "webhook.key"))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.released = threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path, review):
        request = review["request"]
        response = {"uid": request["uid"], "allowed": True}
        if path == "/deny":
            response.update(allowed=False, status={"code": 403, "reason": "Forbidden", "message": "not on my watch"},
                            warnings=["this was close"])
        elif path == "/label":
            labels = {**request["object"]["metadata"].get("labels", {}), "labelled": "yes"}
            patch = [{"op": "add", "path": "/metadata/labels", "value": labels}]
            response.update(patchType="JSONPatch", patch=base64.b64encode(json.dumps(patch).encode()).decode())
        elif path == "/nonsense":
            response["uid"] = "another"
        elif path == "/error":
            return 500, {}
        elif path == "/slow":
            self.released.wait(20)
        return 200, {"apiVersion": review["apiVersion"], "kind": "AdmissionReview", "response": response}

    def asked(self, path):
        return [review["request"] for where, review in self.reviews if where.split("?")[0] == path]

    def stop(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


class WebhooksSuite(Suite):
    title = "webhooks and namespaces of the cluster"

    def set_up(self):
        self.plane = Plane(self.env, "webhooks")
        self.logs = [self.plane.log]
        self.webhooks = WebhookServer(self.env.folder("webhook-keys"))
        self.wardle = Wardle(self.plane, "--storage=memory")
        self.logs.append(self.wardle.log)
        self.plane.namespace("garden")
        self.out, self.kubectl = self.plane.out, self.plane.kubectl
        self.count = 0

    def tear_down(self):
        for name in ("wardle", "webhooks", "plane"):
            if hasattr(self, name):
                getattr(self, name).stop()

    # MARK: Parts

    def webhook(self, path, **parts):
        url = f"https://127.0.0.1:{self.webhooks.port}{path}"
        return {"name": f"{path.strip('/')}.hooks.example.com", "rules": [RULE], "sideEffects": "None",
                "admissionReviewVersions": ["v1"], "clientConfig": {"url": url, "caBundle": self.webhooks.authority}, **parts}

    def configuration(self, kind, webhooks, name="check"):
        return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": f"{kind}WebhookConfiguration",
                "metadata": {"name": name}, "webhooks": webhooks}

    def configured(self, kind, *webhooks, name="check"):
        """A configuration for as long as the block lasts, from when the server has heard of it."""
        suite = self

        class Configured:
            def __enter__(self):
                probe = f"probe-{suite.next()}"
                known = {**suite.webhook("/" + probe), "failurePolicy": "Ignore"}
                known["rules"] = [{**RULE, "operations": ["*"]}]
                known["objectSelector"] = {"matchLabels": {"probe": probe}}
                suite.out("apply", "-f", "-", stdin=suite.configuration(kind, [*webhooks, known], name))
                label = {"metadata": {"name": probe, "labels": {"probe": probe}}}
                until(lambda: suite.create(label, "?dryRun=All") and suite.webhooks.asked("/" + probe),
                      "the server knows the configuration", 10)

            def __exit__(self, *_):
                suite.out("delete", KINDS[kind], name)
                # Allowed again means forgotten; what was never forbidden is forgotten soon.
                until(lambda: suite.create({"metadata": {"name": f"free-{suite.next()}"}}, "?dryRun=All")[0] == 201,
                      "the server has forgotten the configuration", 10)

        return Configured()

    def next(self):
        self.count += 1
        return self.count

    def create(self, flunder, query="", namespace="garden", version="v1alpha1"):
        """(status, body) of a creation through the aggregation layer."""
        path = f"/apis/{GROUP}/{version}/namespaces/{namespace}/flunders{query}"
        status, _, body = self.plane.call("POST", path, flunder)
        return status, body

    def flunder(self, **metadata):
        return {"apiVersion": f"{GROUP}/v1alpha1", "kind": "Flunder",
                "metadata": {"name": f"one-{self.next()}", "namespace": "garden", **metadata}, "spec": {}}

    # MARK: Webhooks

    @check("kubectl apply of a ValidatingWebhookConfiguration takes effect: its refusal and warning reach kubectl")
    def denies(self):
        with self.configured("Validating", self.webhook("/deny")):
            result = self.kubectl("create", "-f", "-", stdin=self.flunder())
            same(result.status, 1, "exit")
            contains(result.err, 'admission webhook "deny.hooks.example.com" denied the request: not on my watch')
            contains(result.err, "Warning: this was close")
            status, body = self.create(self.flunder())
            same((status, body["code"], body["reason"]), (403, 403, "Forbidden"), "the answer")
        self.out("create", "-f", "-", stdin=self.flunder())

    @check("a webhook is told who asks, what for, and everything about the object")
    def tells(self):
        with self.configured("Validating", self.webhook("/tell")):
            one = self.flunder(labels={"a": "b"})
            self.out("create", "-f", "-", "--as=jane", "--as-group=system:masters", stdin=one)
            request = self.webhooks.asked("/tell")[-1]
        same(request["userInfo"]["username"], "jane", "user")
        require("system:masters" in request["userInfo"]["groups"], f"groups {request['userInfo']['groups']}")
        same(request["kind"], {"group": GROUP, "version": "v1alpha1", "kind": "Flunder"}, "kind")
        same(request["resource"], {"group": GROUP, "version": "v1alpha1", "resource": "flunders"}, "resource")
        same((request["operation"], request["namespace"], request["name"], request["dryRun"]),
             ("CREATE", "garden", one["metadata"]["name"], False), "what is asked for")
        same(request["oldObject"], None, "old object")
        same(request["object"]["metadata"]["labels"], {"a": "b"}, "labels")
        same(request["options"]["kind"], "CreateOptions", "options")
        contains([path for path, _ in self.webhooks.reviews if "/tell" in path][0], "/tell?timeout=10s", "path")
        same(self.webhooks.agents, {"kube-apiserver-admission"}, "user agents")

    @check("a mutating webhook changes what kubectl creates, applies and patches; nobody owns what it adds")
    def mutates(self):
        with self.configured("Mutating", self.webhook("/label")):
            one = self.flunder()
            name = one["metadata"]["name"]
            found = json.loads(self.out("apply", "--server-side", "-f", "-", "-o", "json", "--show-managed-fields", stdin=one))
            same(found["metadata"]["labels"], {"labelled": "yes"}, "labels")
            require("labelled" not in json.dumps(found["metadata"].get("managedFields", [])), "the label has an owner")
            self.out("-n", "garden", "label", "flunder", name, "labelled-", "other=1")
            found = json.loads(self.out("-n", "garden", "get", "flunder", name, "-o", "json"))
            same(found["metadata"]["labels"], {"labelled": "yes", "other": "1"}, "labels after a patch")

    @check("a rule for another version is asked in that version, unless only exact matches are wanted")
    def versions(self):
        rule = {**RULE, "apiVersions": ["v1beta1"]}
        exact = self.webhook("/exact", rules=[rule], matchPolicy="Exact")
        with self.configured("Validating", self.webhook("/equivalent", rules=[rule]), exact):
            self.out("create", "-f", "-", stdin=self.flunder())
            same(self.webhooks.asked("/exact"), [], "exact")
            request = self.webhooks.asked("/equivalent")[-1]
            same((request["kind"]["version"], request["requestKind"]["version"]), ("v1beta1", "v1alpha1"), "versions")
            same(request["object"]["apiVersion"], f"{GROUP}/v1beta1", "object")
            self.create({"metadata": {"name": f"one-{self.next()}"}}, version="v1beta1")
            same(len(self.webhooks.asked("/exact")), 1, "exact, asked in its version")

    @check("labels of the namespace decide, and are followed")
    def namespace_labels(self):
        selector = {"matchLabels": {"guarded": "yes"}}
        with self.configured("Validating", self.webhook("/deny", namespaceSelector=selector)):
            same(self.create(self.flunder())[0], 201, "before")
            self.out("label", "namespace", "garden", "guarded=yes")
            until(lambda: self.create(self.flunder())[0] == 403, "the label is heard of")
            self.out("label", "namespace", "garden", "guarded-")
            until(lambda: self.create(self.flunder())[0] == 201, "the label is gone")

    @check("deletions can be refused")
    def deletions(self):
        one = self.flunder()
        self.out("create", "-f", "-", stdin=one)
        rule = {**RULE, "operations": ["DELETE"]}
        with self.configured("Validating", self.webhook("/deny", rules=[rule])):
            result = self.kubectl("-n", "garden", "delete", "flunder", one["metadata"]["name"])
            contains(result.err, "denied the request: not on my watch")
            request = self.webhooks.asked("/deny")[-1]
            same((request["object"], request["oldObject"]["metadata"]["name"]), (None, one["metadata"]["name"]), "objects")
            same(request["options"]["kind"], "DeleteOptions", "options")
        self.out("-n", "garden", "delete", "flunder", one["metadata"]["name"])

    @check("a webhook that fails fails the request, unless it may: nobody there, an error, nonsense, a stranger's certificate")
    def failures(self):
        closed = f"https://127.0.0.1:{free_port()}/x"
        trusted = {"caBundle": self.webhooks.authority}
        with open(self.plane.ca, "rb") as file:
            stranger = base64.b64encode(file.read()).decode()
        own = lambda path: f"https://127.0.0.1:{self.webhooks.port}{path}"
        for client, text in [({"url": closed, **trusted}, "connection refused"),
                             ({"url": own("/error"), **trusted}, "error on the server"),
                             ({"url": own("/nonsense"), **trusted}, "expected response.uid"),
                             ({"url": own("/allow"), "caBundle": stranger}, "x509")]:
            for policy, wanted in [("Fail", 500), ("Ignore", 201)]:
                with self.lenient("Validating", self.webhook("/fails", clientConfig=client, failurePolicy=policy)):
                    status, body = self.create(self.flunder())
                    same(status, wanted, f"{policy} with {text}: {body}")
                    if policy == "Fail":
                        contains(body["message"], 'Internal error occurred: failed calling webhook "fails.hooks.example.com": ')
                        contains(body["message"], text)

    def lenient(self, kind, webhook):
        """As `configured`, for a webhook that fails the probe: it leaves probes out."""
        nobody = {"matchExpressions": [{"key": "probe", "operator": "DoesNotExist"}]}
        return self.configured(kind, {**webhook, "objectSelector": nobody})

    @check("a webhook that does not answer is given up after its time")
    def timeouts(self):
        with self.lenient("Validating", self.webhook("/slow", timeoutSeconds=1)):
            began = time.monotonic()
            status, body = self.create(self.flunder())
            took = time.monotonic() - began
            same(status, 500, "status")
            contains(body["message"], "context deadline exceeded")
            require(0.9 <= took <= 4, f"took {took:.2f} s")
            self.webhooks.released.set()

    @check("a webhook behind a Service is found and must show the certificate of the Service")
    def services(self):
        rbac = "/apis/rbac.authorization.k8s.io/v1"
        self.plane.api("POST", f"{rbac}/clusterroles", {"metadata": {"name": "finders"}, "rules": [
            {"apiGroups": [""], "resources": ["services"], "verbs": ["get"]}]})
        self.plane.api("POST", f"{rbac}/clusterrolebindings", {
            "metadata": {"name": "finders"}, "subjects": [
                {"kind": "ServiceAccount", "name": "default", "namespace": "wardle-system"}],
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "finders"}})
        self.plane.namespace("hooks")
        for name in ("check", "other"):
            self.plane.api("POST", "/api/v1/namespaces/hooks/services", {
                "metadata": {"name": name}, "spec": {"type": "ExternalName", "externalName": "localhost"}})
        client = lambda name: {"caBundle": self.webhooks.authority, "service": {
            "name": name, "namespace": "hooks", "port": self.webhooks.port, "path": "/deny"}}
        with self.lenient("Validating", self.webhook("/service", clientConfig=client("check"))):
            status, body = self.create(self.flunder())
            same(status, 403, f"through the Service: {body}")
        with self.lenient("Validating", self.webhook("/service", clientConfig=client("other"))):
            status, body = self.create(self.flunder())
            same(status, 500, "another Service's certificate")
            contains(body["message"], "x509")

    @check("connections to a webhook are kept")
    def connections(self):
        with self.configured("Validating", self.webhook("/kept")):
            before = self.webhooks.connections
            for _ in range(20):
                same(self.create(self.flunder())[0], 201, "status")
            same(len(self.webhooks.asked("/kept")) >= 20, True, "asked for each")
            # One for each of the server's loops at the most.
            require(self.webhooks.connections - before <= os.cpu_count() + 1, f"{self.webhooks.connections - before} new ones")

    @check("a dry run is told to be one, and stores nothing")
    def dry_run(self):
        with self.configured("Validating", self.webhook("/dry", sideEffects="NoneOnDryRun")):
            one = self.flunder()
            self.out("create", "--dry-run=server", "-f", "-", stdin=one)
            same(self.webhooks.asked("/dry")[-1]["dryRun"], True, "dryRun")
            require(self.kubectl("-n", "garden", "get", "flunder", one["metadata"]["name"]).status == 1, "it is stored")

    @check("a configuration that cannot be is refused in the words of Kubernetes")
    def invalid(self):
        for parts, text in [({"name": "short"}, "should be a domain with at least three segments separated by dots"),
                            ({"sideEffects": "Some"}, 'supported values: "None", "NoneOnDryRun"'),
                            ({"timeoutSeconds": 31}, "the timeout value must be between 1 and 30 seconds"),
                            ({"clientConfig": {"url": "http://a.example.com"}}, "'https' is the only allowed URL scheme")]:
            result = self.kubectl("apply", "-f", "-", stdin=self.configuration("Validating", [{**self.webhook("/a"), **parts}]))
            same(result.status, 1, f"exit with {parts}")
            contains(result.err, text)

    @check("what was asked of webhooks is in the metrics")
    def metrics(self):
        text = self.wardle_metrics()
        contains(text, 'apiserver_admission_webhook_rejection_count{name="deny.hooks.example.com",type="validating",operation="CREATE"')
        contains(text, 'apiserver_admission_webhook_fail_open_count{name="fails.hooks.example.com",type="validating"}')
        contains(text, 'apiserver_admission_webhook_admission_duration_seconds_bucket{name="label.hooks.example.com",type="admit"')
        part = 'apiserver_admission_controller_admission_duration_seconds_count'
        for name, phase in [("NamespaceLifecycle", "admit"), ("BanFlunder", "validate"), ("MutatingAdmissionWebhook", "admit"),
                            ("ValidatingAdmissionWebhook", "validate")]:
            contains(text, f'{part}{{name="{name}",type="{phase}",operation="CREATE",rejected="false"}}')
        contains(text, f'{part}{{name="ValidatingAdmissionWebhook",type="validate",operation="CREATE",rejected="true"}}')
        for phase in ("admit", "validate"):
            contains(text, f'apiserver_admission_step_admission_duration_seconds_count{{type="{phase}",operation="CREATE",rejected="false"}}')

    def wardle_metrics(self):
        status, _, text = self.plane.call("GET", "/metrics", port=self.wardle.port)
        same(status, 200, "metrics of the server")
        return text

    # MARK: Namespaces

    @check("nothing can be made in a namespace that does not exist")
    def missing_namespace(self):
        result = self.kubectl("create", "-f", "-", stdin=self.flunder(namespace="nowhere"))
        contains(result.err, 'namespaces "nowhere" not found')
        same(self.create(self.flunder(namespace="nowhere"), namespace="nowhere")[0], 404, "status")

    @check("a namespace can be used the moment that it is made")
    def new_namespace(self):
        for number in range(10):
            self.plane.api("POST", "/api/v1/namespaces", {"metadata": {"name": f"new-{number}"}})
            namespace = f"new-{number}"
            same(self.create(self.flunder(namespace=namespace), namespace=namespace)[0], 201, namespace)

    @check("nothing new can be made in a namespace that is being deleted; what is there can be changed and deleted")
    def terminating(self):
        self.plane.namespace("going")
        held = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "namespace": "going",
                                                                       "finalizers": ["example.com/hold"]}}
        self.out("create", "-f", "-", stdin=held)
        stays = self.flunder(namespace="going", finalizers=["example.com/hold"])
        name = stays["metadata"]["name"]
        self.out("create", "-f", "-", stdin=stays)
        self.out("delete", "namespace", "going", "--wait=false")
        status, body = until(lambda: (lambda one: one if one[0] == 403 else None)(
            self.create(self.flunder(namespace="going"), "?dryRun=All", namespace="going")), "the server hears of it")
        contains(body["message"], "unable to create new content in namespace going because it is being terminated")
        same(body["details"]["causes"], [{"reason": "NamespaceTerminating", "field": "metadata.namespace",
                                          "message": "namespace going is being terminated"}], "causes")
        self.out("-n", "going", "label", "flunder", name, "a=b")
        for kind in (f"flunder/{name}", "configmap/held"):
            self.out("-n", "going", "patch", kind, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
        until(lambda: self.kubectl("get", "namespace", "going").status == 1, "the namespace is gone", 30)

    # MARK: Servers that may not

    @check("a server that may not read webhooks says so and is not ready; it may be told to do without")
    def without_rights(self):
        plane = self.plane
        plane.namespace("blind")
        until(lambda: plane.call("GET", "/api/v1/namespaces/blind/serviceaccounts/default")[0] == 200, "there is an account")
        certificate = plane.serving("blind", "blind")
        flags = ["--storage=memory", "--authentication-tolerate-lookup-failure", "--authorization-always-allow-paths=/readyz*"]
        blind = Process(plane, certificate, ("blind", "default"), *flags, name="blind")
        blind.launch()
        try:
            ready = lambda: self.ready(blind.port)
            until(lambda: "following failed" in open(blind.log).read(), "its log tells", 20)
            until(lambda: ready()[0], "it answers", 20)
            status, text = ready()
            same(status, 500, "readiness")
            contains(text, "[-]poststarthook/start-apiserver-admission-initializer failed")
        finally:
            blind.stop()
        without = Process(plane, certificate, ("blind", "default"), *flags, name="blind",
                          *["--disable-admission-plugins=NamespaceLifecycle,MutatingAdmissionWebhook,ValidatingAdmissionWebhook"])
        without.launch()
        try:
            without.wait_ready()
        finally:
            without.stop()

    def ready(self, port):
        context = ssl.create_default_context(cafile=self.plane.ca)
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=5)
        try:
            connection.request("GET", "/readyz?verbose")
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()
