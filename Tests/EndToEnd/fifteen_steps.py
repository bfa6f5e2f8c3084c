"""The fifteen steps of "Set up an extension API server" of Kubernetes, with `kubectl apply -f` of a manifest for each, and what
kubectl shows and does through the aggregation layer then."""
import base64
import json
import os
import ssl

import pki
from harness import Suite, check, contains, require, run, same, until
from plane import Plane, Process

SPACE, SERVICE, ACCOUNT = "extension", "api", "apiserver"
GROUP = "wardle.example.com"
USER = f"system:serviceaccount:{SPACE}:{ACCOUNT}"

MANIFESTS = {
    "3": """
apiVersion: v1
kind: Namespace
metadata:
  name: {space}
""",
    "6": """
apiVersion: v1
kind: Secret
type: kubernetes.io/tls
metadata:
  name: serving
  namespace: {space}
data:
  tls.crt: {certificate}
  tls.key: {key}
""",
    "7": """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {account}
  namespace: {space}
spec:
  replicas: 1
  selector:
    matchLabels: {{apiserver: "true"}}
  template:
    metadata:
      labels: {{apiserver: "true"}}
    spec:
      serviceAccountName: {account}
      containers:
      - name: apiserver
        image: registry.test/wardle:1
        args: [--tls-cert-file=/serving/tls.crt, --tls-private-key-file=/serving/tls.key]
        ports:
        - containerPort: 9443
        readinessProbe:
          httpGet: {{path: /readyz, port: 9443, scheme: HTTPS}}
        volumeMounts:
        - {{name: serving, mountPath: /serving, readOnly: true}}
      volumes:
      - name: serving
        secret:
          secretName: serving
---
apiVersion: v1
kind: Service
metadata:
  name: {service}
  namespace: {space}
spec:
  selector: {{apiserver: "true"}}
  ports:
  - {{name: https, port: 443, targetPort: 9443, protocol: TCP}}
""",
    "9": """
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {account}
  namespace: {space}
""",
    "10": """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {account}
rules:
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
- apiGroups: [admissionregistration.k8s.io]
  resources: [mutatingwebhookconfigurations, validatingwebhookconfigurations]
  verbs: [get, list, watch]
""",
    "11": """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {account}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {account}}}
subjects:
- {{kind: ServiceAccount, name: {account}, namespace: {space}}}
""",
    "12": """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {account}:auth-delegator
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:auth-delegator}}
subjects:
- {{kind: ServiceAccount, name: {account}, namespace: {space}}}
""",
    "13": """
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {account}:auth-reader
  namespace: kube-system
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader}}
subjects:
- {{kind: ServiceAccount, name: {account}, namespace: {space}}}
""",
    "14": """
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata:
  name: v1beta1.{group}
spec:
  group: {group}
  version: v1beta1
  groupPriorityMinimum: 1000
  versionPriority: 15
  service: {{namespace: {space}, name: {service}, port: 443}}
  caBundle: {authority}
""",
    # What the EndpointSlice controller makes of pods that are ready.
    "slice": """
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: {service}-1
  namespace: {space}
  labels: {{kubernetes.io/service-name: {service}}}
addressType: IPv4
endpoints:
- addresses: [127.0.0.1]
  conditions: {{ready: true}}
ports:
- {{name: https, port: {port}, protocol: TCP}}
""",
}


