"""Steps 34 to 44: discovery and OpenAPI of everything behind the control plane together."""
import base64
import hashlib
import json

import openapi_types
from definitions import DEFINITIONS, define, definition, undefine
from harness import check, contains, require, same, until
from sample_server import GROUP, SERVICES, SampleServer

AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
# What step 34 and 41 look for.
BUILT_IN = [
    ("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"), ("apiextensions.k8s.io", "v1", "customresourcedefinitions"),
    ("apiregistration.k8s.io", "v1", "apiservices"), ("apps", "v1", "deployments"), ("authentication.k8s.io", "v1", "tokenreviews"),
    ("authorization.k8s.io", "v1", "selfsubjectaccessreviews"), ("autoscaling", "v1", "horizontalpodautoscalers"),
    ("autoscaling", "v2", "horizontalpodautoscalers"), ("batch", "v1", "jobs"), ("certificates.k8s.io", "v1", "certificatesigningrequests"),
    ("coordination.k8s.io", "v1", "leases"), ("discovery.k8s.io", "v1", "endpointslices"), ("events.k8s.io", "v1", "events"),
    ("networking.k8s.io", "v1", "ingresses"), ("node.k8s.io", "v1", "runtimeclasses"), ("policy", "v1", "poddisruptionbudgets"),
    ("scheduling.k8s.io", "v1", "priorityclasses"), ("storage.k8s.io", "v1", "csinodes"),
]


class SecondSample(SampleServer):
    """Step 44 sets the sample server up once more, with its other version."""

    namespace, version = "sample-v1beta1", "v1beta1"

    def __init__(self, env, plane):
        self.env, self.plane = env, plane

    def set_up(self):
        self.plane.api("POST", "/api/v1/namespaces", {"metadata": {"name": self.namespace}}, 201)
        self.authority_and_certificate()
        rbac = "/apis/rbac.authorization.k8s.io/v1"
        self.plane.api("POST", self.space("secrets"), self.secret(), 201)
        self.plane.api("POST", f"{rbac}/clusterroles", self.reader(), 201)
        for path, binding in self.account_bindings():
            self.plane.api("POST", path, binding, 201)
        self.plane.api("POST", self.deployments(), self.deployment(), 201)
        self.start_pod()
        self.plane.api("POST", self.space("services"), self.service(), 201)
        self.plane.endpoints("sample-api", self.namespace, self.pod.port)
        self.plane.api("POST", f"{rbac}/namespaces/kube-system/rolebindings", self.auth_reader(), 201)
        self.pod.wait_ready()
        self.plane.api("POST", SERVICES, self.api_service(), 201)

    def tear_down(self):
        self.take_away()
        self.plane.api("DELETE", f"/api/v1/namespaces/{self.namespace}")
        self.pod.stop()


