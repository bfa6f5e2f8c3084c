"""Real members of etcd, and just enough of its protocol to look at what lies in them."""
import os
import re
import shutil
import socket
import struct
import subprocess

from harness import Failure, Skip, end, spawn, until


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Member:
    """One member; `peers` of a cluster are made by `cluster`."""

    def __init__(self, folder, log, name="alone", peer=None, initial=None, tls=(), port=0):
        if not shutil.which("etcd"):
            raise Skip("there is no etcd (Debian: etcd-server)")
        self.log, self.tls = log, tls
        scheme = "https" if tls else "http"
        self.peer = peer or "http://127.0.0.1:0"
        self.command = [
            "etcd", "--name", name, "--data-dir", os.path.join(folder, name), "--logger", "zap", "--enable-grpc-gateway=false",
            "--listen-client-urls", f"{scheme}://127.0.0.1:{port}",
            "--advertise-client-urls", f"{scheme}://127.0.0.1:{port}",
            "--listen-peer-urls", self.peer, "--initial-advertise-peer-urls", self.peer,
            "--initial-cluster", initial or f"{name}={self.peer}", "--heartbeat-interval", "50", "--election-timeout", "500",
            *tls]
        self.begin()
        self.url = None
        self.scheme = scheme

    def begin(self):
        with open(self.log, "wb") as file:
            self.process = spawn(self.command, stdin=subprocess.DEVNULL, stdout=file, stderr=file)

    def serving(self):
        """Waits until it serves; returns its URL."""
        def found():
            with open(self.log, errors="replace") as file:
                text = file.read()
            if self.process.poll() is not None:
                raise Failure(f"etcd ended:\n{text[-2000:]}")
            return re.search(r'serving client traffic (?:in)?securely.*"address":"127\.0\.0\.1:(\d+)"', text)
        self.url = f"{self.scheme}://127.0.0.1:{until(found, 'etcd serves', 30).group(1)}"
        return self.url

    def is_leader(self):
        answer = self.call("Maintenance/Status", b"")
        fields = dict(read(answer))
        return dict(read(fields[1])).get(2) == fields.get(4)

    def call(self, method, message):
        """One call; the answer's message."""
        done = subprocess.run(
            ["curl", "-sf", "--max-time", "5", "--http2-prior-knowledge", "--data-binary", "@-", "-H",
             "content-type: application/grpc", "-H", "te: trailers", f"{self.url}/etcdserverpb.{method}"],
            input=b"\0" + struct.pack(">I", len(message)) + message, capture_output=True)
        if done.returncode or len(done.stdout) < 5:
            raise Failure(f"etcd: {method} failed (curl: {done.returncode})")
        return done.stdout[5:]

    def values(self, prefix):
        """Everything below a prefix: {key: value}."""
        stop = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        answer = self.call("KV/Range", field(1, prefix.encode()) + field(2, stop.encode()))
        found = [dict(read(value)) for number, value in read(answer) if number == 2]
        return {each[1].decode(): each.get(5, b"") for each in found}

    def put(self, key, value):
        self.call("KV/Put", field(1, key.encode()) + field(2, value))

    def stop(self):
        end(self.process)

    def kill(self):
        self.process.kill()
        self.process.wait()
        end(self.process)


def cluster(folder, logs, count=3):
    """A cluster of several members that serve."""
    peers = {f"m{number}": f"http://127.0.0.1:{free_port()}" for number in range(count)}
    initial = ",".join(f"{name}={url}" for name, url in peers.items())
    # A member that is started again has the same address.
    members = [Member(folder, os.path.join(logs, f"etcd-{name}.log"), name, url, initial, port=free_port())
               for name, url in peers.items()]
    for member in members:
        member.serving()
    return members


# MARK: Protobuf


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(tag, value):
    return number(tag << 3 | 2) + number(len(value)) + value


def read(message):
    """Fields of a message: (number, value)."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
    fields = []
    while at < len(message):
        tag = varint()
        if tag & 7 == 0:
            fields.append((tag >> 3, varint()))
        else:
            length = varint()
            fields.append((tag >> 3, message[at:at + length]))
            at += length
    return fields
