"""Whoever wants in without a right to: nobody gets through the aggregation layer or past it.

Behind the control plane are a recorder, which proves what arrives, and the server of examples/wardle, which holds what only
some may read.
"""
import base64
import json
import os
import posixpath
import time
import urllib.parse

import pki
from attacks_wire import WireChecks
from harness import Suite, check, contains, require, same, until
from plane import Plane, Wardle
from recorder import API, GROUP, PLURAL, Recorder

FLUNDERS = "/apis/wardle.example.com/v1beta1/namespaces/{}/flunders"
# Only in what nobody of this suite may read.
TREASURE = "nobody-may-see-this"
ADMIN_FIELDS = {"X-Remote-User": "kubernetes-admin", "X-Remote-Group": "system:masters"}
SECRET_PATHS = [
    "/apis/{g}/v1/namespaces/a/../b/{p}", "/apis/{g}/v1/namespaces/a/%2e%2e/b/{p}", "/apis/{g}/v1/namespaces/a/%2E./b/{p}",
    "/apis/{g}/v1/namespaces/a%2f..%2fb/{p}", "/apis/{g}/v1/namespaces/a%2F%2E%2E%2Fb/{p}",
    "/apis/{g}/v1/namespaces/a/{p}/../../b/{p}", "/apis/{g}/v1/namespaces/a/{p}/..%2f..%2fb%2f{p}",
    "/apis/{g}/v1/namespaces/a/{p}/%2e%2e/%2e%2e/b/{p}", "/apis/{g}/v1/namespaces/a/{p}/%252e%252e/%252e%252e/b/{p}",
    "/apis/{g}/v1/namespaces/a/{p}/%252e%252e%252f%252e%252e%252fb%252f{p}", "/apis/{g}/v1/namespaces/a/./../b/{p}",
    "//apis/{g}/v1/namespaces/b/{p}", "/apis//{g}/v1/namespaces/b/{p}", "/apis/{g}//v1/namespaces/b/{p}",
    "/apis/{g}/v1//namespaces/b/{p}", "/apis/{g}/v1/namespaces//b/{p}", "/apis/{g}/v1/namespaces/b//{p}",
    "/./apis/{g}/v1/namespaces/b/{p}", "/healthz/../apis/{g}/v1/namespaces/b/{p}", "/healthz/%2e%2e/apis/{g}/v1/namespaces/b/{p}",
    "/version/..%2fapis%2f{g}%2fv1%2fnamespaces%2fb%2f{p}", "/apis/{g}/v1/namespaces/a/../../namespaces/b/{p}",
    "/apis/{g}/v1/namespaces/b/{p};/../../a/{p}", "/apis/{g}/v1/namespaces/a;/../b/{p}", "/apis/{g}/v1;x=/namespaces/b/{p}",
    "/apis/{g}/v1/namespaces/b;a/{p}", "/apis/{g}/v1/namespaces/a%00/../b/{p}", "/apis/{g}/v1/namespaces/a\\..\\b\\{p}",
    "/apis/{g}/v1/namespaces/a%5c..%5cb%5c{p}", "/apis%2f{g}%2fv1%2fnamespaces%2fb%2f{p}", "/%61pis/{g}/v1/namespaces/b/{p}",
    "/apis/{g}/v1/namespaces/%62/{p}", "/apis/{g}/v1/n%61mespaces/b/{p}", "/APIS/{g}/v1/namespaces/b/{p}",
    "/apis/{g}/v1/namespaces/B/{p}", "/apis/{g}/v1/namespaces/b/{p}/", "/apis/{g}/v1/namespaces/b/{p}%2f",
    "/apis/{g}/v1/namespaces/b/{p}?namespace=a", "/apis/{g}/v1/namespaces/b/{p}%3fnamespace=a", "/apis/{g}/v1/{p}",
    "/apis/{g}/v1/watch/namespaces/b/{p}", "/apis/{g}/v1/proxy/namespaces/b/{p}", "/apis/{g}/v1/namespaces/a/{p}?watch=1#/../b",
    "/apis/{g}/v1/namespaces/b/{p}#/namespaces/a/{p}", "/apis/{g}/v1/namespaces/%ff%fe/../b/{p}",
    "/apis/{g}/v1/namespaces/a/{p}/%c0%ae%c0%ae/%c0%ae%c0%ae/b/{p}", "https://127.0.0.1/apis/{g}/v1/namespaces/b/{p}",
]


