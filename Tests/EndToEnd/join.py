"""`run local --kubeconfig`: a server of this machine joins a cluster that exists, and leaves nothing behind."""
import os
import shutil
import signal

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
        return [self.env.tool, "run", "local", "--no-build", "--storage", "memory", "--kubeconfig",
                cluster or self.cluster, *flags]

    def join(self):
        return Server(self.command(), self.log, pattern=r"server ready\s+(https://127\.0\.0\.1:(\d+))[\s\S]*in the cluster",
                      cwd=self.guest, env=self.env.clean_environment())

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
