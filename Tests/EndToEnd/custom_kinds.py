"""kubectl with CustomResourceDefinitions on a local control plane."""
import json
import threading

from definitions import DEFINITIONS, conditions, define, definition, undefine
from harness import Suite, check, contains, require, same, until
from plane import Plane

GROUP = "stable.example.com"
NAME = f"crontabs.{GROUP}"
PATH = f"/apis/{GROUP}/v1/namespaces/default/crontabs"
MERGE = {"Content-Type": "application/merge-patch+json"}
CRON_TAB = r"""
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.stable.example.com
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}
    selectableFields:
    - jsonPath: .spec.image
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec, description: When it runs.}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
    - {name: Team, type: string, priority: 1, jsonPath: .metadata.labels.example\.com/team}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    schema: &schema
      openAPIV3Schema:
        type: object
        description: Runs something again and again.
        required: [spec]
        properties:
          spec:
            type: object
            description: What to run, and when.
            required: [cronSpec]
            oneOf:
            - required: [image]
            - required: [script]
            properties:
              cronSpec: {type: string, pattern: '^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$', description: When to run.}
              image: {type: string}
              script: {type: string}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
              port: {x-kubernetes-int-or-string: true}
              steps:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items:
                  type: object
                  required: [name]
                  properties: {name: {type: string}, run: {type: string}}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {known: {type: integer}}}
          status:
            type: object
            properties:
              replicas: {type: integer}
              selector: {type: string}
              conditions:
                type: array
                items: {type: object, properties: {type: {type: string}, status: {type: string}}}
  - name: v1beta1
    served: true
    storage: false
    deprecated: true
    deprecationWarning: use v1
    schema: *schema
"""


def cron_tab(name, namespace="default", **spec):
    return {"apiVersion": f"{GROUP}/v1", "kind": "CronTab", "metadata": {"name": name, "namespace": namespace},
            "spec": {"cronSpec": "* * * * */5", "image": "hive", **spec}}


