"""`run in-cluster` and `undeploy`, with a control plane whose kubelet is a few lines of the suite's."""
import json
import os
import shutil
import signal
import subprocess

import pod
from harness import Skip, Suite, check, contains, end, require, run, same, spawn, until
from image import start_registry
from kubelet import Kubelet
from plane import Plane

NAMESPACE = "bees-system"
IMAGE = "bees:v1"
APISERVICE = "v1beta1.insect.example.com"
# Everything that the manifests make.
KINDS = ("apiservices,deployments,services,secrets,pvc,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,leases,"
         "poddisruptionbudgets,namespaces")


class InClusterSuite(Suite):
    title = "in-cluster: a project goes into a cluster and out of it again"

    def set_up(self):
        self.plane = self.kubelet = self.registry = None
        self.programs = os.path.join(self.env.project, "bin")
        for name in ("apiserver", "controller-manager"):
            self.env.need(os.path.join(self.programs, name), "the project did not build")
        if not pod.isolation():
            raise Skip("network namespaces are not allowed here, or there is no ip (Debian package iproute2)")
        self.folder = self.env.folder("in-cluster/bees")
        for line in ("init repo --domain example.com", "create resource --group insect --version v1beta1 --kind Bee --short-name be"):
            run([self.env.tool, *line.split()], cwd=self.folder, env=self.env.clean_environment()).ok()
        self.plane = Plane(self.env, "in-cluster-plane")
        self.logs = [self.plane.log, *(os.path.join(self.env.logs, f"in-cluster-bees-{name}.log")
                                       for name in ("apiserver", "controller-manager"))]
        for log in self.logs[1:]:
            if os.path.exists(log):
                os.remove(log)
        self.context = self.plane.out("config", "current-context").strip()
        self.kubelet = Kubelet(self.plane, NAMESPACE, self.programs, [IMAGE])

    def tear_down(self):
        for each in (self.kubelet, self.plane, self.registry):
            if each:
                each.stop()

    # MARK: Steps

    def tool(self, *arguments, timeout=40):
        return run([self.env.tool, *arguments], cwd=self.folder, env=self.plane.environment, timeout=timeout)

    def deploy(self, *flags):
        return self.tool("run", "in-cluster", "--no-build-image", *flags)

    def bees(self):
        return [each["metadata"]["name"] for each in self.plane.json("get", "bees", "-n", "default")["items"]]

    def left(self):
        """What of the project the cluster has."""
        return self.plane.out("get", KINDS, "-A", "-l", "app.kubernetes.io/part-of=bees", "-o", "name").split()

    def everything(self):
        """What anybody has of these kinds, with the revision of each."""
        found = self.plane.json("get", KINDS, "-A")["items"]
        kind = lambda each: each["kind"].lower() + ("." + each["apiVersion"].split("/")[0] if "/" in each["apiVersion"] else "")
        # The status of an APIService and what a namespace is given come by themselves.
        moving = lambda each: each["kind"] in ("APIService", "Namespace", "ClusterRole") and not each["metadata"]["name"].startswith("plane")
        return {f"{kind(each)}/{each['metadata']['name']}": moving(each) or each["metadata"]["resourceVersion"] for each in found}

    def state(self):
        """What the files of the project say."""
        return {name: open(os.path.join(folder, name)).read() for folder in (self.folder, os.path.join(self.folder, "config"))
                for name in sorted(os.listdir(folder)) if name.endswith((".yaml", "PROJECT"))}

    # MARK: Checks

    @check("--dry-run and a context that is not the one that was meant change nothing, in the cluster and here")
    def refuses(self):
        before = sorted(os.listdir(self.folder))
        dry = self.deploy("--image", IMAGE, "--dry-run").ok()
        contains(dry.err, f"Target: context {self.context} ({self.plane.url})  namespace {NAMESPACE}")
        contains(dry.out, "would apply")
        wrong = self.deploy("--image", IMAGE, "--confirm-context", "another")
        same(wrong.status, 4, "exit status")
        contains(wrong.err, "AB6102")
        same((self.left(), sorted(os.listdir(self.folder))), ([], before), "what is there")

    @check("what a run local has made is left alone, by run in-cluster and by undeploy: exit status 3, and nothing is changed")
    def spares_run_local(self):
        # The control plane's own project is called plane.
        names = ("--name", "plane", "--namespace", "plane-system")
        before = self.everything()
        require("clusterrole.rbac.authorization.k8s.io/plane-view" in before, "run local has no role plane-view")
        self.tool("build", "config", "--image", IMAGE, *names).ok()
        for flags in ((), ("--force",), ("--dry-run",)):
            for answer in (self.deploy(*flags), self.tool("undeploy", "--delete-data", *flags)):
                same(answer.status, 3, "exit status")
                contains(answer.err, "AB6115")
                contains(answer.err, f"{self.plane.folder}\n")
        same(self.everything(), before, "what is there")
        self.tool("build", "config", "--image", IMAGE, "--defaults", "--force").ok()

    @check("what somebody else has under one of the names is in the way before the first object is made: exit status 3")
    def looks_before(self):
        before = self.everything()
        self.plane.out("create", "clusterrole", "bees-view", "--verb=get", "--resource=secrets")
        self.plane.announce("v1beta1", "insect.example.com", "somewhere", "default")
        answer = self.deploy("--image", IMAGE)
        same(answer.status, 3, "exit status")
        for wanted in ("clusterrole/bees-view is there already", f"apiservice/{APISERVICE} is there already and leads elsewhere",
                       "kubectl-create", "default/somewhere"):
            contains(answer.err, wanted)
        self.plane.out("delete", "clusterrole/bees-view", f"apiservice/{APISERVICE}")
        same(self.everything(), before, "what is there")

    @check("undeploy --dry-run asks the cluster: nothing is there yet")
    def nothing_to_remove(self):
        lines = self.tool("undeploy", "--dry-run").ok().out.splitlines()
        require(lines and all(line.startswith("not there ") for line in lines), "\n".join(lines))

    @check("a context that looks like production is left alone, by run in-cluster and by undeploy, until --confirm-context names it")
    def production(self):
        kubeconfig = os.path.join(self.folder, "..", "production")
        with open(kubeconfig, "w") as file:
            file.write(self.plane.out("config", "view", "--raw"))
        self.plane.out("config", "rename-context", self.context, "bees-prod", "--kubeconfig", kubeconfig)
        before = sorted(os.listdir(self.folder))
        for answer in (self.deploy("--image", "bees:v9", "--kubeconfig", kubeconfig), self.tool("undeploy", "--kubeconfig", kubeconfig)):
            same(answer.status, 4, "exit status")
            contains(answer.err, "AB6103")
            contains(answer.err, "--confirm-context bees-prod")
        same((self.left(), sorted(os.listdir(self.folder))), ([], before), "what is there")
        self.deploy("--image", IMAGE, "--kubeconfig", kubeconfig, "--confirm-context", "bees-prod", "--dry-run").ok()

    @check("a cluster that does not answer: exit status 5, and nothing is written")
    def unreachable(self):
        kubeconfig = os.path.join(self.folder, "..", "nobody")
        with open(self.plane.kubeconfig) as file:
            text = file.read().replace(f":{self.plane.port}", ":1")
        with open(kubeconfig, "w") as file:
            file.write(text)
        before = self.state()
        answer = self.deploy("--image", "bees:v9", "--kubeconfig", kubeconfig)
        same(answer.status, 5, "exit status")
        contains(answer.err, "AB6105")
        same(self.state(), before, "files")

    @check("somebody who may not do it is told so, with exit status 5")
    def forbidden(self):
        answer = self.deploy("--image", IMAGE, "--kubeconfig", self.plane.kubeconfig_of("default", "default"))
        same(answer.status, 5, "exit status")
        contains(answer.err, "AB6106")
        contains(answer.err, 'User "system:serviceaccount:default:default" cannot')

    @check("Ctrl-C while it waits ends it, with exit status 130")
    def interrupted(self):
        log = os.path.join(self.env.logs, "in-cluster-interrupted.log")
        with open(log, "wb") as file:
            process = spawn([self.env.tool, "run", "in-cluster", "--no-build-image", "--image", "bees:none"],
                            cwd=self.folder, env=self.plane.environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file)

        def applied():
            with open(log) as file:
                return "objects applied" in file.read()
        until(applied, "the objects are applied", 30)
        same(end(process, signal.SIGINT), 130, "exit status")

    @check("an image that is not there: exit status 6, cause and cure of Deployments and APIServices")
    def no_image(self):
        answer = self.deploy("--image", "bees:none", "--wait", "3s")
        same(answer.status, 6, "exit status")
        for wanted in (f"deployment/bees-apiserver -n {NAMESPACE} is not there after 3 s", "there is no pod of it",
                       f"apiservice/{APISERVICE} is not available after 3 s (MissingEndpoints)" if "MissingEndpoints" in answer.err else
                       f"apiservice/{APISERVICE} is not available after 3 s (EndpointsNotFound)",
                       "no pod behind its Service is ready", f"kubectl get pods -n {NAMESPACE}"):
            contains(answer.err, wanted)

    @check("with an image that is there everything becomes available, and the kinds are listed")
    def deploys(self):
        answer = self.deploy("--image", IMAGE)
        require(answer.status == 0, f"{answer.err}\n{self.kubelet.fault}")
        for wanted in (f"✓ deployment/bees-apiserver -n {NAMESPACE}  1/1" if "✓" in answer.err else "deployment/bees-apiserver",
                       f"deployment/bees-controller-manager -n {NAMESPACE}  1/1", f"apiservice/{APISERVICE}  Available=True"):
            contains(answer.err, wanted)
        contains(answer.out, "  bees.v1beta1.insect.example.com\n")
        contains(answer.err, "changed")

    @check("the server has made its certificate, keeps it in its Secret, and has told its APIService whom to believe")
    def certificate(self):
        secret = self.plane.json("get", "secret", "bees-apiserver-cert", "-n", NAMESPACE)["data"]
        same(sorted(secret), ["ca.crt", "ca.key", "tls.crt", "tls.key"], "keys of the Secret")
        same(self.plane.json("get", "apiservice", APISERVICE)["spec"]["caBundle"], secret["ca.crt"], "caBundle")
        found = [name for name, _, files in os.walk(self.folder) for file in files
                 if b"PRIVATE KEY-----" in open(os.path.join(name, file), "rb").read() and "Vendor" not in name]
        same(found, [], "folders with keys")

    @check("the server serves and the controllers act, with the rights of the manifests alone")
    def serves(self):
        self.plane.out("apply", "-f", os.path.join(self.folder, "sample", "bee.yaml"))
        self.plane.out("wait", "--for=condition=Ready", "bee/bee-sample", "--timeout=30s")
        contains(self.plane.out("auth", "can-i", "list", "bees", "--as", "system:serviceaccount:bees-system:bees-controller-manager"), "yes")

    @check("a second time nothing changes")
    def again(self):
        answer = self.deploy().ok()
        contains(answer.err, " unchanged)")
        require(" changed" not in answer.err and "created" not in answer.err, answer.err)

    @check("what somebody else has set is a conflict with exit status 3, until --force")
    def conflicts(self):
        self.plane.kubectl("patch", "service", "bees-apiserver", "-n", NAMESPACE, "--field-manager=somebody", "--type=merge", "-p",
                           json.dumps({"metadata": {"labels": {"app.kubernetes.io/part-of": "something"}}})).ok()
        answer = self.deploy()
        same(answer.status, 3, "exit status")
        contains(answer.err, "somebody")
        self.deploy("--force").ok()
        before = self.state()
        answer = self.deploy("--namespace", "elsewhere")
        same(answer.status, 3, "exit status")
        contains(answer.err, f"the project is in namespace {NAMESPACE} so far")
        same(self.state(), before, "the cluster and PROJECT")

    @check("what PROJECT no longer has goes: the controllers and what was theirs")
    def prunes(self):
        project = os.path.join(self.folder, "PROJECT")
        with open(project) as file:
            before = file.read()
        with open(project, "w") as file:
            file.write(before.replace("      controller: true\n", ""))
        answer = self.deploy().ok()
        contains(answer.err, f"deleted deployment/bees-controller-manager -n {NAMESPACE}")
        same([each for each in self.left() if "controller-manager" in each], [], "what is left of the controllers")
        with open(project, "w") as file:
            file.write(before)
        self.deploy().ok()

    @check("undeploy --dry-run says what goes, what is not there and what stays, and changes nothing")
    def plans_removal(self):
        self.plane.out("create", "configmap", "another", "-n", NAMESPACE)
        self.plane.out("delete", "rolebinding", "bees-apiserver", "-n", NAMESPACE)
        self.plane.out("label", "clusterrole", "bees-edit", "app.kubernetes.io/managed-by=somebody", "--overwrite")
        before = self.everything()
        lines = self.tool("undeploy", "--dry-run").ok().out.splitlines()
        same(lines[0], f"would delete apiservice/{APISERVICE}", "the first line")
        for wanted in (f"would delete deployment/bees-apiserver -n {NAMESPACE}", f"not there    rolebinding/bees-apiserver -n {NAMESPACE}",
                       f"would delete lease/bees-controller-manager -n {NAMESPACE}"):
            require(wanted in lines, f"{wanted!r} is not in\n" + "\n".join(lines))
        for start in ("would keep   clusterrole/bees-edit  (it belongs to somebody else", f"would keep   persistentvolumeclaim/bees-data -n {NAMESPACE}  (",
                      f"would keep   namespace/{NAMESPACE}  (in it: persistentvolumeclaim/bees-data, configmap/another"):
            require(any(line.startswith(start) for line in lines), f"{start!r} is not in\n" + "\n".join(lines))
        require(f"would delete namespace/{NAMESPACE}" in self.tool("undeploy", "--dry-run", "--delete-data").ok().out, "--delete-data")
        same(set(self.everything()), set(before), "what is there")
        self.plane.out("delete", "configmap", "another", "-n", NAMESPACE)
        self.plane.out("label", "clusterrole", "bees-edit", "app.kubernetes.io/managed-by=apiserver-boot", "--overwrite")
        self.deploy("--force").ok()

    @check("undeploy takes all but the volume and its namespace away, the APIServices first")
    def undeploys(self):
        answer = self.tool("undeploy").ok()
        contains(answer.out, f"kept namespace/{NAMESPACE} with persistentvolumeclaim/bees-data")
        first = answer.err.splitlines()[1]
        contains(first, f"deleted apiservice/{APISERVICE}")
        same(sorted(self.left()), [f"namespace/{NAMESPACE}", "persistentvolumeclaim/bees-data"], "what is left")
        until(lambda: not self.kubelet.pods, "the pods end")
        self.plane.out("create", "namespace", "meadow")
        self.plane.out("delete", "namespace", "meadow", "--timeout=30s")

    @check("put there again, it has the objects of before")
    def returns(self):
        answer = self.deploy()
        require(answer.status == 0, f"{answer.err}\n{self.kubelet.fault}")
        same(self.bees(), ["bee-sample"], "bees")

    @check("an image is built, pushed, and run by its digest; a namespace with a Secret of somebody else's stays")
    def pushes(self):
        self.env.need(os.path.join(self.env.static_project, "bin", "apiserver"), "the static project did not build")
        if not shutil.which("docker-registry"):
            raise Skip("there is no docker-registry (Debian package docker-registry)")
        self.registry = start_registry(os.path.join(self.folder, "..", "registry"), os.path.join(self.env.logs, "in-cluster-registry.log"))
        image = f"127.0.0.1:{self.registry.port}/team/bees:v2"
        self.folder, fresh = self.env.static_project, self.folder
        shutil.copy(os.path.join(fresh, "PROJECT"), self.folder)
        try:
            answer = self.tool("run", "in-cluster", "--plain-http", "--image", image, timeout=1500)
            require(answer.status == 0, f"{answer.err[-3000:]}\n{self.kubelet.fault}")
            contains(answer.err, f"image  {image}@sha256:")
            found = self.plane.json("get", "deployment", "bees-apiserver", "-n", NAMESPACE)["spec"]["template"]["spec"]["containers"][0]
            require(found["image"].startswith(f"{image}@sha256:"), found["image"])
            self.plane.out("create", "secret", "generic", "another", "-n", NAMESPACE)
            self.plane.out("create", "role", "another", "-n", NAMESPACE, "--verb=get", "--resource=secrets")
            self.plane.out("create", "serviceaccount", "another", "-n", NAMESPACE)
            answer = self.tool("undeploy").ok()
            for other in ("secret/another", "role/another", "serviceaccount/another"):
                contains(answer.out, other)
            self.deploy("--image", image).ok()
        finally:
            self.folder = fresh

    @check("undeploy --delete-data leaves nothing, and doing it again is no error")
    def forgets(self):
        self.tool("undeploy", "--delete-data").ok()
        same(self.left(), [], "what is left")
        for kind, name in (("namespace", NAMESPACE), ("lease", "bees-controller-manager")):
            require(name not in self.plane.out("get", kind, "-A", "-o", "name"), f"the {kind} is left")
        require(self.plane.kubectl("get", "bees").status != 0, "bees are still served")
        self.tool("undeploy", "--delete-data").ok()

    @check("with a certificate of somebody else, too; the Secret of it and its namespace stay")
    def provided(self):
        certificate, key = self.plane.serving("bees-apiserver", NAMESPACE)
        self.plane.out("create", "namespace", NAMESPACE)
        self.plane.out("create", "secret", "tls", "bees-tls", "-n", NAMESPACE, f"--cert={certificate}", f"--key={key}")
        answer = self.deploy("--image", IMAGE, "--certs", "provided", "--certs-secret", "bees-tls", "--ca-bundle-file", self.plane.ca)
        require(answer.status == 0, f"{answer.err}\n{self.kubelet.fault}")
        self.plane.out("get", "bees", "-A")
        contains(answer.err, f"left namespace/{NAMESPACE} as it is")
        same(self.plane.json("get", "namespace", NAMESPACE)["metadata"]["labels"], {"kubernetes.io/metadata.name": NAMESPACE}, "labels")
        # Whoever made the namespace keeps it, and all of theirs in it.
        contains(self.tool("undeploy", "--delete-data", "--dry-run").ok().out, f"would keep   namespace/{NAMESPACE}")
        contains(self.tool("undeploy", "--delete-data").ok().out, f"kept namespace/{NAMESPACE}")
        self.plane.out("get", "secret", "bees-tls", "-n", NAMESPACE)
