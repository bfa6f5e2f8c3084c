"""What breaks behind and in the aggregation layer, how long it is noticed, and that nobody loses anything by it."""
import http.client
import json
import os
import signal
import statistics
import threading
import time

import pki
from aggregator_bodies import BodyChecks
from harness import Later, Suite, check, end, require, same, spawn, until
from plane import Plane, Wardle

FLUNDERS = "/apis/wardle.example.com/v1beta1/namespaces/default/flunders"
MAPS = "/api/v1/namespaces/default/configmaps"
NAME = "v1beta1.wardle.example.com"


class Watcher:
    """Lists, then watches and goes on from where it was whenever the connection ends, as informers do."""

    def __init__(self, plane, path):
        self.plane, self.path = plane, path
        self.seen, self.faults, self.resumed = [], [], []
        self.is_running, self._broken_at = True, None
        found = plane.api("GET", path)
        self.revision = found["metadata"]["resourceVersion"]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while self.is_running:
            try:
                self._watch()
            except (OSError, http.client.HTTPException, ValueError):
                pass  # the other side is gone, perhaps in the middle of a line
            if self._broken_at is None:
                self._broken_at = time.monotonic()
            time.sleep(0.02)

    def _watch(self):
        connection = http.client.HTTPSConnection("127.0.0.1", self.plane.port, context=self.plane.context(self.plane.key("admin")), timeout=3)
        try:
            connection.request("GET", f"{self.path}?watch=1&allowWatchBookmarks=true&resourceVersion={self.revision}")
            response = connection.getresponse()
            if response.status != 200:
                if response.status not in (403, 503):  # what a server says that starts
                    self.faults.append(f"{response.status}: {response.read()[:300]!r}")
                    self.is_running = False
                return
            if self._broken_at is not None:
                self.resumed.append(time.monotonic() - self._broken_at)
                self._broken_at = None
            while self.is_running:
                line = response.readline()
                if not line:
                    return
                event = json.loads(line)
                if event["type"] == "ERROR":
                    self.faults.append(json.dumps(event)[:300])
                    self.is_running = False
                    return
                self.revision = event["object"]["metadata"]["resourceVersion"]
                if event["type"] != "BOOKMARK":
                    self.seen.append((event["type"], event["object"]["metadata"]["name"]))
        finally:
            connection.close()

    def added(self):
        return [name for kind, name in self.seen if kind == "ADDED"]

    def stop(self):
        self.is_running = False
        self._thread.join(5)


