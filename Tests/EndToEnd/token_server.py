"""A server that gives tokens for a registry, as Docker Hub and GitLab have one: distribution, docs/spec/auth/token.md."""
import base64
import json
import os
import subprocess
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ISSUER, SERVICE = "end-to-end tokens", "end-to-end registry"


class TokenServer:
    """Gives one user what he asks for; everybody else is told 401. `scopes` are those that were given."""

    def __init__(self, folder, user, password):
        self.folder, self.scopes = folder, set()
        self.wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.path("key"), "-out", self.path("crt"),
                        "-days", "2", "-subj", f"/CN={ISSUER}"], check=True, capture_output=True)
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.settings = {"token": {"realm": f"http://127.0.0.1:{self.http.server_address[1]}/token", "service": SERVICE, "issuer": ISSUER,
                                   "rootcertbundle": self.path("crt")}}

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()

    def path(self, kind):
        return os.path.join(self.folder, f"tokens.{kind}")

    def handler(server):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                is_welcome = self.headers["Authorization"] == server.wanted and query.get("service") == [SERVICE]
                answer = {"token": server.token(query.get("scope", []))} if is_welcome else {"errors": [{"message": "who are you?"}]}
                data = json.dumps(answer).encode()
                self.send_response(200 if is_welcome else 401)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass
        return Handler

    def token(self, scopes):
        self.scopes.update(scope for scope in scopes if "push" in scope)
        access = []
        for scope in scopes:
            kind, rest = scope.split(":", 1)
            name, actions = rest.rsplit(":", 1)
            access.append({"type": kind, "name": name, "actions": actions.split(",")})
        with open(self.path("crt")) as file:
            certificate = "".join(line.strip() for line in file if not line.startswith("---"))
        now = int(time.time())
        text = ".".join(encode(json.dumps(part).encode()) for part in (
            {"typ": "JWT", "alg": "RS256", "x5c": [certificate]},
            {"iss": ISSUER, "sub": "user", "aud": SERVICE, "exp": now + 300, "nbf": now - 60, "iat": now, "jti": str(now), "access": access}))
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.path("key")], input=text.encode(), check=True,
                                   capture_output=True).stdout
        return f"{text}.{encode(signature)}"


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