class AttacksSuite(WireChecks, Suite):
    title = "attacks: nobody gets in"

    def set_up(self):
        tokens = os.path.join(self.env.folder("attack-tokens"), "tokens.csv")
        with open(tokens, "w") as file:
            file.write('attacks-fixed-token,fixed,fixed-uid,"fixed-group"\n')
        self.plane = Plane(self.env, "attacks", "--token-auth-file", tokens)
        self.logs = [self.plane.log]
        self.wardle = Wardle(self.plane, "--storage", "memory")
        self.logs.append(self.wardle.log)
        certificate = self.plane.serving("echo", "echo-system")
        self.recorder = Recorder(certificate, self.plane.key("front-proxy-ca")[0])
        self.plane.service("echo", "echo-system", self.recorder.port)
        self.plane.announce("v1", GROUP, "echo", "echo-system")
        self.plane.until_available(f"v1.{GROUP}")
        self.people()
        self.recorder.take()

    def tear_down(self):
        for each in ("wardle", "recorder", "plane"):
            if hasattr(self, each):
                getattr(self, each).stop()

    def people(self):
        """`ann` may read namespace a, `ivan` may impersonate her alone; a treasure is in namespace b."""
        for namespace in ("a", "b"):
            self.plane.api("POST", "/api/v1/namespaces", {"metadata": {"name": namespace}})
            self.plane.api("POST", FLUNDERS.format(namespace), {
                "metadata": {"name": "it", "labels": {"what": TREASURE if namespace == "b" else "nothing"}}, "spec": {}})
        rbac = "/apis/rbac.authorization.k8s.io/v1"
        self.plane.api("POST", f"{rbac}/namespaces/a/roles", {"metadata": {"name": "read"}, "rules": [
            {"apiGroups": [GROUP, "wardle.example.com"], "resources": [PLURAL, "flunders"],
             "verbs": ["get", "list", "watch", "create"]}]})
        bind = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "read"}
        self.plane.api("POST", f"{rbac}/namespaces/a/rolebindings", {"metadata": {"name": "read"}, "roleRef": bind,
                       "subjects": [{"kind": "User", "name": "ann", "apiGroup": "rbac.authorization.k8s.io"}]})
        self.plane.api("POST", f"{rbac}/clusterroles", {"metadata": {"name": "be-ann"}, "rules": [
            {"apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"], "resourceNames": ["ann"]}]})
        self.plane.api("POST", f"{rbac}/clusterrolebindings", {"metadata": {"name": "be-ann"}, "roleRef": {**bind, "kind": "ClusterRole", "name": "be-ann"},
                       "subjects": [{"kind": "User", "name": "ivan", "apiGroup": "rbac.authorization.k8s.io"}]})
        self.ann = self.plane.certificate("client-ca", "ann", "/CN=ann")
        self.ivan = self.plane.certificate("client-ca", "ivan", "/CN=ivan")
        self.stranger = self.plane.certificate("front-proxy-ca", "stranger", "/CN=some-other-proxy")
        until(lambda: self.status(FLUNDERS.format("a"), self.ann) == 200, "ann may read namespace a")

    # MARK: Asking

    def status(self, path, identity, headers=None, port=None, method="GET"):
        return self.plane.call(method, path, identity=identity, headers=headers, port=port)[0]

    def everywhere(self, identity, headers, wanted, user=None):
        """The control plane and the extension server itself, asked for what is in namespace b."""
        for place, port in (("control plane", None), ("extension server", self.wardle.port)):
            status, _, body = self.plane.call("GET", FLUNDERS.format("b"), identity=identity, headers=headers, port=port)
            require(status in wanted, f"{place}, {headers}: expected one of {wanted}, got {status}: {body}")
            require(TREASURE not in json.dumps(body), f"{place}: got in")
            if user and status == 403:
                contains(body["message"], f'User "{user}"', f"whom the {place} takes the caller for")

    # MARK: Forged identities

    FORGED = [
        ADMIN_FIELDS, {"x-remote-user": "kubernetes-admin", "x-remote-group": "system:masters"},
        {"X-REMOTE-USER": "kubernetes-admin", "X-REMOTE-GROUP": "system:masters"},
        {"X_Remote_User": "kubernetes-admin", "X_Remote_Group": "system:masters"},
        {"X-Remote_User": "kubernetes-admin", "X-Remote_Group": "system:masters"},
        {"X-Remote-User ": "kubernetes-admin", "X-Remote-Group ": "system:masters"},
        {**ADMIN_FIELDS, "X-Remote-Uid": "1", "X-Remote-Extra-Scopes": "all"},
        {"X-Forwarded-User": "kubernetes-admin", "X-Forwarded-Groups": "system:masters"},
        {"Impersonate-User": "kubernetes-admin", "Impersonate-Group": "system:masters"},
    ]

    @check("forged X-Remote-User with no certificate")
    def forged_without_certificate(self):
        for headers in self.FORGED:
            # A space before the colon is no field at all.
            self.everywhere(False, headers, (400, 401, 403), "system:anonymous")

    @check("forged X-Remote-User with a certificate of the client CA")
    def forged_with_client_certificate(self):
        for headers in self.FORGED:
            # Past the aggregator too, where nobody takes the forged fields away: the caller is ann, whom nothing else makes.
            self.everywhere(self.ann, headers, (400, 403), "ann")

    @check("forged X-Remote-User with a front-proxy certificate of a wrong name")
    def forged_with_wrong_proxy(self):
        for headers in self.FORGED:
            self.everywhere(self.stranger, headers, (400, 401))

    @check("X-Remote-User twice, odd-case and underscored, with the front proxy's own certificate")
    def odd_identity_fields(self):
        """The front proxy's word is taken; who else wrote in its request is not."""
        proxy = self.plane.key("front-proxy-client")
        # The proxy names ann: nothing that stands in the request besides may make her somebody else.
        lines = ["X-Remote-User: ann", "X_Remote_User: kubernetes-admin", "X_Remote_Group: system:masters",
                 "x-remote_group: system:masters", "X-Remote-User: kubernetes-admin", "x-REMOTE-user: kubernetes-admin"]
        for space, wanted in (("b", b" 403 "), ("a", b" 200 ")):
            data = f"GET {FLUNDERS.format(space)} HTTP/1.1\r\nHost: x\r\n" + "\r\n".join(lines) + "\r\n\r\n"
            for place, port in (("control plane", None), ("extension server", self.wardle.port)):
                answer = self.raw(data, proxy, port)
                require(wanted in answer[:20], f"{place}, namespace {space}: {answer[:300]!r}")
                require(space == "a" or b'User \\"ann\\"' in answer, f"{place}: not ann: {answer[-400:]!r}")
        # Without her name, none of the others is a name either.
        data = f"GET {FLUNDERS.format('a')} HTTP/1.1\r\nHost: x\r\n" + "\r\n".join(lines[1:4]) + "\r\n\r\n"
        for port in (None, self.wardle.port):
            answer = self.raw(data, proxy, port)
            require(answer[8:13] in (b" 401 ", b" 403 ") and TREASURE.encode() not in answer, f"{port}: {answer[:300]!r}")

    @check("an empty X-Remote-User, or none, of the front proxy names nobody")
    def empty_identity(self):
        proxy = self.plane.key("front-proxy-client")
        for headers in ({}, {"X-Remote-User": ""}, {"X-Remote-Group": "system:masters"}):
            self.everywhere(proxy, headers, (401, 403), "system:anonymous")

    @check("a certificate that has ended, of the client CA and of the front-proxy CA")
    def expired(self):
        client = self.plane.certificate("client-ca", "old", "/O=system:masters/CN=old", is_expired=True)
        proxy = self.plane.certificate("front-proxy-ca", "old-proxy", "/CN=front-proxy-client", is_expired=True)
        good = self.plane.certificate("client-ca", "new", "/O=system:masters/CN=new")
        same(self.status(FLUNDERS.format("b"), good), 200, "the same certificate, not ended")
        self.everywhere(client, {}, (401,))
        self.everywhere(proxy, ADMIN_FIELDS, (401,))

    @check("a certificate of an unknown CA, and one for servers")
    def unknown_authority(self):
        folder = self.env.folder("unknown-ca")
        pki.authority(folder, "unknown")
        pki.certificate(folder, "unknown", "admin", "/O=system:masters/CN=admin", "extendedKeyUsage=clientAuth\n")
        self.everywhere((os.path.join(folder, "admin.crt"), os.path.join(folder, "admin.key")), {}, (401,))
        serving = self.plane.certificate("client-ca", "serving", "/O=system:masters/CN=admin", "extendedKeyUsage=serverAuth\n")
        self.everywhere(serving, {}, (401,))

    # MARK: Tokens

    def token(self, audiences=None, seconds=None):
        name = "drone"
        if self.status(f"/api/v1/namespaces/a/serviceaccounts/{name}", None) == 404:
            self.plane.api("POST", "/api/v1/namespaces/a/serviceaccounts", {"metadata": {"name": name}})
        spec = {"audiences": audiences} if audiences else {}
        return self.plane.api("POST", f"/api/v1/namespaces/a/serviceaccounts/{name}/token",
                              {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec})["status"]["token"]

    @check("a token of another audience")
    def other_audience(self):
        good = {"Authorization": f"Bearer {self.token()}"}
        same(self.status("/api", False, good), 200, "a token of this audience")
        self.everywhere(False, {"Authorization": f"Bearer {self.token(['vault'])}"}, (401,))
        same(self.status("/api", False, {"Authorization": f"Bearer {self.token(['vault'])}"}), 401, "discovery with it")

    @check("a token that somebody changed: no signature, another algorithm, another account, other bytes at its end")
    def changed_token(self):
        head, claims, signature = self.token().split(".")
        decode = lambda part: json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        encode = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
        other = {**decode(claims), "sub": "system:serviceaccount:kube-system:generic-garbage-collector"}
        later = {**decode(claims), "exp": int(time.time()) + 10_000_000}
        for token in (f"{head}.{claims}.", f"{head}.{claims}", f"{encode({'alg': 'none'})}.{claims}.",
                      f"{encode({**decode(head), 'alg': 'none'})}.{claims}.{signature}",
                      f"{encode({**decode(head), 'alg': 'HS256'})}.{claims}.{signature}",
                      f"{head}.{encode(other)}.{signature}", f"{head}.{encode(later)}.{signature}",
                      f"{head}.{claims}.{signature[:-6]}AAAAAA", f"{head}.{claims}.{signature}.x", "..", "."):
            same(self.status("/api", False, {"Authorization": f"Bearer {token}"}), 401, f"status for …{token[-20:]}")

    @check("a token of an account that is gone")
    def orphaned_token(self):
        token = {"Authorization": f"Bearer {self.token()}"}
        same(self.status("/api", False, token), 200, "before")
        self.plane.api("DELETE", "/api/v1/namespaces/a/serviceaccounts/drone")
        until(lambda: self.status("/api", False, token) == 401, "the token is refused")

    @check("a fixed token of the control plane is known to the extension server, with the rights that it has there")
    def fixed_token(self):
        for path, wanted in ((FLUNDERS.format("b"), 403), ("/version", 200)):
            same(self.status(path, False, {"Authorization": "Bearer attacks-fixed-token"}, port=self.wardle.port), wanted, path)
            same(self.status(path, False, {"Authorization": "Bearer attacks-fixed-toke"}, port=self.wardle.port), 401, f"{path} by half of it")

    # MARK: What the extension server hears

    @check("through the aggregator, nothing that a client says of itself arrives as it was sent")
    def what_arrives(self):
        lines = ["X-Remote-User: kubernetes-admin", "x-remote-group: system:masters", "X-REMOTE-GROUP: system:nodes",
                 "X-Remote-Uid: 0", "X-Remote-Extra-Scopes: all", "x-rEmOtE-eXtRa-a%2fb: c", "X_Remote_User: kubernetes-admin",
                 "X_Remote_Group: system:masters", "X-Remote_Extra-x: y", "X-Forwarded-Proto: http",
                 "X-Forwarded-Host: evil.test", "X-Forwarded-Uri: /healthz", "X-Forwarded-For: 192.0.2.1",
                 "Proxy-Authorization: Basic AAAA", "Audit-ID: chosen-by-the-client", "X-Kept: yes"]
        path = f"{API}/namespaces/a/{PLURAL}"
        answer = self.raw(f"GET {path} HTTP/1.1\r\nHost: evil.test\r\n" + "\r\n".join(lines) + "\r\n\r\n", self.ann)
        require(b" 200 " in answer[:20], f"refused: {answer[:300]!r}")
        arrival = self.one_arrival()
        same(arrival.proxy, "front-proxy-client", "whose certificate the aggregator shows")
        same(arrival.all("X-Remote-User"), ["ann"], "X-Remote-User")
        same(arrival.all("X-Remote-Group"), ["system:authenticated"], "X-Remote-Group")
        same(arrival.all("X-Remote-Uid"), [], "X-Remote-Uid")
        same([each for each in arrival.fields if "remote" in each[0].lower() and each[0].lower() not in
              ("x-remote-user", "x-remote-group") and not each[0].lower().startswith("x-remote-extra-authentication.")], [],
             "other fields about the caller")
        same(arrival.all("X-Forwarded-Proto"), ["https"], "X-Forwarded-Proto")
        same(arrival.all("X-Forwarded-Uri"), [path], "X-Forwarded-Uri")
        same(arrival.all("X-Forwarded-Host"), [f"127.0.0.1:{self.recorder.port}"], "X-Forwarded-Host")
        same(arrival.all("Host"), [f"127.0.0.1:{self.recorder.port}"], "Host")
        # What the client says is kept before the address that it has, as in Kubernetes: only the last one may be trusted.
        same(arrival.all("X-Forwarded-For"), ["192.0.2.1, 127.0.0.1"], "X-Forwarded-For")
        same(arrival.all("Proxy-Authorization"), [], "Proxy-Authorization")
        same(len(arrival.all("Audit-ID")), 1, "number of Audit-ID")
        same(arrival.all("X-Kept"), ["yes"], "what is nobody's business")

    @check("Authorization never reaches the extension server: of a token, in odd case, twice, beside a certificate")
    def authorization(self):
        path = f"{API}/namespaces/a/{PLURAL}"
        self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nAUTHORIZATION: Bearer attacks-fixed-token\r\naUthorization: Basic QQ==\r\n\r\n",
                 self.ann)
        same(self.one_arrival().all("Authorization"), [], "beside a certificate")
        rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/a/rolebindings"
        self.plane.api("POST", rbac, {"metadata": {"name": "fixed"}, "roleRef": {
            "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "read"}, "subjects": [
            {"kind": "Group", "name": "fixed-group", "apiGroup": "rbac.authorization.k8s.io"}]})
        token = {"Authorization": "Bearer attacks-fixed-token"}
        until(lambda: self.status(path, False, token) == 200, "the token may read")
        arrival = self.recorder.take()[-1]
        same((arrival.user, arrival.all("X-Remote-Uid"), arrival.all("Authorization")), ("fixed", ["fixed-uid"], []),
             "what arrives of a token's user")
        # As a browser sends it, which can set no field of its own.
        hidden = base64.urlsafe_b64encode(b"attacks-fixed-token").rstrip(b"=").decode()
        self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                 f"Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.{hidden}, talk\r\n\r\n", False)
        arrival = self.one_arrival()
        same((arrival.user, arrival.all("Sec-WebSocket-Protocol")), ("fixed", ["talk"]), "what arrives of a WebSocket's token")

    @check("Impersonate-* is the control plane's to judge, and does not arrive")
    def impersonation(self):
        path = f"{API}/namespaces/a/{PLURAL}"
        same(self.status(path, self.ivan), 403, "ivan himself")
        same(self.status(path, self.ivan, {"Impersonate-User": "ann"}), 200, "ivan as ann")
        arrival = self.one_arrival()
        same(arrival.user, "ann", "X-Remote-User")
        same([each for each in arrival.fields if each[0].lower().startswith("impersonate")], [], "Impersonate-*")
        for headers in ({"Impersonate-User": "kubernetes-admin"}, {"Impersonate-User": "ann", "Impersonate-Group": "system:masters"},
                        {"Impersonate-Group": "system:masters"}, {"Impersonate-User": "ann", "Impersonate-Uid": "0"},
                        {"Impersonate-User": "ann", "Impersonate-Extra-Scopes": "all"}, {"impersonate-USER": "bob"}):
            require(self.status(path, self.ivan, headers) in (400, 403, 500), f"{headers} was let through")
        same(self.recorder.take(), [], "what arrived")

    @check("Connection cannot take away what the aggregator says")
    def connection_field(self):
        path = f"{API}/namespaces/a/{PLURAL}"
        self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close, X-Remote-User, x-remote-group, X-Forwarded-For, Audit-ID"
                 "\r\n\r\n", self.ann)
        arrival = self.one_arrival()
        same((arrival.user, arrival.all("X-Remote-Group"), arrival.all("X-Forwarded-For")),
             ("ann", ["system:authenticated"], ["127.0.0.1"]), "who asks")

    # MARK: Paths

    @check("paths with .., %2e%2e, %2f, // and ; against authorization: nothing of another namespace is read")
    def paths(self):
        for port in (None, self.wardle.port):
            same(self.status(FLUNDERS.format("b"), self.ann, port=port), 403, "the plain path")
        for pattern in SECRET_PATHS:
            path = pattern.format(g="wardle.example.com", p="flunders").replace("/v1/", "/v1beta1/").replace("%2fv1%2f", "%2fv1beta1%2f")
            # Through the control plane, past it in her own name, and past it by the front proxy's word for her.
            proxy = self.plane.key("front-proxy-client")
            for place, identity, port in (("control plane", self.ann, None), ("extension server", self.ann, self.wardle.port),
                                          ("extension server as front proxy", proxy, self.wardle.port)):
                user = "X-Remote-User: ann\r\n" if identity == proxy else ""
                answer = self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\n{user}Connection: close\r\n\r\n", identity, port)
                require(TREASURE.encode() not in answer, f"{place}: {path} got in: {answer[-600:]!r}")

    @check("paths that arrive mean the same to every reader: nothing but namespace a, however they are decoded")
    def arriving_paths(self):
        for pattern in SECRET_PATHS:
            path = pattern.format(g=GROUP, p=PLURAL)
            self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", self.ann)
            for arrival in self.recorder.take():
                require(is_within(arrival.target, f"{API}/namespaces/a"), f"{path} arrives as {arrival.target}")


def is_within(target, folder):
    """Whether a path leads nowhere else, read as servers read paths: decoded, tidied up, or not."""
    path, readings = target.split("?")[0].split("#")[0], []
    for _ in range(2):
        readings += [path, path.replace("\\", "/"), path.split(";")[0]]
        path = urllib.parse.unquote(path)
    return all(posixpath.normpath(each).startswith(folder) for each in readings)
