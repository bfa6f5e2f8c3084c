"""Stands between a client and the API server and writes down what the client changes, and when."""
import base64
import contextlib
import http.client
import http.server
import json
import os
import ssl
import threading
import time
import urllib.parse

from harness import run


class Act:
    """One request that is to change something: when it came, what it is, and when and how it was answered."""

    def __init__(self, actor, method, path, body):
        self.actor, self.method, self.path = actor, method, path
        self.began, self.ended, self.status = time.monotonic(), None, None
        self.is_lease = "/leases" in path
        self.holder = json.loads(body)["spec"]["holderIdentity"] if self.is_lease else None

    def __repr__(self):
        return f"{self.method} {self.path} by {self.actor} at {self.began:.3f}: {self.status}"


class Account:
    """Everything that several clients change, in the order in which it came, and how often each of them looked at a Lease."""

    def __init__(self):
        self.acts, self.looks, self._lock = [], {}, threading.Lock()

    def add(self, act):
        with self._lock:
            self.acts.append(act)

    def looked(self, actor):
        with self._lock:
            self.looks[actor] = self.looks.get(actor, 0) + 1

    def works(self):
        """What is done besides the election, by actor: lists of acts in their order."""
        with self._lock:
            works = {}
            for act in self.acts:
                if not act.is_lease:
                    works.setdefault(act.actor, []).append(act)
            return works

    def overlaps(self):
        """Pairs of acts that show two at work at once. Whoever has led once never leads again in these suites, so the times in
        which they act lie one after the other, with what they began and never finished."""
        spans = sorted((acts[0].began, acts[-1].began, acts) for acts in self.works().values())
        return [(before[-1], after[0]) for (_, last, before), (first, _, after) in zip(spans, spans[1:]) if first <= last]

    def usurpations(self):
        """Acts of somebody while the Lease was another one's: after the answer that gave it away, before the one that gave it."""
        with self._lock:
            acts = list(self.acts)
        given = sorted((act.ended, act.actor) for act in acts if act.is_lease and act.holder and act.status in (200, 201))
        found = []
        for act in acts:
            if act.is_lease:
                continue
            holder = next((actor for ended, actor in reversed(given) if ended <= act.began), None)
            if holder != act.actor:
                found.append((act, holder))
        return found


class Witness:
    """A plain HTTP address for one client; its requests go on to the server of `kubeconfig`, as the user of that file."""

    def __init__(self, actor, account, kubeconfig, environment):
        self.actor, self.account = actor, account
        config = json.loads(run(["kubectl", "config", "view", "--raw", "--flatten", "--minify", "-o", "json",
                                 f"--kubeconfig={kubeconfig}"], env=environment).ok().out)
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        self.server = urllib.parse.urlsplit(cluster["server"])
        self.context = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
        self.credentials = {"Authorization": f"Bearer {user['token']}"} if "token" in user else {}
        if "client-certificate-data" in user:
            files = [f"{kubeconfig}.witness.{part}" for part in ("crt", "key")]
            for file, part in zip(files, ("certificate", "key")):
                with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                    out.write(base64.b64decode(user[f"client-{part}-data"]))
            self.context.load_cert_chain(*files)
            for file in files:
                os.remove(file)
        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.listener.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.listener.server_address[1]}"
        threading.Thread(target=self.listener.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def connect(self):
        return http.client.HTTPSConnection(self.server.hostname, self.server.port, context=self.context)

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()

    def handler(witness):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self):
                super().setup()
                self.upstream = witness.connect()

            def handle(self):
                with contextlib.suppress(OSError):  # The client is killed.
                    super().handle()

            def finish(self):
                self.upstream.close()
                with contextlib.suppress(OSError):
                    super().finish()

            def log_message(self, *_):
                pass

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                act = None
                if self.command != "GET":
                    act = Act(witness.actor, self.command, self.path, body)
                    witness.account.add(act)
                elif "/leases/" in self.path:
                    witness.account.looked(witness.actor)
                fields = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "authorization")}
                try:
                    self.upstream.request(self.command, self.path, body or None, {**fields, **witness.credentials})
                    answer = self.upstream.getresponse()
                    if act:
                        act.ended, act.status = time.monotonic(), answer.status
                    self.answer(answer)
                except (OSError, http.client.HTTPException):
                    self.close_connection = True  # One of the two is gone.

            def answer(self, answer):
                self.send_response(answer.status)
                length = answer.headers.get("Content-Length")
                for name, value in answer.headers.items():
                    if name.lower() not in ("connection", "transfer-encoding", "date", "server"):
                        self.send_header(name, value)
                if length is None:
                    self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                if length is not None:
                    return self.wfile.write(answer.read())
                while part := answer.read1(65536):
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                return self.wfile.write(b"0\r\n\r\n")

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on
        return Handler
