"""Two servers over one etcd behind one address, one of which ends under load: nobody notices."""
import http.client
import json
import os
import random
import signal
import socket
import threading
import time

import etcd_server
import pod
from harness import Server, Suite, Text, check, end, require, same, until
from plane import Plane, Process

GROUP = "wardle.example.com"
VERSION = f"v1beta1.{GROUP}"
FLUNDERS = f"/apis/{GROUP}/v1beta1/namespaces/default/flunders"
SLICES = "/apis/discovery.k8s.io/v1/namespaces/wardle-system/endpointslices"
# How long a server that ends still serves, and how long after it has said so nobody is led to it any more: a cluster takes its
# time to notice, and to tell every node.
DELAY, LAG = 3, 2


class Replica(Process):
    """One of the servers, and the slice by which the Service leads to it."""

    def __init__(self, plane, etcd, number):
        super().__init__(plane, plane.serving("wardle", "wardle-system"), ("wardle-system", "default"),
                         f"--etcd-servers={etcd}", f"--shutdown-delay-duration={DELAY}s", name=f"replica-{number}")
        self.name, self.is_ready = f"wardle-{number}", None

    def publish(self, is_ready):
        """What the controller of EndpointSlices does when a pod becomes ready, or is no longer."""
        if is_ready == self.is_ready:
            return
        slice = {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
                 "metadata": {"name": self.name, "labels": {"kubernetes.io/service-name": "wardle"}}, "addressType": "IPv4",
                 "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": is_ready}}],
                 "ports": [{"name": "", "port": self.port, "protocol": "TCP"}]}
        if self.is_ready is None:
            self.plane.api("POST", SLICES, slice)
        else:
            self.plane.api("PUT", f"{SLICES}/{self.name}", slice)
        self.is_ready = is_ready


class Relay:
    """`kubectl proxy`: what it hears it sends on over HTTP/2, with the client of kubectl and of controllers in Go. It answers 502
    when that has failed, and breaks off what it has begun to answer."""

    def __init__(self, plane, port, number):
        context = plane.context(plane.key("admin"), protocols=("h2", "http/1.1"))
        with socket.create_connection(("127.0.0.1", port)) as raw, context.wrap_socket(raw, server_hostname="127.0.0.1") as secure:
            same(secure.selected_alpn_protocol(), "h2", "protocol that the server chooses of those that kubectl offers")
        certificate, key = plane.key("admin")
        config = os.path.join(plane.folder, f"relay-{port}.kubeconfig")
        with open(config, "w") as file:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "r",
                       "clusters": [{"name": "r", "cluster": {"server": f"https://127.0.0.1:{port}", "certificate-authority": plane.ca}}],
                       "users": [{"name": "r", "user": {"client-certificate": certificate, "client-key": key}}],
                       "contexts": [{"name": "r", "context": {"cluster": "r", "user": "r"}}]}, file)
        self.server = Server(["kubectl", "proxy", "--port=0", f"--kubeconfig={config}"],
                             os.path.join(plane.env.logs, f"draining-relay-{number}.log"),
                             pattern=r"Starting to serve on (127\.0\.0\.1:(\d+))", env=plane.env.clean_environment())
        self.port = self.server.port

    def stop(self):
        self.server.stop()


class Worker:
    """One client with a connection of its own, which it keeps; every answer that is not the one it wants is a fault. `address` is a
    port, or a Relay."""

    def __init__(self, plane, address):
        self.plane, self.address, self.faults, self.count, self.is_running = plane, address, [], 0, True
        self.connection = None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def connect(self):
        if isinstance(self.address, Relay):
            return http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=20)
        return http.client.HTTPSConnection("127.0.0.1", self.address, timeout=20,
                                           context=self.plane.context(self.plane.key("admin")))

    def run(self):
        self.connection = self.connect()
        while self.is_running:
            try:
                self.turn()
                self.count += 1
            except (OSError, http.client.HTTPException, ValueError) as error:
                if self.is_running:
                    self.fault(repr(error))
                self.connection.close()
        self.connection.close()

    def fault(self, text):
        way = "over HTTP/2, " if isinstance(self.address, Relay) else ""
        self.faults.append(f"{type(self).__name__} {way}after {self.count}: {text}")
        self.is_running = len(self.faults) < 20

    def ask(self, method, path, body=None, wanted=200):
        kind = {"Content-Type": "application/merge-patch+json" if method == "PATCH" else "application/json"}
        self.connection.request(method, path, json.dumps(body) if body else None, kind if body else {})
        response = self.connection.getresponse()
        data = response.read()
        if response.status != wanted:
            self.fault(f"{method} {path}: {response.status}: {data[:300]!r}")
        return data

    def stop(self):
        self.is_running = False
        self.thread.join(25)


class Writer(Worker):
    """Makes, changes and deletes."""

    def __init__(self, plane, name, address):
        self.name, self.made = name, []
        super().__init__(plane, address)

    def turn(self):
        name = f"{self.name}-{self.count}"
        self.ask("POST", FLUNDERS, {"metadata": {"name": name}}, 201)
        self.made.append(name)
        self.ask("PATCH", f"{FLUNDERS}/{name}", {"metadata": {"labels": {"a": "b"}}})
        if self.count % 2:
            self.ask("DELETE", f"{FLUNDERS}/{name}")


class Reader(Worker):
    """Reads one object and the list."""

    def turn(self):
        self.ask("GET", f"{FLUNDERS}/steady")
        self.ask("GET", f"{FLUNDERS}?limit=50")


