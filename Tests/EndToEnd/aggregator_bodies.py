"""Bodies of requests on their way through the aggregation layer: they go on while they come in, whatever their length."""
import json
import os
import threading
import time

import rawhttp
from harness import check, contains, require, run, same, until
from recorder import API, GROUP, PLURAL, Recorder

THINGS = f"{API}/namespaces/default/{PLURAL}"
FLUNDERS = "/apis/wardle.example.com/v1beta1/namespaces/default/flunders"
MEBIBYTE = 1 << 20


class Reader:
    """Reads the chunks of one request, and says what came."""

    def __init__(self):
        self.chunks, self.fields, self.is_complete, self.is_broken = [], {}, False, False
        self._news = threading.Condition()

    def __call__(self, handler):
        self.fields = dict(handler.headers.items())
        try:
            while True:
                length = int(handler.rfile.readline().split(b";")[0], 16)
                data = handler.rfile.read(length)
                handler.rfile.readline()
                if length == 0:
                    break
                with self._news:
                    self.chunks.append(data)
                    self._news.notify_all()
            self.is_complete = True
            handler.send(200, {"bytes": sum(map(len, self.chunks))})
        except (OSError, ValueError):
            # The connection ended, which is no end of a body.
            self.is_broken = True
            handler.close_connection = True

    def wait_for(self, data, seconds=10):
        with self._news:
            require(self._news.wait_for(lambda: b"".join(self.chunks) == data, seconds),
                    f"the server has {b''.join(self.chunks)[:100]!r}, not {data[:100]!r}")


class BodyChecks:
    """Mixed into the suite that has the control plane, `plane`, and examples/wardle, `wardle`."""

    @property
    def recorder(self):
        """A server that keeps what arrives, registered when it is first wanted."""
        if not hasattr(self, "_recorder"):
            self._recorder = Recorder(self.plane.serving("echo", "echo-system"), self.plane.key("front-proxy-ca")[0])
            self.plane.service("echo", "echo-system", self._recorder.port)
            self.plane.announce("v1", GROUP, "echo", "echo-system")
            self.plane.until_available(f"v1.{GROUP}")
            until(lambda: self.plane.call("GET", THINGS)[0] == 200, "a way to it", 5)
        return self._recorder

    def begin(self, name, first):
        """A request with a chunked body over a connection of its own, and what reads it at the other end."""
        path = f"{THINGS}/{name}"
        reader = self.recorder.readers[path] = Reader()
        connection = rawhttp.connect(self.plane.port, self.plane.context(self.plane.key("admin")))
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + self.chunk(first))
        return connection, reader

    @staticmethod
    def chunk(data):
        return b"%x\r\n%s\r\n" % (len(data), data)

    def curl(self, *arguments):
        certificate, key = self.plane.key("admin")
        return run(["curl", "-sS", "--max-time", "30", "--cacert", self.plane.ca, "--cert", certificate, "--key", key,
                    "-H", "Content-Type: application/json", *arguments])

    @check("a chunked body arrives part by part: the first is there before the second is sent")
    def parts(self):
        connection, reader = self.begin("parts", b"first")
        with connection:
            reader.wait_for(b"first")
            require(not reader.is_complete, "the body was ended for the client")
            connection.sendall(self.chunk(b"second"))
            reader.wait_for(b"firstsecond")
            connection.sendall(b"0\r\n\r\n")
            answer = connection.recv(65_536)
            require(answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b'{"bytes": 11}'), f"{answer!r}")
            same("Content-Length" in reader.fields, False, "a length that nobody said")

    @check("a client that goes away in the middle of a body: the server never sees its end")
    def broken(self):
        connection, reader = self.begin("broken", b"first")
        with connection:
            reader.wait_for(b"first")
        until(lambda: reader.is_broken or reader.is_complete, "the server hears of it", 10)
        same((reader.is_complete, b"".join(reader.chunks)), (False, b"first"), "what the server has")

    @check("64 MiB go through, and the control plane keeps next to nothing of them while the server does not read")
    def long(self):
        path, size, held = f"{THINGS}/long", 64 * MEBIBYTE, threading.Event()
        read = {}

        def reader(handler):
            held.wait(20)
            same(int(handler.headers["Content-Length"]), size, "Content-Length")
            left = size
            while left:
                left -= len(handler.rfile.read(min(left, MEBIBYTE)))
            read["all"] = True
            handler.send(200, {})
        self.recorder.readers[path] = reader
        body = os.path.join(self.env.folder("bodies"), "long")
        with open(body, "wb") as file:
            file.truncate(size)
        before = self.memory()
        done = {}
        sending = threading.Thread(target=lambda: done.update(reply=self.curl(
            "--http1.1", "-X", "PUT", "-H", "Expect:", "-T", body, "-w", "%{http_code}", "-o", "/dev/null", self.plane.url + path)))
        sending.start()
        time.sleep(1)
        grown = self.memory() - before
        held.set()
        sending.join(30)
        same((done["reply"].ok().out, read.get("all")), ("200", True), "status, and what was read")
        require(grown < 8 * MEBIBYTE, f"it grew by {grown / MEBIBYTE:.1f} MiB")
        print(f"      grew by {grown / MEBIBYTE:.1f} MiB")

    def memory(self):
        """Resident bytes of the control plane's process."""
        with open(f"/proc/{self.plane.server.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    @check("8 MiB for a server that reads 3: its 413 arrives whole, over HTTP/1.1 and HTTP/2, with a length and without")
    def refused(self):
        body = os.path.join(self.env.folder("bodies"), "flunder")
        with open(body, "w") as file:
            file.write(json.dumps({"metadata": {"name": "huge", "annotations": {"a": "x" * (8 * MEBIBYTE)}}, "spec": {}}))
        for version in ("--http1.1", "--http2"):
            for form in ("Expect:", "Transfer-Encoding: chunked"):
                reply = self.curl(version, "-X", "POST", "-H", form, "-T", body, "-w", "\n%{http_code}", self.plane.url + FLUNDERS).ok()
                text, status = reply.out.rsplit("\n", 1)
                same((status, json.loads(text)["reason"]), ("413", "RequestEntityTooLarge"), f"{version}, {form}")
        contains(text, "limit is 3145728", "the message")

    @check("a body whose server is gone: 503, and the connection ends")
    def gone(self):
        self.wardle.kill()
        try:
            data = f"POST {FLUNDERS} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + self.chunk(b"first")
            answer = rawhttp.exchange(self.plane.port, self.plane.context(self.plane.key("admin")), data)
        finally:
            self.wardle.start()
        require(answer.startswith(b"HTTP/1.1 503 ") and b"\r\nconnection: close\r\n" in answer, f"{answer!r}")
