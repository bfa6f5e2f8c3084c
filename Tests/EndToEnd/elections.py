"""Copies of a controller manager that elect a leader: everything that each of them writes is seen from outside, all the time."""
import http.client
import json
import os
import random
import signal
import threading
import time

from harness import check, contains, require, same, spawn, until
from local import API, LocalSuite
from witness import Account, Witness

PROGRAM = "controller-manager"
ELECTIONS = 20
STOPS = 5
# Short, so that twenty elections take less than a minute; long enough for leaders of a busy machine.
LEASE, DEADLINE = 2.0, 1.5
TIMES = [f"--leader-elect-lease-duration={LEASE}s", f"--leader-elect-renew-deadline={DEADLINE}s", "--leader-elect-retry-period=250ms"]
BEES = [f"stirred-{number}" for number in range(3)]


class Manager:
    """One more copy of the controllers, as the user of the kubeconfig."""

    count = 0

    def __init__(self, suite, *flags, kubeconfig=None):
        Manager.count += 1
        self.number = Manager.count
        self.log = os.path.join(suite.env.logs, f"{type(suite).__name__}-manager-{self.number}.log")
        with open(self.log, "w") as file:
            self.process = spawn([suite.program, f"--kubeconfig={kubeconfig or suite.kubeconfig}", *flags], stdout=file, stderr=file)
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

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        self.process.terminate()
        same(self.process.wait(timeout=20), 0, "exit status")


class Candidate(Manager):
    """A copy that takes part in the election, with a witness between it and the API server."""

    def __init__(self, suite, account):
        self.account = account
        self.witness = Witness(f"copy {Manager.count + 1}", account, suite.kubeconfig, suite.environment)
        file = os.path.join(suite.env.folder("candidates"), f"{Manager.count + 1}.kubeconfig")
        with open(file, "w") as out:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "c",
                       "clusters": [{"name": "c", "cluster": {"server": self.witness.url}}], "users": [{"name": "c", "user": {}}],
                       "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}]}, out)
        super().__init__(suite, "--leader-elect", "--leader-elect-resource-namespace=default", *TIMES, kubeconfig=file)

    @property
    def name(self):
        return self.witness.actor

    def works(self):
        return self.account.works().get(self.name, [])

    def leads(self):
        """Whether it has done something."""
        return self.process.poll() is None and bool(self.works())

    def waits(self):
        """Whether it takes part."""
        return "everything that controllers follow is known" in self.text() and self.account.looks.get(self.name, 0) > 0

    def kill(self):
        super().kill()
        self.witness.stop()

    def end(self, how):
        """Ends it by a signal; its witness hears what it has left behind."""
        self.process.send_signal(how)
        self.process.wait(timeout=20)


class Stirrer:
    """Changes objects without a pause, so that whoever works has work all the time."""

    def __init__(self, suite):
        self.witness = Witness("nobody", Account(), suite.kubeconfig, suite.environment)
        self.pause, self.is_running, self.fault = 0.02, True, None
        self.may_stir = threading.Event()
        self.may_stir.set()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        connection, size = self.witness.connect(), 0
        while self.is_running:
            self.may_stir.wait()
            size = size % 9 + 1
            connection.request("PATCH", f"{API}/namespaces/default/bees/{random.choice(BEES)}", json.dumps({"spec": {"size": size}}),
                               {"Content-Type": "application/merge-patch+json", **self.witness.credentials})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                self.fault, self.is_running = f"{answer.status}: {text[:300]}", False
            time.sleep(self.pause)
        connection.close()

    def stop(self):
        self.is_running = False
        self.may_stir.set()
        self.thread.join(20)
        self.witness.stop()


