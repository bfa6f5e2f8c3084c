"""What kubectl does with objects beyond plain verbs: apply in both ways, conflicts, diff, waiting, cascades."""
import json

from harness import Later, check, contains, require, same, until
from local import API_VERSION, LocalSuite, bee

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
DIFFERS = 1  # exit code of kubectl diff


class KubectlWriteSuite(LocalSuite):
    title = "kubectl: apply, conflicts, diff, replace, wait, explain, output, cascades"

    def apply(self, name, spec, *flags, **metadata):
        return self.kubectl("apply", "-f", "-", *flags, stdin=bee(name, spec, **metadata))

    def applied(self, name, spec, *flags, **metadata):
        return self.apply(name, spec, *flags, **metadata).ok().out

    def get(self, name):
        return self.json("get", "bee", name, "--show-managed-fields")

    def managers(self, name):
        """(manager, operation) of every entry of managedFields -> its fields of the spec."""
        return {(entry["manager"], entry["operation"]): sorted(entry["fieldsV1"].get("f:spec", {}))
                for entry in self.get(name)["metadata"]["managedFields"]}

    def is_gone(self, name):
        result = self.kubectl("get", "bee", name)
        return result.status == 1 and "NotFound" in result.err

    # MARK: apply of the client

    @check("apply: created, unchanged, configured; the annotation holds what was applied")
    def apply_client(self):
        same(self.applied("client", {"size": 3, "summary": "one"}), f"bee.{_group()}/client created\n", "first")
        same(self.applied("client", {"size": 3, "summary": "one"}), f"bee.{_group()}/client unchanged\n", "again")
        same(self.applied("client", {"size": 4, "summary": "one"}), f"bee.{_group()}/client configured\n", "changed")
        found = self.get("client")
        same(found["spec"], {"size": 4, "summary": "one"}, "spec")
        last = json.loads(found["metadata"]["annotations"][LAST_APPLIED])
        same(last["spec"], {"size": 4, "summary": "one"}, "the annotation's spec")
        same(set(self.managers("client")), {("kubectl-client-side-apply", "Update")}, "managers")

    @check("apply: a field that is no longer in the manifest goes, what others wrote stays")
    def apply_removes(self):
        self.out("label", "bee", "client", "by=hand")
        self.applied("client", {"size": 4})
        found = self.get("client")
        same(found["spec"].get("summary", ""), "", "spec.summary")
        same(found["metadata"]["labels"], {"by": "hand"}, "labels")

    @check("apply of several objects at once, one of them refused")
    def apply_list(self):
        items = [bee("several-a", {"size": 1}), bee("several-b", {"size": 101}), bee("several-c", {"size": 2})]
        result = self.kubectl("apply", "-f", "-", stdin="\n".join(map(json.dumps, items)))
        same(result.status, 1, "exit code")
        contains(result.out, "several-a created")
        contains(result.out, "several-c created")
        contains(result.err, 'The Bee "several-b" is invalid: spec.size: Invalid value: 101', "standard error")
        self.out("delete", "bee", "several-a", "several-c")

    @check("an object without its spec is invalid")
    def no_spec(self):
        body = bee("empty")
        del body["spec"]
        contains(self.refused("create", "-f", "-", stdin=body), 'The Bee "empty" is invalid: spec: Required value')

    # MARK: apply of the server

    @check("apply --server-side: created, and again without a change")
    def apply_server(self):
        wanted = f"bee.{_group()}/server serverside-applied\n"
        same(self.applied("server", {"size": 3, "summary": "one"}, "--server-side"), wanted, "first")
        before = self.get("server")
        same(self.applied("server", {"size": 3, "summary": "one"}, "--server-side"), wanted, "again")
        same(self.get("server"), before, "the object after applying the same again")
        same(self.managers("server"), {("kubectl", "Apply"): ["f:size", "f:summary"]}, "managers")

    @check("apply --server-side by another manager: the conflict names manager and field")
    def conflict(self):
        result = self.apply("server", {"size": 5}, "--server-side", "--field-manager=second")
        same(result.status, 1, "exit code")
        contains(result.err, 'Apply failed with 1 conflict: conflict with "kubectl": .spec.size\n', "standard error")
        result = self.apply("server", {"size": 5, "summary": "two"}, "--server-side", "--field-manager=second")
        contains(result.err, 'Apply failed with 2 conflicts: conflicts with "kubectl":\n- .spec.size\n- .spec.summary\n',
                 "standard error")
        same(self.get("server")["spec"], {"size": 3, "summary": "one"}, "spec")

    @check("apply --server-side --force-conflicts takes the field")
    def force(self):
        self.applied("server", {"size": 5}, "--server-side", "--field-manager=second", "--force-conflicts")
        same(self.managers("server"), {("kubectl", "Apply"): ["f:summary"], ("second", "Apply"): ["f:size"]}, "managers")
        result = self.apply("server", {"size": 3, "summary": "one"}, "--server-side")
        contains(result.err, 'conflict with "second": .spec.size', "standard error")

    @check("apply --server-side of an equal value shares the field; leaving it out gives it up")
    def shared(self):
        self.applied("server", {"size": 5, "summary": "one"}, "--server-side")
        same(self.managers("server")[("kubectl", "Apply")], ["f:size", "f:summary"], "fields of kubectl")
        self.applied("server", {"summary": "one"}, "--server-side")
        same(self.get("server")["spec"]["size"], 5, "size that second still has")
        self.applied("server", {}, "--server-side", "--field-manager=second")
        same(self.get("server")["spec"], {"size": 1, "summary": "one"}, "spec with the default again")

    @check("a conflict with an update names its manager, API version and the time")
    def conflict_with_update(self):
        self.out("patch", "bee", "server", "--type=merge", "-p", '{"spec":{"size":9}}', "--field-manager=editor")
        error = self.apply("server", {"size": 8, "summary": "one"}, "--server-side").err
        contains(error, f'conflict with "editor" using {API_VERSION}', "standard error")
        contains(error, ".spec.size", "standard error")

    @check("apply --server-side takes over what apply of the client wrote")
    def migrate(self):
        self.applied("migrated", {"size": 2, "summary": "client"})
        self.applied("migrated", {"size": 3, "summary": "server"}, "--server-side")
        same(self.get("migrated")["spec"], {"size": 3, "summary": "server"}, "spec")
        require(("kubectl-client-side-apply", "Update") not in self.managers("migrated"), "the client's entry is still there")

    @check("--field-manager of create, patch, label and replace")
    def field_managers(self):
        self.out("create", "-f", "-", "--field-manager=maker", stdin=bee("managed", {"size": 2, "summary": "made"}))
        self.out("patch", "bee", "managed", "--type=merge", "-p", '{"spec":{"size":3}}', "--field-manager=patcher")
        self.out("label", "bee", "managed", "a=b", "--field-manager=labeller")
        same(self.managers("managed"), {("maker", "Update"): ["f:summary"], ("patcher", "Update"): ["f:size"],
                                        ("labeller", "Update"): []}, "managers")
        body = self.get("managed")
        body["spec"]["summary"] = "replaced"
        self.out("replace", "-f", "-", "--field-manager=replacer", stdin=body)
        same(self.managers("managed")[("replacer", "Update")], ["f:summary"], "fields of replacer")

    # MARK: dry runs and differences

    @check("--dry-run=server of create, apply, patch and delete changes nothing")
    def dry_run(self):
        found = json.loads(self.out("create", "-f", "-", "--dry-run=server", "-o", "json", stdin=bee("dry", {})))
        same(found["spec"], {"size": 1}, "spec with its default")
        require("resourceVersion" not in found["metadata"], "a resourceVersion")
        require(self.is_gone("dry"), "it was created")
        contains(self.refused("create", "-f", "-", "--dry-run=server", stdin=bee("dry", {"size": 500})),
                 "spec.size: Invalid value: 500: must be less than or equal to 100")
        before = self.get("server")
        for flags in ((), ("--server-side", "--force-conflicts")):
            contains(self.applied("server", {"size": 77}, "--dry-run=server", *flags), "(server dry run)")
        self.out("patch", "bee", "server", "--type=merge", "-p", '{"spec":{"size":78}}', "--dry-run=server")
        contains(self.out("delete", "bee", "server", "--dry-run=server"), "(server dry run)")
        same(self.get("server"), before, "the object")

    @check("diff: exit code 0 and nothing, 1 and the lines that differ")
    def diff(self):
        self.applied("compared", {"size": 3, "summary": "same"})
        result = self.kubectl("diff", "-f", "-", stdin=bee("compared", {"size": 3, "summary": "same"}))
        same((result.status, result.out), (0, ""), "exit code and output without a difference")
        result = self.kubectl("diff", "-f", "-", stdin=bee("compared", {"size": 4, "summary": "same"}))
        same(result.status, DIFFERS, f"exit code ({result.err})")
        contains(result.out, "-  size: 3\n+  size: 4\n")
        result = self.kubectl("diff", "-f", "-", stdin=bee("absent", {"size": 4}))
        same(result.status, DIFFERS, f"exit code for a new object ({result.err})")
        contains(result.out, "+  name: absent\n")
        same(self.get("compared")["spec"]["size"], 3, "size afterwards")

    @check("diff --server-side")
    def diff_server(self):
        command = ("diff", "--server-side", "--field-manager=differ", "-f", "-")
        self.applied("differing", {"size": 3}, "--server-side", "--field-manager=differ")
        result = self.kubectl(*command, stdin=bee("differing", {"size": 3}))
        same((result.status, result.out), (0, ""), f"exit code and output ({result.err})")
        result = self.kubectl(*command, stdin=bee("differing", {"size": 4}))
        same(result.status, DIFFERS, f"exit code ({result.err})")
        contains(result.out, "-  size: 3\n+  size: 4\n")

    # MARK: replace

    @check("replace, and replace --force with another uid")
    def replace(self):
        before = self.get("compared")
        contains(self.out("replace", "-f", "-", stdin=bee("compared", {"size": 6})), "compared replaced")
        after = self.get("compared")
        same(after["spec"], {"size": 6}, "spec")
        same(after["metadata"]["uid"], before["metadata"]["uid"], "uid")
        contains(self.out("replace", "--force", "-f", "-", stdin=bee("compared", {"size": 7})), "compared replaced")
        require(self.get("compared")["metadata"]["uid"] != before["metadata"]["uid"], "the same uid after --force")
        contains(self.refused("replace", "-f", "-", stdin=bee("absent", {"size": 1})), "NotFound")

    # MARK: wait

    @check("wait --for=jsonpath of a value that comes later")
    def wait_value(self):
        self.make("awaited", spec={"size": 1})
        waiting = Later(self.kubectl, "wait", "bee/awaited", "--for=jsonpath={.status.phase}=Ready", "--timeout=20s")
        self.out("patch", "bee", "awaited", "--subresource=status", "--type=merge", "-p",
                 '{"status":{"phase":"Pending"}}')
        self.out("patch", "bee", "awaited", "--subresource=status", "--type=merge", "-p",
                 '{"status":{"phase":"Ready"}}')
        contains(waiting.result(25).ok().out, "awaited condition met")

    @check("wait --for=delete, --for=create and a wait in vain")
    def wait_delete(self):
        result = self.kubectl("wait", "bee/awaited", "--for=jsonpath={.status.phase}=Failed", "--timeout=1s")
        same(result.status, 1, "exit code of a wait in vain")
        contains(result.err, "timed out waiting", "standard error")
        waiting = Later(self.kubectl, "wait", "bee/awaited", "--for=delete", "--timeout=20s")
        self.out("delete", "bee", "awaited")
        waiting.result(25).ok()
        waiting = Later(self.kubectl, "wait", "bee/awaited", "--for=create", "--timeout=20s")
        self.make("awaited")
        waiting.result(25).ok()

    # MARK: Reading

    @check("explain --recursive, explain of one field")
    def explain(self):
        text = self.out("explain", "bee", "--recursive")
        for line in ("spec\t<BeeSpec>", "    size\t<integer>", "    summary\t<string>", "  status\t<BeeStatus>",
                     "    phase\t<string>", "enum: Pending, Ready, Failed", "    ownerReferences\t<[]OwnerReference>",
                     "      uid\t<string> -required-", "      fieldsV1\t<FieldsV1>"):
            contains(text, line)
        text = self.out("explain", "bees.spec.size")
        contains(text, "FIELD: size <integer>")
        contains(text, "How large it should be")
        contains(self.refused("explain", "bee.spec.absent"), 'field "absent" does not exist')

    @check("get -o custom-columns, jsonpath, jsonpath-file, go-template, yaml and name")
    def outputs(self):
        self.out("delete", "bees", "--all")
        self.make("a", spec={"size": 1}, labels={"x": "y"})
        self.make("b", spec={"size": 2})
        rows = [row.split() for row in self.out(
            "get", "bees", "-o", "custom-columns=NAME:.metadata.name,SIZE:.spec.size,X:.metadata.labels.x").splitlines()]
        same(rows, [["NAME", "SIZE", "X"], ["a", "1", "y"], ["b", "2", "<none>"]], "rows")
        same(self.out("get", "bees", "-o", 'jsonpath={range .items[*]}{.metadata.name}={.spec.size};{end}'), "a=1;b=2;", "jsonpath")
        same(self.out("get", "bees", "-o", "jsonpath={.items[?(@.spec.size==2)].metadata.name}"), "b", "a filter")
        same(self.out("get", "bees", "-o", "go-template={{range .items}}{{.metadata.name}} {{end}}"), "a b ", "go-template")
        same(self.out("get", "bees", "-o", "name"), f"bee.{_group()}/a\nbee.{_group()}/b\n", "names")
        contains(self.out("get", "bee", "a", "-o", "yaml"), "spec:\n  size: 1\n")
        wide = self.out("get", "bees", "-o", "wide", "--show-labels", "--show-kind").splitlines()
        same(wide[0].split(), ["NAME", "SIZE", "PHASE", "READY", "AGE", "LABELS"], "head of the wide table")
        contains(wide[1], f"bee.{_group()}/a")
        contains(wide[1], "x=y")

    # MARK: Cascades

    @check("delete --cascade=background deletes at once")
    def background(self):
        self.make("background")
        self.out("delete", "bee", "background", "--cascade=background")
        require(self.is_gone("background"), "it is still there")

    @check("delete --cascade=foreground and orphan leave their finalizer; without it the object goes")
    def cascades(self):
        for cascade, finalizer in (("foreground", "foregroundDeletion"), ("orphan", "orphan")):
            self.make(cascade)
            self.out("delete", "bee", cascade, f"--cascade={cascade}", "--wait=false")
            metadata = self.get(cascade)["metadata"]
            same(metadata.get("finalizers"), [finalizer], f"finalizers ({cascade})")
            require(metadata.get("deletionTimestamp"), f"no deletionTimestamp ({cascade})")
            same(metadata.get("deletionGracePeriodSeconds"), 0, f"deletionGracePeriodSeconds ({cascade})")
            self.out("patch", "bee", cascade, "--type=json", "-p", '[{"op":"remove","path":"/metadata/finalizers"}]')
            until(lambda: self.is_gone(cascade), f"{cascade} goes")

    @check("delete again with another cascade exchanges the finalizer")
    def cascade_changes(self):
        self.make("changing", finalizers=["example.com/hold"])
        self.out("delete", "bee", "changing", "--cascade=orphan", "--wait=false")
        same(sorted(self.get("changing")["metadata"]["finalizers"]), ["example.com/hold", "orphan"], "finalizers (orphan)")
        self.out("delete", "bee", "changing", "--cascade=foreground", "--wait=false")
        same(sorted(self.get("changing")["metadata"]["finalizers"]), ["example.com/hold", "foregroundDeletion"],
             "finalizers (foreground)")
        self.out("delete", "bee", "changing", "--cascade=background", "--wait=false")
        same(self.get("changing")["metadata"]["finalizers"], ["example.com/hold"], "finalizers (background)")
        contains(self.refused("patch", "bee", "changing", "--type=merge", "-p",
                              '{"metadata":{"finalizers":["example.com/hold","example.com/new"]}}'),
                 "Forbidden: no new finalizers can be added if the object is being deleted")
        self.out("patch", "bee", "changing", "--type=merge", "-p", '{"metadata":{"finalizers":[]}}')
        require(self.is_gone("changing"), "it is still there")

    @check("owners need a uid and only one controls; managed fields can be emptied")
    def owners(self):
        owner = {"apiVersion": API_VERSION, "kind": "Bee", "name": "a"}
        contains(self.refused("create", "-f", "-", stdin=bee("owned", {}, ownerReferences=[owner])), 'metadata.ownerReferences.uid: Invalid value: "": must not be empty')
        uid = self.get("a")["metadata"]["uid"]
        self.make("owned", ownerReferences=[{**owner, "uid": uid, "controller": True}])
        contains(self.refused("patch", "bee", "owned", "--type=json", "-p", json.dumps(
            [{"op": "add", "path": "/metadata/ownerReferences/-",
              "value": {**owner, "name": "b", "uid": "1b3a", "controller": True}}])), "metadata.ownerReferences")
        self.out("patch", "bee", "owned", "--type=merge", "-p", '{"metadata":{"managedFields":[{}]}}')
        require(not self.get("owned")["metadata"].get("managedFields"), "managedFields are still there")


def _group():
    return API_VERSION.partition("/")[0]