class Watcher(Worker):
    """Watches, and goes on where a watch has ended as it should."""

    def __init__(self, plane, address):
        self.added, self.revision = [], plane.api("GET", FLUNDERS)["metadata"]["resourceVersion"]
        super().__init__(plane, address)

    def turn(self):
        self.connection.close()
        self.connection.request("GET", f"{FLUNDERS}?watch=1&allowWatchBookmarks=true&resourceVersion={self.revision}")
        response = self.connection.getresponse()
        if response.status != 200:
            return self.fault(f"{response.status}: {response.read()[:300]!r}")
        while line := response.readline():
            if not line.endswith(b"\n"):
                return self.fault(f"a watch ended within an event: {line[-100:]!r}")
            event = json.loads(line)
            if event["type"] == "ERROR":
                return self.fault(line.decode()[:300])
            self.revision = event["object"]["metadata"]["resourceVersion"]
            if event["type"] == "ADDED":
                self.added.append(event["object"]["metadata"]["name"])
        # http.client is silent when the connection ends between two chunks, and forgets the last one only at a proper end.
        if self.is_running and response.chunk_left is not None:
            return self.fault("a watch broke off: there was no last chunk")
        return None

    def seen(self):
        return set(self.added)

    def stop(self):
        self.is_running = False
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.thread.join(25)


class DrainingSuite(Suite):
    title = "draining: two servers over one etcd, one of which ends under load"

    def set_up(self):
        self.started = []
        self.env.wardle
        member = self.begin(etcd_server.Member(self.env.folder("draining-etcd"), os.path.join(self.env.logs, "draining-etcd.log")))
        self.plane = plane = self.begin(Plane(self.env, "draining", "--enable-aggregator-routing"))
        plane.namespace("wardle-system")
        plane.join("wardle-system", "default")
        self.replicas = [self.begin(Replica(plane, member.serving(), number)) for number in range(2)]
        self.logs = [plane.log, *(replica.log for replica in self.replicas)]
        plane.api("POST", "/api/v1/namespaces/wardle-system/services", {
            "metadata": {"name": "wardle"}, "spec": {"selector": {"app": "wardle"}, "ports": [{"port": 443, "protocol": "TCP"}]}})
        for replica in self.replicas:
            replica.start()
            replica.publish(True)
        plane.announce("v1beta1", GROUP, "wardle", "wardle-system")
        plane.until_available(VERSION)
        plane.api("POST", FLUNDERS, {"metadata": {"name": "steady"}})

    def tear_down(self):
        for each in reversed(self.started):
            each.stop()

    def begin(self, started):
        self.started.append(started)
        return started

    def end_one(self, replica):
        """SIGTERM, what a cluster does at the same time, and a new one in its place; how long the old one went on."""
        began = time.monotonic()
        replica.process.send_signal(signal.SIGTERM)
        until(lambda: not replica.answers(), "it says that it is not ready", DELAY + 5)
        time.sleep(max(0, began + LAG - time.monotonic()))
        replica.publish(False)
        until(lambda: replica.process.poll() is not None, "it ends", 60)
        took = time.monotonic() - began
        same(replica.process.returncode, 0, f"how {replica.name} ended")
        end(replica.process)
        replica.start()
        replica.publish(True)
        return took

    @check("each of them is stopped twice by SIGTERM: no request fails, watches end as they should and miss nothing")
    def nobody_notices(self):
        self.drain("w", self.plane.port)

    @check("the same at the address of the Service itself, whose clients keep their connections to one of the two")
    def service(self):
        def connect():
            ready = [replica.port for replica in self.replicas if replica.is_ready]
            return socket.create_connection(("127.0.0.1", random.choice(ready)))
        outside = socket.create_server(("127.0.0.1", 0))
        address = outside.getsockname()[1]
        # What kube-proxy does: a new connection leads to a server that is ready, and stays there.
        self.begin(pod.Forwarder(outside, connect))
        self.drain("s", address)

    def drain(self, name, port):
        # Each relay has a connection of its own, which several clients share.
        relays = [self.begin(Relay(self.plane, port, f"{name}{number}")) for number in range(2)]
        watchers = [self.begin(Watcher(self.plane, address)) for address in [port] * 8 + relays * 3]
        writers = [self.begin(Writer(self.plane, f"{name}{number}", address)) for number, address in enumerate([port] * 2 + relays)]
        readers = [self.begin(Reader(self.plane, address)) for address in [port] * 2 + relays]
        workers = writers + readers + watchers
        served = lambda: all(worker.count >= 20 for worker in writers + readers)
        until(served, "everybody is at work", 30)
        times = [self.end_one(self.replicas[turn % 2]) for turn in range(4)]
        for each in writers + readers:
            each.stop()
        made = [name for writer in writers for name in writer.made]
        missing = lambda: [sorted(set(made) - watcher.seen()) for watcher in watchers]
        until(lambda: not any(missing()) or any(watcher.faults for watcher in watchers), 
              Text(lambda: f"watches tell of all objects (missing: {[(len(names), names[:3]) for names in missing()]})"), 20)
        faults = [fault for worker in workers for fault in worker.faults]
        require(not faults, "\n".join([f"{len(faults)} faults", *faults[:20]]))
        for watcher in watchers:
            same(len(watcher.added), len(set(watcher.added)), "objects that a watcher heard of, and different ones")
            require(watcher.count >= 1, "a watch never ended")
        requests = sum(worker.count for worker in readers) * 2 + sum(worker.count for worker in writers) * 5 // 2
        print(f"      {requests} requests, {len(made)} objects made, {sum(watcher.count for watcher in watchers)} ends of watches; "
              f"servers ended {min(times):.1f} to {max(times):.1f} s after SIGTERM (delay {DELAY} s)")
