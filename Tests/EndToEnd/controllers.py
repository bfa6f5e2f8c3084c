"""The controllers of a project at work beside its server: what people see, what they may do, what happens when they die."""
import os
import re
import signal
import subprocess
import urllib.error
import urllib.request

from elections import PROGRAM, Manager
from harness import check, contains, require, same, spawn, until
from local import LocalSuite, bee


class ControllersSuite(LocalSuite):
    title = "controllers: run local with the controllers of the project"
    mode = []
    has_controllers = True

    def set_up(self):
        self.program = os.path.join(self.env.project, "bin", PROGRAM)
        self.env.need(self.program, "the controllers were not built")
        super().set_up()

    def ready(self, name):
        self.out("wait", "--for=condition=Ready", f"bee/{name}", "--timeout=20s")

    def pid(self, name):
        with open(f"/proc/{self.server.pid}/task/{self.server.pid}/children") as file:
            for pid in file.read().split():
                try:
                    if os.readlink(f"/proc/{pid}/exe").endswith("/" + name):
                        return int(pid)
                except OSError:
                    continue  # It has just ended.
        return None

    @check("a new object becomes Ready, and kubectl get shows it")
    def acts(self):
        self.make("maja", spec={"size": 3})
        self.ready("maja")
        head, row = self.out("get", "bee", "maja").splitlines()
        same(head.split(), ["NAME", "SIZE", "PHASE", "READY", "AGE"], "columns")
        same(row.split()[:4], ["maja", "3", "Ready", "True"], "row")
        status = self.json("get", "bee", "maja")["status"]
        same(status["observedGeneration"], 1, "observedGeneration")
        same([(each["type"], each["status"], each["observedGeneration"]) for each in status["conditions"]], [("Ready", "True", 1)],
             "conditions")

    @check("a change is followed; kubectl wait believes the condition only for the generation that it speaks of")
    def follows(self):
        self.out("patch", "bee", "maja", "--type", "merge", "-p", '{"spec":{"size":7}}')
        self.ready("maja")
        found = self.json("get", "bee", "maja")
        same(found["status"]["observedGeneration"], found["metadata"]["generation"], "observedGeneration")
        contains(found["status"]["conditions"][0]["message"], "size 7", "message")

    @check("kubectl describe and kubectl events tell what the controller did")
    def tells(self):
        until(lambda: "Reconciled" in self.out("events", "--for", "bee/maja"), "kubectl events shows it")
        contains(self.out("describe", "bee", "maja"), "size 7 is there", "describe")

    @check("its account may do what its markers say, and nothing else")
    def rights(self):
        namespace = f"{os.path.basename(self.env.project)}-system"
        account = f"system:serviceaccount:{namespace}:{os.path.basename(self.env.project)}-controller-manager"

        def may(*question):
            return self.kubectl("auth", "can-i", *question, "--as", account, "-A").out.strip()
        for question in (("list", "bees"), ("watch", "bees"), ("update", "bees", "--subresource=status"), ("create", "events")):
            same(may(*question), "yes", " ".join(question))
        for question in (("delete", "bees"), ("update", "bees"), ("list", "secrets"), ("get", "configmaps"), ("create", "pods")):
            same(may(*question), "no", " ".join(question))
        rules = self.json("get", "clusterrole", account.rsplit(":", 1)[1])["rules"]
        same([(rule["resources"], rule["verbs"]) for rule in rules],
             [(["bees"], ["get", "list", "watch"]), (["bees/status"], ["get", "update", "patch"]), (["events"], ["create", "patch"])],
             "rules")

    @check("kill -9 of the controllers: the server goes on, they are back by themselves and do what was left")
    def killed(self):
        first = self.pid(PROGRAM)
        os.kill(first, signal.SIGKILL)
        self.make("willi", spec={"size": 2})
        self.ready("willi")
        require(self.pid(PROGRAM) not in (None, first), "the same process")
        with open(self.logs[0]) as log:
            contains(log.read(), f"{PROGRAM} ended (signal 9 ended it); it is started again in 1 s")

    @check("kill -9 of the server: the controllers wait, and follow again")
    def server_killed(self):
        before = self.pid(PROGRAM)
        os.kill(self.server_pid(), signal.SIGKILL)
        until(lambda: self.kubectl("create", "-f", "-", stdin=bee("flip")).status == 0, "it serves again", 20)
        self.ready("flip")
        same(self.pid(PROGRAM), before, "process of the controllers")

    @check("metrics and probes, when they are asked for, on the address that was said")
    def metrics(self):
        with Manager(self, "--metrics-bind-address=127.0.0.1:0", "--health-probe-bind-address=127.0.0.1:0") as manager:
            ports = until(lambda: re.findall(r"listening host=127\.0\.0\.1 port=(\d+)", manager.text())[1:2] and
                          re.findall(r"listening host=127\.0\.0\.1 port=(\d+)", manager.text()), "it listens")
            manager.line("controller starts")
            until(lambda: 'controller_runtime_reconcile_total{controller="bee",result="success"}' in get(ports[0], "/metrics"), "metrics")
            text = get(ports[0], "/metrics")
            for part in ('workqueue_adds_total{name="bee"}', 'controller_runtime_max_concurrent_reconciles{controller="bee"} 1',
                         'controller_runtime_reconcile_time_seconds_count{controller="bee"}'):
                contains(text, part, "metrics")
            same(get(ports[1], "/healthz"), "ok", "/healthz")
            same(get(ports[1], "/readyz"), "ok", "/readyz")

    @check("wrong flags say what is wrong and what to type")
    def flags(self):
        for flag, part in (("--concurrency=0", "from 1 to 1000"), ("--metrics-bind-address=nowhere", "is no address"),
                           ("--leader-elect-renew-deadline=20s", "several times"), ("--kubeconfig=/none", "/none"),
                           ("--concurency=1", "did you mean --concurrency?")):
            process = spawn([self.program, flag], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            error = process.communicate(timeout=20)[1]
            require(process.returncode != 0, f"{flag}: exit 0")
            contains(error, part, flag)


def get(port, path):
    """The body of an answer over plain HTTP."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
