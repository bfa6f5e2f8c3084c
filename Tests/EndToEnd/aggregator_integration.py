"""Steps 45 to 60: what the integration tests of the aggregator hold it to, with extension servers that are told what to answer."""
import base64
import hashlib
import json
import os
import re
import ssl
import threading
import time

import openapi_wire
import pki
import rawhttp
from definitions import API_SERVICES, DEFINITIONS, Store, conditions, define, definition, undefine
from harness import Later, check, contains, require, run, same, until
from plane import Plane, Process
from recorder import API, GROUP, PLURAL, Recorder
from sample_server import GROUP as WARDLE, SERVICES

THINGS = f"{API}/namespaces/default/{PLURAL}"


class IntegrationChecks:
    """Mixed into the suite that has the control plane, `plane`."""

    def start_recorder(self):
        self.recorder = Recorder(self.plane.serving("echo", "echo-system"), self.plane.key("front-proxy-ca")[0])
        self.plane.service("echo", "echo-system", self.recorder.port)
        self.plane.announce("v1", GROUP, "echo", "echo-system")
        self.plane.until_available(f"v1.{GROUP}")

    def fresh(self, group, answers=None, versions=("v1",), priorities=(1000, 15), is_secure=True, wait=True):
        """Another recorder, for a group of its own."""
        name = group.replace(".", "-")
        recorder = Recorder(self.plane.serving(name, "fresh"), self.plane.key("front-proxy-ca")[0])
        recorder.answers.update(answers or {})
        recorder.answers.setdefault(f"/apis/{group}/v1", lambda handler: handler.send(200, resources(group, "v1")))
        self.recorders.append(recorder)
        self.plane.service(name, "fresh", recorder.port)
        for version in versions:
            self.plane.announce(version, group, name, "fresh", priorities=priorities, is_secure=is_secure)
            if wait:
                self.plane.until_available(f"{version}.{group}")
        return recorder

    # MARK: E. Integration: the sample server

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

    @check("48: an extension server that sends clients elsewhere is not followed")
    def step_48(self):
        group, seen = "reject.redirect.example.com", []
        target = f"/apis/{group}/v1alpha1/redirectTarget"
        self.fresh(group, {
            f"/apis/{group}/v1alpha1": lambda handler: handler.send(200, resources(group, "v1alpha1")),
            f"/apis/{group}/v1alpha1/tryRedirect": lambda handler: handler.send(301, {}, [("Location", target)]),
            target: lambda handler: (seen.append(1), handler.send(200, {})),
        }, versions=("v1alpha1",), is_secure=False)
        status, _, body = self.plane.call("GET", f"/apis/{group}/v1alpha1/tryRedirect")
        same(status, 502, "status")
        contains(str(body), "the backend attempted to redirect this request, which is not permitted", "body")
        same(seen, [], "requests of the target")

    # MARK: F. Integration: discovery

    @check("49: a group whose /apis hangs is Stale and without resources, and becomes Current when it answers")
    def step_49(self):
        group, go, questions = "stable.example.com", threading.Event(), []

        def apis(handler):
            questions.append(time.monotonic())
            if not go.wait(30):
                return
            handler.send(200, aggregated(group, "v1", "jobs"))
        recorder = self.fresh(group, {"/apis": apis})
        try:
            until(lambda: self.entry(group, "v1"), "the group is listed", 10)
            def is_stale():
                entry = self.entry(group, "v1")
                same((entry["freshness"], entry.get("resources", [])), ("Stale", []), "before it answers")
            is_stale()
            # The first question is given up after 5 s; it is Stale before, then, and while it is asked again.
            began = time.monotonic()
            until(lambda: questions, "somebody asks for /apis", 5)
            until(lambda: len(questions) > 1, "the question is given up and asked again", 10, pause=0.1)
            require(time.monotonic() - began > 4.5, f"it was given up after {time.monotonic() - began:.1f} s")
            is_stale()
            require(f"/apis/{group}" in self.plane.api("GET", "/")["paths"], f"/ lacks /apis/{group}")
        finally:
            go.set()
        until(lambda: self.entry(group, "v1")["freshness"] == "Current", "it is Current", 90, pause=0.2)
        same(self.names(group, "v1"), ["jobs"], "resources")
        same(self.entry(group, "v1")["resources"][0]["responseKind"], {"group": "", "version": "", "kind": ""}, "responseKind")
        self.stable = recorder

    @check("50: its resources are Current, and its path goes with its APIService")
    def step_50(self):
        group = "stable.example.com"
        same(self.entry(group, "v1")["freshness"], "Current", "freshness")
        self.plane.api("DELETE", f"{SERVICES}/v1.{group}")
        until(lambda: f"/apis/{group}" not in self.plane.api("GET", "/")["paths"] and not self.entry(group, "v1"), "the group goes", 10)

    def freshness(self, group, *versions):
        """What the aggregated document says of versions: `Current`, `Stale` or None."""
        return [(self.entry(group, version) or {}).get("freshness") for version in versions]

    def listed(self, group):
        """The versions of a group in the older document."""
        found = [each for each in self.plane.api("GET", "/apis")["groups"] if each["name"] == group]
        return {each["version"] for each in found[0]["versions"]} if found else set()

    @check("51a, 51b: the versions of a CustomResourceDefinition appear in both documents, and vanish with it")
    def step_51(self):
        group, versions = "crd.example.com", ("v1", "v1alpha1", "v1beta1", "v2")
        name = define(self.plane, definition(group, versions))
        until(lambda: self.freshness(group, *versions) == ["Current"] * 4 and self.listed(group) == set(versions), "all are there", 10)
        for version in versions:
            labels = self.plane.api("GET", f"{API_SERVICES}/{version}.{group}")
            same(labels["metadata"]["labels"], {"kube-aggregator.kubernetes.io/automanaged": "true"}, "labels")
            same((labels["spec"]["groupPriorityMinimum"], labels["spec"]["versionPriority"]), (1000, 100), "priorities")
        undefine(self.plane, name)
        until(lambda: self.freshness(group, *versions) == [None] * 4 and not self.listed(group), "all are gone", 10)

    @check("51c: an APIService that is there first keeps its version from a CustomResourceDefinition, until it goes")
    def step_51_overlap(self):
        group = "overlap.example.com"
        self.plane.announce("v1", group, "unused", "default")
        name = define(self.plane, definition(group, ("v1", "v2")))
        until(lambda: self.freshness(group, "v1", "v2") == ["Stale", "Current"], "v1 is the APIService's", 10)
        same(self.plane.call("GET", f"/apis/{group}/v1/foos")[0], 503, "v1, whose server is missing")
        self.plane.api("GET", f"/apis/{group}/v2/foos")
        self.plane.api("DELETE", f"{API_SERVICES}/v1.{group}")
        self.plane.api("PATCH", f"{DEFINITIONS}/{name}", {"metadata": {"labels": {"touched": "true"}}},
                       headers={"Content-Type": "application/merge-patch+json"})
        until(lambda: self.freshness(group, "v1", "v2") == ["Current", "Current"], "v1 is the definition's", 10)
        self.plane.api("GET", f"/apis/{group}/v1/foos")
        undefine(self.plane, name)
        until(lambda: not self.listed(group), "the group goes", 10)

    @check("51d: versions of a CustomResourceDefinition and of an APIService make one group")
    def step_51_beside(self):
        group = "beside.example.com"
        name = define(self.plane, definition(group, ("v2", "v1alpha1")))
        self.plane.announce("v1", group, "unused", "default")
        until(lambda: self.freshness(group, "v1", "v2", "v1alpha1") == ["Stale", "Current", "Current"], "all three are there", 10)
        self.plane.api("DELETE", f"{API_SERVICES}/v1.{group}")
        until(lambda: self.freshness(group, "v1", "v2", "v1alpha1") == [None, "Current", "Current"], "v1 alone goes", 10)
        undefine(self.plane, name)

    @check("51e: a CustomResourceDefinition takes no version from what is built in, and may add others")
    def step_51_builtin(self):
        group = "apiextensions.k8s.io"
        name = define(self.plane, definition(group, ("v1", "v2", "vfake"), plural="bars", kind="Bar", stored="vfake", annotations={
            "api-approved.kubernetes.io": "unapproved, for a test"}))
        until(lambda: self.names(group, "vfake") == ["bars"], "vfake has it", 10)
        same(self.names(group, "v1"), ["customresourcedefinitions"], "v1")
        same(self.plane.call("GET", f"/apis/{group}/v1/bars")[0], 404, "bars in v1")
        self.plane.api("POST", f"/apis/{group}/vfake/namespaces/default/bars", {"metadata": {"name": "a"}, "spec": {"size": 1}}, 201)
        same(len(self.plane.api("GET", f"/apis/{group}/v2/bars")["items"]), 1, "bars in v2")
        undefine(self.plane, name)
        same(self.names(group, "v1"), ["customresourcedefinitions"], "v1 afterwards")

    @check("51f: an APIService that comes and goes at once leaves a CustomResourceDefinition its versions")
    def step_51_race(self):
        group = "race.example.com"
        self.plane.api("POST", DEFINITIONS, definition(group, ("v1", "v2")), 201)
        status, _, _ = self.plane.call("POST", API_SERVICES, {"metadata": {"name": f"v1.{group}"}, "spec": {
            "group": group, "version": "v1", "service": {"name": "unused", "namespace": "default"}, "insecureSkipTLSVerify": True,
            "groupPriorityMinimum": 1000, "versionPriority": 15}})
        require(status in (201, 409), f"creation: {status}")
        self.plane.api("DELETE", f"{API_SERVICES}/v1.{group}", wanted=(200, 404))
        until(lambda: self.freshness(group, "v1", "v2") == ["Current", "Current"] and self.listed(group) == {"v1", "v2"}, "both are back", 10)
        undefine(self.plane, f"foos.{group}")

    @check("52: what is built in is Current, an APIService whose Service is missing is listed and Stale")
    def step_52(self):
        self.plane.announce("v1", "missing.test", "doesnt-exist", "default")
        until(lambda: self.entry("missing.test", "v1"), "it is listed", 10)
        same(self.entry("missing.test", "v1")["freshness"], "Stale", "freshness")
        name = define(self.plane, definition("fresh.example.com", ("v1", "v2")))
        until(lambda: self.freshness("fresh.example.com", "v1", "v2") == ["Current", "Current"], "a custom kind is Current", 10)
        undefine(self.plane, name)
        for each in self.aggregated():
            if each["metadata"]["name"] in ("apps", "rbac.authorization.k8s.io", "apiregistration.k8s.io"):
                same([one["freshness"] for one in each["versions"]], ["Current"], each["metadata"]["name"])

    @check("53: groups and versions stand in the order of their priorities, in both documents the same")
    def step_53(self):
        announce = lambda version, group, *priorities: self.plane.announce(
            version, group, "doesnt-exist", "default", priorities=priorities)
        announce("v1", "first.order.test", 20000, 1)
        announce("v1", "last.order.test", 1, 1)
        for version, priority in (("v1", 1), ("v2", 2), ("v3", 3)):
            announce(version, "by-number.order.test", 500, priority)
        for version in ("v1alpha1", "v1", "v1alpha2", "v2", "v1beta1"):
            announce(version, "by-name.order.test", 400, 7)
        until(lambda: self.entry("by-name.order.test", "v1beta1"), "the last one is listed", 10)
        new = [(each["metadata"]["name"], [one["version"] for one in each["versions"]]) for each in self.aggregated()]
        old = [(each["name"], [one["version"] for one in each["versions"]]) for each in self.plane.api("GET", "/apis")["groups"]]
        same(new, old, "the two documents")
        same([new[0][0], new[1][0], new[-1][0]], ["apiregistration.k8s.io", "first.order.test", "last.order.test"], "groups")
        same(dict(new)["by-number.order.test"], ["v3", "v2", "v1"], "versions by priority")
        same(dict(new)["by-name.order.test"], ["v2", "v1", "v1beta1", "v1alpha2", "v1alpha1"], "versions by name")
        self.plane.out("delete", "apiservice", *(f"{version}.{name}" for name, versions in new if name.endswith(".order.test")
                                                 for version in versions), "v1.missing.test")

    @check("54: the singular name of each resource is its kind in lower case")
    def step_54(self):
        for each in self.aggregated("/api") + self.aggregated():
            for version in each["versions"]:
                for resource in version.get("resources", []):
                    if each["metadata"].get("name", "").endswith(".test"):
                        continue  # a recorder of this suite says what it likes
                    same(resource["singularResource"], resource["responseKind"]["kind"].lower(), f"{each['metadata']} {resource['resource']}")

    @check("55: 406, 404 and a 200 of another type lead to the older discovery; 503 to Stale")
    def step_55(self):
        answers = {"not-acceptable": lambda handler: handler.send(406, {}), "not-found": lambda handler: handler.send(404, {}),
                   "without-type": lambda handler: handler.send(200, {}), "too-old": lambda handler: handler.send(
                       200, aggregated("too-old.form.test", "v1", "jobs"), form="v2beta1")}
        for name, answer in answers.items():
            group = f"{name}.form.test"
            recorder = self.fresh(group, {"/apis": answer})
            until(lambda: (self.entry(group, "v1") or {}).get("freshness") == "Current", f"{group} is Current", 15)
            wanted = ["jobs"] if name == "too-old" else [PLURAL]
            same(self.names(group, "v1"), wanted, f"resources of {group}")
            recorder.take(all)
        self.fresh("down.form.test", {"/apis": lambda handler: handler.send(503, {})})
        until(lambda: (self.entry("down.form.test", "v1") or {}).get("freshness") == "Stale", "down.form.test is Stale", 15)

    @check("55: 304 keeps what is known")
    def step_55_etag(self):
        group, unchanged = "tag.form.test", threading.Event()

        def answer(handler):
            if handler.headers.get("If-None-Match") != '"one"':
                return handler.send(200, aggregated(group, "v1", "jobs"), headers=[("ETag", '"one"')])
            handler.send_response(304)
            handler.end_headers()
            unchanged.set()

        self.fresh(group, {"/apis": answer})
        until(lambda: self.names(group, "v1") == ["jobs"], "the document is known", 15)
        # A change of the APIService is a reason to ask again at once.
        self.plane.api("PATCH", f"{API_SERVICES}/v1.{group}", {"metadata": {"labels": {"again": "yes"}}},
                       headers={"Content-Type": "application/merge-patch+json"})
        require(unchanged.wait(75), "nobody asked again with the tag")
        same((self.freshness(group, "v1"), self.names(group, "v1")), (["Current"], ["jobs"]), "what is known")

    # MARK: G. Integration: OpenAPI

    @check("56: an extension server that hangs in /openapi/v2 does not keep a control plane that starts from being healthy")
    def step_56(self):
        go, asked = threading.Event(), threading.Event()

        def hang(handler):
            asked.set()
            if go.wait(30):
                handler.send(200, {})
        self.fresh("slow.test", {"/openapi/v2": hang, "/openapi/v3": hang})
        until(asked.is_set, "it hangs", 10)
        self.plane.kill()
        asked.clear()
        began = time.monotonic()
        starting = Later(self.plane.start)

        def is_healthy():
            try:
                return self.plane.call("GET", "/healthz", timeout=1)[::2] == (200, "ok")
            except ConnectionRefusedError:
                return False
        try:
            until(is_healthy, "/healthz, from the start of the process on", 1, pause=0.01)
            print(f"      {(time.monotonic() - began) * 1000:.0f} ms after the start of the process")
            until(asked.is_set, "it is asked again, and hangs", 20)
            until(lambda: self.plane.call("GET", "/healthz", timeout=1)[::2] == (200, "ok"), "/healthz meanwhile", 1)
            starting.result(60)
            require(not go.is_set(), "it has answered")
        finally:
            go.set()

    @check("57: /openapi/v2 while everything starts neither fails nor hangs, and has the extension server's paths in the end")
    def step_57(self):
        self.plane.stop()
        asking = Later(self.asks_for_openapi)
        self.plane.start()
        asking.result(60)
        wanted = f"/apis/{WARDLE}/v1alpha1/"
        until(lambda: any(path.startswith(wanted) for path in self.plane.api("GET", "/openapi/v2")["paths"]), f"{wanted} is there", 30)

    def asks_for_openapi(self):
        """From before the start until it has answered some times."""
        answered, end = 0, time.monotonic() + 50
        while answered < 5 and time.monotonic() < end:
            try:
                status = self.plane.call("GET", "/openapi/v2", timeout=5)[0]
            except (ConnectionError, ssl.SSLError):
                time.sleep(0.05)
                continue
            require(status in (200, 403, 503), f"/openapi/v2: {status}")
            answered += status == 200
        same(answered, 5, "answers")

    @check("58: OpenAPI v3 of a group of a CustomResourceDefinition")
    def step_58(self):
        group = "mygroup.example.com"
        key = f"apis/{group}/v1beta1"
        require(key not in self.openapi(), f"{key} is there already")
        self.plane.api("POST", DEFINITIONS, definition(group, ("v1beta1",)), 201)
        until(lambda: key in self.openapi(), f"{key} appears", 4)
        self.plane.api("DELETE", f"{DEFINITIONS}/foos.{group}")
        until(lambda: key not in self.openapi(), f"{key} goes", 4)

    @check("59: the OpenAPI v3 documents as Protocol Buffers say what they say as JSON, the extension server's too")
    def step_59(self):
        paths = self.openapi()
        require({"apis/apps/v1", f"apis/{WARDLE}/v1alpha1"} <= set(paths), f"documents: {sorted(paths)}")
        for key, place in paths.items():
            if key.startswith("apis/") and key.split("/")[1].endswith(".test"):
                continue  # a recorder of this suite, which has no documents
            status, headers, document = self.plane.call("GET", place["serverRelativeURL"])
            same((status, headers["Content-Type"]), (200, "application/json"), key)
            for accept in (openapi_wire.OLD_TYPE, openapi_wire.TYPE):
                status, headers, body = self.plane.call("GET", place["serverRelativeURL"], headers={"Accept": accept}, raw=True)
                same((status, headers["Content-Type"]), (200, openapi_wire.TYPE), f"{key} as {accept}")
                same(openapi_wire.read("Document", body), openapi_wire.told(document), f"{key} as {accept}")

    @check("60: OpenAPI v2 has every definition once, also with two CustomResourceDefinitions of a group")
    def step_60(self):
        group = "twice.example.com"
        names = [define(self.plane, definition(group)), define(self.plane, definition(group, plural="bars", kind="Bar"))]
        try:
            found = until(lambda: self.paths_of(group), f"the paths of {group}", 10)
            require(any("/foos" in each for each in found) and any("/bars" in each for each in found), f"paths: {found}")
            definitions = self.plane.api("GET", "/openapi/v2")["definitions"]
            twice = [name for name in definitions if re.search(r"_v\d+$", name)]
            same(twice, [], "definitions that were renamed")
            require({"com.example.twice.v1.Foo", "com.example.twice.v1.BarList"} <= set(definitions), "definitions are missing")
        finally:
            for name in names:
                undefine(self.plane, name)
        until(lambda: not self.paths_of(group), f"the paths of {group} go", 10)

    def paths_of(self, group):
        return [each for each in self.plane.api("GET", "/openapi/v2")["paths"] if each.startswith(f"/apis/{group}/v1/")]


class Text:
    """A text that is made when it is shown."""

    def __init__(self, make):
        self.make = make

    def __str__(self):
        return self.make()


def replace(path, text):
    """Whoever reads the file finds the old text or the new one."""
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)


def resources(group, version):
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": f"{group}/{version}", "resources": [
        {"name": PLURAL, "singularName": "thing", "namespaced": True, "kind": "Thing", "verbs": ["get", "list"]}]}


def aggregated(group, version, resource):
    return {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": [
        {"metadata": {"name": group}, "versions": [{"version": version, "freshness": "Current", "resources": [
            {"resource": resource, "scope": "Namespaced", "singularResource": "job", "verbs": ["get"]}]}]}]}
