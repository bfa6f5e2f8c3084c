"""What the suites share that talk to `apiserver-boot run local` with its kubeconfig."""
import json
import os
import shutil

from harness import Server, Skip, Suite, contains, require, run, until

GROUP = "insect.example.com"
API_VERSION = f"{GROUP}/v1beta1"
API = f"/apis/{API_VERSION}"


class LocalSuite(Suite):
    """Starts `run local` with an empty SQLite store in the generated project; kubectl is at hand."""

    # Most suites are about the server alone.
    mode = ["--no-aggregator"]
    # They write statuses themselves.
    has_controllers = False

    def set_up(self):
        if not shutil.which("kubectl"):
            raise Skip("there is no kubectl (Debian package kubernetes-client)")
        self.env.need(os.path.join(self.env.project, "bin", "apiserver"), "the project did not build")
        self.logs = [os.path.join(self.env.logs, f"run-local-{type(self).__name__}.log")]
        self.kubeconfig = os.path.join(self.env.project, "kubeconfig")
        self.environment = {**self.env.clean_environment(), "KUBECONFIG": self.kubeconfig}
        if os.path.exists(self.kubeconfig):
            os.remove(self.kubeconfig)
        self.start("--reset")

    def tear_down(self):
        if hasattr(self, "server"):
            self.server.stop()

    def start(self, *flags, port=0):
        """Starts the server and waits until it is ready."""
        self.server = Server(
            [self.env.tool, "run", "local", "--no-build", "--secure-port", port, "--storage", "sqlite", *self.mode,
             *([] if self.has_controllers else ["--no-controllers"]), *flags],
            self.logs[0], pattern=r"(https://127\.0\.0\.1:(\d+))", cwd=self.env.project, env=self.env.clean_environment())
        until(lambda: os.path.exists(self.kubeconfig), "run local writes ./kubeconfig")
        until(lambda: self.kubectl("get", "--raw", "/readyz").out == "ok", "/readyz answers ok", 30)

    def server_pid(self):
        """The process of the project's server, a child of `run local`; None if there is none now."""
        with open(f"/proc/{self.server.pid}/task/{self.server.pid}/children") as file:
            children = file.read().split()
        for pid in children:
            try:
                if os.readlink(f"/proc/{pid}/exe").endswith("/apiserver"):
                    return int(pid)
            except OSError:
                continue  # It has just ended.
        return None

    # MARK: kubectl

    def kubectl(self, *arguments, stdin=None, timeout=30, **environment):
        stdin = json.dumps(stdin) if isinstance(stdin, dict) else stdin
        return run(["kubectl", *arguments], stdin=stdin, env={**self.environment, **environment}, timeout=timeout)

    def out(self, *arguments, stdin=None):
        return self.kubectl(*arguments, stdin=stdin).ok().out

    def json(self, *arguments, stdin=None):
        return json.loads(self.out(*arguments, "-o", "json", stdin=stdin))

    def refused(self, *arguments, stdin=None):
        """What kubectl says on standard error when it fails, as it must here."""
        result = self.kubectl(*arguments, stdin=stdin)
        require(result.status != 0, f"exit 0: {result.out}")
        return result.err

    def make(self, name, **parts):
        contains(self.out("create", "-f", "-", stdin=bee(name, **parts)), f"{name} created")


def bee(name, spec=None, **metadata):
    """A bee as a manifest."""
    return {"apiVersion": API_VERSION, "kind": "Bee", "metadata": {"name": name, **metadata}, "spec": spec or {}}