class ElectionsSuite(LocalSuite):
    """The only controllers are those of the suite."""

    title = "elections: copies of the controllers, of which one works"
    mode = []

    def set_up(self):
        self.program = os.path.join(self.env.project, "bin", PROGRAM)
        self.env.need(self.program, "the controllers were not built")
        super().set_up()
        for name in BEES:
            self.make(name)

    def candidates(self):
        """Two copies, one of which leads, and work for them."""
        self.account, self.copies = Account(), []
        self.stirrer = Stirrer(self)
        for _ in range(2):
            self.copies.append(Candidate(self, self.account))

    def leader(self):
        leader = until(lambda: next((copy for copy in self.copies if copy.leads()), None), "somebody works", 20, pause=0.005)
        other = self.copies[1 - self.copies.index(leader)]
        until(other.waits, f"{other.name} takes part", 20)
        return leader, other

    def replace(self, copy):
        self.copies[self.copies.index(copy)] = Candidate(self, self.account)
        copy.witness.stop()

    def judge(self, leaders):
        """What was seen of all of them from the first to the last moment."""
        require(not self.stirrer.fault, f"changing objects: {self.stirrer.fault}")
        same(len(self.account.works()), leaders, "copies that have worked")
        overlaps, usurpations = self.account.overlaps(), self.account.usurpations()
        require(not overlaps, f"two worked at once {len(overlaps)} times: {overlaps[:3]}")
        require(not usurpations, f"{len(usurpations)} acts of a copy without the lease: {usurpations[:3]}")

    def finish(self):
        for copy in self.copies:
            copy.kill()
        self.stirrer.stop()

    @check(f"two copies, the leader killed with -9 {ELECTIONS} times: of all that they ever write nothing is written by two at once")
    def elections(self):
        self.candidates()
        gaps = []
        try:
            leader, other = self.leader()
            # Both live for two lease durations: one works, the other one only looks.
            looks = self.account.looks.get(other.name, 0)
            time.sleep(2 * LEASE)
            require(self.account.looks[other.name] >= looks + 5, "the other one did not look at the lease")
            for _ in range(ELECTIONS):
                leader, other = self.leader()
                time.sleep(random.uniform(0, 0.3))
                killed = time.monotonic()
                leader.end(signal.SIGKILL)
                until(other.leads, "the other one works", 20, pause=0.005)
                gaps.append(other.works()[0].began - killed)
                self.replace(leader)
            leader, other = self.leader()
            lease = self.json("get", "lease", PROGRAM, "-n", "default")
            same(lease["spec"]["leaseTransitions"], ELECTIONS, "leaseTransitions")
            # Another one may lead only once the killed one could no longer have believed that it does.
            require(min(gaps) > LEASE - DEADLINE, f"led after {min(gaps):.2f} s")
            began = time.monotonic()
            leader.stop()
            until(other.leads, "the other one works", 20, pause=0.005)
            require(other.works()[0].began - began < LEASE - 0.5, "a lease that was given up was waited for")
            self.judge(ELECTIONS + 2)
            works = self.account.works()
            print(f"      {sum(map(len, works.values()))} writes of {len(works)} leaders, one after the other; after a kill the next one "
                  f"worked within {min(gaps):.2f} to {max(gaps):.2f} s", flush=True)
        finally:
            self.finish()
            self.out("delete", "lease", PROGRAM, "-n", "default")

    @check(f"the leader stopped past its lease {STOPS} times, and continued: it ends without having written anything more")
    def stopped(self):
        self.candidates()
        try:
            for _ in range(STOPS):
                leader, other = self.leader()
                # Nothing of it is on its way, and all that comes now it has yet to see when it goes on.
                self.stirrer.may_stir.clear()
                until(lambda: time.monotonic() - leader.works()[-1].began > 0.2, "it rests", pause=0.01)
                leader.process.send_signal(signal.SIGSTOP)
                self.stirrer.may_stir.set()
                until(other.leads, "the other one works", 20, pause=0.005)
                time.sleep(random.uniform(0, LEASE))
                done = len(leader.works())
                leader.process.send_signal(signal.SIGCONT)
                same(leader.process.wait(timeout=10), 1, "exit status")
                contains(leader.text(), f"error: the lease default/{PROGRAM} could not be renewed for", "its log")
                same(leader.works()[done:], [], "what it wrote when it went on")
                self.replace(leader)
            self.leader()
            self.judge(STOPS + 1)
        finally:
            self.finish()
            self.out("delete", "lease", PROGRAM, "-n", "default")
