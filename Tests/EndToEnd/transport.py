"""What the server does with clients that are unusual, broken or rude; it lives on after each of them."""
import json
import os
import socket
import ssl
import time
import uuid

from harness import Client, Failure, Later, Skip, Suite, check, contains, require, run, same, until

API = "/apis/insect.example.com/v1beta1/namespaces/default/bees"
# The server allows 32 s for a request's head.
HEAD_SECONDS = 35


class TransportSuite(Suite):
    title = "transport: clients of every kind"

    def set_up(self):
        self.logs = [os.path.join(self.env.logs, "transport.log")]
        self.server = self.env.serve("transport", "--storage", "memory")
        # The slow client costs half a minute: it runs beside the others.
        self.slow = Later(self.byte_by_byte)

    def tear_down(self):
        if hasattr(self, "server"):
            self.server.stop()

    # MARK: Talking to it

    def curl(self, *arguments, path="/readyz"):
        return run(["curl", "-sS", "--max-time", "20", "--cacert", self.env.pki.ca, "-H",
                    f"Authorization: Bearer {self.env.pki.token}", *arguments, self.server.url + path])

    def connect(self, protocols=("http/1.1",), minimum=None, maximum=None, timeout=15):
        """A TLS connection of our own."""
        context = ssl.create_default_context(cafile=self.env.pki.ca)
        context.set_alpn_protocols(list(protocols))
        if minimum or maximum:
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version, context.maximum_version = minimum or maximum, maximum or minimum
        plain = socket.create_connection(("127.0.0.1", self.server.port), timeout=timeout)
        return context.wrap_socket(plain, server_hostname="127.0.0.1")

    def exchange(self, data, seconds=15):
        """Sends bytes, reads until the server closes; what came before it did. A Failure if it stays open and silent."""
        with self.connect(timeout=seconds) as connection:
            try:
                connection.sendall(data)
            except OSError:
                pass  # cut off while we were sending: what it answered may still be there
            return _read_all(connection, seconds)

    def refused(self, data, *statuses):
        """The server answers one of these statuses, or just closes."""
        answer = self.exchange(data)
        if answer and not any(answer.startswith(f"HTTP/1.1 {status} ".encode()) for status in statuses):
            raise Failure(f"expected {' or '.join(map(str, statuses))} or a closed connection, got {answer[:300]!r}")
        self.lives()

    def lives(self):
        require(self.server.is_running(), "the server ended")
        client = Client(self.server, self.env.pki)
        try:
            same(client.call("GET", "/readyz"), (200, "ok"), "/readyz afterwards")
        finally:
            client.close()

    # MARK: Protocols

    @check("curl --http1.1")
    def http1(self):
        same(self.curl("--http1.1", "-w", " %{http_version} %{http_code}").ok().out, "ok 1.1 200", "the answer")

    @check("curl --http2")
    def http2(self):
        same(self.curl("--http2", "-w", " %{http_version} %{http_code}").ok().out, "ok 2 200", "the answer")

    @check("no ALPN means HTTP/1.1")
    def no_alpn(self):
        same(self.curl("--no-alpn", "-w", " %{http_version}").ok().out, "ok 1.1", "the answer")

    @check("a client certificate is an identity")
    def client_certificate(self):
        creds = os.path.join(self.env.pki.directory, "creds", "admin")
        answer = run(["curl", "-sS", "--cacert", self.env.pki.ca, "--cert", f"{creds}.crt", "--key", f"{creds}.key",
                      "-o", "/dev/null", "-w", "%{http_code}", self.server.url + API]).ok()
        same(answer.out, "200", "status")

    @check("an unknown token is 401")
    def unknown_token(self):
        answer = run(["curl", "-sS", "--cacert", self.env.pki.ca, "-H", "Authorization: Bearer nonsense", "-o", "/dev/null",
                      "-w", "%{http_code}", self.server.url + API]).ok()
        same(answer.out, "401", "status")

    @check("TLS 1.2 and 1.3 are spoken")
    def modern_tls(self):
        for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
            with self.connect(minimum=version) as connection:
                same(connection.version(), name, "version")

    @check("TLS 1.1 is refused")
    def old_tls(self):
        try:
            with self.connect(minimum=ssl.TLSVersion.TLSv1_1):
                raise Failure("the server speaks TLS 1.1")
        except ssl.SSLError as error:
            # An error of our own side would prove nothing.
            contains(str(error).lower(), "alert protocol version", "the reason")
        self.lives()

    @check("several requests over one connection, also sent at once")
    def pipelining(self):
        request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        same(self.exchange(request * 4 + last).count(b"HTTP/1.1 200"), 5, "answers")

    @check("2 000 requests over HTTP/2 with 32 streams")
    def load(self):
        report = run(["h2load", "-n", "2000", "-c", "2", "-m", "32", "-H", f"Authorization: Bearer {self.env.pki.token}",
                      self.server.url + API]).ok().out
        contains(report, "2000 succeeded, 0 failed, 0 errored", "h2load's report")
        contains(report, "2000 2xx", "h2load's report")

    # MARK: Broken requests

    @check("garbage instead of a request")
    def garbage(self):
        self.refused(b"\x00\xff\x17garbage \r\n\r\n" * 20, 400)
        self.refused(b"GET\r\n\r\n", 400)
        self.refused(b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400, 505)

    @check("garbage after the HTTP/2 preface")
    def garbage_http2(self):
        with self.connect(protocols=("h2",)) as connection:
            same(connection.selected_alpn_protocol(), "h2", "ALPN")
            connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 64)
            _read_all(connection, 15)
        self.lives()

    @check("a header of 10 MiB")
    def huge_header(self):
        self.refused(b"GET /readyz HTTP/1.1\r\nHost: x\r\nX-Big: " + b"a" * (10 << 20) + b"\r\n\r\n", 400, 431)
        memory = self.server.rss_mib()
        require(memory < 300, f"the server holds {memory:.0f} MiB")

    @check("a line of 10 MiB instead of a request")
    def huge_line(self):
        self.refused(b"GET /" + b"a" * (10 << 20) + b" HTTP/1.1\r\nHost: x\r\n\r\n", 400, 414, 431)

    @check("a body of 4 MiB is 413, by HTTP/1.1 and HTTP/2")
    def huge_body(self):
        path = os.path.join(self.env.temporary, "body")
        with open(path, "w") as file:
            json.dump({"apiVersion": "insect.example.com/v1beta1", "kind": "Bee",
                       "metadata": {"name": "big", "annotations": {"a": "x" * (4 << 20)}}}, file)
        for version in ("--http1.1", "--http2"):
            answer = self.curl(version, "-H", "Content-Type: application/json", "--data-binary", f"@{path}",
                               "-w", "\n%{http_code}", path=API).ok().out
            body, _, status = answer.rpartition("\n")
            same(status, "413", f"status with {version}")
            status = json.loads(body)
            same((status.get("kind"), status.get("reason")), ("Status", "RequestEntityTooLarge"), f"the answer with {version}")
        self.lives()

    @check("a chunked body without end is 413")
    def endless_body(self):
        head = (f"POST {API} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.env.pki.token}\r\n"
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
        self.refused(head + (b"10000\r\n" + b" " * 0x10000 + b"\r\n") * 80, 413)

    @check("two lengths that differ")
    def two_lengths(self):
        self.refused(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400)

    @check("a length that is not a number")
    def bad_length(self):
        self.refused(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", 400)
        self.refused(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400, 413)

    @check("chunks that are none")
    def bad_chunks(self):
        head = f"POST {API} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.env.pki.token}\r\n".encode()
        self.refused(head + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400)

    @check("bodies that are not JSON, or nested 100 000 deep, are 400")
    def bad_json(self):
        client = Client(self.server, self.env.pki)
        for body in ("{", "[" * 100_000, b"\xff\xfe", '{"a":1}{"b":2}', '"text"'):
            status, answer = client.call("POST", API, body)
            same((status, answer["kind"]), (400, "Status"), f"the answer to {body[:20]!r}")
        client.close()
        self.lives()

    @check("plain HTTP on the TLS port")
    def plain(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=15) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = _read_all(connection, 15)
        require(b"200" not in answer[:20], f"it was served: {answer[:200]!r}")
        self.lives()

    # MARK: Rude clients

    @check("clients that go away leave no open files")
    def leak(self):
        self.lives()
        before = self.server.open_files()
        for turn in range(100):
            connection = self.connect()
            if turn % 2:
                connection.sendall(f"GET {API}?watch=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.env.pki.token}"
                                   "\r\n\r\n".encode())
            connection.close()
        until(lambda: self.server.open_files() <= before + 2, f"back to {before} open files", 10)

    @check("a client that stops in the middle of TLS or of a request")
    def half(self):
        for data in (b"", b"\x16\x03\x01"):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=5) as connection:
                connection.sendall(data)
        with self.connect() as connection:
            connection.sendall(b"POST " + API.encode() + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        self.lives()

    @check("create, watch and delete by HTTP/2 and HTTP/1.1 side by side")
    def mixed(self):
        name = f"mixed-{uuid.uuid4().hex[:8]}"
        body = json.dumps({"apiVersion": "insect.example.com/v1beta1", "kind": "Bee", "metadata": {"name": name}, "spec": {}})
        made = self.curl("--http2", "-H", "Content-Type: application/json", "-d", body, "-w", "\n%{http_code}", path=API).ok().out
        if made.endswith("\n422"):
            raise Skip("a Bee needs a spec here")
        require(made.endswith("\n201"), made[-300:])
        events = self.curl("--http2", "--no-buffer", path=f"{API}?watch=true&timeoutSeconds=1&fieldSelector=metadata.name={name}")
        contains(events.out, '"type":"ADDED"', "the watch")
        same(self.curl("--http1.1", "-X", "DELETE", "-o", "/dev/null", "-w", "%{http_code}", path=f"{API}/{name}").ok().out, "200",
             "status of the deletion")

    @check("one byte a second is cut off")
    def one_byte_a_second(self):
        seconds = self.slow.result(HEAD_SECONDS + 10)
        require(5 < seconds <= HEAD_SECONDS, f"after {seconds:.0f} s")
        self.lives()

    def byte_by_byte(self):
        """Sends a request's head a byte a second; returns after how many seconds the server ended it."""
        began = time.monotonic()
        with self.connect(timeout=1) as connection:
            for byte in b"GET /readyz HTTP/1.1\r\nX-Slow: " + b"a" * (HEAD_SECONDS + 10):
                try:
                    connection.sendall(bytes([byte]))
                    if connection.recv(4096) == b"":
                        break
                except TimeoutError:
                    pass  # nothing came within the second
                except OSError:
                    break
            return time.monotonic() - began


def _read_all(connection, seconds):
    """Reads until the other side closes or resets."""
    answer, end = b"", time.monotonic() + seconds
    while True:
        try:
            data = connection.recv(65_536)
        except TimeoutError:
            data = None
        except OSError:
            return answer
        if data == b"":
            return answer
        if data:
            answer += data
        if time.monotonic() > end:
            raise Failure(f"the connection is still open after {seconds} s; it answered {answer[:200]!r}")
