"""Manifests of a project: kubectl applies them to a control plane that looks at every field."""
import base64
import glob
import json
import os

from harness import Suite, check, contains, require, run, same, until
from plane import Plane

SERVER = "system:serviceaccount:bees-system:bees-apiserver"
CONTROLLERS = "system:serviceaccount:bees-system:bees-controller-manager"
APISERVICE = "v1beta1.insect.example.com"
# Options of `build config`, and what the variant has besides what all have.
VARIANTS = {
    "sqlite": (["--storage", "sqlite", "--certs", "cluster"], {"PersistentVolumeClaim", "Secret"}),
    "etcd": (["--etcd-servers", "https://etcd-0.etcd:2379,https://etcd-1.etcd:2379", "--etcd-secret", "bees-etcd", "--certs", "cluster"],
             {"PodDisruptionBudget", "Secret"}),
    "provided": (["--storage", "sqlite", "--certs", "provided", "--certs-secret", "bees-tls", "--ca-bundle-file", "ca.crt"],
                 {"PersistentVolumeClaim"}),
}
COMMON = {"Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "Service", "Deployment", "APIService"}


class ConfigSuite(Suite):
    title = "config: manifests that a cluster takes"

    def set_up(self):
        self.plane = None
        self.folder = self.env.folder("config/bees")
        for line in ("init repo --domain example.com", "create resource --group insect --version v1beta1 --kind Bee",
                     "create hook --group insect --version v1beta1 --kind Bee --hook subresource,connector"):
            self.tool(*line.split())
        self.plane = Plane(self.env, "config-plane")
        self.logs = [self.plane.log]
        with open(self.plane.ca) as source, open(os.path.join(self.folder, "ca.crt"), "w") as copy:
            copy.write(source.read())

    def tear_down(self):
        if self.plane:
            self.plane.stop()

    # MARK: Steps

    def tool(self, *arguments):
        return run([self.env.tool, *arguments], cwd=self.folder, env=self.env.clean_environment()).ok().out

    def build(self, variant):
        flags, _ = VARIANTS[variant]
        self.tool("build", "config", "--name", "bees", "--namespace", "bees-system", "--image", "bees:v1", *flags)

    def apply(self, *flags, path="config/"):
        return self.plane.kubectl("apply", "--server-side", "--validate=strict", *flags, "-f", os.path.join(self.folder, path)).ok().out

    def may(self, user, question, namespace=None):
        """Whether a user may do this: a verb and a resource with its group, a name behind a slash, a subresource at the end."""
        verb, what, *rest = question.split()
        resource, _, name = what.partition("/")
        resource, _, group = resource.partition(".")
        account = user.split(":")
        groups = ["system:authenticated"] + (["system:serviceaccounts", f"system:serviceaccounts:{account[2]}"] if len(account) == 4 else [])
        attributes = {"verb": verb, "resource": resource, "group": group, "name": name, "namespace": namespace or "",
                      "subresource": rest[0] if rest else ""}
        return self.plane.api("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
            "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
            "spec": {"user": user, "groups": groups, "resourceAttributes": attributes}})["status"]["allowed"]

    def rights(self, user, allowed, refused):
        wrong = [f"{each[0]} in {each[1]}: {not wanted}" for wanted, questions in ((True, allowed), (False, refused))
                 for each in questions if self.may(user, *each) != wanted]
        same(wrong, [], f"what {user} may do")

    # MARK: Checks

    @check("a folder that is a link out of the project is refused, and nothing is written there")
    def stays_inside(self):
        outside = self.env.folder("config/outside")
        os.symlink(outside, os.path.join(self.folder, "link"))
        result = run([self.env.tool, "build", "config", "--image", "bees:v1", "--output", "link"], cwd=self.folder,
                     env=self.env.clean_environment())
        same(result.status, 64, "exit status")
        require("AB6017" in result.err, result.err)
        same(os.listdir(outside), [], "what was written")

    @check("a namespace comes first; then a dry run on the server takes every object of every variant, field by field")
    def takes_all(self):
        self.build("sqlite")
        files = sorted(os.path.basename(each) for each in glob.glob(os.path.join(self.folder, "config", "*")))
        same(files[0], "00-namespace.yaml", "the first file")
        self.apply(path="config/00-namespace.yaml")
        for variant, (_, besides) in VARIANTS.items():
            self.build(variant)
            lines = self.apply("--dry-run=server").splitlines()
            objects = json.loads(self.plane.out("apply", "--server-side", "--dry-run=server", "-o", "json", "-f",
                                                os.path.join(self.folder, "config")))["items"]
            same(len(lines), len(objects), f"lines of {variant}")
            same({each["kind"] for each in objects}, COMMON | besides, f"kinds of {variant}")
            same(self.plane.out("get", "deployments", "-n", "bees-system").strip(), "", "what a dry run leaves behind")

    @check("an unknown field is refused: the validation is a real one")
    def refuses_unknown(self):
        with open(os.path.join(self.folder, "config", "50-apiserver.yaml")) as file:
            text = file.read().replace("automountServiceAccountToken", "autoMountServiceAccountToken")
        answer = self.plane.kubectl("apply", "--server-side", "--validate=strict", "--dry-run=server", "-f", "-", stdin=text)
        require(answer.status != 0, "a field that does not exist was taken")
        contains(answer.err, "autoMountServiceAccountToken")

    @check("everything is made in one go, and the second time nothing changes")
    def applies_twice(self):
        self.build("sqlite")
        first = self.apply().splitlines()
        versions = lambda: self.plane.out("get", "deployments,services,secrets,pvc,roles,rolebindings,sa", "-n", "bees-system", "-o",
                                          "jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{'\\n'}{end}")
        revision = '.metadata.annotations["deployment.kubernetes.io/revision"]'
        until(lambda: self.plane.out("get", "deployments", "-n", "bees-system", "-o", "json").count("deployment.kubernetes.io/revision") >= 2,
              f"both Deployments have {revision}")
        before = versions()
        same(len(self.apply().splitlines()), len(first), "objects of the second time")
        same(versions(), before, "resource versions")
        same(self.plane.kubectl("diff", "--server-side", "-f", os.path.join(self.folder, "config")).status, 0, "kubectl diff")

    @check("--stdout says the same as the files")
    def prints(self):
        answer = self.plane.kubectl("diff", "--server-side", "-f", "-", stdin=self.tool("build", "config", "--stdout"))
        same((answer.status, answer.out), (0, ""), "kubectl diff")

    @check("what the server writes into its Secret and its APIServices stays when the manifests are applied again")
    def keeps_keys(self):
        key = "bGludHdvcm0="
        self.plane.kubectl("patch", "secret", "bees-apiserver-cert", "-n", "bees-system", "--field-manager=bees", "--type=merge", "-p",
                           json.dumps({"data": {"ca.crt": key, "tls.key": key}})).ok()
        with open(os.path.join(self.folder, "ca.crt"), "rb") as file:
            bundle = base64.b64encode(file.read()).decode()
        self.plane.kubectl("patch", "apiservice", APISERVICE, "--field-manager=bees", "--type=merge", "-p",
                           json.dumps({"spec": {"caBundle": bundle}})).ok()
        self.apply()
        same(self.plane.json("get", "secret", "bees-apiserver-cert", "-n", "bees-system")["data"], {"ca.crt": key, "tls.key": key}, "data")
        same(self.plane.json("get", "apiservice", APISERVICE)["spec"]["caBundle"], bundle, "caBundle")

    @check("the server may do what it must, and nothing else")
    def server_rights(self):
        own = "bees-system"
        self.rights(
            SERVER,
            [("watch namespaces", None), ("list validatingwebhookconfigurations.admissionregistration.k8s.io", None),
             ("watch mutatingadmissionpolicybindings.admissionregistration.k8s.io", None), ("list flowschemas.flowcontrol.apiserver.k8s.io", None),
             ("get secrets/bees-apiserver-cert", own), ("patch secrets/bees-apiserver-cert", own), ("update secrets/bees-apiserver-cert", own),
             (f"patch apiservices.apiregistration.k8s.io/{APISERVICE}", None), ("create tokenreviews.authentication.k8s.io", None), ("create subjectaccessreviews.authorization.k8s.io", None),
             ("get configmaps/extension-apiserver-authentication", "kube-system")],
            [("list secrets", own), ("get secrets/other", own), ("get secrets/bees-apiserver-cert", "default"), ("create secrets", own),
             ("delete secrets/bees-apiserver-cert", own), ("patch apiservices.apiregistration.k8s.io/v1.apps", None), ("create apiservices.apiregistration.k8s.io", None),
             (f"delete apiservices.apiregistration.k8s.io/{APISERVICE}", None), ("update namespaces", None), ("get configmaps/other", "kube-system"),
             ("list bees.insect.example.com", None), ("get pods", own), ("patch flowschemas.flowcontrol.apiserver.k8s.io", None)])

    @check("the controllers may do what their markers say, and hold their own Lease")
    def controller_rights(self):
        own = "bees-system"
        self.rights(
            CONTROLLERS,
            [("watch bees.insect.example.com", None), ("patch bees.insect.example.com status", None), ("create events", None),
             ("create leases.coordination.k8s.io", own), ("update leases.coordination.k8s.io/bees-controller-manager", own), ("get leases.coordination.k8s.io/bees-controller-manager", own)],
            [("delete bees.insect.example.com", None), ("update leases.coordination.k8s.io/other", own), ("create leases.coordination.k8s.io", "default"),
             ("get secrets/bees-apiserver-cert", own), (f"patch apiservices.apiregistration.k8s.io/{APISERVICE}", None)])

    @check("users with the roles admin, edit and view of the cluster have their share of the kinds")
    def user_rights(self):
        self.plane.kubectl("create", "namespace", "meadow").ok()
        for role in ("admin", "edit", "view"):
            self.plane.kubectl("create", "rolebinding", role, "-n", "meadow", f"--clusterrole={role}", f"--user={role}").ok()
        bees = "bees.insect.example.com"
        until(lambda: self.may("view", f"list {bees}", "meadow"), "the roles are put together")
        reads = [(f"watch {bees}", "meadow"), (f"get {bees} status", "meadow")]
        # The kind has a subresource and a connector of its own: resize and report.
        writes = [(f"delete {bees}", "meadow"), (f"deletecollection {bees}", "meadow"), (f"create {bees} resize", "meadow"),
                  (f"get {bees} report", "meadow"), (f"create {bees} report", "meadow")]
        status = [(f"patch {bees} status", "meadow"), (f"get {bees} another", "meadow")]
        self.rights("view", reads, [*writes, *status, (f"list {bees}", "default")])
        self.rights("edit", [*reads, *writes], [*status, (f"create {bees}", "default")])
        self.rights("admin", [*reads, *writes], [*status, (f"list {bees}", "default")])

    @check("with a certificate of somebody else the APIService has its CA, and there is no Secret in the manifests")
    def provided(self):
        self.build("provided")
        self.apply()
        with open(os.path.join(self.folder, "ca.crt"), "rb") as file:
            wanted = base64.b64encode(file.read()).decode()
        same(self.plane.json("get", "apiservice", APISERVICE)["spec"]["caBundle"], wanted, "caBundle")
        names = os.listdir(os.path.join(self.folder, "config"))
        require("30-certificate.yaml" not in names, f"{names}")

    @check("a kube-apiserver takes them, too")
    def takes_all_in_kubernetes(self):
        assets = os.environ.get("KUBEBUILDER_ASSETS") or os.path.join(self.env.repo, ".build", "kubernetes", "bin")
        for name in ("etcd", "kube-apiserver"):
            self.env.need(os.path.join(assets, name), "scripts/kubernetes makes it")
        plane = Plane(self.env, "config-kubernetes", KUBEBUILDER_ASSETS=assets)
        try:
            for variant in VARIANTS:
                self.build(variant)
                files = sorted(glob.glob(os.path.join(self.folder, "config", "*")))
                plane.out("apply", "--server-side", "-f", files[0])
                for file in files:
                    # Before 1.22 a kube-apiserver has no server-side apply of APIServices, before 1.21 no policy/v1.
                    flags = [] if "apiservices" in file else ["--server-side"]
                    answer = plane.kubectl("apply", "--dry-run=server", *flags, "-f", file)
                    faults = [line for line in answer.err.splitlines() if line and "PodDisruptionBudget" not in line and
                              "ensure CRDs" not in line]
                    same(faults, [], os.path.basename(file))
                    require("dry run" in answer.out, f"{file}: {answer.out}")
        finally:
            plane.stop()