class FifteenStepsSuite(Suite):
    title = "fifteen steps: kubectl apply sets up an extension API server, and uses it through the aggregation layer"

    def set_up(self):
        self.env.wardle
        self.plane = Plane(self.env, "fifteen")
        self.logs = [self.plane.log]
        self.folder = self.env.folder("fifteen-keys")
        self.values = {"space": SPACE, "service": SERVICE, "account": ACCOUNT, "group": GROUP}

    def tear_down(self):
        for each in ("server", "plane"):
            if hasattr(self, each):
                getattr(self, each).stop()

    def apply(self, step, created=1):
        """`kubectl apply -f` twice: the second time nothing changes. Then `kubectl diff` finds nothing."""
        path = os.path.join(self.folder, f"step-{step}.yaml")
        with open(path, "w") as file:
            file.write(MANIFESTS[step].format(**self.values))
        same(self.plane.out("apply", "-f", path).count(" created"), created, "objects that were made")
        same(self.plane.out("apply", "-f", path).count(" unchanged"), created, "objects that stay when it is applied again")
        same(self.plane.out("diff", "-f", path), "", "what kubectl diff finds")
        self.plane.out("get", "-f", path)

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return base64.b64encode(file.read()).decode()

    # MARK: The steps

    @check("step 1: the APIService API is there")
    def step_1(self):
        contains(self.plane.out("api-resources", "--api-group=apiregistration.k8s.io"), "APIService", "api-resources")

    @check("step 2: the administrator may make APIServices, others may not")
    def step_2(self):
        same(self.plane.out("auth", "can-i", "create", "apiservices").strip(), "yes", "the administrator")
        same(self.plane.kubectl("auth", "can-i", "create", "apiservices", "--as=somebody").out.strip(), "no", "somebody")

    @check("step 3: a namespace")
    def step_3(self):
        self.apply("3")

    @check("step 4: a CA")
    def step_4(self):
        pki.authority(self.folder, "ca")
        self.values["authority"] = self.read("ca.crt")

    @check("step 5: a serving certificate for the Service's name")
    def step_5(self):
        host = f"{SERVICE}.{SPACE}.svc"
        pki.certificate(self.folder, "ca", "serving", f"/CN={host}", f"subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth\n")
        self.values |= {"certificate": self.read("serving.crt"), "key": self.read("serving.key")}

    @check("step 6: a Secret with certificate and key")
    def step_6(self):
        self.apply("6")

    @check("step 7: a Deployment that mounts it, and a Service (nothing runs Deployments here: a process stands for the pod)")
    def step_7(self):
        self.apply("7", created=2)

    @check("step 8: the pod mounts the Secret (what the server shows comes after step 13, which lets it start)")
    def step_8(self):
        # As a kubelet mounts it.
        data = self.plane.json("-n", SPACE, "get", "secret", "serving")["data"]
        for name in ("tls.crt", "tls.key"):
            with open(os.path.join(self.folder, name), "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                file.write(base64.b64decode(data[name]))

    @check("step 9: a service account")
    def step_9(self):
        self.apply("9")

    @check("step 10: a cluster role for what the server reads")
    def step_10(self):
        self.apply("10")

    @check("step 11: the binding of the account to it")
    def step_11(self):
        self.apply("11")
        same(self.plane.out("auth", "can-i", "list", "namespaces", "--as", USER).strip(), "yes", "namespaces")

    @check("step 12: the binding to system:auth-delegator")
    def step_12(self):
        self.apply("12")
        for kind in ("tokenreviews", "subjectaccessreviews"):
            same(self.plane.out("auth", "can-i", "create", kind, "--as", USER).strip(), "yes", kind)

    @check("step 13: the binding to extension-apiserver-authentication-reader; the server starts")
    def step_13(self):
        self.apply("13")
        same(self.plane.out("-n", "kube-system", "auth", "can-i", "get", "configmap/extension-apiserver-authentication", "--as", USER).strip(),
             "yes", "the ConfigMap")
        files = [os.path.join(self.folder, name) for name in ("tls.crt", "tls.key")]
        self.server = Process(self.plane, files, (SPACE, ACCOUNT), "--storage=memory", name="server")
        self.server.start()
        self.logs.append(self.server.log)
        self.values["port"] = self.server.port
        self.apply("slice")

    @check("step 8: in the handshake the server shows the certificate that the Secret holds")
    def step_8_handshake(self):
        name = f"{SERVICE}.{SPACE}.svc"
        shown = run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.server.port}", "-servername", name, "-verify_hostname", name,
                     "-CAfile", os.path.join(self.folder, "ca.crt"), "-verify_return_error"], stdin="").ok().out
        secret = base64.b64decode(self.plane.json("-n", SPACE, "get", "secret", "serving")["data"]["tls.crt"]).decode()
        der = lambda text: ssl.PEM_cert_to_DER_cert("-----BEGIN" + text.split("-----BEGIN")[1].split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----")
        require(der(shown) == der(secret), f"the server shows another certificate:\n{shown[:1500]}")

    @check("step 14: the APIService becomes available")
    def step_14(self):
        self.apply("14")
        self.plane.out("wait", f"apiservice/v1beta1.{GROUP}", "--for=condition=Available", "--timeout=30s")

    @check("step 15: kubectl gets the resources")
    def step_15(self):
        result = self.plane.kubectl("get", "flunders").ok()
        contains(result.err, "No resources found", "what kubectl says")

    # MARK: kubectl afterwards

    @check("get apiservices shows it beside those of the control plane")
    def api_services(self):
        rows = [line.split() for line in self.plane.out("get", "apiservices", "--no-headers").splitlines()]
        same([row[1:3] for row in rows if row[0] == f"v1beta1.{GROUP}"], [[f"{SPACE}/{SERVICE}", "True"]], "its row")
        require(all(row[2] == "True" for row in rows) and ["v1.apps", "Local", "True"] in [row[:3] for row in rows], f"{rows}")

    @check("api-resources, api-versions and explain know it")
    def discovery(self):
        until(lambda: "flunders" in self.plane.out("api-resources", "--no-headers"), "api-resources has flunders", 30)
        contains(self.plane.out("api-versions"), f"{GROUP}/v1beta1\n", "api-versions")
        until(lambda: self.plane.kubectl("explain", "flunder.spec").status == 0, "explain knows flunders", 30)

    @check("get all -A shows what is there")
    def get_all(self):
        text = self.plane.out("get", "all", "-A")
        for wanted in ("service/kubernetes", f"service/{SERVICE}", f"deployment.apps/{ACCOUNT}"):
            contains(text, wanted, "get all -A")

    @check("auth whoami and auth can-i --list")
    def who(self):
        contains(self.plane.out("auth", "whoami"), "system:masters", "auth whoami")
        contains(self.plane.out("auth", "can-i", "--list"), "*.*", "can-i --list of the administrator")
        listed = self.plane.out("auth", "can-i", "--list", "--as", USER)
        contains(listed, "subjectaccessreviews.authorization.k8s.io", "can-i --list of the account")
        require("*.*" not in listed, f"the account may do everything:\n{listed}")

    @check("create token: the token works within the rights of its account, and not for another audience")
    def token(self):
        self.plane.out("create", "namespace", "meadow")
        self.plane.out("-n", "meadow", "create", "serviceaccount", "reader")
        self.plane.out("-n", "meadow", "create", "role", "reader", "--verb=get,list", f"--resource=flunders.{GROUP}")
        self.plane.out("-n", "meadow", "create", "rolebinding", "reader", "--role=reader", "--serviceaccount=meadow:reader")
        token = lambda *flags: self.plane.out("-n", "meadow", "create", "token", "reader", *flags).strip()
        with open(self.plane.kubeconfig) as file:
            text = file.read()
        bare = os.path.join(self.folder, "bare.kubeconfig")
        with open(bare, "w") as file:
            # The administrator's certificate would win over a token.
            file.write("\n".join(line for line in text.splitlines() if "client-" not in line) + "\n")
        ask = lambda token, *arguments: self.plane.kubectl(f"--token={token}", *arguments, KUBECONFIG=bare)
        good = token()
        contains(ask(good, "auth", "whoami").ok().out, "system:serviceaccount:meadow:reader", "auth whoami")
        same(ask(good, "-n", "meadow", "get", "flunders", "-o", "name").ok().out, "", "flunders in its namespace")
        contains(ask(good, "-n", "default", "get", "flunders").err, "cannot list resource", "flunders of others")
        contains(ask(token("--audience=vault"), "-n", "meadow", "get", "flunders").err, "Unauthorized", "another audience")
        claims = json.loads(base64.urlsafe_b64decode(token("--duration=20m").split(".")[1] + "=="))
        same(claims["exp"] - claims["iat"], 1200, "seconds for which the token holds")

    @check("create and delete namespace: what the extension server has in it goes, what is elsewhere stays")
    def namespace(self):
        flunder = lambda space, name: {"apiVersion": f"{GROUP}/v1beta1", "kind": "Flunder", "metadata": {"name": name, "namespace": space}, "spec": {}}
        self.plane.out("create", "namespace", "gone")
        for space in ("gone", "meadow"):
            for number in range(3):
                self.plane.out("apply", "-f", "-", stdin=flunder(space, f"it-{number}"))
        contains(self.plane.out("delete", "namespace", "gone", "--timeout=30s"), "deleted", "delete namespace")
        same(self.plane.out("-n", "gone", "get", "flunders", "-o", "name"), "", "flunders of the namespace that went")
        same(self.plane.out("-n", "meadow", "get", "flunders", "-o", "name").count("flunder"), 3, "flunders elsewhere")

    @check("delete -f takes everything away again")
    def take_away(self):
        for step in ("14", "13", "12", "11", "10", "slice", "9", "7", "6", "3"):
            contains(self.plane.out("delete", "-f", os.path.join(self.folder, f"step-{step}.yaml"), "--timeout=60s"), "deleted", f"step {step}")
        same(self.plane.out("api-resources", f"--api-group={GROUP}", "--no-headers"), "", "api-resources of the group")
        same(self.plane.kubectl("get", "flunders").status, 1, "exit status of kubectl get flunders")