class CustomKindsSuite(Suite):
    title = "CustomResourceDefinitions on a local control plane"

    def set_up(self):
        self.plane = Plane(self.env, "custom-kinds")
        self.logs = [self.plane.log]

    def tear_down(self):
        self.plane.stop()

    def refused(self, *arguments, stdin=None):
        result = self.plane.kubectl(*arguments, stdin=stdin)
        require(result.status, f"kubectl {arguments} was not refused: {result.out}")
        return result.err

    # MARK: The definition

    @check("kubectl apply makes a kind, and wait sees it established")
    def apply(self):
        contains(self.plane.out("apply", "-f", "-", stdin=CRON_TAB), "created", "apply")
        self.plane.out("wait", "--for=condition=Established", f"crd/{NAME}", "--timeout=10s")
        found = self.plane.json("get", "crd", NAME)
        same(conditions(self.plane, NAME), {"NamesAccepted": ("True", "NoConflicts"), "Established": ("True", "InitialNamesAccepted")}, "conditions")
        same(found["status"]["storedVersions"], ["v1"], "storedVersions")
        same(found["status"]["acceptedNames"]["listKind"], "CronTabList", "listKind")
        contains(self.plane.out("apply", "-f", "-", stdin=CRON_TAB), "unchanged", "apply again")

    @check("api-resources lists it, and explain describes it")
    def explain(self):
        contains(self.plane.out("api-resources", f"--api-group={GROUP}"), "crontabs   ct           stable.example.com/v1   true         CronTab", "api-resources")
        text = self.plane.out("explain", "crontab.spec")
        contains(text, "What to run, and when.", "explain")
        contains(text, "cronSpec\t<string> -required-", "explain")
        contains(self.plane.out("explain", "crontab"), "Runs something again and again.", "explain")

    @check("a definition that cannot be right is refused in upstream's words")
    def refuse(self):
        wrong = definition("wrong.example.com", ("v1", "v2"))
        wrong["metadata"]["name"] = "other.wrong.example.com"
        wrong["spec"]["versions"][1]["storage"] = True
        wrong["spec"]["versions"][0]["schema"] = {"openAPIV3Schema": {"type": "object", "properties": {"spec": {}}}}
        text = self.refused("create", "-f", "-", stdin=wrong)
        for part in ['metadata.name: Invalid value: "other.wrong.example.com": must be spec.names.plural+"."+spec.group',
                     "must have exactly one version marked as storage version",
                     "spec.versions[0].schema.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields"]:
            contains(text, part, "create")

    @check("a conversion webhook is refused with what to do instead, and rules in CEL get a warning")
    def limits(self):
        wanted = definition("webhook.example.com")
        wanted["spec"]["conversion"] = {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"], "clientConfig": {"url": "https://a/"}}}
        contains(self.refused("create", "-f", "-", stdin=wanted), "the local control plane has no conversion webhooks", "create")
        wanted = definition("rules.example.com")
        wanted["spec"]["versions"][0]["schema"] = {"openAPIV3Schema": {"type": "object", "x-kubernetes-validations": [{"rule": "true"}]}}
        made = self.plane.kubectl("create", "-f", "-", stdin=wanted).ok()
        contains(made.err, "x-kubernetes-validations: the local control plane does not check rules in CEL", "warnings")
        undefine(self.plane, "foos.rules.example.com")

    # MARK: Objects

    @check("objects are pruned, filled in and checked")
    def objects(self):
        self.plane.out("create", "-f", "-", stdin=cron_tab("a", port="http", free={"known": 1, "unknown": {"a": [1, None]}}))
        found = self.plane.json("get", "ct", "a")
        same(found["spec"], {"cronSpec": "* * * * */5", "image": "hive", "replicas": 1, "port": "http",
                             "free": {"known": 1, "unknown": {"a": [1, None]}}}, "spec")
        same(found["metadata"]["generation"], 1, "generation")
        contains(self.refused("create", "-f", "-", stdin=cron_tab("b", foo=1)), 'unknown field "spec.foo"', "strict")
        made = self.plane.kubectl("create", "--validate=ignore", "-f", "-", stdin=cron_tab("b", foo=1)).ok()
        require("foo" not in self.plane.json("get", "ct", "b")["spec"], f"an unknown field is there: {made.err}")
        text = self.refused("create", "-f", "-", stdin=cron_tab("c", cronSpec="x", replicas=11))
        contains(text, 'The CronTab "c" is invalid', "create")
        contains(text, "spec.cronSpec in body should match", "create")
        contains(text, "spec.replicas: Invalid value: 11", "create")
        contains(self.refused("create", "--validate=false", "-f", "-", stdin=cron_tab("c", replicas="two")),
                 'spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"', "create")
        contains(self.refused("create", "-f", "-", stdin=cron_tab("c", script="x")),
                 '"spec" must validate one and only one schema (oneOf). Found 2 valid alternatives', "create")

    @check("kubectl get shows the columns of the definition")
    def columns(self):
        self.plane.out("label", "ct", "a", "example.com/team=bees")
        self.plane.api("PATCH", f"{PATH}/a/status", {"status": {"conditions": [
            {"type": "Other", "status": "False"}, {"type": "Ready", "status": "True"}]}}, headers=MERGE)
        lines = self.plane.out("get", "ct", "a").splitlines()
        same(lines[0].split(), ["NAME", "SPEC", "REPLICAS", "READY", "AGE"], "heading")
        same(lines[1].split()[:-1], ["a", "*", "*", "*", "*", "*/5", "1", "True"], "row")
        contains(self.plane.out("get", "ct", "a", "-o", "wide"), "bees", "-o wide")
        contains(self.plane.out("get", "all"), "crontab.stable.example.com/a", "get all")

    @check("status and scale are subresources; generation counts what is asked for")
    def subresources(self):
        self.plane.api("PATCH", f"{PATH}/a", {"status": {"replicas": 7}}, headers=MERGE)
        require("replicas" not in self.plane.json("get", "ct", "a").get("status", {}), "the status was written with the object")
        self.plane.out("scale", "ct/a", "--replicas=3")
        found = self.plane.json("get", "ct", "a")
        same((found["spec"]["replicas"], found["metadata"]["generation"]), (3, 2), "replicas and generation")
        self.plane.api("PATCH", f"{PATH}/a/status", {"status": {"replicas": 3, "selector": "a=b"}}, headers=MERGE)
        scale = self.plane.api("GET", f"{PATH}/a/scale")
        same((scale["spec"], scale["status"]), ({"replicas": 3}, {"replicas": 3, "selector": "a=b"}), "scale")

    @check("a field selector takes the fields that the definition names")
    def selectors(self):
        same(self.plane.out("get", "ct", "--field-selector", "spec.image=hive", "-o", "name").split(),
             [f"crontab.{GROUP}/a", f"crontab.{GROUP}/b"], "selected")
        same(self.plane.out("get", "ct", "--field-selector", "spec.image=x", "-o", "name"), "", "selected")
        contains(self.refused("get", "ct", "--field-selector", "spec.script=x"), "is not a known field selector", "another field")

    @check("the other version shows the same objects, with the warning of the definition")
    def versions(self):
        status, headers, found = self.plane.call("GET", PATH.replace("/v1/", "/v1beta1/") + "/a")
        same((status, found["apiVersion"], found["spec"]["replicas"]), (200, f"{GROUP}/v1beta1", 3), "the object")
        same(headers["Warning"], '299 - "use v1"', "warning")

    @check("server-side apply merges lists by their keys, and tells of conflicts; strategic merge patches are none")
    def patches(self):
        apply = lambda manager, *steps: self.plane.kubectl(
            "apply", "--server-side", f"--field-manager={manager}", "-f", "-", stdin=cron_tab("s", steps=list(steps)))
        apply("one", {"name": "a", "run": "x"}).ok()
        apply("two", {"name": "b", "run": "y"}).ok()
        same(self.plane.json("get", "ct", "s")["spec"]["steps"], [{"name": "a", "run": "x"}, {"name": "b", "run": "y"}], "steps")
        contains(apply("two", {"name": "a", "run": "z"}).err, "conflict with \"one\"", "apply of another's field")
        status, _, found = self.plane.call("PATCH", f"{PATH}/s", {"spec": {"replicas": 2}},
                                           headers={"Content-Type": "application/strategic-merge-patch+json"})
        same(status, 415, f"strategic merge patch: {found}")

    @check("who has no role may not; who has one, may")
    def roles(self):
        as_user = {"Impersonate-User": "maja", "Impersonate-Group": "system:authenticated"}
        same(self.plane.call("GET", PATH, headers=as_user)[0], 403, "without a role")
        self.plane.out("create", "clusterrole", "cron-reader", "--verb=list", f"--resource={NAME}")
        self.plane.out("create", "clusterrolebinding", "cron-reader", "--clusterrole=cron-reader", "--user=maja")
        until(lambda: self.plane.call("GET", PATH, headers=as_user)[0] == 200, "with a role")

    @check("everything is there again after a restart, when the control plane says that it is ready")
    def restart(self):
        before = self.plane.json("get", "ct", "-A")
        self.plane.kill()
        self.plane.start()
        same(self.plane.call("GET", PATH)[0], 200, "the first request")
        same(self.plane.json("get", "ct", "-A")["items"], before["items"], "objects")
        same(self.plane.json("get", "crd", NAME)["status"]["conditions"][1]["status"], "True", "Established")

    # MARK: Changes

    @check("a changed schema holds at once: new columns, new defaults for what is stored, and storedVersions")
    def change(self):
        changed = CRON_TAB.replace("script: {type: string}", "script: {type: string}\n              mood: {type: string, default: good}")
        changed = changed.replace("storage: true", "storage: X").replace("storage: false", "storage: true").replace("storage: X", "storage: false")
        self.plane.out("apply", "-f", "-", stdin=changed)
        until(lambda: self.plane.json("get", "ct", "a")["spec"].get("mood") == "good", "the default is there", 5)
        same(self.plane.json("get", "crd", NAME)["status"]["storedVersions"], ["v1", "v1beta1"], "storedVersions")
        text = self.refused("patch", "crd", NAME, "--type=json", "-p", '[{"op": "remove", "path": "/spec/versions/0"}]')
        contains(text, "missing from spec.versions; v1 was previously a storage version", "removal of a stored version")
        self.plane.api("PATCH", f"{PATH}/a", {"spec": {"replicas": 4}}, headers=MERGE)
        same(self.plane.json("get", "ct", "a")["spec"]["replicas"], 4, "a write in the other version")

    @check("names that another kind has are not accepted until they are free")
    def names(self):
        first, second = definition("names.example.com"), definition("names.example.com", plural="bars")
        define(self.plane, first)
        self.plane.api("POST", DEFINITIONS, second, 201)
        name = "bars.names.example.com"
        until(lambda: conditions(self.plane, name).get("NamesAccepted") == ("False", "SingularConflict"), "its singular is taken", 10)
        same(conditions(self.plane, name)["Established"], ("False", "NotAccepted"), "Established")
        same(self.plane.call("GET", "/apis/names.example.com/v1/bars")[0], 404, "what is not accepted")
        undefine(self.plane, "foos.names.example.com")
        until(lambda: conditions(self.plane, name)["Established"][0] == "True", "the names are free", 10)
        undefine(self.plane, name)

    # MARK: Deletion

    @check("a namespace that goes takes its objects along, and so does an owner")
    def dependents(self):
        self.plane.out("create", "namespace", "meadow")
        self.plane.out("create", "-f", "-", stdin=cron_tab("m", namespace="meadow"))
        self.plane.out("delete", "namespace", "meadow", "--timeout=20s")
        same(self.plane.call("GET", f"/apis/{GROUP}/v1/namespaces/meadow/crontabs/m")[0], 404, "the object")
        owner = self.plane.api("POST", PATH, cron_tab("owner"), 201)
        reference = {"apiVersion": f"{GROUP}/v1", "kind": "CronTab", "name": "owner", "uid": owner["metadata"]["uid"]}
        self.plane.api("POST", "/api/v1/namespaces/default/configmaps", {"metadata": {"name": "owned", "ownerReferences": [reference]}}, 201)
        self.plane.out("delete", "ct", "owner")
        until(lambda: self.plane.call("GET", "/api/v1/namespaces/default/configmaps/owned")[0] == 404, "the dependent goes", 20)

    @check("a definition waits for its objects, makes no new ones, and ends the watches")
    def deletion(self):
        self.plane.api("PATCH", f"{PATH}/b", {"metadata": {"finalizers": ["example.com/held"]}}, headers=MERGE)
        ended = threading.Event()
        watch = threading.Thread(target=lambda: (self.plane.kubectl("get", "ct", "--watch", timeout=60), ended.set()))
        watch.start()
        self.plane.out("delete", "crd", NAME, "--wait=false")
        until(lambda: self.plane.call("GET", f"{PATH}/a")[0] == 404, "the others go", 10)
        until(lambda: conditions(self.plane, NAME)["Terminating"] == ("True", "InstanceDeletionInProgress"), "it says so", 10)
        status, _, found = self.plane.call("POST", PATH, cron_tab("late"))
        same((status, found["message"]), (405, "create not allowed while custom resource definition is terminating"), "a new object")
        same(ended.is_set(), False, "the watch has ended")
        self.plane.api("PATCH", f"{PATH}/b", {"metadata": {"finalizers": []}}, headers=MERGE)
        until(lambda: self.plane.call("GET", f"{DEFINITIONS}/{NAME}")[0] == 404, "the definition goes", 20)
        until(lambda: self.plane.call("GET", PATH)[0] == 404, "the kind goes", 5)
        require(ended.wait(20), "the watch goes on")
        watch.join()
        define(self.plane, json.loads(json.dumps(definition(GROUP, plural="crontabs", kind="CronTab"))))
        same(self.plane.api("GET", PATH)["items"], [], "objects of a kind of the same name")
        undefine(self.plane, NAME)
