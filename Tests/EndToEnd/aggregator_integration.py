"""Steps 48 to 60: what the integration tests of the aggregator hold it to, with extension servers that are told what to answer."""
import re
import ssl
import threading
import time

import openapi_wire
from definitions import API_SERVICES, DEFINITIONS, define, definition, undefine
from harness import Later, check, contains, require, same, until
from recorder import GROUP, PLURAL, Recorder
from sample_server import GROUP as WARDLE, SERVICES


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

    # MARK: E. Integration

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


def resources(group, version):
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": f"{group}/{version}", "resources": [
        {"name": PLURAL, "singularName": "thing", "namespaced": True, "kind": "Thing", "verbs": ["get", "list"]}]}


def aggregated(group, version, resource):
    return {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": [
        {"metadata": {"name": group}, "versions": [{"version": version, "freshness": "Current", "resources": [
            {"resource": resource, "scope": "Namespaced", "singularResource": "job", "verbs": ["get"]}]}]}]}
