"""A second API, unlike the first: another domain, a cluster-wide kind in two versions with other names for one field,
maps, lists of every type, an enum, limits; beside it a kind that is kept nowhere, a subresource with kinds of its own and
one that streams. The tool scaffolds it, a debug build of it is kept between runs."""
import http.client
import json
import os
import shutil

import second_baskets
import second_hooks
import second_serving
from environment import synchronize
from harness import Client, Server, Suite, check, contains, require, run, same, wait_ready
from project import BUILD_SECONDS, CACHES

GROUP = "growing.farm.test"
V1, ALPHA = f"/apis/{GROUP}/v1", f"/apis/{GROUP}/v1alpha1"
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "second", "Orchard.swift.txt")
CONNECTORS = os.path.join(os.path.dirname(SOURCE), "OrchardConnectors.swift.txt")
APPLY, MERGE, STEPS = "application/apply-patch+yaml", "application/merge-patch+json", "application/json-patch+json"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"


def orchard(name, version="v1", labels=None, **spec):
    metadata = {"name": name, **({"labels": labels} if labels else {})}
    return {"apiVersion": f"{GROUP}/{version}", "kind": "Orchard", "metadata": metadata, "spec": {"fruit": "Apple", **spec}}


class SecondProject(Suite):
    """The project, built and running; the suites on it share the build."""

    def set_up(self):
        self.folder = os.path.join(self.env.work, "second", "orchards")
        fresh = os.path.join(self.env.folder(type(self).__name__), "orchards")
        self.scaffold(fresh)
        synchronize(fresh, self.folder, keep=CACHES)
        self.boot(self.folder, "build", "executables", "--configuration", "debug", timeout=BUILD_SECONDS)
        self.logs = [os.path.join(self.env.logs, "second.log")]
        self.server = Server([os.path.join(self.folder, "bin", "apiserver"), *self.env.pki.flags(), "--storage", "memory"],
                             self.logs[0])
        wait_ready(self.server, self.env.pki)
        self.client = Client(self.server, self.env.pki)

    def boot(self, folder, *arguments, timeout=60):
        return run([self.env.tool, *arguments], cwd=folder, env=self.env.clean_environment(), timeout=timeout).ok()

    def scaffold(self, folder):
        os.makedirs(folder)
        create = ("create", "group", "version", "resource", "--group", "growing", "--kind", "Orchard", "--non-namespaced",
                  "--short-name", "orch", "--category", "all", "--skip-controller", "--version")
        self.boot(folder, "init", "repo", "--domain", "farm.test")
        self.boot(folder, *create, "v1alpha1")
        apis = os.path.join(folder, "Sources", "APIs", "Growing")
        shutil.copy2(SOURCE, os.path.join(apis, "V1alpha1", "Orchard.swift"))
        shutil.copy2(CONNECTORS, os.path.join(apis, "V1alpha1", "Orchard+Connectors.swift"))
        self.boot(folder, "build", "generated")
        self.boot(folder, *create, "v1")
        # v1 calls the keeper an owner.
        _replace(os.path.join(apis, "V1", "Orchard+V1.swift"), ("var keeper", "var owner"),
                 ("    public struct Orchard:", second_serving.MARKERS + "    public struct Orchard:"))
        _replace(os.path.join(apis, "Orchard+V1+Conversion.swift"),
                 ("(from hub: Growing.V1alpha1.Orchard) {}", "(from hub: Growing.V1alpha1.Orchard) { spec.owner = hub.spec.keeper }"),
                 ("(to hub: inout Growing.V1alpha1.Orchard) {}", "(to hub: inout Growing.V1alpha1.Orchard) { hub.spec.keeper = spec.owner }"))
        second_serving.scaffold(folder)
        second_baskets.scaffold(self, folder)
        second_hooks.scaffold(self, folder)
        self.boot(folder, "build", "generated")

    def tear_down(self):
        if hasattr(self, "client"):
            self.client.close()
        if hasattr(self, "server"):
            self.server.stop()

    # MARK: Talking to it

    def call(self, method, path, body=None, wanted=200, **headers):
        status, answer = self.client.call(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        require(status in ([wanted] if isinstance(wanted, int) else wanted),
                f"status of {method} {path}: expected {wanted}, got {status}: {str(answer)[:600]}")
        return answer

    def create(self, name, version="v1", **spec):
        return self.call("POST", f"/apis/{GROUP}/{version}/orchards", orchard(name, version, **spec), 201)


class SecondAPISuite(second_baskets.BasketChecks, second_serving.ServingChecks, SecondProject):
    title = "second API: cluster-wide and in namespaces, two versions, lists and maps of every type"

    def get(self, name, path=V1):
        return self.call("GET", f"{path}/orchards/{name}")

    def patch(self, name, kind, body, path=V1, wanted=200, query=""):
        return self.call("PATCH", f"{path}/orchards/{name}{query}", body, wanted, Content_Type=kind)

    def apply(self, name, manager, version="v1", wanted=(200, 201), force=False, **spec):
        body = {"apiVersion": f"{GROUP}/{version}", "kind": "Orchard", "metadata": {"name": name}, "spec": spec}
        query = f"?fieldManager={manager}" + ("&force=true" if force else "")
        return self.patch(name, APPLY, body, f"/apis/{GROUP}/{version}", wanted, query)

    def orchards(self, path):
        """What discovery says of them, without their subresources."""
        return [each for each in self.call("GET", path)["resources"] if each["name"] == "orchards"]

    def causes(self, answer):
        return {(cause["field"], cause["reason"]) for cause in answer["details"]["causes"]}

    # MARK: Discovery

    @check("legacy discovery: group, both versions, the kind")
    def legacy(self):
        group = self.call("GET", f"/apis/{GROUP}")
        same([version["version"] for version in group["versions"]], ["v1", "v1alpha1"], "versions")
        same(group["preferredVersion"], {"groupVersion": f"{GROUP}/v1", "version": "v1"}, "the preferred version")
        for path in (V1, ALPHA):
            found = self.orchards(path)
            same([(each["name"], each["singularName"], each["kind"], each["namespaced"]) for each in found],
                 [("orchards", "orchard", "Orchard", False)], f"resources of {path}")
            same((found[0]["shortNames"], found[0]["categories"]), (["orch"], ["all"]), "names")
        hashes = {self.orchards(path)[0]["storageVersionHash"] for path in (V1, ALPHA)}
        same(len(hashes), 1, "storage version hashes")

    @check("aggregated discovery")
    def aggregated(self):
        answer = self.call("GET", "/apis", Accept="application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
        same((answer["kind"], answer["apiVersion"]), ("APIGroupDiscoveryList", "apidiscovery.k8s.io/v2"), "the type")
        versions = answer["items"][0]["versions"]
        same([each["version"] for each in versions], ["v1", "v1alpha1"], "versions")
        found = {each["resource"]: (each["scope"], each["responseKind"]["kind"]) for each in versions[0]["resources"]}
        same(found, {"orchards": ("Cluster", "Orchard"), "baskets": ("Namespaced", "Basket"),
                     "harvests": ("Cluster", "Harvest")}, "the resources")

    # MARK: Verbs

    @check("create fills in defaults, also in nested objects and list elements")
    def defaults(self):
        made = self.create("defaults", beds=[{"name": "north"}, {"name": "south", "trees": 9}], water={"source": "well"})
        same(made["spec"], {"fruit": "Apple", "rows": 4, "owner": "nobody",
                            "beds": [{"name": "north", "trees": 1}, {"name": "south", "trees": 9}],
                            "water": {"source": "well", "isOn": True}}, "spec")
        require("namespace" not in made["metadata"], "a namespace")
        same(self.get("defaults"), made, "the object")

    @check("both versions show one object, each with its own names")
    def versions(self):
        self.create("both", version="v1alpha1", keeper="anna", notes={"soil": "clay"})
        same(self.get("both")["spec"], {"fruit": "Apple", "rows": 4, "owner": "anna", "notes": {"soil": "clay"}}, "spec in v1")
        body = self.get("both")
        body["spec"]["owner"] = "berta"
        self.call("PUT", f"{V1}/orchards/both", body)
        old = self.get("both", ALPHA)
        same((old["apiVersion"], old["spec"]["keeper"]), (f"{GROUP}/v1alpha1", "berta"), "apiVersion and keeper")
        same([item["spec"].get("keeper") for item in self.call("GET", f"{ALPHA}/orchards?fieldSelector=metadata.name=both")["items"]],
             ["berta"], "keepers in the list")
        self.call("POST", f"{ALPHA}/orchards", orchard("wrong", "v1"), 400)

    @check("list: labels, pages, resourceVersion; deletecollection")
    def lists(self):
        for number in range(5):
            self.call("POST", f"{V1}/orchards", orchard(f"row-{number}", labels={"row": "x"}), 201)
        first = self.call("GET", f"{V1}/orchards?labelSelector=row=x&limit=3")
        same((len(first["items"]), first["kind"]), (3, "OrchardList"), "items and kind of the first page")
        rest = self.call("GET", f"{ALPHA}/orchards?labelSelector=row=x&limit=3&continue=" + first["metadata"]["continue"])
        same([item["metadata"]["name"] for item in rest["items"]], ["row-3", "row-4"], "names of the second page")
        self.call("DELETE", f"{V1}/orchards?labelSelector=row=x")
        same(self.call("GET", f"{V1}/orchards?labelSelector=row=x")["items"], [], "items afterwards")

    @check("patches: merge in maps, JSON steps in lists, strategic is refused")
    def patches(self):
        self.create("patched", notes={"a": "1", "b": "2"}, tools=["axe", "saw"], beds=[{"name": "north"}])
        spec = self.patch("patched", MERGE, {"spec": {"notes": {"a": None, "c": "3"}, "rows": 8}})["spec"]
        same((spec["notes"], spec["rows"]), ({"b": "2", "c": "3"}, 8), "notes and rows")
        steps = [{"op": "add", "path": "/spec/tools/1", "value": "hoe"}, {"op": "move", "from": "/spec/notes/c", "path": "/spec/notes/d"},
                 {"op": "add", "path": "/spec/beds/-", "value": {"name": "south"}}]
        spec = self.patch("patched", STEPS, steps)["spec"]
        same((spec["tools"], spec["notes"]), (["axe", "hoe", "saw"], {"b": "2", "d": "3"}), "tools and notes")
        same(spec["beds"], [{"name": "north", "trees": 1}, {"name": "south", "trees": 1}], "beds with defaults")
        # An alpha client's merge patch, with alpha's names.
        same(self.patch("patched", MERGE, {"spec": {"keeper": "clara"}}, ALPHA)["spec"]["keeper"], "clara", "keeper")
        same(self.get("patched")["spec"]["owner"], "clara", "owner")
        self.patch("patched", STEPS, [{"op": "remove", "path": "/spec/absent"}], wanted=422)
        self.patch("patched", "text/plain", {}, wanted=415)

    @check("apply: list maps and sets have an owner for each element")
    def apply_lists(self):
        self.apply("applied", "one", fruit="Pear", beds=[{"name": "north", "trees": 2}], seasons=["May"], notes={"a": "1"}, tools=["axe"])
        found = self.apply("applied", "two", beds=[{"name": "south"}], seasons=["June"], notes={"b": "2"}, fruit="Pear")["spec"]
        same([bed["name"] for bed in found["beds"]], ["north", "south"], "beds")
        same((found["seasons"], found["notes"]), (["May", "June"], {"a": "1", "b": "2"}), "seasons and notes")
        conflict = self.apply("applied", "two", wanted=409, fruit="Plum", beds=[{"name": "north", "trees": 3}], tools=["saw"])
        same({cause["field"] for cause in conflict["details"]["causes"]},
             {".spec.fruit", '.spec.beds[name="north"].trees', ".spec.tools"}, "fields of the conflict")
        found = self.apply("applied", "one", fruit="Pear")["spec"]
        same(([bed["name"] for bed in found["beds"]], found["seasons"], found["notes"]), (["south"], ["June"], {"b": "2"}),
             "what two has after one gave its own up")
        require("tools" not in found, "tools are still there")

    @check("apply in one version after the other keeps the books straight")
    def apply_versions(self):
        self.apply("crossing", "one", fruit="Pear", owner="anna", rows=7)
        conflict = self.apply("crossing", "two", version="v1alpha1", wanted=409, fruit="Pear", keeper="berta")
        same(self.causes(conflict), {(".spec.owner", "FieldManagerConflict")}, "causes, in the version of one")
        found = self.apply("crossing", "one", version="v1alpha1", fruit="Pear", keeper="clara")
        same((found["spec"]["fruit"], found["spec"]["keeper"]), ("Pear", "clara"), "fruit and keeper after one moved to v1alpha1")
        same([entry["apiVersion"] for entry in found["metadata"]["managedFields"] if entry["manager"] == "one"],
             [f"{GROUP}/v1alpha1"], "versions in the books")

    @check("apply in another version gives up what it no longer names")
    def apply_gives_up(self):
        self.apply("moving", "one", fruit="Pear", rows=7)
        rows = self.apply("moving", "one", version="v1alpha1", fruit="Pear")["spec"]["rows"]
        same(rows, 4, "rows, with the default again")

    @check("apply of duplicate list elements and of wrong types is refused")
    def apply_wrong(self):
        for spec in ({"beds": [{"name": "x"}, {"name": "x"}]}, {"seasons": ["a", "a"]}, {"rows": "many"}):
            status, answer = self.client.call("PATCH", f"{V1}/orchards/refused?fieldManager=m", {
                "apiVersion": f"{GROUP}/v1", "kind": "Orchard", "metadata": {"name": "refused"}, "spec": {"fruit": "Apple", **spec}},
                {"Content-Type": APPLY})
            require(400 <= status <= 500, f"{status} {answer}")
        self.apply("refused", "m", wanted=422, fruit="Fig")
        self.call("GET", f"{V1}/orchards/refused", wanted=404)

    # MARK: Validation

    @check("validation: every fault with its field and reason")
    def validation(self):
        faults = {"fruit": "Fig", "rows": 0, "owner": "X", "spacing": 7, "tools": list("abcd"), "beds": [{"name": "x"}, {"name": "x"}],
                  "seasons": ["a", "a"], "water": {"litres": 0}}
        answer = self.call("POST", f"{V1}/orchards", orchard("faulty", **faults), 422)
        wanted = {("spec.fruit", "NotSupported"), ("spec.rows", "Invalid"), ("spec.owner", "Invalid"), ("spec.spacing", "Invalid"),
                  ("spec.tools", "TooMany"), ("spec.beds[1]", "Duplicate"), ("spec.seasons[1]", "Duplicate"),
                  ("spec.water.source", "Required"), ("spec.water.litres", "Invalid")}
        same(self.causes(answer), {(field, f"FieldValue{reason}") for field, reason in wanted}, "causes")
        contains(answer["message"], 'spec.fruit: Unsupported value: "Fig": supported values: "Apple", "Pear", "Plum"', "message")

    @check("validation: what is missing, in both versions and by every patch")
    def missing(self):
        for version in ("v1", "v1alpha1"):
            body = orchard("missing", version)
            del body["spec"]
            answer = self.call("POST", f"/apis/{GROUP}/{version}/orchards", body, 422)
            same(self.causes(answer), {("spec", "FieldValueRequired")}, f"causes in {version}")
            for kind, change in ((MERGE, {"spec": {"fruit": None}}), (STEPS, [{"op": "remove", "path": "/spec/fruit"}])):
                answer = self.patch("defaults", kind, change, f"/apis/{GROUP}/{version}", 422)
                same(self.causes(answer), {("spec.fruit", "FieldValueRequired")}, f"causes of {kind} in {version}")

    @check("numbers that do not fit their type are refused")
    def numbers(self):
        for rows in ("5000000000", "2.5", "1e30", '"x"', "true", "[1]"):
            body = json.dumps(orchard("number")).replace('"fruit"', f'"rows":{rows},"fruit"')
            contains(self.call("POST", f"{V1}/orchards", body, 400, Content_Type="application/json")["message"], "rows", "message")

    @check("unknown and duplicate fields: ignored, warned of, refused")
    def unknown(self):
        body = json.dumps(orchard("unknown", keeper="anna", beds=[{"name": "x", "size": 1}])).replace('"fruit"', '"rows":1,"rows":2,"fruit"')
        query = f"{V1}/orchards?dryRun=All&fieldValidation="
        made = self.call("POST", query + "Ignore", body, 201, Content_Type="application/json")
        require("keeper" not in made["spec"] and made["spec"]["rows"] == 2, f"spec {made['spec']}")
        refused = self.call("POST", query + "Strict", body, 400, Content_Type="application/json")["message"]
        for fault in ('unknown field "spec.keeper"', 'unknown field "spec.beds[0].size"', 'duplicate field "spec.rows"'):
            contains(refused, fault, "message")

    # MARK: Representations

    @check("Table: columns of the markers, cells of both versions")
    def table(self):
        for path in (V1, ALPHA):
            found = self.call("GET", f"{path}/orchards?fieldSelector=metadata.name=defaults", Accept=TABLE)
            same([(column["name"], column["type"]) for column in found["columnDefinitions"]],
                 [("Name", "string"), ("Fruit", "string"), ("Rows", "integer"), ("Phase", "string"), ("Age", "date")], "columns")
            same(found["rows"][0]["cells"][:4], ["defaults", "Apple", 4, None], "cells")

    @check("OpenAPI v3: limits, enums, list types and defaults of each version")
    def openapi(self):
        paths = self.call("GET", "/openapi/v3")["paths"]
        for version, name in (("v1", "owner"), ("v1alpha1", "keeper")):
            document = self.call("GET", paths[f"apis/{GROUP}/{version}"]["serverRelativeURL"])
            schemas = document["components"]["schemas"]
            spec = next(schema for key, schema in schemas.items() if key.endswith("OrchardSpec"))
            fields = spec["properties"]
            same(spec["required"], ["fruit"], "required fields")
            same((fields["rows"]["minimum"], fields["rows"]["maximum"], fields["rows"]["default"], fields["rows"]["format"]),
                 (1, 100, 4, "int32"), "rows")
            same((fields[name]["pattern"], fields[name]["minLength"], fields[name]["default"]), ("^[a-z]+$", 2, "nobody"), name)
            same((fields["beds"]["x-kubernetes-list-type"], fields["beds"]["x-kubernetes-list-map-keys"]), ("map", ["name"]), "beds")
            same([fields[each]["x-kubernetes-list-type"] for each in ("seasons", "tools")], ["set", "atomic"], "list types")
            same(fields["notes"]["additionalProperties"]["type"], "string", "values of notes")
            contains(json.dumps(schemas), '["Apple", "Pear", "Plum"]', "the schemas")
            require(f"/apis/{GROUP}/{version}/orchards/{{name}}" in document["paths"], "no path of single objects")
            require(not any("namespaces" in path and "orchards" in path for path in document["paths"]), "a path with namespaces")

    # MARK: Protocols

    @check("every verb and a watch by curl over HTTP/1.1 and HTTP/2")
    def protocols(self):
        for flag, spoken in (("--http1.1", "1.1"), ("--http2", "2")):
            name, collection = f"by-http{spoken[0]}", f"{V1}/orchards"
            start = self.call("GET", collection)["metadata"]["resourceVersion"]

            def curl(method, path, body=None, kind="application/json", wanted=200):
                data = ["-H", f"Content-Type: {kind}", "--data-binary", json.dumps(body)] if body is not None else []
                result = run(["curl", "-sS", flag, "--max-time", "20", "--cacert", self.env.pki.ca, "-X", method, "-H",
                              f"Authorization: Bearer {self.env.pki.token}", "-w", "\n%{http_version} %{http_code}", *data,
                              self.server.url + path]).ok().out
                text, _, line = result.rpartition("\n")
                same(line, f"{spoken} {wanted}", f"version and status of {method} {path} ({text[:300]})")
                return text
            curl("POST", collection, orchard(name), wanted=201)
            body = json.loads(curl("GET", f"{collection}/{name}"))
            body["spec"]["rows"] = 5
            curl("PUT", f"{collection}/{name}", body)
            curl("PATCH", f"{collection}/{name}", {"spec": {"rows": 6}}, MERGE)
            curl("PATCH", f"{collection}/{name}", [{"op": "replace", "path": "/spec/rows", "value": 7}], STEPS)
            curl("PATCH", f"{collection}/{name}?fieldManager=c&force=true", orchard(name, rows=8), APPLY)
            same(len(json.loads(curl("GET", f"{collection}?fieldSelector=metadata.name={name}"))["items"]), 1, "items")
            curl("DELETE", f"{collection}/{name}")
            curl("GET", f"{collection}/{name}", wanted=404)
            curl("DELETE", f"{collection}?labelSelector=no=where")
            lines = curl("GET", f"{collection}?watch=1&timeoutSeconds=1&resourceVersion={start}").splitlines()
            seen = [(event["type"], event["object"]["spec"]["rows"]) for event in map(json.loads, filter(None, lines))]
            same(seen, [("ADDED", 4), ("MODIFIED", 5), ("MODIFIED", 6), ("MODIFIED", 7), ("MODIFIED", 8), ("DELETED", 8)], "events")

    @check("a watch of the other version shows its names")
    def watch(self):
        start = self.call("GET", f"{V1}/orchards")["metadata"]["resourceVersion"]
        self.create("watched", owner="dora")
        context = Client(self.server, self.env.pki)
        try:
            context.connection.request("GET", f"{ALPHA}/orchards?watch=1&timeoutSeconds=20&resourceVersion={start}", headers=context.headers)
            event = json.loads(context.connection.getresponse().readline())
            same((event["type"], event["object"]["apiVersion"], event["object"]["spec"]["keeper"]),
                 ("ADDED", f"{GROUP}/v1alpha1", "dora"), "the event")
        except http.client.HTTPException as error:
            require(False, repr(error))
        finally:
            context.close()


def _replace(path, *changes):
    with open(path) as file:
        text = file.read()
    for old, new in changes:
        require(old in text, f"{path} lacks {old!r}")
        text = text.replace(old, new)
    with open(path, "w") as file:
        file.write(text)
