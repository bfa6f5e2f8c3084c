"""Python's `kubernetes` client against `run local`.

The checks themselves are in python_client.py, which the interpreter of the virtual environment runs: one line of JSON
for each check comes back and is reported here.
"""
import json
import os

import python_packages
from harness import Failure, check, require, run
from local import LocalSuite

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "python_client.py")


class ClientsSuite(LocalSuite):
    title = "clients: Python's kubernetes package"

    def set_up(self):
        self.python = python_packages.interpreter(self.env)
        super().set_up()
        result = run([self.python, "-B", SCRIPT, self.kubeconfig], env=self.environment, timeout=120)
        self.ending = result.err[-2000:]
        self.outcomes = {}
        for line in result.out.splitlines():
            outcome = json.loads(line)
            self.outcomes[outcome["name"]] = outcome["error"]

    def outcome(self, name):
        require(name in self.outcomes, f"{name} did not run: {self.ending}")
        if self.outcomes[name]:
            raise Failure(self.outcomes[name])

    @check("CustomObjectsApi: create, get, list, replace, delete")
    def crud(self):
        self.outcome("crud")

    @check("CustomObjectsApi: merge, JSON and apply patches")
    def patches(self):
        self.outcome("patches")

    @check("CustomObjectsApi: errors carry their Status")
    def errors(self):
        self.outcome("errors")

    @check("CustomObjectsApi: pages, selectors, collections, dry runs")
    def pages(self):
        self.outcome("pages")

    @check("Watch over list_namespaced_custom_object goes on after a resourceVersion")
    def watch(self):
        self.outcome("watch")

    @check("Watch: timeout_seconds ends it, bookmarks come when asked for")
    def watch_timeout(self):
        self.outcome("watch_timeout")

    @check("DynamicClient: discovery, get, create, replace, patch, delete")
    def dynamic(self):
        self.outcome("dynamic")

    @check("DynamicClient: server_side_apply and its conflicts")
    def dynamic_apply(self):
        self.outcome("dynamic_apply")

    @check("DynamicClient: watch")
    def dynamic_watch(self):
        self.outcome("dynamic_watch")

    @check("websocket-client: a watch over WebSocket, ping, close, time-out")
    def websocket_watch(self):
        self.outcome("websocket_watch")

    @check("ApisApi and VersionApi")
    def discovery(self):
        self.outcome("discovery")
