"""The controllers of a project at work beside its server: what people see, what they may do, what happens when they die."""
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

from harness import check, contains, require, same, spawn, until
from local import LocalSuite, bee

PROGRAM = "controller-manager"
ELECTIONS = 20
# As short as the API lets a Lease be, so that twenty elections take seconds.
TIMES = ["--leader-elect-lease-duration=1s", "--leader-elect-renew-deadline=600ms", "--leader-elect-retry-period=200ms"]


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

    @check(f"two copies, the leader killed with -9 {ELECTIONS} times: never two active at once, and always one again")
    def elections(self):
        copies = [Manager(self, "--leader-elect", "--leader-elect-resource-namespace=default", *TIMES) for _ in range(2)]
        gaps = []
        try:
            for _ in range(ELECTIONS):
                leader = until(lambda: next((copy for copy in copies if copy.leads()), None), "somebody leads", 20, pause=0.005)
                other = copies[1 - copies.index(leader)]
                require(not other.leads(), "two lead at once")
                killed = time.monotonic()
                leader.kill()
                # Nobody is alive that has led before the other one does.
                until(other.leads, "the other one leads", 20, pause=0.005)
                gaps.append(time.monotonic() - killed)
                copies[copies.index(leader)] = Manager(self, "--leader-elect", "--leader-elect-resource-namespace=default", *TIMES)
            lease = self.json("get", "lease", PROGRAM, "-n", "default")
            same(lease["spec"]["leaseTransitions"], ELECTIONS, "leaseTransitions")
            # Another one may lead only once the killed one could no longer have believed that it does.
            require(min(gaps) > 0.3, f"led after {min(gaps):.2f} s")
            leader = next(copy for copy in copies if copy.leads())
            leader.stop()
            began = time.monotonic()
            until(copies[1 - copies.index(leader)].leads, "the other one leads", 20, pause=0.005)
            require(time.monotonic() - began < 1.5, "a lease that was given up was waited for")
        finally:
            for copy in copies:
                copy.kill()


class Manager:
    """One more copy of the controllers, as the user of the kubeconfig."""

    count = 0

    def __init__(self, suite, *flags):
        Manager.count += 1
        self.log = os.path.join(suite.env.logs, f"controller-manager-{Manager.count}.log")
        with open(self.log, "w") as file:
            self.process = spawn([suite.program, f"--kubeconfig={suite.kubeconfig}", *flags], stdout=file, stderr=file)
        suite.logs.append(self.log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def text(self):
        with open(self.log) as file:
            return file.read()

    def line(self, wanted):
        until(lambda: wanted in self.text(), f"its log says {wanted!r}")

    def leads(self):
        return self.process.poll() is None and "controller starts" in self.text()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        self.process.terminate()
        same(self.process.wait(timeout=20), 0, "exit status")


def get(port, path):
    """The body of an answer over plain HTTP."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
