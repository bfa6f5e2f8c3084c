"""Steps 61 to 67: what the unit tests of the aggregator's proxy and of its availability controller hold them to."""
import json
import os
import re
import shutil
import time

import pki
import rawhttp
from aggregator_integration import resources
from harness import Later, Text, check, require, same, until
from plane import Plane
from recorder import GROUP, PLURAL, THINGS, Recorder


class ProxyChecks:
    """Mixed into the suite that has the control plane, `plane`, and a recorder."""

    # MARK: H. The proxy

    @check("61: a Service that leads nowhere, a certificate of an unknown CA and one without the Service's name are 503")
    def step_61(self):
        self.plane.announce("v1", "nowhere.test", "doesnt-exist", "default")
        cases = {"nowhere.test": "FalseServiceNotFound"}
        folder = self.env.folder("wrong-ca")
        pki.authority(folder, "wrong")
        for group, issuer, host in (("untrusted.test", os.path.join(folder, "wrong"), "untrusted.fresh.svc"),
                                    ("misnamed.test", os.path.join(self.plane.keys, "serving-ca"), "other.fresh.svc")):
            pki.certificate(folder, issuer, group, f"/CN={host}", f"subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth\n")
            recorder = Recorder((os.path.join(folder, f"{group}.crt"), os.path.join(folder, f"{group}.key")), self.plane.key("front-proxy-ca")[0])
            self.recorders.append(recorder)
            self.plane.service(group.split(".")[0], "fresh", recorder.port)
            self.plane.announce("v1", group, group.split(".")[0], "fresh")
            cases[group] = "FalseFailedDiscoveryCheck"
        for group, condition in cases.items():
            until(lambda: "".join(self.plane.condition(f"v1.{group}")[:2]) == condition, f"v1.{group} is {condition}", 15)
            status, headers, body = self.plane.call("GET", f"/apis/{group}/v1/namespaces/default/{PLURAL}")
            same((status, body.strip(), headers["Content-Type"]), (503, "service unavailable", "text/plain; charset=utf-8"), group)
        self.plane.out("delete", "apiservice", *(f"v1.{group}" for group in cases))

    @check("61: a certificate without a subject alternative name is 503 and counted, whatever its common name says")
    def step_61_unnamed(self):
        # Whom no handler takes for anybody, which Kubernetes answers with 500 `missing user`, there is none here: a request that has
        # come so far has a user by its type.
        group = "unnamed.test"
        recorder = self.fresh(group)
        recorder.keeps_connections = False
        things = f"/apis/{group}/v1/namespaces/default/{PLURAL}"
        recorder.answers[things] = lambda handler: handler.send(200, {})
        # Connections of before are used once more at the most.
        until(lambda: self.plane.call("GET", things)[0] == 200, "a way to it", 5)
        until(lambda: self.plane.call("GET", things)[0] == 200, "a way to it", 5)
        folder = self.env.folder("unnamed")
        pki.certificate(folder, os.path.join(self.plane.keys, "serving-ca"), "unnamed", "/CN=unnamed-test.fresh.svc", "extendedKeyUsage=serverAuth\n")
        count = lambda: int(re.search(r"^apiserver_kube_aggregator_x509_missing_san_total (\d+)", self.plane.out("get", "--raw", "/metrics"), re.M).group(1))
        before = count()
        recorder.show((os.path.join(folder, "unnamed.crt"), os.path.join(folder, "unnamed.key")))
        status, _, body = self.plane.call("GET", things)
        same((status, body.strip()), (503, "error trying to reach service: the certificate is not trusted: it relies on legacy Common Name "
                                           "field, use SANs instead"), "the answer")
        same(count() - before, 1, "by how much the counter went up")
        self.plane.out("delete", "apiservice", f"v1.{group}")

    # A client that names no encoding is passed on as it is: Go's proxy would ask for gzip in its own name, and expand the answer
    # again. What the client reads is the same.
    @check("62: the fields that the extension server sees")
    def step_62(self):
        uid, name, token, _ = self.client_account()
        self.recorder.take(all)
        self.plane.api("GET", f"{THINGS}/", identity=False, headers={**token, "User-Agent": "re-enactment", "Accept-Encoding": "gzip"})
        arrival = [each for each in self.recorder.take(all) if each.user == name][-1]
        backend = f"127.0.0.1:{self.recorder.port}"
        wanted = {
            "X-Forwarded-Proto": ["https"], "X-Forwarded-Uri": [f"{THINGS}/"], "X-Forwarded-For": ["127.0.0.1"],
            "X-Forwarded-Host": [backend], "X-Remote-User": [name], "X-Remote-Uid": [uid], "X-Remote-Group": self.GROUPS,
            "User-Agent": ["re-enactment"], "Accept-Encoding": ["gzip"], "Accept": ["application/json"], "Host": [backend],
        }
        for field, values in wanted.items():
            same(arrival.all(field), values, field)
        others = {field.lower() for field, _ in arrival.fields} - {field.lower() for field in wanted}
        same(others, {"audit-id", "x-remote-extra-authentication.kubernetes.io%2fcredential-id"}, "other fields")

    def upgrade(self, group, token=None):
        """The answer to a WebSocket's handshake, asked by the administrator or by whom a token belongs to."""
        identity = f"Authorization: {token['Authorization']}\r\n" if token else ""
        data = (f"GET /apis/{group}/v1/namespaces/default/{PLURAL}/it/talk HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                f"{identity}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()
        return rawhttp.exchange(self.plane.port, self.plane.context(None if token else self.plane.key("admin")), data)

    @check("63: a WebSocket gets through with the right name, with a wrong one only without verification, and says who asks")
    def step_63(self):
        def talk(handler):
            handler.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x81\x02hi")
            handler.close_connection = True
        path = "/apis/{}/v1/namespaces/default/" + PLURAL + "/it/talk"
        secure = self.fresh("talk.test", {path.format("talk.test"): talk})
        uid, name, token, _ = self.client_account()
        answer = self.upgrade("talk.test", token)
        require(answer.startswith(b"HTTP/1.1 101 ") and answer.endswith(b"\x81\x02hi"), f"{answer!r}")
        arrival = [each for each in secure.take(all) if each.target.endswith("/talk")][-1]
        same((arrival.all("X-Remote-User"), arrival.all("X-Remote-Uid"), arrival.all("X-Remote-Group"), arrival.all("Upgrade")),
             ([name], [uid], self.GROUPS, ["websocket"]), "what arrives")
        same(arrival.all("Authorization"), [], "Authorization")
        # The same server by another Service's name.
        secure.answers["/apis/talk-unverified.test/v1"] = lambda handler: handler.send(200, {})
        secure.answers[path.format("talk-unverified.test")] = talk
        self.plane.service("talk-unverified-test", "fresh", secure.port)
        self.plane.announce("v1", "talk-unverified.test", "talk-unverified-test", "fresh", is_secure=False)
        self.plane.until_available("v1.talk-unverified.test")
        # Routes follow the condition a moment later.
        until(lambda: self.upgrade("talk-unverified.test").startswith(b"HTTP/1.1 101 "), "a way without verification", 5)
        # One that is available, and shows another name from now on: what refuses is the upgrade itself.
        misnamed = self.fresh("talk-misnamed.test", {path.format("talk-misnamed.test"): talk})
        until(lambda: self.upgrade("talk-misnamed.test").startswith(b"HTTP/1.1 101 "), "a way with the right name", 5)
        folder = self.env.folder("misnamed")
        pki.certificate(folder, os.path.join(self.plane.keys, "serving-ca"), "misnamed", "/CN=misnamed",
                        "subjectAltName=DNS:other.fresh.svc\nextendedKeyUsage=serverAuth\n")
        misnamed.show((os.path.join(folder, "misnamed.crt"), os.path.join(folder, "misnamed.key")))
        answer = self.upgrade("talk-misnamed.test")
        require(answer.startswith(b"HTTP/1.1 503 ") and b"error dialing backend" in answer, f"{answer!r}")
        self.plane.out("delete", "apiservice", "v1.talk-misnamed.test")

    @check("64: the client certificate of the front proxy is replaced without a restart")
    def step_64(self):
        def answer(handler):
            handler.close_connection = True
            handler.send(200, {}, [("Connection", "close")])
        self.recorder.answers[THINGS] = answer

        def serial():
            self.recorder.take(all)
            self.plane.api("GET", THINGS)
            return [each for each in self.recorder.take(all) if each.user == "kubernetes-admin"][-1].serial
        before = serial()
        made = self.plane.certificate("front-proxy-ca", "another-proxy", "/CN=front-proxy-client")
        for new, old in zip(reversed(made), reversed(self.plane.key("front-proxy-client"))):
            shutil.copyfile(new, old + ".new")
            os.replace(old + ".new", old)
        # Connections that are open stay as they are.
        until(lambda: serial() != before, "the new certificate is shown", 10)
        del self.recorder.answers[THINGS]

    @check("65: Audit-ID of the control plane reaches the extension server")
    def step_65(self):
        self.recorder.take(all)
        _, headers, _ = self.plane.call("GET", THINGS)
        arrival = [each for each in self.recorder.take(all) if each.user == "kubernetes-admin"][-1]
        require(re.fullmatch(r"[0-9a-f-]{36}", arrival.all("Audit-ID")[0]), f"Audit-ID: {arrival.all('Audit-ID')}")
        same(headers["Audit-Id"], arrival.all("Audit-ID")[0], "Audit-Id of the answer")

    @check("66: a question for discovery ends after 5 s, one for objects does not")
    def step_66(self):
        group, state = "hang.test", {"is_slow": False}
        def version(handler):
            if state["is_slow"]:
                time.sleep(7)
            handler.send(200, resources(group, "v1"))
        def listed(handler):
            time.sleep(6)
            handler.send(200, {"kind": "ThingList", "apiVersion": f"{group}/v1", "metadata": {}, "items": []})
        self.fresh(group, {f"/apis/{group}/v1": version, f"/apis/{group}/v1/{PLURAL}": listed})
        state["is_slow"] = True
        objects = Later(self.plane.call, "GET", f"/apis/{group}/v1/{PLURAL}")
        began = time.monotonic()
        status, _, body = self.plane.call("GET", f"/apis/{group}/v1")
        seconds = time.monotonic() - began
        same(status, 503, f"status of discovery ({body})")
        require(4.5 < seconds < 6.5, f"discovery ended after {seconds:.1f} s")
        same(objects.result(15)[0], 200, "status of the list")
        print(f"      discovery was given up after {seconds:.2f} s")
        state["is_slow"] = False

    @check("67: the reasons for which an APIService is not available")
    def step_67(self):
        group, name = "reasons.test", "v1.reasons.test"
        answer = {"status": 200}
        recorder = Recorder(self.plane.serving("reasons", "reasons"), self.plane.key("front-proxy-ca")[0])
        self.recorders.append(recorder)
        recorder.answers[f"/apis/{group}/v1"] = lambda handler: handler.send(
            answer["status"], {}, [("Location", "/elsewhere")] if answer["status"] // 100 == 3 else [])
        self.plane.namespace("reasons")
        self.plane.announce("v1", group, "reasons", "reasons", port=443)
        slices = "/apis/discovery.k8s.io/v1/namespaces/reasons/endpointslices"

        def becomes(reason, message):
            until(lambda: self.plane.condition(name)[1:] == (reason, message),
                  Text(lambda: f"{reason}: {message} (last: {self.plane.condition(name)})"), 20)
        becomes("ServiceNotFound", 'service/reasons in "reasons" is not present')
        port = {"name": "https", "port": 8443, "protocol": "TCP", "targetPort": recorder.port}
        self.plane.api("POST", "/api/v1/namespaces/reasons/services", {"metadata": {"name": "reasons"}, "spec": {"ports": [port]}})
        becomes("ServicePortError", 'service/reasons in "reasons" is not listening on port 443')
        self.plane.out("-n", "reasons", "patch", "service", "reasons", "--type=merge", "-p", json.dumps({"spec": {"ports": [{**port, "port": 443}]}}))
        becomes("EndpointsNotFound", 'cannot find endpointslices for service/reasons in "reasons"')
        self.plane.endpoints("reasons", "reasons", recorder.port, "other")
        missing = 'endpointslices for service/reasons in "reasons" have no addresses with port name "https"'
        becomes("MissingEndpoints", missing)
        self.plane.api("DELETE", f"{slices}/reasons")
        self.plane.endpoints("reasons", "reasons", recorder.port, "https", is_ready=False)
        becomes("MissingEndpoints", missing)
        for answer["status"] in (404, 500, 302):
            self.plane.api("DELETE", f"{slices}/reasons")
            self.plane.endpoints("reasons", "reasons", recorder.port, "https")
            url = f"https://127.0.0.1:{recorder.port}/apis/{group}/v1"
            becomes("FailedDiscoveryCheck", f"failing or missing response from {url}: bad status from {url}: {answer['status']}")
        answer["status"] = 200
        self.plane.until_available(name, 35)
        same(self.plane.condition(name), ("True", "Passed", "all checks passed"), "in the end")

    @check("a front proxy with a certificate of another CA, and ways by endpoints alone")
    def own_front_proxy(self):
        folder = self.env.folder("another-front-proxy")
        pki.authority(folder, "proxies")
        pki.certificate(folder, os.path.join(folder, "proxies"), "proxy", "/CN=another-proxy", "extendedKeyUsage=clientAuth\n")
        path = lambda name: os.path.join(folder, name)
        plane = Plane(self.env, "front-proxy", "--enable-aggregator-routing", "--proxy-client-cert-file", path("proxy.crt"),
                      "--proxy-client-key-file", path("proxy.key"), "--requestheader-client-ca-file", path("proxies.crt"))
        recorder = Recorder(plane.serving("echo", "echo-system"), path("proxies.crt"))
        try:
            plane.service("echo", "echo-system", recorder.port)
            plane.announce("v1", GROUP, "echo", "echo-system")
            plane.until_available(f"v1.{GROUP}")
            until(lambda: plane.call("GET", THINGS)[0] == 200, "a way to it", 5)
            same({each.proxy for each in recorder.take(all)}, {"another-proxy"}, "whom the server sees")
            trust = plane.api("GET", "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")["data"]
            with open(path("proxies.crt")) as file:
                same(trust["requestheader-client-ca-file"].strip(), file.read().strip(), "the CA that servers are told of")
            same(json.loads(trust["requestheader-allowed-names"]), ["another-proxy"], "the names that they are told of")
            # A name in place of endpoints leads nowhere then.
            plane.api("POST", "/api/v1/namespaces/echo-system/services", {
                "metadata": {"name": "named"}, "spec": {"type": "ExternalName", "externalName": "localhost"}})
            plane.announce("v1", "named.test", "named", "echo-system", port=recorder.port)
            until(lambda: plane.condition("v1.named.test")[:2] == ("False", "FailedDiscoveryCheck"), "no way by a name", 10)
            require("unsupported service type" in plane.condition("v1.named.test")[2], f"{plane.condition('v1.named.test')}")
        finally:
            recorder.stop()
            plane.stop()
