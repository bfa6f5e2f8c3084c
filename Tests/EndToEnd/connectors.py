"""Connectors: requests that a kind takes over, and clients of other makes at their other end.

The checks of the clients are in python_stream.py, which the interpreter of the virtual environment runs: one line of JSON
for each check comes back and is reported here.
"""
import json
import os

import python_packages
from harness import Failure, check, require, run, same
from second_api import ALPHA, SecondProject

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "python_stream.py")
PATH = f"{ALPHA}/orchards/meadow"


class ConnectorsSuite(SecondProject):
    title = "connectors: kubernetes.stream and websocket-client at the other end"

    def set_up(self):
        python = python_packages.interpreter(self.env)
        super().set_up()
        self.create("meadow", "v1alpha1", rows=2)
        files = self.server.open_files()
        result = run([python, "-B", SCRIPT, self.server.url, self.env.pki.ca, self.env.pki.token, PATH], timeout=300)
        self.files, self.ending, self.outcomes = files, result.err[-2000:], {}
        for line in result.out.splitlines():
            outcome = json.loads(line)
            self.outcomes[outcome["name"]] = outcome["error"]

    def outcome(self, name):
        require(name in self.outcomes, f"{name} did not run: {self.ending}")
        if self.outcomes[name]:
            raise Failure(self.outcomes[name])

    @check("a log that is streamed")
    def log(self):
        same(self.call("GET", PATH + "/log"), "row 1\nrow 2\n", "the log")
        same(self.call("GET", PATH + "/log?lines=3"), "row 1\nrow 2\nrow 3\n", "the log")

    @check("a plain GET of what needs an upgrade")
    def plain(self):
        answer = self.call("GET", PATH + "/exec?command=cat", wanted=400)
        same((answer["kind"], answer["reason"], answer["message"]), ("Status", "BadRequest", "Upgrade request required"),
             "the answer")

    @check("kubernetes.stream: exec with v5, stdin is ended")
    def v5(self):
        self.outcome("v5")

    @check("kubernetes.stream: exec with v4, bytes")
    def v4(self):
        self.outcome("v4")

    @check("kubernetes.stream: exit codes and stderr")
    def exit_code(self):
        self.outcome("exit_code")

    @check("kubernetes.stream: an error is a Status")
    def failure(self):
        self.outcome("failure")

    @check("kubernetes.stream: the size of the terminal")
    def resize(self):
        self.outcome("resize")

    @check("kubernetes.stream: ten MiB for a late reader")
    def flood(self):
        self.outcome("flood")

    @check("kubernetes.stream: a command without input; an object that is not there")
    def call_and_missing(self):
        self.outcome("call")
        self.outcome("missing")

    @check("kubernetes.stream: port forwarding")
    def port_forward(self):
        self.outcome("port_forward")

    @check("websocket-client: base 64 channels")
    def base64(self):
        self.outcome("base64")

    @check("websocket-client: messages in pieces, pings between them")
    def echo(self):
        self.outcome("echo")

    @check("websocket-client: violations get their close codes")
    def violations(self):
        self.outcome("violations")

    @check("websocket-client: handshakes that are refused")
    def handshakes(self):
        self.outcome("handshakes")

    @check("websocket-client: a token among the subprotocols")
    def token(self):
        self.outcome("bearer")

    @check("clients that are cut off leave nothing open")
    def gone(self):
        self.outcome("gone")
        require(self.server.open_files() <= self.files, f"{self.server.open_files()} open files, {self.files} before")
        require(self.server.is_running(), "the server ended")
