"""Steps 1 to 33: the sample API server as the conformance test of Kubernetes sets it up, uses it and takes it away.

Nothing runs pods here. The Deployment is kept as it is, and what a kubelet would do with it this suite does: a process in
namespaces of its own stands for the pod, and an EndpointSlice of the suite's says where it is.
"""
import base64
import os
import shutil
import time

import pki
import pod
from harness import Skip, check, contains, require, same, until
from plane import Pod, Process

GROUP = "wardle.example.com"
SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices"
FLUNDERS = f"/apis/{GROUP}/v1alpha1/namespaces/%s/flunders"
RBAC = "/apis/rbac.authorization.k8s.io/v1"
AUTHORIZATION = "rbac.authorization.k8s.io"
IMAGES = ["registry.test/sample-apiserver:1.29.2", "registry.test/etcd:3.5.16"]
LABELS = {"app": "sample-apiserver", "apiserver": "true"}
NAME = f"v1alpha1.{GROUP}"


class SampleServer:
    """Mixed into the suite that has the control plane, `plane`: makes what the steps 1 to 13 make."""

    namespace, version = "sample-v1alpha1", "v1alpha1"

    def authority_and_certificate(self):
        folder = self.env.folder(f"sample-{self.version}")
        pki.authority(folder, "ca")
        host = f"sample-api.{self.namespace}.svc"
        pki.certificate(folder, "ca", "tls", f"/CN={host}", f"subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth\n")
        self.keys = folder
        return folder

    def key_file(self, name):
        with open(os.path.join(self.keys, name), "rb") as file:
            return base64.b64encode(file.read()).decode()

    def secret(self):
        return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "sample-apiserver-secret"}, "type": "Opaque",
                "data": {"tls.crt": self.key_file("tls.crt"), "tls.key": self.key_file("tls.key")}}

    def reader(self):
        read = ["get", "list", "watch"]
        return {"metadata": {"name": f"sample-apiserver-reader-{self.namespace}"}, "rules": [
            {"apiGroups": [""], "resources": ["namespaces"], "verbs": read},
            {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": read},
            {"apiGroups": ["flowcontrol.apiserver.k8s.io"], "resources": ["prioritylevelconfigurations", "flowschemas"],
             "verbs": read}]}

    def binding(self, name, kind, role, **metadata):
        return {"metadata": {"name": name, **metadata}, "roleRef": {"apiGroup": AUTHORIZATION, "kind": kind, "name": role},
                "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": self.namespace}]}

    def deployment(self):
        certificates = "/apiserver.local.config/certificates"
        server = {"name": "sample-apiserver", "image": IMAGES[0],
                  "args": ["--etcd-servers=http://127.0.0.1:2379", f"--tls-cert-file={certificates}/tls.crt",
                           f"--tls-private-key-file={certificates}/tls.key", "--audit-log-path=-", "--audit-log-maxage=0",
                           "--audit-log-maxbackup=0"],
                  "volumeMounts": [{"name": "apiserver-certs", "mountPath": certificates, "readOnly": True}],
                  "readinessProbe": {"httpGet": {"scheme": "HTTPS", "port": 443, "path": "/readyz"},
                                     "initialDelaySeconds": 20, "periodSeconds": 1, "failureThreshold": 3}}
        etcd = {"name": "etcd", "image": IMAGES[1],
                "command": ["/usr/local/bin/etcd", "--listen-client-urls", "http://127.0.0.1:2379",
                            "--advertise-client-urls", "http://127.0.0.1:2379"]}
        return {"metadata": {"name": "sample-apiserver-deployment", "labels": LABELS}, "spec": {
            "replicas": 1, "selector": {"matchLabels": LABELS}, "strategy": {"type": "RollingUpdate"},
            "template": {"metadata": {"labels": LABELS}, "spec": {
                "containers": [server, etcd], "terminationGracePeriodSeconds": 0,
                "volumes": [{"name": "apiserver-certs", "secret": {"secretName": "sample-apiserver-secret"}}]}}}}

    def service(self):
        return {"metadata": {"name": "sample-api", "labels": {"test": "aggregator"}}, "spec": {
            "selector": {"apiserver": "true"}, "ports": [{"protocol": "TCP", "port": 7443, "targetPort": 443}]}}

    def api_service(self):
        return {"metadata": {"name": f"{self.version}.{GROUP}"}, "spec": {
            "service": {"namespace": self.namespace, "name": "sample-api", "port": 7443}, "group": GROUP,
            "version": self.version, "caBundle": self.key_file("ca.crt"), "groupPriorityMinimum": 2000, "versionPriority": 200}}

    def account_bindings(self):
        return [(f"{RBAC}/clusterrolebindings", self.binding(
                    f"wardler:{self.namespace}sample-apiserver-reader-{self.namespace}", "ClusterRole",
                    f"sample-apiserver-reader-{self.namespace}")),
                (f"{RBAC}/clusterrolebindings", self.binding(
                    f"wardler:{self.namespace}:auth-delegator", "ClusterRole", "system:auth-delegator"))]

    def auth_reader(self):
        return self.binding(f"wardler-auth-reader-{self.namespace}", "Role", "extension-apiserver-authentication-reader",
                            annotations={"rbac.authorization.kubernetes.io/autoupdate": "true"})

    def start_pod(self):
        """What a kubelet would make of the Deployment: its two containers, with the arguments that stand there."""
        spec = self.plane.api("GET", f"{self.deployments()}/sample-apiserver-deployment")["spec"]["template"]["spec"]
        server, etcd = spec["containers"]
        arguments, program = server["args"], shutil.which("etcd")
        if not program or not pod.isolation():
            # Without etcd in a network of its own the server keeps its objects where it does unless it is told otherwise.
            arguments = [each for each in arguments if not each.startswith("--etcd-servers=")]
        if pod.isolation():
            containers = [[self.plane.env.wardle, *arguments]] + ([[program, *etcd["command"][1:]]] if program else [])
            self.pod = Pod(self.plane, containers, (self.namespace, "default"), "sample-apiserver-secret",
                           server["volumeMounts"][0]["mountPath"], f"pod-{self.version}")
        else:
            files = [os.path.join(self.keys, name) for name in ("tls.crt", "tls.key")]
            flags = [each for each in arguments if not each.startswith("--tls-")]
            self.pod = Process(self.plane, files, (self.namespace, "default"), *flags, "--storage=memory", name=f"pod-{self.version}")
        self.pod.launch()

    def deployments(self):
        return f"/apis/apps/v1/namespaces/{self.namespace}/deployments"

    def space(self, kind):
        return f"/api/v1/namespaces/{self.namespace}/{kind}"

    def take_away(self):
        """Step 33; whatever goes wrong is somebody else's."""
        apps = f"{self.deployments()}/sample-apiserver-deployment"
        cluster = f"{RBAC}/clusterrolebindings/wardler:{self.namespace}"
        for path in (f"{SERVICES}/{self.version}.{GROUP}", apps, self.space("secrets/sample-apiserver-secret"),
                     self.space("services/sample-api"), self.space("serviceaccounts/sample-apiserver"),
                     f"{RBAC}/namespaces/kube-system/rolebindings/wardler-auth-reader-{self.namespace}",
                     f"{cluster}:auth-delegator", f"{RBAC}/clusterroles/sample-apiserver-reader-{self.namespace}",
                     f"{cluster}sample-apiserver-reader-{self.namespace}"):
            self.plane.call("DELETE", path)


