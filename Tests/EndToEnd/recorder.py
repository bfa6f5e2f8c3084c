"""An extension server that keeps what arrives and answers what it is told to."""
import http.server
import json
import ssl
import threading

GROUP, VERSION, PLURAL = "echo.test", "v1", "things"
API = f"/apis/{GROUP}/{VERSION}"
THINGS = f"{API}/namespaces/default/{PLURAL}"
VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"]


class Arrival:
    """One request as it came."""

    def __init__(self, handler, body):
        self.method, self.target = handler.command, handler.path
        self.fields = [(name, value) for name, value in handler.headers.items()]
        self.body = body
        certificate = handler.connection.getpeercert()
        self.proxy = dict(part[0] for part in certificate["subject"]).get("commonName") if certificate else None
        self.serial = certificate["serialNumber"] if certificate else None

    def all(self, name):
        return [value for field, value in self.fields if field.lower() == name.lower()]

    @property
    def user(self):
        return (self.all("X-Remote-User") or [None])[0]

    def __repr__(self):
        return f"{self.method} {self.target} {self.fields}"


class Recorder:
    """Listens on a free port of the loopback address, with TLS; `answers` maps paths to functions of the handler, `readers` to
    functions that read the body themselves."""

    def __init__(self, certificate, proxies):
        self._arrivals, self._lock = [], threading.Lock()
        self.answers, self.readers = {}, {}
        self.keeps_connections = True
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                if self.path in recorder.readers:
                    return recorder.readers[self.path](self)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if "chunked" in self.headers.get("Transfer-Encoding", ""):
                    body = recorder.chunks(self.rfile)
                self.body = body
                self.close_connection = not recorder.keeps_connections
                recorder.add(Arrival(self, body))
                path = self.path.split("?")[0]
                if path in recorder.answers:
                    recorder.answers[path](self)
                elif path == API:
                    self.send(200, {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": f"{GROUP}/{VERSION}",
                                    "resources": [{"name": PLURAL, "singularName": "thing", "namespaced": True,
                                                   "kind": "Thing", "verbs": VERBS}]})
                elif path.startswith(API + "/"):
                    self.send(200, {"kind": "Thing", "apiVersion": f"{GROUP}/{VERSION}", "metadata": {"name": "it"}})
                else:
                    self.send(404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404})

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer

            def send(self, status, document, headers=(), form="v2"):
                data = json.dumps(document).encode()
                self.send_response(status)
                is_aggregated = document.get("kind") == "APIGroupDiscoveryList"
                self.send_header("Content-Type", "application/json" + (
                    f";g=apidiscovery.k8s.io;v={form};as=APIGroupDiscoveryList" if is_aggregated else ""))
                self.send_header("Content-Length", str(len(data)))
                for name, value in headers:
                    self.send_header(name, value)
                if not recorder.keeps_connections:
                    self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        context.load_verify_locations(proxies)
        # Another one for the connections that come from now on.
        self.show = lambda certificate: context.load_cert_chain(*certificate)
        context.verify_mode = ssl.CERT_OPTIONAL

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self):
                connection, address = super().get_request()
                # The handshake happens in the handler's thread: one slow client must not stop the others.
                return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

            def handle_error(self, *_):
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @staticmethod
    def chunks(stream):
        body = b""
        while True:
            length = int(stream.readline().split(b";")[0], 16)
            body += stream.read(length)
            stream.readline()
            if length == 0:
                return body

    def add(self, arrival):
        with self._lock:
            self._arrivals.append(arrival)

    def take(self, which=None):
        """What came since the last call, but for the questions of the control plane's own parts unless `which` is `all`."""
        with self._lock:
            taken, self._arrivals = self._arrivals, []
        return [each for each in taken if which is all or not (each.user or "").startswith("system:")]

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
