"""An operator made with kopf (Python) works through the control plane of `run local`, and goes on when the server behind it was
killed and started again."""
import os
import re
import signal

import python_packages
from harness import check, contains, end, require, same, spawn, until
from local import API_VERSION, LocalSuite

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kopf_hive.py")
SECONDS = 30


class KopfSuite(LocalSuite):
    title = "kopf: an operator in Python, through the aggregation layer"
    mode = []

    def set_up(self):
        self.python = python_packages.interpreter(self.env)
        super().set_up()
        self.log = os.path.join(self.env.logs, "kopf.log")
        self.logs.append(self.log)
        self.operator = None
        self.start_operator()

    def start_operator(self):
        with open(self.log, "wb") as file:
            self.operator = spawn([self.python, "-B", "-m", "kopf", "run", "--standalone", "--all-namespaces", "--verbose",
                                   SCRIPT], stdin=None, stdout=file, stderr=file, env=self.environment)

    def tear_down(self):
        if getattr(self, "operator", None):
            end(self.operator)
        super().tear_down()

    def said(self):
        with open(self.log, errors="replace") as file:
            return file.read()

    def bees(self, *selector):
        return {item["metadata"]["name"]: item for item in self.json("get", "bees", *selector)["items"]}

    def until_ready(self, name):
        def ready():
            require(self.operator.poll() is None, f"the operator ended:\n{self.said()[-2000:]}")
            bee = self.bees().get(name, {})
            return bee if bee.get("status", {}).get("phase") == "Ready" else None
        return until(ready, f"{name} is Ready", SECONDS, pause=0.1)

    @check("a new bee gets its status, an annotation and kopf's finalizer")
    def created(self):
        self.make("drone", spec={"size": 3})
        found = self.until_ready("drone")
        same(found["metadata"]["annotations"].get("seen-by"), "kopf", "the annotation")
        same(found["status"]["observedGeneration"], found["metadata"].get("generation", 1), "status.observedGeneration")

    @check("a queen gets workers, which she owns")
    def children(self):
        self.make("queen", spec={"size": 3}, labels={"role": "queen"})
        queen = self.until_ready("queen")
        same(queen["metadata"]["finalizers"], ["hive.example.com/hold"], "finalizers")
        workers = until(lambda: (lambda found: found if len(found) == 3 else None)(self.bees("-l", "queen=queen")),
                        "three workers", SECONDS, pause=0.1)
        owner = {"apiVersion": API_VERSION, "kind": "Bee", "name": "queen", "uid": queen["metadata"]["uid"],
                 "controller": True, "blockOwnerDeletion": True}
        for name, worker in workers.items():
            same(worker["metadata"]["ownerReferences"], [owner], f"owners of {name}")
        for name in workers:
            self.until_ready(name)

    @check("a changed field calls its handler with the old and the new value")
    def updated(self):
        self.out("patch", "bee", "drone", "--type=merge", "-p", '{"spec":{"size":5}}')
        until(lambda: self.bees()["drone"]["metadata"]["annotations"].get("resized") == "3-5", "resized", SECONDS, pause=0.1)

    def handled(self, handler, name):
        """How often a handler has done its work for a bee, as the operator tells."""
        return len(re.findall(rf"\[default/{name}\] Handler '{handler}(?:/spec\.size)?' succeeded", self.said()))

    @check("the server is killed and started again: everything is there, and the operator lives on")
    def server_restart(self):
        before, first = self.bees(), self.server_pid()
        os.kill(first, signal.SIGKILL)
        until(lambda: self.server_pid() not in (None, first), "the server is started again", 20)
        until(lambda: self.kubectl("get", "bees").status == 0, "it serves again", SECONDS)
        require(self.operator.poll() is None, f"the operator ended:\n{self.said()[-2000:]}")
        same(self.bees(), before, "the bees afterwards")

    @check("the control plane ends and starts again at its port: the operator lives on")
    def plane_restart(self):
        before, port = self.bees(), self.server.port
        self.server.stop()
        self.start(port=port)
        require(self.operator.poll() is None, f"the operator ended:\n{self.said()[-2000:]}")
        same(self.bees(), before, "the bees afterwards")

    @check("the operator handles what is made and changed afterwards, and nothing twice")
    def resumes(self):
        self.make("late", spec={"size": 2}, labels={"role": "queen"})
        self.until_ready("late")
        until(lambda: len(self.bees("-l", "queen=late")) == 2, "two workers", SECONDS, pause=0.1)
        for number in range(2):
            self.until_ready(f"late-{number}")
        self.out("patch", "bee", "drone", "--type=merge", "-p", '{"spec":{"size":7}}')
        until(lambda: self.bees()["drone"]["metadata"]["annotations"].get("resized") == "5-7", "resized", SECONDS, pause=0.1)
        until(lambda: self.handled("resized", "drone") == 2, "both changes of drone are told", SECONDS, pause=0.1)
        counts = {(handler, name): self.handled(handler, name) for name in self.bees() for handler in ("seen", "hatch")}
        queens = {"queen", "late"}
        same(counts, {(handler, name): int(handler == "seen" or name in queens) for handler, name in counts}, "how often what was done")

    @check("after a restart of the operator it resumes, also with what it missed")
    def operator_restart(self):
        same(end(self.operator), 0, "exit code of the operator")
        self.make("missed", spec={"size": 2}, labels={"role": "queen"})
        self.out("annotate", "bee", "drone", "seen-by=nobody", "--overwrite")
        self.start_operator()
        self.until_ready("missed")
        until(lambda: self.bees()["drone"]["metadata"]["annotations"].get("seen-by") == "kopf", "drone resumed", SECONDS, pause=0.1)
        until(lambda: len(self.bees("-l", "queen=missed")) == 2, "workers of what it missed", SECONDS, pause=0.1)

    @check("a deletion waits for the operator, which takes the workers along")
    def deleted(self):
        self.out("delete", "bee", "queen", "--timeout=30s")
        same(set(self.bees("-l", "queen=queen")), set(), "workers")

    @check("the operator asked only for what is there, and no answer was an error of the server")
    def quiet(self):
        text = self.said()
        require(not re.search(r"\b50[0-9]\b.*InternalError|Internal Server Error", text), f"errors of the server:\n{text[-2000:]}")
        contains(text, "hatch", "what kopf said")
        same(end(self.operator), 0, "exit code of the operator")
