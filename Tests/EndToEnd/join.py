"""`run local --kubeconfig`: a server of this machine joins a cluster that exists, and leaves nothing behind."""
import os
import shutil
import signal

import setup_steps
from harness import Server, check, contains, end, require, run, same, until
from local import LocalSuite

GROUP_VERSIONS = ["v1alpha1.wardle.example.com", "v1beta1.wardle.example.com"]


class JoinSuite(LocalSuite):
    title = "run local --kubeconfig: join a cluster and leave it"
    mode = []

    def set_up(self):
        super().set_up()
        self.guest = self.project("wardle", os.path.join(self.env.repo, "examples", "wardle"), self.env.wardle)
        self.cluster = os.path.join(self.env.folder("join"), "cluster.kubeconfig")
        shutil.copy(self.kubeconfig, self.cluster)
        self.log = os.path.join(self.env.logs, "join.log")

    def project(self, name, source, binary):
        """A folder with as much of a project as it takes to run it."""
        folder = self.env.folder(f"join/{name}")
        os.makedirs(os.path.join(folder, "bin"))
        shutil.copy(os.path.join(source, "PROJECT"), folder)
        os.symlink(binary, os.path.join(folder, "bin", "apiserver"))
        return folder

    def command(self, *flags, cluster=None):
        return [self.env.tool, "run", "local", "--no-build", "--no-controllers", "--storage", "memory", "--kubeconfig",
                cluster or self.cluster, *flags]

    def join(self, *flags, folder=None, log=None, cluster=None):
        return Server(self.command(*flags, cluster=cluster), log or self.log,
                      pattern=r"server ready\s+(https://127\.0\.0\.1:(\d+))[\s\S]*in the cluster",
                      cwd=folder or self.guest, env=self.env.clean_environment())

    def traces(self):
        """Everything in the cluster that a guest has made."""
        kinds = "apiservices,namespaces,clusterroles,clusterrolebindings,rolebindings,services"
        return self.out("get", kinds, "-A", "-l", "app.kubernetes.io/managed-by=apiserver-boot-run-local", "-o", "name").split()

    @check("the server joins: its kinds are served by the cluster, and its registration can be looked at")
    def joins(self):
        server = self.join()
        try:
            for name in GROUP_VERSIONS:
                contains(self.out("get", "apiservice", name), "True")
            contains(self.out("api-resources", "--api-group=wardle.example.com"), "flunders")
            same(self.out("get", "flunders", "-A", "-o", "name"), "", "flunders")
            require(len(self.traces()) >= 9, f"only {self.traces()}")
            shown = setup_steps.check(setup_steps.last_run(self.log), self.out, left_out=[6, 7])
            require("apiservice/v1alpha1.wardle.example.com" in shown, f"{shown}")
        finally:
            same(server.stop(), 143, "exit status")

    @check("Ctrl-C takes everything away again, and what was there stays")
    def leaves(self):
        server = self.join()
        same(end(server.process, signal.SIGINT), 130, "exit status")
        until(lambda: self.traces() == [], "nothing is left")
        contains(self.out("get", "apiservice", "v1beta1.insect.example.com"), "True")

    @check("kill -9 takes everything away again, too")
    def killed(self):
        server = self.join()
        server.kill()
        until(lambda: self.traces() == [], "nothing is left", 20)

    @check("a group version that another server serves is left alone")
    def occupied(self):
        again = self.project("bees", self.env.project, os.path.join(self.env.project, "bin", "apiserver"))
        result = run(self.command(), cwd=again, env=self.env.clean_environment())
        same(result.status, 1, "exit")
        contains(result.err, "APIService v1beta1.insect.example.com that is not ours")
        same(self.traces(), [], "traces")
        contains(self.out("get", "apiservice", "v1beta1.insect.example.com"), "True")

    @check("an object of the same name that is somebody else's stays as it is, and the message names it")
    def foreign(self):
        self.out("create", "clusterrole", "wardle-local-edit", "--verb=get", "--resource=namespaces")
        before = self.out("get", "clusterrole", "wardle-local-edit", "-o", "yaml")
        try:
            result = run(self.command(), cwd=self.guest, env=self.env.clean_environment())
            same(result.status, 1, "exit")
            contains(result.err, "a ClusterRole wardle-local-edit that is not ours")
            same(self.traces(), [], "traces")
            same(self.out("get", "clusterrole", "wardle-local-edit", "-o", "yaml"), before, "the role")
        finally:
            self.out("delete", "clusterrole", "wardle-local-edit")

    @check("a second run of the same project is refused and told who has it; --take-over replaces the first, which ends")
    def second(self):
        first = self.join()
        other = self.project("wardle-copy", os.path.join(self.env.repo, "examples", "wardle"), self.env.wardle)
        try:
            result = run(self.command(), cwd=other, env=self.env.clean_environment())
            same(result.status, 1, "exit")
            contains(result.err, "belongs to another run of this project: ")
            contains(result.err, f":{os.path.realpath(self.guest)}")
            contains(result.err, "--take-over")
            for name in GROUP_VERSIONS:
                contains(self.out("get", "apiservice", name), "True")
            heir = self.join("--take-over", folder=other, log=self.log + ".heir")
            try:
                same(first.process.wait(30), 1, "exit status of the first")
                with open(self.log) as log:
                    contains(log.read(), "taken over by another run: ")
                # What the first one took away at its end was nothing of the second's.
                for name in GROUP_VERSIONS:
                    contains(self.out("get", "apiservice", name), "True")
                require(len(self.traces()) >= 9, f"only {self.traces()}")
            finally:
                same(heir.stop(), 143, "exit status of the second")
            same(self.traces(), [], "traces")
        finally:
            first.stop()

    @check("a context that looks like production is joined once --confirm-context names it, and left without being asked again")
    def production(self):
        kubeconfig = os.path.join(self.guest, "production.kubeconfig")
        shutil.copy(self.cluster, kubeconfig)
        context = self.out("config", "current-context", "--kubeconfig", kubeconfig).strip()
        self.out("config", "rename-context", context, "bees-prod", "--kubeconfig", kubeconfig)
        result = run(self.command(cluster=kubeconfig), cwd=self.guest, env=self.env.clean_environment())
        same(result.status, 4, "exit")
        contains(result.err, "--confirm-context bees-prod")
        same(self.traces(), [], "traces")
        server = self.join("--confirm-context", "bees-prod", cluster=kubeconfig)
        try:
            contains(self.out("get", "apiservice", GROUP_VERSIONS[0]), "True")
        finally:
            same(server.stop(), 143, "exit status")
        same(self.traces(), [], "traces")

    @check("a cluster that cannot be found or reached is refused before anything is done")
    def faults(self):
        far = os.path.join(self.guest, "far.kubeconfig")
        with open(self.cluster) as source, open(far, "w") as target:
            target.write(source.read().replace("https://127.0.0.1", "https://192.0.2.1"))
        for flags, cluster, text in [([], "/nowhere", "/nowhere (kubeconfig) cannot be read"),
                                     (["--context", "moon"], None, 'there is no context "moon"'),
                                     ([], far, "--bind-address IP")]:
            result = run(self.command(*flags, cluster=cluster), cwd=self.guest, env=self.env.clean_environment())
            same(result.status, 4, f"exit with {flags} {cluster}")
            contains(result.err, text)
