"""Steps 45 to 47: what the integration tests hold a control plane and its sample server to, with flags instead of a pod's files."""
import base64
import hashlib
import json
import os
import re
import ssl
import threading
import time

import pki
import rawhttp
from definitions import API_SERVICES, DEFINITIONS, Store, conditions, define, definition
from harness import Text, check, contains, require, run, same, until
from plane import Plane, Process
from recorder import API, GROUP, THINGS, Recorder
from sample_server import GROUP as WARDLE


class SampleChecks:
    """Mixed into the suite that has the control plane, `plane`, and a recorder behind it."""

    @check("45: APIServices that are managed survive a start in which custom kinds cannot be read")
    def step_45(self):
        definitions = "/registry/apiextensions.k8s.io/customresourcedefinitions"
        services = "/registry/apiregistration.k8s.io/apiservices"
        plane = Plane(self.env, "custom-start")
        try:
            name = define(plane, definition("valid.example.com"))
            until(lambda: plane.condition("v1.valid.example.com")[0] == "True", "v1.valid.example.com is there", 10)
            plane.stop()
            store = Store(plane)
            text = json.dumps(store.get(f"{services}/v1.valid.example.com")).replace("valid.example.com", "stale.example.com")
            store.put(f"{services}/v1.stale.example.com", json.loads(text))
            store.put(f"{definitions}/bogus", b"bogus data")
            store.close()
            plane.start()
            there = lambda which: plane.call("GET", f"{API_SERVICES}/v1.{which}.example.com")[0] == 200
            end = time.monotonic() + 10
            while time.monotonic() < end:
                require(there("valid") and there("stale"), f"valid: {there('valid')}, stale: {there('stale')}")
                time.sleep(0.1)
            same(conditions(plane, name)["Established"][0], "True", "the definition that can be read")
            # The test of Kubernetes writes to etcd behind the server's back. A SQLite store is its server's alone, so the key is
            # removed by the only way that there is to it while everything runs.
            refused = plane.api("DELETE", f"{DEFINITIONS}/bogus", wanted=500)
            contains(refused["message"], "cannot be read", "the answer to a plain deletion")
            plane.api("DELETE", f"{DEFINITIONS}/bogus?ignoreStoreReadErrorWithClusterBreakingPotential=true")
            until(lambda: not there("stale"), "the stale one goes", 30)
            end = time.monotonic() + 5
            while time.monotonic() < end:
                require(there("valid"), "the valid one has gone, too")
                time.sleep(0.1)
        finally:
            plane.stop()

    @check("46a: the server answers /healthz within 10 s, with a certificate for api.<namespace>.svc that it makes in --cert-dir")
    def step_46a(self):
        self.plane.namespace("wardle-system")
        self.plane.join("wardle-system", "default")
        self.certificates = self.env.folder("cert-dir")
        self.wardle = self.sample()
        self.wardle.launch()
        healthz = lambda: self.wardle.process.poll() is None and self.wardle.answers("/healthz")
        until(healthz, "/healthz", 10, pause=0.1)
        made = os.path.join(self.certificates, "apiserver.crt")
        names = run(["openssl", "x509", "-in", made, "-noout", "-ext", "subjectAltName"]).ok().out
        contains(names, "DNS:api.wardle-system.svc", "names of the certificate")
        context = ssl.create_default_context(cafile=made)
        with rawhttp.connect(self.wardle.port, context, name="api.wardle-system.svc"):
            pass  # It shows that certificate.
        same(os.stat(os.path.join(self.certificates, "apiserver.key")).st_mode & 0o777, 0o600, "mode of the key")
        self.wardle.wait_ready()

    def sample(self, *flags, **options):
        """The server of the steps 46 and 47, with the flags that they start it with, as far as there are such."""
        return Process(self.plane, None, ("wardle-system", "default"), "--storage=memory", f"--cert-dir={self.certificates}",
                       "--cert-dns-names=api.wardle-system.svc,reviewed.wardle-system.svc", *flags, **options)

    @check("46b: direct discovery: v1beta1 before v1alpha1, fischers before flunders")
    def step_46b(self):
        direct = lambda path: self.plane.api("GET", path, port=self.wardle.port, authority=os.path.join(self.certificates, "apiserver.crt"))
        groups = direct("/apis")["groups"]
        same([each["name"] for each in groups], [WARDLE], "groups")
        for group in (groups[0], direct(f"/apis/{WARDLE}")):
            same([each["version"] for each in group["versions"]], ["v1beta1", "v1alpha1"], "versions")
            same(group["preferredVersion"], group["versions"][0], "preferredVersion")
        found = direct(f"/apis/{WARDLE}/v1alpha1")
        same((found["groupVersion"], [(each["name"], each["namespaced"]) for each in found["resources"]]),
             (f"{WARDLE}/v1alpha1", [("fischers", False), ("flunders", True)]), "resources")

    @check("46c: with an ExternalName Service it becomes available, and discovery of everything has no error")
    def step_46c(self):
        name = f"v1alpha1.{WARDLE}"
        self.plane.api("POST", "/api/v1/namespaces/wardle-system/services", {"metadata": {"name": "api"}, "spec": {
            "type": "ExternalName", "externalName": "localhost"}})
        # An ExternalName has no ports: that of the APIService counts. Its default, 443, belongs to this machine.
        self.plane.announce("v1alpha1", WARDLE, "api", "wardle-system", port=self.wardle.port,
                            authority=os.path.join(self.certificates, "apiserver.crt"), priorities=(200, 200))
        self.plane.until_available(name, 30)
        until(lambda: "flunders" in self.plane.out("api-resources", "-o", "name"), "discovery has flunders", 30)
        same(self.plane.kubectl("api-resources").ok().err, "", "errors of discovery")
        same([each["name"] for each in self.plane.api("GET", f"/apis/{WARDLE}/v1alpha1")["resources"]], ["fischers", "flunders"], name)

    @check("39: storageVersionHash of what an extension server stores")
    def step_39_stored(self):
        wanted = base64.b64encode(hashlib.sha256(f"{WARDLE}/v1alpha1/Flunder".encode()).digest()[:8]).decode()
        found = {each["name"]: each["storageVersionHash"] for each in self.plane.api("GET", f"/apis/{WARDLE}/v1alpha1")["resources"]}
        same(found["flunders"], wanted, "the hash")

    def ban(self, is_on):
        """Steps d to f, with the admission plug-in or without."""
        path = f"/apis/{WARDLE}/v1alpha1/namespaces/kube-system/flunders"
        self.plane.api("POST", f"/apis/{WARDLE}/v1alpha1/fischers", {"metadata": {"name": "panda"}, "disallowedFlunders": ["badname"]}, 201)
        found = self.plane.api("GET", f"/apis/{WARDLE}/v1alpha1/fischers")
        same(len(found["items"]), 1, "fischers")
        require(found["metadata"]["resourceVersion"], "the list of fischers has no revision")
        answer = self.plane.api("POST", path, {"metadata": {"name": "badname"}, "spec": {}}, wanted=403 if is_on else 201)
        if is_on:
            same(answer["message"], 'flunders.wardle.example.com "badname" is forbidden: this name may not be used, please change the '
                 "resource name", "message")
        self.plane.api("POST", path, {"metadata": {"name": "panda"}, "spec": {}}, 201)
        found = self.plane.api("GET", path)
        same(sorted(each["metadata"]["name"] for each in found["items"]), ["panda"] if is_on else ["badname", "panda"], "flunders")
        require(found["metadata"]["resourceVersion"], "the list of flunders has no revision")

    @check("46d, 46e, 46f: with BanFlunder a Flunder of a name that a Fischer disallows is refused, another is made and listed")
    def step_46_ban(self):
        self.ban(is_on=True)

    @check("46d, 46e, 46f: without BanFlunder (--disable-admission-plugins; there are no --feature-gates and no --emulated-version) it is made")
    def step_46_no_ban(self):
        # Of the four variants two are one here: a server of ours is of one version and emulates none. It says so.
        for flag in ("--emulated-version=wardle=1.1", "--feature-gates=wardle:BanFlunder=true"):
            result = run([self.env.wardle, flag])
            same((result.status, f"unknown flag {flag.split('=')[0]}" in result.err), (64, True), f"{flag}: {result.err}")
        port = self.wardle.port
        self.wardle.stop()
        for flags, is_on in ((["--disable-admission-plugins=BanFlunder"], False), ([], True)):
            self.wardle = self.sample(*flags)
            self.wardle.port = port
            self.wardle.start()
            until(lambda: self.plane.call("GET", f"/apis/{WARDLE}/v1alpha1/fischers")[0] == 200, "a way to it", 35)
            self.ban(is_on)
            if not is_on:
                self.wardle.stop()

    def authorities_offered(self, port):
        result = run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}"], stdin="")
        found = re.search(r"Acceptable client certificate CA names\n(.*?)\n(?:Requested|Peer|Client Cert)", result.out, re.S)
        return sorted(found.group(1).splitlines()) if found else []

    @check("46g: the CAs that the extension server names in the handshake are those that the control plane names")
    def step_46g(self):
        same(len(self.authorities_offered(self.plane.port)), 2, f"names: {self.authorities_offered(self.plane.port)}")
        same(self.authorities_offered(self.wardle.port), self.authorities_offered(self.plane.port), "names of the extension server")

    @check("46h: a CA that joins those of the control plane is named by the extension server, besides the old ones")
    def step_46h(self):
        before = self.authorities_offered(self.wardle.port)
        folder = self.env.folder("another-ca")
        pki.authority(folder, "another")
        with open(os.path.join(folder, "another.crt")) as file:
            pem = file.read()
        path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
        old = self.plane.api("GET", path)["data"]["client-ca-file"]
        patch = {"headers": {"Content-Type": "application/merge-patch+json"}}
        self.plane.api("PATCH", path, {"data": {"client-ca-file": old + pem}}, **patch)
        until(lambda: len(self.authorities_offered(self.wardle.port)) == len(before) + 1, "one more name", 10)
        require(set(before) < set(self.authorities_offered(self.wardle.port)), "an old one is gone")
        self.plane.api("PATCH", path, {"data": {"client-ca-file": old}}, **patch)

    @check("46h: other CAs in the control plane's files: it names these alone, the extension server the old and the new ones")
    def step_46h_files(self):
        old = self.authorities_offered(self.plane.port)
        until(lambda: self.authorities_offered(self.wardle.port) == old, "the CA of before is gone again", 10)
        folder, kept = self.env.folder("other-cas"), {}
        try:
            for name in ("client-ca", "front-proxy-ca"):
                pki.authority(folder, f"new-{name}")
                path = self.plane.key(name)[0]
                with open(path) as file:
                    kept[path] = file.read()
                with open(os.path.join(folder, f"new-{name}.crt")) as file:
                    replace(path, file.read())
            until(lambda: not set(old) & set(self.authorities_offered(self.plane.port)), "the control plane names others", 4)
            new = self.authorities_offered(self.plane.port)
            same(len(new), 2, f"names: {new}")
            until(lambda: self.authorities_offered(self.wardle.port) == sorted(old + new), "the extension server names all four", 10)
            user = self.plane.certificate(os.path.join(folder, "new-client-ca"), "new-admin", "/O=system:masters/CN=new-admin")
            self.plane.api("GET", THINGS, identity=user)
            self.plane.api("GET", f"/apis/{WARDLE}/v1alpha1/fischers", identity=user)
            same(self.plane.call("GET", THINGS)[0], 401, "status of a certificate of the old CA")
        finally:
            for path, text in kept.items():
                replace(path, text)
        until(lambda: self.plane.call("GET", THINGS)[0] == 200, "the old CA counts again", 10)
        until(lambda: self.authorities_offered(self.plane.port) == old, "the control plane names the old ones", 4)

    def client_account(self):
        """A service account that may do everything: its UID, its user name, a token of it and the token's number."""
        space, name = "/api/v1/namespaces/default/serviceaccounts", "wardle-client-sa"
        if not hasattr(self, "client_uid"):
            self.client_uid = self.plane.api("POST", space, {"metadata": {"name": name}})["metadata"]["uid"]
            self.plane.api("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
                "metadata": {"name": "wardle-client"}, "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": "default"}],
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}})
        token = self.plane.api("POST", f"{space}/{name}/token", {
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}})["status"]["token"]
        claims = token.split(".")[1]
        number = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["jti"]
        headers = {"Authorization": f"Bearer {token}"}
        until(lambda: self.plane.call("GET", THINGS, identity=False, headers=headers)[0] == 200, "the account may list")
        return self.client_uid, f"system:serviceaccount:default:{name}", headers, number

    GROUPS = ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"]

    @check("47: what the extension server hears of a service account: name, groups in order, uid and the token's number")
    def step_47(self):
        uid, name, headers, number = self.client_account()
        self.recorder.take(all)
        self.plane.api("GET", THINGS, identity=False, headers=headers)
        arrival = [each for each in self.recorder.take(all) if each.user == name][-1]
        same(arrival.all("X-Remote-Group"), self.GROUPS, "groups")
        same(arrival.all("X-Remote-Uid"), [uid], "uid")
        same(arrival.all("X-Remote-Extra-Authentication.kubernetes.io%2fcredential-id"), [f"JTI={number}"], "credential-id")

    @check("47: as whom the control plane itself asks: system:kube-aggregator and system:aggregator, with the groups of Kubernetes")
    def step_47_identities(self):
        self.recorder.take(all)
        # A change of the APIService is a reason to ask for everything anew.
        self.plane.api("PATCH", f"{API_SERVICES}/v1.{GROUP}", {"metadata": {"labels": {"again": "yes"}}},
                       headers={"Content-Type": "application/merge-patch+json"})
        wanted = {("system:kube-aggregator", ("system:masters",), API), ("system:kube-aggregator", ("system:masters",), "/apis"),
                  ("system:kube-aggregator", (), API), ("system:aggregator", (), "/openapi/v2"), ("system:aggregator", (), "/openapi/v3")}
        seen = set()

        def has_asked():
            # Controllers of Kubernetes ask under their own names, with the rights of these.
            seen.update((each.user, tuple(each.all("X-Remote-Group")), each.target) for each in self.recorder.take(all)
                        if not each.user.startswith("system:serviceaccount:kube-system:"))
            return wanted <= seen
        until(has_asked, Text(lambda: f"all questions (missing: {wanted - seen})"), 70)
        same(seen - wanted, set(), "other questions")

    @check("47: the extension server asks once, by SubjectAccessReview, whether that account may, and says who it is: with and without UID")
    def step_47_review(self):
        reviews, lock, path = [], threading.Lock(), "/apis/authorization.k8s.io/v1/subjectaccessreviews"

        def review(handler):
            with lock:
                reviews.append(json.loads(handler.body))
            status, _, answer = self.plane.call("POST", path, handler.body, identity=False, headers={
                "Authorization": handler.headers["Authorization"]})
            handler.send(status, answer)
        reviewer = Recorder(self.plane.serving("reviewer", "fresh"), self.plane.key("front-proxy-ca")[0])
        reviewer.answers[path] = review
        self.recorders.append(reviewer)
        authority, uids = self.plane.key("front-proxy-ca")[0], "--requestheader-uid-headers=x-remote-uid"
        proxy = ["--authentication-skip-lookup", f"--requestheader-client-ca-file={authority}", "--requestheader-allowed-names=front-proxy-client"]
        uid, name, headers, number = self.client_account()
        flunders = f"/apis/{WARDLE}/v1beta1/namespaces/default/flunders"
        # By the ConfigMap of the control plane, which tells of X-Remote-Uid; by flags with it, and without.
        for flags, wanted in (([], uid), ([*proxy, uids], uid), (proxy, None)):
            server = self.sample(*flags, name="reviewed", reviewer=f"https://127.0.0.1:{reviewer.port}")
            try:
                server.start()
                self.plane.service("reviewed", "wardle-system", server.port)
                self.plane.announce("v1beta1", WARDLE, "reviewed", "wardle-system", authority=os.path.join(self.certificates, "apiserver.crt"))
                self.plane.until_available(f"v1beta1.{WARDLE}")
                until(lambda: self.plane.call("GET", flunders)[0] == 200, "a way to it", 5)
                self.plane.call("GET", flunders, identity=False, port=server.port, authority=os.path.join(self.certificates, "apiserver.crt"))
                self.plane.api("GET", flunders, identity=False, headers=headers)
                with lock:
                    users = [each["spec"] for each in reviews]
                    reviews.clear()
            finally:
                server.stop()
                self.plane.api("DELETE", f"{API_SERVICES}/v1beta1.{WARDLE}", wanted=(200, 404))
                for kind, place in (("services", "/api/v1"), ("endpointslices", "/apis/discovery.k8s.io/v1")):
                    self.plane.api("DELETE", f"{place}/namespaces/wardle-system/{kind}/reviewed", wanted=(200, 404))
            others = {each["user"] for each in users} - {name, "system:anonymous", "system:aggregator", "system:kube-aggregator"}
            same(others, set(), "other identities")
            require("system:anonymous" in {each["user"] for each in users}, "nobody has been asked about")
            asked = [each for each in users if each["user"] == name]
            same(len(asked), 1, f"reviews of {name}")
            same((asked[0]["groups"], asked[0].get("uid"), asked[0]["extra"]),
                 (self.GROUPS, wanted, {"authentication.kubernetes.io/credential-id": [f"JTI={number}"]}), f"the user of the review, {flags}")
            same({key: value for key, value in asked[0]["resourceAttributes"].items() if value},
                 {"group": WARDLE, "version": "v1beta1", "resource": "flunders", "namespace": "default", "verb": "list"}, "what is asked")

    @check("47: the extension server takes who says nothing of himself for system:anonymous, and asks about him")
    def step_47_anonymous(self):
        authority = os.path.join(self.certificates, "apiserver.crt")
        refused = self.plane.api("GET", f"/apis/{WARDLE}/v1alpha1/flunders", identity=False, port=self.wardle.port, authority=authority, wanted=403)
        contains(refused["message"], 'User "system:anonymous" cannot list resource "flunders"', "message")


def replace(path, text):
    """Whoever reads the file finds the old text or the new one."""
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)
