"""kubectl against `run local` with its control plane: core kinds, roles, tokens, and the project's API behind them."""
import json
import os
import signal

import setup_steps
from harness import check, contains, require, same, until
from local import API, API_VERSION, LocalSuite, bee

ACCOUNT = "system:serviceaccount:meadow:drone"


def holds(there, meant):
    """Whether all that was meant is there; what is empty says nothing."""
    if isinstance(meant, dict):
        return all(holds((there or {}).get(key), value) for key, value in meant.items())
    if isinstance(meant, list):
        return len(there or []) == len(meant) and all(holds(one, other) for one, other in zip(there or [], meant))
    return meant is None or there == meant


class ClusterSuite(LocalSuite):
    title = "kubectl: a local control plane with the server behind it"
    mode = []

    def set_up(self):
        super().set_up()
        self.out("create", "namespace", "meadow")

    def fill(self, namespace):
        """A namespace with something of everybody in it."""
        self.out("create", "namespace", namespace)
        self.out("create", "-f", "-", stdin=bee("maja", namespace=namespace))
        self.out("-n", namespace, "create", "configmap", "honey", "--from-literal=colour=gold")

    # MARK: What there is

    @check("run local tells of all fifteen steps of setting up an extension API server, and kubectl shows what each has made")
    def tells_steps(self):
        text = setup_steps.last_run(self.logs[0])
        shown = setup_steps.check(text, self.out)
        same([each.split("/")[0] for each in shown].count("clusterrolebinding"), 3, "bindings")
        require({"secret/bees-serving-cert", "deployment/bees", "apiservice/v1beta1.insect.example.com"} <= set(shown), f"{shown}")
        steps, _ = setup_steps.told(text)
        contains(self.kubectl("get", steps[15][0].split()[0]).err, "No resources found", "step 15, done once more")
        contains(self.out("api-resources", "--api-group=apiregistration.k8s.io", "-o", "name"), steps[1][0], "step 1")

    @check("every APIService is available")
    def api_services(self):
        services = self.json("get", "apiservices")["items"]
        same({service["metadata"].get("generation") for service in services}, {None}, "generations, which nobody counts")
        found = {service["metadata"]["name"]: service["status"]["conditions"][0]["status"] for service in services}
        require(set(found.values()) == {"True"}, f"{found}")
        for name in ["v1.", "v1.apps", "v1.rbac.authorization.k8s.io", "v1beta1.insect.example.com"]:
            require(name in found, f"{name} is not among {sorted(found)}")

    @check("api-resources lists the kinds of both, get all -A what there is")
    def discovery(self):
        text = self.out("api-resources", "--no-headers")
        for kind in ["Namespace", "Secret", "Deployment", "ClusterRole", "APIService", "TokenReview", "Bee"]:
            contains(text, kind, "api-resources")
        contains(self.out("get", "all", "-A"), "service/kubernetes", "get all -A")

    @check("explain describes kinds of both")
    def explain(self):
        contains(self.out("explain", "configmap.data"), "map[string]string")
        contains(self.out("explain", "bee.spec"), "<integer>")

    # MARK: Who may what

    @check("auth whoami names the administrator")
    def whoami(self):
        contains(self.out("auth", "whoami"), "kubernetes-admin")

    @check("a service account may do what a role binding says, and nothing else")
    def roles(self):
        self.out("-n", "meadow", "create", "serviceaccount", "drone")
        may = lambda verb, kind: self.kubectl("-n", "meadow", "auth", "can-i", verb, kind, "--as", ACCOUNT).out.strip()
        same(may("list", "bees"), "no", "before the binding")
        self.out("-n", "meadow", "create", "rolebinding", "viewers", "--clusterrole=view", "--serviceaccount=meadow:drone")
        same(may("list", "bees"), "yes", "list after the binding")
        same(may("delete", "bees"), "no", "delete after the binding")
        same(may("get", "secrets"), "no", "secrets after the binding")
        contains(self.out("-n", "meadow", "auth", "can-i", "--list", "--as", ACCOUNT), "configmaps")

    @check("a token of the account works through the control plane, within its rights")
    def tokens(self):
        token = self.out("-n", "meadow", "create", "token", "drone").strip()
        same(token.count("."), 2, "dots of the token")
        # The administrator's certificate would win over the token.
        with open(self.kubeconfig) as file:
            text = file.read()
        path = self.kubeconfig + ".drone"
        with open(path, "w") as file:
            for line in text.splitlines():
                if "client-certificate-data" in line:
                    file.write(line.split("client-certificate-data")[0] + f"token: {token}\n")
                elif "client-key-data" not in line:
                    file.write(line + "\n")
        as_drone = lambda *arguments: self.kubectl(*arguments, KUBECONFIG=path)
        contains(as_drone("auth", "whoami").ok().out, ACCOUNT)
        same(as_drone("-n", "meadow", "get", "bees", "-o", "name").ok().out, "", "bees")
        refused = as_drone("-n", "meadow", "delete", "bees", "--all")
        same(refused.status, 0, "deleting nothing")
        contains(as_drone("-n", "default", "get", "bees").err, f'User "{ACCOUNT}" cannot list resource "bees"')

    # MARK: Life

    @check("apply, get and describe work on kinds of both")
    def apply(self):
        manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "pollen", "namespace": "meadow"},
                    "data": {"a": "1"}}
        contains(self.out("apply", "-f", "-", stdin=manifest), "created")
        contains(self.out("apply", "-f", "-", stdin={**manifest, "data": {"a": "2"}}), "configured")
        contains(self.out("apply", "-f", "-", stdin=bee("willi", namespace="meadow")), "created")
        contains(self.out("-n", "meadow", "describe", "bee", "willi"), "Kind:         Bee")
        contains(self.refused("apply", "-f", "-", stdin={**manifest, "date": {}}), 'unknown field "date"')

    @check("a namespace takes everything with it, on the extension server, too")
    def namespaces(self):
        self.fill("gone")
        contains(self.out("delete", "namespace", "gone", "--timeout=30s"), "deleted")
        same(self.json("get", "bees", "-A", "--field-selector", "metadata.namespace=gone")["items"], [], "bees left")
        contains(self.refused("get", "namespace", "gone"), "not found")
        contains(self.refused("delete", "namespace", "default"), "may not be deleted")

    @check("what an object of one server owns on the other goes with it")
    def garbage(self):
        owner = json.loads(self.out("-n", "meadow", "create", "configmap", "owner", "-o", "json"))
        reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner["metadata"]["uid"]}
        self.out("create", "-f", "-", stdin=bee("owned", namespace="meadow", ownerReferences=[reference]))
        self.out("-n", "meadow", "delete", "configmap", "owner")
        until(lambda: self.kubectl("-n", "meadow", "get", "bee", "owned").status != 0, "the bee is collected", 30)

    @check("what kubectl create makes by itself, which it sends as protobuf, is there as it was meant")
    def created(self):
        for words in (("job", "fly", "--image=x", "--", "echo", "hi"), ("cronjob", "fly", "--image=x", "--schedule=0 5 * * *"),
                      ("ingress", "door", "--class=x", "--rule=a.example.com/p*=hive:80,tls=cert", "--default-backend=hive:http"),
                      ("poddisruptionbudget", "some", "--selector=a=b", "--min-available=50%"),
                      ("priorityclass", "first", "--value=10", "--description=x"), ("deployment", "hive", "--image=x", "--port=80"),
                      ("service", "clusterip", "hive", "--tcp=80:8080"), ("role", "reader", "--verb=get", "--resource=bees")):
            end = words.index("--") if "--" in words else len(words)
            command, rest = words[:end], words[end:]
            meant = json.loads(self.out("-n", "meadow", "create", *command, "--dry-run=client", "-o", "json", *rest))
            self.out("-n", "meadow", "create", *command, *rest)
            there = self.json("get", words[0], words[2] if words[1] == "clusterip" else words[1], "-n", "meadow")
            for part in ("spec", "rules", "value", "description"):
                require(holds(there.get(part), meant.get(part)), f"{words[0]}: {there.get(part)} is not {meant.get(part)}")

    @check("the manifests of a server in a cluster are accepted")
    def manifests(self):
        labels = {"app": "sample-apiserver", "apiserver": "true"}
        container = {"name": "sample-apiserver", "image": "example.com/sample:1", "args": ["--audit-log-path=-"],
                     "volumeMounts": [{"name": "certs", "mountPath": "/certs", "readOnly": True}],
                     "readinessProbe": {"httpGet": {"path": "/readyz", "port": 443, "scheme": "HTTPS"}}}
        subject = [{"kind": "ServiceAccount", "name": "default", "namespace": "meadow"}]
        rbac = "rbac.authorization.k8s.io"
        items = [
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "certs"}, "type": "Opaque",
             "data": {"tls.crt": "YQ==", "tls.key": "YQ=="}},
            {"apiVersion": f"{rbac}/v1", "kind": "ClusterRole", "metadata": {"name": "sample-reader"},
             "rules": [{"apiGroups": [""], "resources": ["namespaces"], "verbs": ["get", "list", "watch"]}]},
            {"apiVersion": f"{rbac}/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "wardler:auth-delegator"},
             "roleRef": {"apiGroup": rbac, "kind": "ClusterRole", "name": "system:auth-delegator"}, "subjects": subject},
            {"apiVersion": f"{rbac}/v1", "kind": "RoleBinding",
             "metadata": {"name": "wardler-auth-reader", "namespace": "kube-system"},
             "roleRef": {"apiGroup": rbac, "kind": "Role", "name": "extension-apiserver-authentication-reader"},
             "subjects": subject},
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "sample", "labels": labels},
             "spec": {"replicas": 1, "selector": {"matchLabels": labels}, "strategy": {"type": "RollingUpdate"},
                      "template": {"metadata": {"labels": labels}, "spec": {
                          "containers": [container],
                          "volumes": [{"name": "certs", "secret": {"secretName": "certs"}}]}}}},
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "sample-api", "labels": {"test": "aggregator"}},
             "spec": {"selector": {"apiserver": "true"}, "ports": [{"port": 7443, "targetPort": 443}]}},
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "sample-apiserver"}},
        ]
        for item in items:
            item["metadata"].setdefault("namespace", "meadow")
            if item["kind"].startswith("Cluster"):
                del item["metadata"]["namespace"]
            contains(self.out("apply", "-f", "-", stdin=item), "created", item["kind"])

    @check("kill -9 of the server: its APIs answer 503, all others as ever, and it is back by itself")
    def killed(self):
        first = self.server_pid()
        os.kill(first, signal.SIGKILL)
        until(lambda: "ServiceUnavailable" in self.kubectl("get", "--raw", API).err, "its API answers 503", 5)
        contains(self.out("get", "namespaces", "-o", "name"), "namespace/meadow")
        until(lambda: self.kubectl("get", "bees", "-A").status == 0, "it serves again", 20)
        require(self.server_pid() != first, "the same process")
        with open(self.logs[0]) as log:
            contains(log.read(), "apiserver ended (signal 9 ended it); it is started again in 1 s")

    @check("everything is there after a restart")
    def restart(self):
        self.out("create", "-f", "-", stdin=bee("stays", namespace="meadow"))
        self.server.stop()
        self.start()
        contains(self.out("-n", "meadow", "get", "bee", "stays", "-o", "name"), "bee.insect.example.com/stays")
        same(self.json("-n", "meadow", "get", "bee", "stays")["apiVersion"], API_VERSION, "apiVersion")

    @check("the server's own namespace is deleted: the next run makes it again instead of waiting for itself")
    def own_namespace(self):
        namespace = f"{os.path.basename(self.env.project)}-system"
        self.out("delete", "namespace", namespace, "--wait=false")
        self.server.stop()
        self.start()
        contains(self.out("get", "namespace", namespace, "-o", "jsonpath={.status.phase}"), "Active")
        contains(self.out("-n", "meadow", "get", "bee", "stays", "-o", "name"), "bee.insect.example.com/stays")