class DiscoveryChecks:
    """Mixed into the suite that has the control plane, `plane`."""

    def aggregated(self, path="/apis"):
        status, headers, document = self.plane.call("GET", path, headers={"Accept": AGGREGATED})
        same((status, headers["Content-Type"]), (200, AGGREGATED), "status and content type")
        same(document["kind"], "APIGroupDiscoveryList", "kind")
        return document["items"]

    def entry(self, group, version):
        """A version in the aggregated document, or None."""
        for each in self.aggregated():
            if each["metadata"]["name"] == group:
                return next((one for one in each["versions"] if one["version"] == version), None)
        return None

    def names(self, group, version):
        found = self.entry(group, version)
        return [each["resource"] for each in found["resources"]] if found else None

    # MARK: B. Aggregated discovery

    @check("34: the aggregated document of /apis lists the groups of Kubernetes")
    def step_34(self):
        for group, version, resource in BUILT_IN:
            require(resource in (self.names(group, version) or []), f"{group}/{version} lacks {resource}")

    @check("35: the aggregated document of /api lists namespaces")
    def step_35(self):
        items = self.aggregated("/api")
        same([each["metadata"].get("name", "") for each in items], [""], "groups")
        require("namespaces" in [each["resource"] for each in items[0]["versions"][0]["resources"]], "no namespaces")

    @check("36: a new CustomResourceDefinition appears in the document")
    def step_36(self):
        group = "random.example.com"
        require(self.entry(group, "v1") is None, "the group is there already")
        name = define(self.plane, definition(group))
        until(lambda: self.names(group, "v1") == ["foos"], "it appears", 30)
        undefine(self.plane, name)
        until(lambda: self.entry(group, "v1") is None, "it goes", 30)

    @check("37: the same through a client: groups, and resources of every group version")
    def step_37(self):
        text = self.plane.out("api-resources", "--no-headers", "-o", "name")
        for group, _, resource in BUILT_IN:
            contains(text, f"{resource}.{group}\n", "api-resources")
        contains(text, "namespaces\n", "api-resources")
        versions = self.plane.out("api-versions").split()
        for group, version, _ in BUILT_IN:
            require(f"{group}/{version}" in versions, f"{group}/{version} is not among {versions}")

    # MARK: C. Discovery

    @check("38: whether a resource is served can be asked, also of a group that does not exist")
    def step_38(self):
        def is_served(path, resource):
            status, _, body = self.plane.call("GET", path)
            require(status in (200, 404), f"{path}: {status}")
            return status == 200 and resource in [each["name"] for each in body["resources"]]
        same([is_served("/api/v1", "namespaces"), is_served("/apis/apps/v1", "deployments"),
              is_served("/apis/apps/v1", "please-dont-ever-create-this"), is_served("/apis/not-these-apps/v1", "deployments")],
             [True, True, False, False], "what is served")

    @check("39: storageVersionHash of a CustomResourceDefinition")
    def step_39(self):
        group = "hash.example.com"
        name = define(self.plane, definition(group, ("v1", "v2"), stored="v2"))
        try:
            wanted = base64.b64encode(hashlib.sha256(f"{group}/v2/Foo".encode()).digest()[:8]).decode()
            for version in ("v1", "v2"):
                found = {each["name"]: each.get("storageVersionHash") for each in self.plane.api("GET", f"/apis/{group}/{version}")["resources"]}
                same(found, {"foos": wanted}, f"hashes of {version}")
            # A version that is stored and not served any more counts as well.
            self.plane.api("PATCH", f"{DEFINITIONS}/{name}", [{"op": "replace", "path": "/spec/versions/1/served", "value": False}],
                           headers={"Content-Type": "application/json-patch+json"})
            until(lambda: self.plane.call("GET", f"/apis/{group}/v2")[0] == 404, "v2 is not served", 10)
            same(self.plane.api("GET", f"/apis/{group}/v1")["resources"][0]["storageVersionHash"], wanted, "hash of v1 alone")
        finally:
            undefine(self.plane, name)

    @check("40: /apis/ is a list of groups, and each group prefers one of its versions")
    def step_40(self):
        groups = self.plane.api("GET", "/apis/")
        same(groups["kind"], "APIGroupList", "kind")
        # Groups of tests come and go meanwhile.
        for each in [each for each in groups["groups"] if not each["name"].endswith(".example.com")]:
            group = self.plane.api("GET", f"/apis/{each['name']}/")
            same(group["kind"], "APIGroup", "kind")
            versions = [one["groupVersion"] for one in group["versions"]]
            require(group["preferredVersion"]["groupVersion"] in versions, f"{group}")

    @check("41: the resource list of every group version names itself and has what it must have")
    def step_41(self):
        for group, version, resource in [("", "v1", "namespaces"), *BUILT_IN]:
            path = f"/apis/{group}/{version}" if group else "/api/v1"
            found = self.plane.api("GET", path)
            same((found["kind"], found["groupVersion"]), ("APIResourceList", f"{group}/{version}".lstrip("/")), path)
            require(resource in [each["name"] for each in found["resources"]], f"{path} lacks {resource}")

    # MARK: D. OpenAPI v3

    def openapi(self):
        return self.plane.api("GET", "/openapi/v3")["paths"]

    def round_trip(self, key):
        """A document that has been read into values of the specification's types, and written and read again without a loss."""
        document = self.plane.api("GET", self.openapi()[key]["serverRelativeURL"])
        value = openapi_types.read(document)
        written = openapi_types.write(value)
        same(json.dumps(written, sort_keys=True), json.dumps(document, sort_keys=True), f"{key} read and written")
        require(openapi_types.read(json.loads(json.dumps(written))) == value, f"{key} read again is another value")
        require(document["openapi"].startswith("3.0"), f"{key}: openapi {document['openapi']}")
        missing = references(document) - {f"#/components/schemas/{each}" for each in document["components"]["schemas"]}
        require(not missing and document["paths"], f"{key}: no schemas {sorted(missing)[:3]}")
        return document

    @check("42: the OpenAPI v3 document of each built-in group version is read into typed values and back without a loss")
    def step_42(self):
        for key in {f"apis/{group}/{version}" if group else "api/v1" for group, version, _ in [("", "v1", ""), *BUILT_IN]}:
            self.round_trip(key)
        # What reads them is strict.
        document = self.plane.api("GET", self.openapi()["apis/apps/v1"]["serverRelativeURL"])
        for place, value in (("openapi", 3), ("unknown", True)):
            try:
                openapi_types.read({**document, place: value})
            except ValueError:
                continue
            require(False, f"{place}: {value} is no fault")

    @check("43: the document of a CustomResourceDefinition appears, is read and written without a loss, and goes")
    def step_43(self):
        group = "openapi.example.com"
        key = f"apis/{group}/v1"
        name = define(self.plane, definition(group))
        until(lambda: key in self.openapi(), f"{key} appears", 30)
        document = self.round_trip(key)
        schema = document["components"]["schemas"]["com.example.openapi.v1.Foo"]
        same(schema["x-kubernetes-group-version-kind"], [{"group": group, "kind": "Foo", "version": "v1"}], "kind")
        contains(json.dumps(schema), "How big.", "schema")
        undefine(self.plane, name)
        until(lambda: key not in self.openapi(), "it goes", 30)
        same(self.plane.call("GET", f"/openapi/v3/{key}")[0], 404, "the document that has gone")

    @check("44: the document of an extension server's version appears, is read and written without a loss, and goes with its APIService")
    def step_44(self):
        sample, key = SecondSample(self.env, self.plane), f"apis/{GROUP}/v1beta1"
        self.plane.api("DELETE", f"{SERVICES}/v1beta1.{GROUP}", wanted=(200, 404))
        until(lambda: key not in self.openapi(), "it is not there yet", 30, pause=0.2)
        try:
            sample.set_up()
            until(lambda: key in self.openapi(), f"{key} appears", 30, pause=0.2)
            document = self.round_trip(key)
            require(f"/{key}/namespaces/{{namespace}}/flunders" in document["paths"], f"paths: {sorted(document['paths'])}")
        finally:
            sample.tear_down()
        until(lambda: key not in self.openapi(), "it goes", 30, pause=0.2)


def references(document):
    """Every `$ref` in a document."""
    if isinstance(document, dict):
        found = set().union(*(references(each) for each in document.values()), set())
        return found | ({document["$ref"]} if isinstance(document.get("$ref"), str) else set())
    if isinstance(document, list):
        return set().union(*(references(each) for each in document), set())
    return set()
