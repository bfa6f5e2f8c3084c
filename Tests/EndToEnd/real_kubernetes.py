"""`run local` with `KUBEBUILDER_ASSETS`: a real kube-apiserver with its etcd in front of a generated server.

`scripts/kubernetes` makes both programs from Debian's packages; without them only the refusals are checked.
"""
import json
import os
import shutil
import signal

import setup_steps
from harness import Server, Skip, Suite, check, contains, end, require, run, same, until

API = "wardle.example.com/v1alpha1"
KIND = "flunders.v1alpha1.wardle.example.com"
PROGRAMS = ["etcd", "kube-apiserver"]


def flunder(name, **spec):
    return {"apiVersion": API, "kind": "Flunder", "metadata": {"name": name, "namespace": "default"}, "spec": spec}


class KubernetesSuite(Suite):
    title = "run local with KUBEBUILDER_ASSETS: a kube-apiserver as the control plane"

    def set_up(self):
        if not shutil.which("kubectl"):
            raise Skip("there is no kubectl (Debian package kubernetes-client)")
        self.env.need(self.env.wardle, "examples/wardle did not build")
        self.folder = self.env.folder("kubernetes/wardle")
        os.makedirs(os.path.join(self.folder, "bin"), exist_ok=True)
        shutil.copy(os.path.join(self.env.repo, "examples", "wardle", "PROJECT"), self.folder)
        server = os.path.join(self.folder, "bin", "apiserver")
        if not os.path.lexists(server):
            os.symlink(self.env.wardle, server)
        self.assets = os.environ.get("KUBEBUILDER_ASSETS") or os.path.join(self.env.repo, ".build", "kubernetes", "bin")
        self.kubeconfig = os.path.join(self.folder, "kubeconfig")
        self.log = os.path.join(self.env.logs, "kubernetes.log")
        self.logs = [self.log]

    def tear_down(self):
        if hasattr(self, "server"):
            self.server.stop()

    def command(self, *flags):
        return [self.env.tool, "run", "local", "--no-build", "--no-controllers", "--secure-port", 0, *flags]

    def variables(self, assets=None):
        return {**self.env.clean_environment(), "KUBEBUILDER_ASSETS": assets or self.assets}

    def need_programs(self):
        missing = [name for name in PROGRAMS if not os.access(os.path.join(self.assets, name), os.X_OK)]
        if missing:
            raise Skip(f"there is no {' and no '.join(missing)} (scripts/kubernetes makes them)")

    def start(self, *flags):
        self.server = Server(self.command(*flags), self.log, pattern=r"ready in \d+ ms at (https://127\.0\.0\.1:(\d+))",
                             seconds=90, cwd=self.folder, env=self.variables())

    def kubectl(self, *arguments, stdin=None):
        stdin = json.dumps(stdin) if isinstance(stdin, dict) else stdin
        return run(["kubectl", "--kubeconfig", self.kubeconfig, *arguments], stdin=stdin, timeout=60,
                   env=self.env.clean_environment())

    def out(self, *arguments, stdin=None):
        return self.kubectl(*arguments, stdin=stdin).ok().out

    def children(self):
        """The programs that the tool has started, by name."""
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat") as file:
                    name, rest = file.read().split("(", 1)[1].rsplit(")", 1)
            except OSError:
                continue
            if int(rest.split()[1]) == self.server.pid:
                found[name] = int(pid)
        return found

    @check("a folder without both programs is refused, and the message names what is missing")
    def refused(self):
        empty = self.env.folder("kubernetes/empty")
        result = run(self.command(), cwd=self.folder, env=self.variables(empty))
        same(result.status, 4, "exit")
        contains(result.err, f"{empty}/kube-apiserver cannot be run: No such file or directory")
        contains(result.err, "unset KUBEBUILDER_ASSETS")

    @check("a kube-apiserver that ends at once ends the run, and its last words are told")
    def broken(self):
        folder = self.env.folder("kubernetes/broken")
        for name in PROGRAMS:
            path = os.path.join(folder, name)
            with open(path, "w") as file:
                file.write("#!/bin/sh\necho cannot go on\nexit 3\n")
            os.chmod(path, 0o755)
        result = run(self.command(), cwd=self.folder, env=self.variables(folder))
        same(result.status, 1, "exit")
        contains(result.err, "it ended with status 3; its last words: cannot go on")

    @check("the server joins the kube-apiserver, which serves its kinds")
    def joins(self):
        self.need_programs()
        self.start("--reset")
        same(sorted(self.children()), ["apiserver", "etcd", "kube-apiserver"], "children")
        version = json.loads(self.out("get", "--raw", "/version"))
        contains(version["gitVersion"], "v1.")
        until(lambda: "True" in self.out("get", "apiservice", "v1alpha1.wardle.example.com"), "it is available")
        contains(self.out("api-resources", "--api-group=wardle.example.com"), "flunders")
        shown = setup_steps.check(setup_steps.last_run(self.log), self.out)
        require({"secret/wardle-local-serving-cert", "deployment/wardle-local"} <= set(shown), f"{shown}")

    @check("create, list, patch, apply, watch and delete go through it")
    def writes(self):
        self.need_programs()
        self.out("create", "-f", "-", stdin=flunder("one", reference="fischer"))
        self.out("apply", "--server-side", "-f", "-", stdin=flunder("two", reference="a"))
        self.out("patch", KIND, "one", "--type=merge", "-p", '{"spec":{"reference":"b"}}')
        same(self.out("get", KIND, "-o", "jsonpath={.items[*].spec.reference}"), "b a", "references")
        same(self.out("get", KIND, "two", "-o", "jsonpath={.metadata.managedFields[0].operation}"), "Apply", "by")
        self.out("wait", f"{KIND}/one", "--for=jsonpath={.spec.reference}=b", "--timeout=20s")
        contains(self.out("delete", "flunder", "one", "--wait=true"), "deleted")
        contains(self.out("explain", "flunder.spec.reference", "--api-version", API), "reference")

    @check("who may do what is Kubernetes' decision: RBAC by SubjectAccessReview, tokens by TokenReview")
    def authorizes(self):
        self.need_programs()
        contains(self.kubectl("--as", "jane", "get", "flunders").err, "is forbidden")
        self.out("create", "clusterrole", "reader", "--verb=get,list", "--resource=flunders.wardle.example.com")
        self.out("create", "clusterrolebinding", "reader", "--clusterrole=reader", "--user=jane")
        until(lambda: "two" in self.kubectl("--as", "jane", "get", "flunders").out, "jane may read", 20)
        contains(self.kubectl("--as", "jane", "delete", "flunder", "two").err, "is forbidden")

    @check("a namespace that is not there is noticed")
    def namespaces(self):
        self.need_programs()
        lost = flunder("lost")
        lost["metadata"]["namespace"] = "nowhere"
        contains(self.kubectl("create", "-f", "-", stdin=lost).err, 'namespaces "nowhere" not found')

    @check("Ctrl-C ends all of it; the next run finds roles and objects again")
    def lasts(self):
        self.need_programs()
        children = self.children()
        same(end(self.server.process, signal.SIGINT), 130, "exit status")
        for name, pid in children.items():
            require(not os.path.exists(f"/proc/{pid}"), f"{name} runs on")
        self.start()
        contains(self.out("get", "clusterrole", "reader", "-o", "name"), "reader")
        same(self.out("get", KIND, "-o", "name").strip(), "flunder.wardle.example.com/two", "flunders")

    @check("when the kube-apiserver is killed the run ends, and says so")
    def killed(self):
        self.need_programs()
        children = self.children()
        os.kill(children["kube-apiserver"], signal.SIGKILL)
        same(self.server.process.wait(30), 1, "exit status")
        with open(self.log) as log:
            contains(log.read(), "kube-apiserver ended")
        for name, pid in children.items():
            until(lambda: not os.path.exists(f"/proc/{pid}"), f"{name} has ended")
