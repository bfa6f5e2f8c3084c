"""Attacks by the bytes of a request: two servers must never read it in two ways."""
import rawhttp
from harness import check, require, same
from recorder import API, PLURAL

THINGS = f"{API}/namespaces/a/{PLURAL}"
# What a smuggled request would ask for, in the name of somebody else.
SMUGGLED = (f"GET {API}/namespaces/b/{PLURAL}/smuggled HTTP/1.1\r\nHost: x\r\nX-Remote-User: kubernetes-admin\r\n"
            "X-Remote-Group: system:masters\r\n\r\n")


def post(*lines, body=""):
    return f"POST {THINGS} HTTP/1.1\r\nHost: x\r\n" + "".join(line + "\r\n" for line in lines) + "\r\n" + body


def get(*lines):
    return f"GET {THINGS} HTTP/1.1\r\n" + "".join(line + "\r\n" for line in lines) + "\r\n"


CHUNKED = "0\r\n\r\n" + SMUGGLED
LENGTH = len(SMUGGLED)


class WireChecks:
    """Mixed into the suite that has the servers: `plane`, `recorder`, `ann`."""

    def raw(self, data, identity, port=None):
        data = data if isinstance(data, bytes) else data.encode("latin-1")
        return rawhttp.exchange(port or self.plane.port, self.plane.context(identity or None), data)

    def one_arrival(self):
        found = self.recorder.take()
        same(len(found), 1, f"requests that arrived: {found}")
        return found[0]

    def refused(self, what, data):
        """Refused as a whole: an error or a closed connection, and nothing arrives, neither now nor with the next request."""
        answer = self.raw(data, self.ann)
        found = rawhttp.statuses(answer)
        require(all(status >= 400 for status in found), f"{what}: answered {answer[:400]!r}")
        arrived = self.recorder.take()
        require(not arrived, f"{what}: arrived: {arrived}")
        self.lives(what)

    def lives(self, what):
        same(self.status(THINGS, self.ann), 200, f"an honest request after {what}")
        arrived = self.recorder.take()
        require([each.target for each in arrived] == [THINGS], f"after {what} arrived {arrived}")

    # MARK: HTTP/1.1

    @check("smuggling: Content-Length and Transfer-Encoding together")
    def both_lengths(self):
        for what, lines in {
            "CL before TE": (f"Content-Length: {len(CHUNKED)}", "Transfer-Encoding: chunked"),
            "TE before CL": ("Transfer-Encoding: chunked", f"Content-Length: {len(CHUNKED)}"),
            "CL of 0 and TE": ("Content-Length: 0", "Transfer-Encoding: chunked"),
            "TE and a short CL": ("Transfer-Encoding: chunked", "Content-Length: 5"),
        }.items():
            self.refused(what, post(*lines, body=CHUNKED))

    @check("smuggling: two Content-Length, and ones that are no plain number")
    def two_lengths(self):
        for lengths in ([0, LENGTH], [LENGTH, 0], [f"0, {LENGTH}"], [f"+{LENGTH}"], [f"-{LENGTH}"], [f"0x{LENGTH:x}"],
                        ["0 0"], [f"{LENGTH}\x0b"], ["1e2"], [""], ["99999999999999999999999"], ["18446744073709551616"]):
            self.refused(f"Content-Length {lengths}", post(*(f"Content-Length: {each}" for each in lengths), body=SMUGGLED))

    @check("smuggling: Transfer-Encoding in odd spelling")
    def odd_encodings(self):
        for value in ("xchunked", "chunked, identity", "identity, chunked", "identity", "chunked, chunked", "gzip, chunked",
                      "chunked;q=1", "'chunked'", '"chunked"', "\x0bchunked", "chunked\x0b", "chunked\x00", "chunke", ", chunked"):
            self.refused(f"Transfer-Encoding {value!r}", post(f"Transfer-Encoding: {value}", body=CHUNKED))
        for line in ("Transfer-Encoding : chunked", " Transfer-Encoding: chunked", "Transfer-Encoding\t: chunked",
                     "Transfer-Encoding:\r\n chunked", "X: y\r\n\tTransfer-Encoding: chunked"):
            self.refused(repr(line), post(line, f"Content-Length: {len(CHUNKED)}", body=CHUNKED))
        self.refused("two fields", post("Transfer-Encoding: chunked", "Transfer-Encoding: identity", body=CHUNKED))
        self.refused("HTTP/1.0", post("Transfer-Encoding: chunked", body=CHUNKED).replace("HTTP/1.1", "HTTP/1.0", 1))

    @check("smuggling: bare LF and CR, NUL, obs-fold and spaces around the name of a field")
    def odd_lines(self):
        for what, data in {
            "LF ends every line": get("Host: x").replace("\r\n", "\n"),
            "LF ends a field": get("Host: x", "A: b\nX-Remote-User: kubernetes-admin"),
            "LF ends the head": f"GET {THINGS} HTTP/1.1\r\nHost: x\n\n" + SMUGGLED,
            "CR in a field": get("Host: x", "A: b\rX-Remote-User: kubernetes-admin"),
            "NUL in a field": get("Host: x", "A: b\0c"),
            "obs-fold": get("Host: x", "A: b", " X-Remote-User: kubernetes-admin"),
            "obs-fold with a tab": get("Host: x", "A: b", "\tc"),
            "obs-fold in the first line": get(" Host: x", "A: b"),
            "space before the colon": get("Host: x", "X-Remote-User : kubernetes-admin"),
            "space in a name": get("Host: x", "X Remote-User: kubernetes-admin"),
            "no name": get("Host: x", ": kubernetes-admin"),
            "no colon": get("Host: x", "X-Remote-User"),
            "no host": get("A: b"),
            "two hosts": get("Host: x", "Host: y"),
            "LF in the request line": f"GET {THINGS}\n HTTP/1.1\r\nHost: x\r\n\r\n",
            "two spaces": f"GET  {THINGS} HTTP/1.1\r\nHost: x\r\n\r\n",
            "a tab": f"GET\t{THINGS} HTTP/1.1\r\nHost: x\r\n\r\n",
            "a space in the path": f"GET {THINGS} x HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.2": get("Host: x").replace("HTTP/1.1", "HTTP/1.2"),
            "HTTP/0.9": f"GET {THINGS}\r\n\r\n",
            "the method of another protocol": get("Host: x").replace("GET", "PRI", 1),
        }.items():
            self.refused(what, data)

    @check("smuggling: sizes of chunks that overflow or are none, extensions, trailers")
    def odd_chunks(self):
        for size in ("-1", "+5", "0x5", "5 5", "10000000000000005", "FFFFFFFFFFFFFFFF", "80000000000000000", "", " ", "5\n", "５"[:1]):
            body = f"{size}\r\nhello\r\n" + CHUNKED
            self.refused(f"a chunk of size {size!r}", post("Transfer-Encoding: chunked", body="").encode() + body.encode())
        for what, body in {
            "a chunk that is longer than it says": "5\r\nhello smuggled\r\n" + CHUNKED,
            "a chunk that LF ends": "5\nhello\r\n" + CHUNKED,
            "an extension with LF": "5;a=b\nhello\r\n" + CHUNKED,
            "an endless extension": "5;" + "a" * 100_000 + "\r\nhello\r\n" + CHUNKED,
            "a trailer that names somebody": "5\r\nhello\r\n0\r\nX-Remote-User : kubernetes-admin\r\n\r\n",
        }.items():
            self.refused(what, post("Transfer-Encoding: chunked", body=body))

    @check("an honest chunked body arrives as one body, extensions and trailers left behind")
    def honest_chunks(self):
        body = '5;name="a\\"b"\r\n{"a":\r\n2;x\r\n1}\r\n0\r\nX-Remote-User: kubernetes-admin\r\nX-Remote-Group: system:masters\r\n\r\n'
        answer = self.raw(post("Transfer-Encoding: chunked", "Content-Type: application/json", body=body), self.ann)
        same(rawhttp.statuses(answer), [200], "status")
        arrival = self.one_arrival()
        same((arrival.body, arrival.user, arrival.all("X-Remote-Group")), (b'{"a":1}', "ann", ["system:authenticated"]),
             "what arrives")

    @check("requests in one connection are each judged by themselves, also when a body looks like a request")
    def pipelined(self):
        body = SMUGGLED + SMUGGLED
        data = post(f"Content-Length: {len(body)}", "Content-Type: application/json", body=body) + SMUGGLED + get("Host: x")
        answer = self.raw(data, self.ann)
        same(rawhttp.statuses(answer), [200, 403, 200], "statuses")
        arrived = self.recorder.take()
        same([(each.method, each.target, each.user) for each in arrived], [("POST", THINGS, "ann"), ("GET", THINGS, "ann")],
             "what arrives")
        same(arrived[0].body, body.encode(), "the body")

    @check("what a GET carries as its body is no second request")
    def body_of_get(self):
        answer = self.raw(f"GET {THINGS} HTTP/1.1\r\nHost: x\r\nContent-Length: {LENGTH}\r\n\r\n{SMUGGLED}", self.ann)
        for arrival in self.recorder.take():
            same((arrival.target, arrival.user), (THINGS, "ann"), f"what arrives (answered {answer[:200]!r})")
        self.lives("a GET with a body")

    @check("an upgrade that the extension server refuses does not open a way around the control plane")
    def refused_upgrade(self):
        data = get("Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                   "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==") + SMUGGLED
        self.raw(data, self.ann)
        for arrival in self.recorder.take():
            same((arrival.target, arrival.user), (THINGS, "ann"), "what arrives")
        self.lives("a refused upgrade")

    # MARK: HTTP/2

    HEAD = {":method": "GET", ":scheme": "https", ":authority": "localhost", ":path": THINGS}

    def ask2(self, fields, **options):
        return rawhttp.request(self.plane.port, self.plane.context(self.ann, protocols=("h2",)), fields, **options)

    def fields2(self, *more, **changed):
        head = {**self.HEAD, **{f":{name}": value for name, value in changed.items()}}
        return [each for each in head.items() if each[1] is not None] + list(more)

    def refused2(self, what, fields, **options):
        outcome = self.ask2(fields, **options)
        require(outcome in ("reset", "closed") or outcome[0] in "45", f"{what}: answered {outcome}")
        arrived = self.recorder.take()
        require(not arrived, f"{what}: arrived: {arrived}")

    @check("HTTP/2: an honest request gets through")
    def honest2(self):
        same(self.ask2(self.fields2()), "200", "status")
        same((self.one_arrival().user), "ann", "who asks")

    @check("HTTP/2: pseudo-fields twice, missing, unknown, late, or in trailers")
    def pseudo_fields(self):
        secret = f"{API}/namespaces/b/{PLURAL}"
        for what, fields in {
            ":path twice": [*self.fields2(), (":path", secret)],
            "another :path first": [(":path", secret), *self.fields2()],
            ":method twice": [*self.fields2(), (":method", "DELETE")],
            ":authority twice": [*self.fields2(), (":authority", "evil.test")],
            "no :path": self.fields2(path=None), "no :method": self.fields2(method=None), "no :scheme": self.fields2(scheme=None),
            "an unknown one": self.fields2((":user", "kubernetes-admin")), "of an answer": self.fields2((":status", "200")),
            ":protocol": self.fields2((":protocol", "websocket")), "late": [("a", "b"), *self.fields2()],
            ":path late": [*self.fields2(path=None), ("a", "b"), (":path", THINGS)],
        }.items():
            self.refused2(what, fields)
        self.refused2("in trailers", self.fields2(method="POST"), body=b"{}", trailers=[(":path", secret)])
        self.lives("HTTP/2 pseudo-fields")

    @check("HTTP/2: :path and :method with spaces, line breaks, or another request in them")
    def odd_pseudo_fields(self):
        line = f" HTTP/1.1\r\nHost: x\r\nX-Remote-User: kubernetes-admin\r\nX: "
        for path in ("", "*", "no-slash", THINGS + " HTTP/1.1", THINGS + line, THINGS + "\r\n", THINGS + "\nX: y", THINGS + "\0",
                     " " + THINGS, THINGS + "\t", f"{THINGS}?a=b c"):
            self.refused2(f":path {path!r}", self.fields2(path=path))
        for method in ("", "GET " + THINGS + line, "GET\r\n", "G ET", "GET\0", "G@T", "get"):
            self.refused2(f":method {method!r}", self.fields2(method=method))
        self.refused2("CONNECT", self.fields2(method="CONNECT"))
        self.lives("odd HTTP/2 pseudo-fields")

    @check("HTTP/2: names of fields in upper case, with a colon, a space or a line break")
    def odd_names(self):
        for name in ("X-Remote-User", "x-remote-user:", "x-remote-user: a\r\nx", "a b", "a\r\nb", "a\nb", "a\0b", "", ":", "a:b", "é"):
            self.refused2(f"the name {name!r}", self.fields2((name, "kubernetes-admin")))
        self.lives("odd names")

    @check("HTTP/2: values with line breaks and NUL, and fields that belong to a connection")
    def odd_values(self):
        for value in ("a\r\nx-remote-user: kubernetes-admin", "a\nb", "a\rb", "a\0b"):
            self.refused2(f"the value {value!r}", self.fields2(("x", value)))
        for name, value in (("connection", "close"), ("connection", "x-remote-user"), ("keep-alive", "1"),
                            ("proxy-connection", "close"), ("transfer-encoding", "chunked"), ("upgrade", "websocket"), ("te", "gzip")):
            self.refused2(f"{name}: {value}", self.fields2((name, value)))
        self.lives("odd values")

    @check("HTTP/2: content-length that is not the body's, twice, or no number")
    def lengths2(self):
        body = SMUGGLED.encode()
        for lengths in (["0"], ["5"], [str(len(body) + 1)], ["5", str(len(body))], ["-1"], ["x"], [""]):
            fields = self.fields2(*(("content-length", each) for each in lengths), method="POST")
            self.refused2(f"content-length {lengths}", fields, body=body, seconds=4)
        self.lives("odd lengths")

    @check("HTTP/2: what a client says of itself does not arrive, and :authority and host change nothing")
    def said2(self):
        outcome = self.ask2(self.fields2(("x-remote-user", "kubernetes-admin"), ("x-remote-group", "system:masters"),
                                         ("x-remote-extra-a", "b"), ("x_remote_user", "kubernetes-admin"),
                                         ("authorization", "Bearer attacks-fixed-token"), ("cookie", "a=b"), ("cookie", "c=d"),
                                         ("te", "trailers"), authority="evil.test"))
        same(outcome, "200", "status")
        arrival = self.one_arrival()
        same((arrival.all("X-Remote-User"), arrival.all("X-Remote-Group"), arrival.all("Authorization"), arrival.all("X_Remote_User"),
              arrival.all("Host")), (["ann"], ["system:authenticated"], [], [], [f"127.0.0.1:{self.recorder.port}"]),
             "what arrives")
        outcome = self.ask2(self.fields2(("host", "evil.test")))
        for arrival in self.recorder.take():
            same(arrival.all("Host"), [f"127.0.0.1:{self.recorder.port}"], f"Host ({outcome})")