class FaultsSuite(BodyChecks, Suite):
    title = "faults: bodies break off, the extension server and the control plane are killed"

    def set_up(self):
        self.watchers = []
        self.env.wardle
        self.plane = Plane(self.env, "faults")
        self.logs = [self.plane.log]
        self.wardle = Wardle(self.plane, "--storage=sqlite", f"--sqlite-file={os.path.join(self.plane.folder, 'flunders.db')}")

    def tear_down(self):
        for each in self.watchers + [getattr(self, name) for name in ("_recorder", "wardle", "plane") if hasattr(self, name)]:
            each.stop()

    def timed(self, *arguments, **options):
        began = time.monotonic()
        status = self.plane.call(*arguments, **options)[0]
        return status, time.monotonic() - began

    def core_latency(self, count=100):
        """Median and worst of requests for what the control plane has itself, in milliseconds."""
        times = []
        for _ in range(count):
            status, seconds = self.timed("GET", MAPS)
            same(status, 200, "status of a core request")
            times.append(seconds * 1000)
        return statistics.median(times), max(times)

    def kubectl_works(self):
        began = time.monotonic()
        require("kube-system" in self.plane.out("get", "ns"), "kubectl get ns lacks kube-system")
        return time.monotonic() - began

    def until_refused(self, seconds):
        """Asks until the control plane refuses by itself; how long that took."""
        began = time.monotonic()
        while True:
            status, _ = self.timed("GET", FLUNDERS, timeout=70)
            require(status in (200, 503), f"status {status}")
            if self.plane.condition(NAME)[0] == "False":
                status, took = self.timed("GET", FLUNDERS)
                require(status == 503 and took < 1, f"{status} after {took:.2f} s although it is known to be gone")
                return time.monotonic() - began
            require(time.monotonic() - began < seconds, f"it is still said to be available after {seconds} s")
            time.sleep(0.05)

    def until_served(self, seconds):
        """How long until flunders are served again after the server answers by itself."""
        began = time.monotonic()
        until(lambda: self.plane.call("GET", FLUNDERS)[0] == 200, "flunders are served again", seconds)
        return time.monotonic() - began

    # MARK: The extension server

    @check("the extension server is killed: 503 at once, kubectl get ns and other APIs go on as before")
    def killed(self):
        before = self.core_latency()
        self.wardle.kill()
        status, first = self.timed("GET", FLUNDERS)
        same(status, 503, "status of the first request")
        require(first < 1, f"the first 503 took {first:.2f} s")
        kubectl = self.kubectl_works()
        during = self.core_latency()
        require(during[0] < before[0] * 3 + 5, f"median of core requests went from {before[0]:.1f} to {during[0]:.1f} ms")
        print(f"      first 503 after {first * 1000:.0f} ms; kubectl get ns {kubectl * 1000:.0f} ms; core requests, median and worst: "
              f"{before[0]:.1f} and {before[1]:.1f} ms before, {during[0]:.1f} and {during[1]:.1f} ms while it is gone")

    @check("it is said to be unavailable, and comes back within seconds")
    def recovers(self):
        noticed = self.until_refused(40)
        # Long enough for the pauses between two looks at it to have grown as long as they get.
        time.sleep(8)
        self.wardle.start()
        back = self.until_served(35)
        require(back < 4, f"served again after {back:.1f} s")
        print(f"      noticed {noticed:.1f} s after the first 503; served again {back:.1f} s after it answers by itself")

    @check("killed and back at once: the next requests are served without waiting for anything")
    def short_outage(self):
        self.wardle.kill()
        self.wardle.start()
        back = self.until_served(35)
        require(back < 2, f"served again after {back:.1f} s")
        print(f"      served again {back * 1000:.0f} ms after it answers by itself")

    @check("the extension server hangs: discovery is given up after 5 s, nothing else waits, and it is unavailable in the end")
    def hangs(self):
        before, open_requests = self.core_latency(), []
        os.kill(self.wardle.process.pid, signal.SIGSTOP)
        try:
            status, discovery = self.timed("GET", "/apis/wardle.example.com/v1beta1", timeout=70)
            require(status == 503 and discovery < 7, f"discovery: {status} after {discovery:.1f} s")
            # Some wait for the server while others are asked.
            open_requests = [Later(lambda: self.timed("GET", FLUNDERS, timeout=70)) for _ in range(20)]
            kubectl, during = self.kubectl_works(), self.core_latency()
            require(during[0] < before[0] * 3 + 5, f"median of core requests went from {before[0]:.1f} to {during[0]:.1f} ms")
            began = time.monotonic()
            until(lambda: self.plane.condition(NAME)[0] == "False", "it is unavailable", 60, pause=0.2)
            noticed = discovery + time.monotonic() - began
            status, took = self.timed("GET", FLUNDERS)
            require(status == 503 and took < 1, f"{status} after {took:.2f} s")
        finally:
            os.kill(self.wardle.process.pid, signal.SIGCONT)
        back = self.until_served(35)
        require(back < 4, f"served again after {back:.1f} s")
        # The server has them still, unless their connection was given up.
        statuses = [each.result(30)[0] for each in open_requests]
        require(set(statuses) <= {200, 503}, f"requests that waited: {statuses}")
        print(f"      discovery given up after {discovery:.1f} s; kubectl get ns {kubectl * 1000:.0f} ms; core requests {before[0]:.1f} ms before, "
              f"{during[0]:.1f} ms beside {len(open_requests)} that wait; "
              f"unavailable after {noticed:.1f} s, served again {back:.1f} s after it goes on")

    # MARK: The control plane

    def write(self, path, name):
        """Makes an object and tries again while nobody answers."""
        body = {"metadata": {"name": name}}
        if path == FLUNDERS:
            body["spec"] = {}

        def made():
            try:
                return self.plane.call("POST", path, body, timeout=3)[0] in (201, 409)
            except (OSError, http.client.HTTPException):
                return False
        until(made, f"{name} is made", 30)

    def direct(self, name):
        """Makes a Flunder at the extension server itself, while there is no control plane."""
        status = self.plane.call("POST", FLUNDERS, {"metadata": {"name": name}, "spec": {}}, port=self.wardle.port)[0]
        return status == 201

    @check("informers of the extension server go on after the control plane was killed")
    def informers(self):
        # It follows the ConfigMap that says whom to trust: one more CA is one more that it believes.
        folder = self.env.folder("faults-ca")
        pki.authority(folder, "new")
        pki.certificate(folder, "new", "user", "/CN=new-user", "extendedKeyUsage=clientAuth\n")
        identity = tuple(os.path.join(folder, f"user.{kind}") for kind in ("crt", "key"))
        who = lambda: self.plane.call("GET", FLUNDERS, identity=identity, port=self.wardle.port)[0]
        same(who(), 401, "a stranger")
        self.plane.kill()
        self.plane.start()
        path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
        with open(os.path.join(folder, "new.crt")) as file:
            pem = self.plane.api("GET", path)["data"]["client-ca-file"] + file.read()
        self.plane.api("PATCH", path, {"data": {"client-ca-file": pem}}, headers={"Content-Type": "application/merge-patch+json"})
        began = time.monotonic()
        until(lambda: who() == 403, "the new CA is believed", 60)
        print(f"      a change {(time.monotonic() - began) * 1000:.0f} ms after it was made")

    @check("the control plane is killed and started again five times: watches of both servers go on and miss nothing")
    def restarts(self):
        self.watchers = [Watcher(self.plane, path) for path in (FLUNDERS, MAPS, FLUNDERS)]
        wanted, starts, beside = [], [], 0
        for turn in range(5):
            for number in range(10):
                wanted.append(f"turn-{turn}-{number}")
                self.write(FLUNDERS, wanted[-1])
                self.write(MAPS, wanted[-1])
            self.plane.kill()
            beside += self.direct(f"beside-{turn}")
            began = time.monotonic()
            self.plane.start()
            starts.append(time.monotonic() - began)
        self.write(FLUNDERS, "last")
        self.write(MAPS, "last")
        wanted.append("last")
        for watcher in self.watchers:
            until(lambda: "last" in watcher.added() or watcher.faults, f"the watch of {watcher.path} sees the last object", 20)
            same(watcher.faults, [], f"faults of the watch of {watcher.path}")
            found = [name for name in watcher.added() if not name.startswith("beside")]
            same([name for name in found if name in wanted], wanted, f"what the watch of {watcher.path} saw")
            if watcher.path == FLUNDERS:
                same(len([name for name in watcher.added() if name.startswith("beside")]), beside, "what was made meanwhile")
            require(len(watcher.resumed) >= 5, f"the watch of {watcher.path} was resumed {len(watcher.resumed)} times")
        resumed = [seconds for watcher in self.watchers for seconds in watcher.resumed]
        print(f"      start to ready: {statistics.median(starts) * 1000:.0f} ms; watches interrupted for "
              f"{statistics.median(resumed) * 1000:.0f} ms (median), {max(resumed) * 1000:.0f} ms at most; {len(wanted)} objects of each kind, "
              f"{beside} more made at the extension server meanwhile")

    @check("kubectl get -w shows what comes, ends with the control plane, and starts anew after it")
    def kubectl_watch(self):
        for turn in range(2):
            seen = os.path.join(self.plane.folder, f"watch-{turn}.txt")
            with open(seen, "w") as file:
                watch = self.spawn_kubectl("get", "flunders", "-w", "-o", "name", stdout=file)
                until(lambda: os.path.getsize(seen) > 0, "kubectl shows what there is")
                self.write(FLUNDERS, f"shown-{turn}")
                until(lambda: f"shown-{turn}" in open(seen).read(), "kubectl shows what is new")
                if turn == 0:
                    self.plane.kill()
                    until(lambda: watch.poll() is not None, "kubectl ends", 20)
                    self.plane.start()
                end(watch)

    def spawn_kubectl(self, *arguments, stdout):
        return spawn(["kubectl", *arguments], stdout=stdout, stderr=stdout, env=self.plane.environment)