class SampleServerChecks(SampleServer):
    # MARK: A.1 Preparation

    @check("1: a CA and a serving certificate for sample-api.<namespace>.svc")
    def step_1(self):
        self.plane.api("POST", "/api/v1/namespaces", {"metadata": {"name": self.namespace}}, 201)
        require(os.path.exists(os.path.join(self.authority_and_certificate(), "tls.crt")), "there is no certificate")

    @check("2: the Secret with certificate and key")
    def step_2(self):
        same(self.plane.api("POST", self.space("secrets"), self.secret(), 201)["type"], "Opaque", "type")

    @check("3: the ClusterRole for namespaces, webhooks and flow control")
    def step_3(self):
        same(len(self.plane.api("POST", f"{RBAC}/clusterroles", self.reader(), 201)["rules"]), 3, "rules")

    @check("4: its ClusterRoleBinding")
    def step_4(self):
        self.plane.api("POST", *self.account_bindings()[0], 201)

    @check("5: the ClusterRoleBinding to system:auth-delegator")
    def step_5(self):
        self.plane.api("POST", *self.account_bindings()[1], 201)

    @check("6: the Deployment with two containers; a process stands for its pod")
    def step_6(self):
        made = self.plane.api("POST", self.deployments(), self.deployment(), 201)
        same([each["name"] for each in made["spec"]["template"]["spec"]["containers"]], ["sample-apiserver", "etcd"], "containers")
        self.start_pod()
        if not isinstance(self.pod, Pod):
            raise Skip("no right to make namespaces of Linux: the server runs with kubeconfigs on a port of this machine, not in a pod")
        if len(self.pod.containers) < 2:
            raise Skip("there is no etcd (Debian package etcd-server): the server of the pod keeps its objects in SQLite")

    @check("7: revision 1 of the Deployment has both images")
    def step_7(self):
        mark = "deployment.kubernetes.io/revision"

        def revision():
            found = self.plane.api("GET", f"{self.deployments()}/sample-apiserver-deployment")
            return found if found["metadata"].get("annotations", {}).get(mark) == "1" else None
        found = until(revision, "the Deployment is at revision 1", 10)
        same([each["image"] for each in found["spec"]["template"]["spec"]["containers"]], IMAGES, "images of the Deployment")
        sets = self.plane.api("GET", self.deployments().replace("/deployments", "/replicasets"))["items"]
        own = [each for each in sets if each["metadata"]["ownerReferences"][0]["uid"] == found["metadata"]["uid"]]
        same([each["metadata"]["annotations"][mark] for each in own], ["1"], "revisions")
        same([each["image"] for each in own[0]["spec"]["template"]["spec"]["containers"]], IMAGES, "images of the ReplicaSet")

    @check("8: the Service with port 7443, without a name")
    def step_8(self):
        made = self.plane.api("POST", self.space("services"), self.service(), 201)
        same([each.get("name") for each in made["spec"]["ports"]], [None], "names of ports")
        # The work of the EndpointSlice controller, which needs pods.
        self.plane.endpoints("sample-api", self.namespace, self.pod.port)

    @check("9: the ServiceAccount sample-apiserver, which nobody uses")
    def step_9(self):
        self.plane.api("POST", self.space("serviceaccounts"), {"metadata": {"name": "sample-apiserver"}}, 201)

    @check("10: the server was forbidden to read the ConfigMap, and survives that; then the RoleBinding")
    def step_10(self):
        until(lambda: "is forbidden" in self.pod.said(), "the server is forbidden to read", 20)
        contains(self.pod.said(), f'system:serviceaccount:{self.namespace}:default', "what the server says")
        contains(self.pod.said(), "extension-apiserver-authentication", "what the server says")
        require(not self.pod.answers(), "the server is ready although it does not know whom to trust")
        made = self.plane.api("POST", f"{RBAC}/namespaces/kube-system/rolebindings", self.auth_reader(), 201)
        same(made["metadata"]["annotations"]["rbac.authorization.kubernetes.io/autoupdate"], "true", "the annotation")

    @check("11: the server is ready: /readyz at port 443 of the pod")
    def step_11(self):
        self.pod.wait_ready()

    @check("12: the APIService")
    def step_12(self):
        self.plane.api("POST", SERVICES, self.api_service(), 201)

    @check("13: flunders are served within 60 s; until then nothing but 403, 404 and 503")
    def step_13(self):
        self.until_served("v1alpha1")

    def until_served(self, version):
        end = time.monotonic() + 60
        while True:
            status, _, body = self.plane.call("GET", f"/apis/{GROUP}/{version}/namespaces/default/flunders")
            if status == 200:
                return
            if status == 404:
                contains(str(body), "the server could not find the requested resource", "the text of 404")
            require(status in (403, 404, 503), f"{status}: {body}")
            require(time.monotonic() < end, f"not within 60 s; the last answer: {status} {body}")
            time.sleep(0.1)

    # MARK: A.2 Raw requests

    @check("14: POST of a Flunder, with and without Content-Type")
    def step_14(self):
        body = {"apiVersion": f"{GROUP}/v1alpha1", "kind": "Flunder", "metadata": {
            "labels": {"sample-label": "true"}, "name": "rest-flunder-1", "namespace": "default"}}
        for kind in ({}, {"Content-Type": None}):
            status, headers, made = self.plane.call("POST", FLUNDERS % "default", body, headers={"Accept": "application/json", **kind})
            same((status, headers["Content-Type"]), (201, "application/json"), f"status and Content-Type ({made})")
            same((made["apiVersion"], made["kind"], made["metadata"]["name"]), (body["apiVersion"], "Flunder", "rest-flunder-1"), "the answer")
            if not kind:
                self.delete_rest_flunder()

    def items(self, namespace):
        status, headers, found = self.plane.call("GET", FLUNDERS % namespace, headers={"Accept": "application/json"})
        same((status, headers["Content-Type"], found["kind"], found["apiVersion"]),
             (200, "application/json", "FlunderList", f"{GROUP}/v1alpha1"), "the list")
        return found["items"]

    def delete_rest_flunder(self):
        # Neither a body nor Accept nor Content-Type.
        status, headers, body = self.plane.call("DELETE", (FLUNDERS % "default") + "/rest-flunder-1", headers={"Accept": None})
        same((status, headers["Content-Type"], body["status"]), (200, "application/json", "Success"), "the deletion")

    @check("15: the list has it, as JSON")
    def step_15(self):
        same([each["metadata"]["name"] for each in self.items("default")], ["rest-flunder-1"], "flunders")

    @check("16: DELETE of it, without a body and Accept")
    def step_16(self):
        self.delete_rest_flunder()

    @check("17: the list is empty at once")
    def step_17(self):
        same(self.items("default"), [], "flunders")

    # MARK: A.3 Discovery and dynamic client

    @check("18: discovery of preferred resources has flunders")
    def step_18(self):
        until(lambda: "flunders" in self.plane.out("api-resources", f"--api-group={GROUP}", "--namespaced=true"), "flunders are found", 30)

    def dynamic(self):
        self.plane.api("POST", FLUNDERS % self.namespace, {
            "kind": "Flunder", "apiVersion": f"{GROUP}/v1alpha1", "metadata": {"name": "dynamic-flunder-1", "creationTimestamp": None},
            "spec": {}, "status": {}}, 201)

    @check("19: a Flunder by the dynamic client, with creationTimestamp null")
    def step_19(self):
        self.dynamic()

    @check("20: the list of the dynamic client has it")
    def step_20(self):
        same(len(self.items(self.namespace)), 1, "flunders")

    # MARK: A.4 The APIService itself

    def status(self):
        return self.plane.api("GET", f"{SERVICES}/{NAME}/status")

    def has_condition(self, kind):
        require(any(each["type"] == kind for each in self.status()["status"]["conditions"]), f"there is no condition {kind}")

    @check("21: its status says that all checks passed, as the first condition")
    def step_21(self):
        found = self.status()
        same(found["status"]["conditions"][0]["message"], "all checks passed", "message")
        self.revision = int(found["metadata"]["resourceVersion"])

    @check("22: a merge patch of versionPriority moves the revision on")
    def step_22(self):
        self.plane.out("patch", "apiservice", NAME, "--type=merge", "-p", '{"spec":{"versionPriority":400}}')
        found = self.plane.api("GET", f"{SERVICES}/{NAME}")
        same(found["spec"]["versionPriority"], 400, "versionPriority")
        require(int(found["metadata"]["resourceVersion"]) > self.revision, "the revision is not larger")

    @check("23: the list of APIServices has it")
    def step_23(self):
        require(NAME in [each["metadata"]["name"] for each in self.plane.api("GET", SERVICES)["items"]], f"{NAME} is not there")

    @check("24: a strategic merge patch of a label")
    def step_24(self):
        self.plane.api("PATCH", f"{SERVICES}/{NAME}", {"metadata": {"labels": {"e2e-apiservice": "patched"}}},
                       headers={"Content-Type": "application/strategic-merge-patch+json"})
        same(self.plane.api("GET", f"{SERVICES}/{NAME}")["metadata"]["labels"]["e2e-apiservice"], "patched", "the label")

    def retried(self, change, suffix=""):
        """GET, change, PUT; once more after a conflict."""
        for _ in range(10):
            found = self.plane.api("GET", f"{SERVICES}/{NAME}{suffix}")
            change(found)
            status, _, body = self.plane.call("PUT", f"{SERVICES}/{NAME}{suffix}", found)
            if status != 409:
                same(status, 200, f"status of the PUT: {body}")
                return
        require(False, "ten conflicts")

    @check("25: PUT of another condition to /status")
    def step_25(self):
        condition = {"type": "StatusUpdated", "status": "True", "reason": "E2E", "message": "Set from e2e test"}
        self.retried(lambda found: found["status"]["conditions"].append(condition), "/status")

    @check("26: the condition stays")
    def step_26(self):
        self.has_condition("StatusUpdated")

    @check("27: PUT of all labels anew")
    def step_27(self):
        self.retried(lambda found: found["metadata"].update(labels={NAME: "updated"}))
        same(self.plane.api("GET", f"{SERVICES}/{NAME}")["metadata"]["labels"], {NAME: "updated"}, "labels")

    @check("28: the dynamic client deletes its Flunder")
    def step_28(self):
        self.plane.api("DELETE", (FLUNDERS % self.namespace) + "/dynamic-flunder-1")
        same(self.items(self.namespace), [], "flunders")

    @check("29: and makes it again")
    def step_29(self):
        self.dynamic()
        same(len(self.items(self.namespace)), 1, "flunders")

    @check("30: a merge patch of /status with one more condition")
    def step_30(self):
        conditions = self.status()["status"]["conditions"]
        conditions.append({"type": "StatusPatched", "status": "True", "reason": "E2E", "message": "Set by e2e test"})
        self.plane.api("PATCH", f"{SERVICES}/{NAME}/status", {"status": {"conditions": conditions}},
                       headers={"Content-Type": "application/merge-patch+json"})

    @check("31: the condition is there")
    def step_31(self):
        self.has_condition("StatusPatched")

    @check("32: DELETE of the collection that a label selects")
    def step_32(self):
        selected = f"{SERVICES}?labelSelector={NAME}%3Dupdated"
        self.plane.api("DELETE", selected)
        until(lambda: self.plane.api("GET", selected)["items"] == [], "none is left", 120)

    @check("33: clean-up, and the namespace goes although its Flunders cannot be reached")
    def step_33(self):
        self.take_away()
        self.plane.api("DELETE", f"/api/v1/namespaces/{self.namespace}")
        until(lambda: self.plane.call("GET", f"/api/v1/namespaces/{self.namespace}")[0] == 404, "the namespace is gone", 60)
        self.pod.stop()
