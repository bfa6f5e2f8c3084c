"""kubectl against the generated project, served by `apiserver-boot run local`."""
import json
import os
import re
import shutil
import stat
import subprocess

from harness import Later, Server, Skip, Suite, check, contains, end, require, run, same, spawn, until

API = "/apis/insect.example.com/v1beta1"


class KubectlSuite(Suite):
    title = "kubectl: every verb against `run local`"

    def set_up(self):
        if not shutil.which("kubectl"):
            raise Skip("there is no kubectl (Debian package kubernetes-client)")
        self.env.need(os.path.join(self.env.project, "bin", "apiserver"), "the project did not build")
        self.logs = [os.path.join(self.env.logs, "run-local.log")]
        self.kubeconfig = os.path.join(self.env.project, "kubeconfig")
        self.environment = {**self.env.clean_environment(), "KUBECONFIG": self.kubeconfig}
        self.sample = os.path.join(self.env.project, "sample", "bee.yaml")
        if os.path.exists(self.kubeconfig):
            os.remove(self.kubeconfig)
        self.server = Server(
            [self.env.tool, "run", "local", "--no-build", "--no-controllers", "--secure-port", "0", "--storage", "sqlite", "--reset",
             "--no-aggregator"],
            self.logs[0], pattern=r"(https://127\.0\.0\.1:(\d+))", cwd=self.env.project, env=self.env.clean_environment())
        until(lambda: os.path.exists(self.kubeconfig), "run local writes ./kubeconfig")
        until(lambda: self.kubectl("get", "--raw", "/readyz").out == "ok", "/readyz answers ok", 30)

    def tear_down(self):
        if hasattr(self, "server"):
            self.server.stop()

    # MARK: Talking to it

    def kubectl(self, *arguments, stdin=None, **environment):
        return run(["kubectl", *arguments], stdin=stdin, env={**self.environment, **environment}, timeout=30)

    def out(self, *arguments, stdin=None):
        return self.kubectl(*arguments, stdin=stdin).ok().out

    def json(self, *arguments):
        return json.loads(self.out(*arguments, "-o", "json"))

    def manifest(self, name, labels=None):
        """The sample under another name, without anything but its spec."""
        body = dict(self.bee)
        body["metadata"] = {"name": name, **({"labels": labels} if labels else {})}
        body.pop("status", None)
        return json.dumps(body)

    def make(self, *names, labels=None):
        for name in names:
            contains(self.out("create", "-f", "-", stdin=self.manifest(name, labels)), f"{name} created")

    def names(self, *arguments):
        return sorted(line.rpartition("/")[2] for line in self.out("get", "bees", "-o", "name", *arguments).split())

    # MARK: Discovery

    @check("api-resources")
    def api_resources(self):
        rows = self.out("api-resources", "--api-group=insect.example.com")
        row = next((line.split() for line in rows.splitlines() if line.startswith("bees ")), None)
        same(row, ["bees", "be", "insect.example.com/v1beta1", "true", "Bee"], f"the row of bees in\n{rows}")

    @check("api-resources --verbs")
    def verbs(self):
        contains(self.out("api-resources", "--verbs=create,delete,deletecollection,get,list,patch,update,watch"), "bees")

    @check("api-versions")
    def api_versions(self):
        contains(self.out("api-versions"), "insect.example.com/v1beta1")

    @check("explain bee")
    def explain(self):
        text = self.out("explain", "bee")
        for wanted in ("Bee", "insect.example.com", "metadata", "spec"):
            contains(text, wanted)

    @check("explain bee.spec")
    def explain_spec(self):
        text = self.out("explain", "bee.spec")
        self.bee = json.loads(self.out("create", "-f", self.sample, "--dry-run=client", "-o", "json"))
        for field in self.bee.get("spec", {}):
            contains(text, field)

    @check("get --raw")
    def raw(self):
        found = json.loads(self.out("get", "--raw", API))
        same((found["kind"], found["groupVersion"]), ("APIResourceList", "insect.example.com/v1beta1"), "the answer")
        same(self.out("get", "--raw", "/readyz"), "ok", "/readyz")

    # MARK: Creating and reading

    @check("create -f")
    def create(self):
        contains(self.out("create", "-f", self.sample), " created")
        self.bee = json.loads(self.out("get", "-f", self.sample, "-o", "json"))
        self.name = self.bee["metadata"]["name"]

    @check("create -f of what exists is refused")
    def create_again(self):
        contains(self.refused("create", "-f", self.sample), "AlreadyExists")

    @check("create -f with an unknown field is refused")
    def create_unknown(self):
        body = {**self.bee, "metadata": {"name": "strict"}, "noSuchField": 1}
        result = self.kubectl("create", "-f", "-", stdin=json.dumps(body))
        require(result.status != 0, f"exit 0: {result.out}")
        contains(result.err, "noSuchField", "standard error")
        same(self.kubectl("get", "bee", "strict").status, 1, "exit code of getting it")

    @check("apply -f")
    def apply(self):
        try:
            contains(self.out("apply", "-f", "-", stdin=self.manifest("applied")), "applied created")
            contains(self.out("apply", "-f", "-", stdin=self.manifest("applied")), "applied unchanged")
            contains(self.out("apply", "-f", "-", stdin=self.manifest("applied", {"step": "two"})), "applied configured")
            same(self.names("-l", "step=two"), ["applied"], "names")
        finally:
            self.kubectl("delete", "bee", "applied", "--ignore-not-found")

    @check("apply --server-side: a second manager conflicts unless it forces")
    def server_side_apply(self):
        def apply(manager, size, *more):
            body = {"apiVersion": self.bee["apiVersion"], "kind": "Bee", "metadata": {"name": "shared"}, "spec": {"size": size}}
            return self.kubectl("apply", "--server-side", f"--field-manager={manager}", *more, "-f", "-", stdin=json.dumps(body))
        try:
            apply("one", 3).ok()
            apply("one", 4).ok()
            refused = apply("two", 5)
            require(refused.status != 0, f"exit 0: {refused.out}")
            contains(refused.err, ".spec.size", "standard error")
            apply("two", 5, "--force-conflicts").ok()
            same(self.json("get", "bee", "shared")["spec"]["size"], 5, "spec.size")
        finally:
            self.kubectl("delete", "bee", "shared", "--ignore-not-found")

    @check("diff")
    def diff(self):
        same(self.kubectl("diff", "-f", self.sample).status, 0, "exit code without a difference")
        changed = self.kubectl("diff", "-f", "-", stdin=self.manifest(self.name, {"new": "label"}))
        same(changed.status, 1, f"exit code with a difference ({changed.err})")
        contains(changed.out, "+    new: label")
        same(self.names("-l", "new"), [], "names afterwards")

    @check("get: a table")
    def table(self):
        head, *rows = self.out("get", "bees").splitlines()
        with open(os.path.join(self.env.project, "Sources", "APIs", "Insect", "V1beta1", "Bee.swift")) as file:
            columns = re.findall(r"\+printcolumn:name=(\w+)(?!.*priority=[1-9])", file.read())
        same(head.split(), ["NAME", *(name.upper() for name in columns), "AGE"], "the head")
        same([row.split()[0] for row in rows], [self.name], "names")

    @check("get: the column AGE shows an age")
    def age(self):
        row = self.out("get", "bee", self.name, "--no-headers")
        require(re.fullmatch(r"\d+[smh](\d+[sm])?", row.split()[-1]), f"the last column of {row!r}")

    @check("get by its short name, singular and full name")
    def short_name(self):
        for word in ("be", "bee", "bees.insect.example.com", "bees.v1beta1.insect.example.com"):
            contains(self.out("get", word, self.name), self.name)

    @check("get -o wide")
    def wide(self):
        contains(self.out("get", "bees", "-o", "wide"), self.name)

    @check("get -o yaml")
    def yaml(self):
        text = self.out("get", "bee", self.name, "-o", "yaml")
        for wanted in ("apiVersion: insect.example.com/v1beta1", "kind: Bee", f"  name: {self.name}", "  uid: "):
            contains(text, wanted)

    @check("get -o json")
    def get_json(self):
        bee = self.json("get", "bee", self.name)
        same((bee["kind"], bee["metadata"]["namespace"]), ("Bee", "default"), "kind and namespace")
        for field in ("uid", "resourceVersion", "creationTimestamp"):
            require(bee["metadata"].get(field), f"no metadata.{field}")
        self.bee = bee

    @check("get of what is not there")
    def not_found(self):
        contains(self.refused("get", "bee", "nobody"), '"nobody" not found')

    @check("get -l")
    def selector(self):
        self.make("red", labels={"colour": "red"})
        self.make("blue", labels={"colour": "blue"})
        same(self.names("-l", "colour=red"), ["red"], "colour=red")
        same(self.names("-l", "colour in (red,blue)"), ["blue", "red"], "colour in (red,blue)")
        same(self.names("-l", "colour!=red,colour"), ["blue"], "colour!=red,colour")
        same(self.names("-l", "!colour"), [self.name], "!colour")

    @check("get --field-selector metadata.name=")
    def field_selector(self):
        same(self.names("--field-selector", "metadata.name=red"), ["red"], "names")
        same(self.names("--field-selector", "metadata.name!=red"), sorted(["blue", self.name]), "names")

    @check("get --sort-by, --chunk-size and -A")
    def chunks(self):
        same(len(self.out("get", "bees", "-A", "--chunk-size=1", "--no-headers").splitlines()), 3, "rows")
        rows = self.out("get", "bees", "--sort-by=.metadata.name", "--no-headers").splitlines()
        same([row.split()[0] for row in rows], sorted(["blue", "red", self.name]), "names")

    @check("get -n: namespaces are apart")
    def namespaces(self):
        self.out("create", "-n", "elsewhere", "-f", "-", stdin=self.manifest("red"))
        same(self.names("-n", "elsewhere"), ["red"], "names in elsewhere")
        self.out("delete", "-n", "elsewhere", "bee", "red")
        same(self.names("--field-selector", "metadata.name=red"), ["red"], "names in default")

    @check("get -w")
    def watch(self):
        path = os.path.join(self.env.temporary, "watch")
        with open(path, "wb") as file:
            watcher = spawn(["kubectl", "get", "bees", "-w", "--output-watch-events", "--no-headers"],
                            stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=self.environment)

        def seen(*words):
            with open(path) as lines:
                return any(line.split()[:2] == list(words) for line in lines)
        try:
            until(lambda: seen("ADDED", "red"), "the watch shows what is there")
            self.make("watched")
            until(lambda: seen("ADDED", "watched"), "ADDED watched")
            self.out("label", "bee", "watched", "a=b")
            until(lambda: seen("MODIFIED", "watched"), "MODIFIED watched")
            self.out("delete", "bee", "watched")
            until(lambda: seen("DELETED", "watched"), "DELETED watched")
        finally:
            end(watcher)

    @check("wait --for=jsonpath")
    def wait_for_value(self):
        result = self.kubectl("wait", "bee", "red", "--for=jsonpath={.metadata.labels.colour}=red", "--timeout=10s")
        if "unrecognized condition" in result.err:
            raise Skip("this kubectl is too old")
        result.ok()

    @check("wait --for=delete")
    def wait(self):
        self.make("leaving")
        waiting = Later(self.kubectl, "wait", "bee", "leaving", "--for=delete", "--timeout=20s")
        self.out("delete", "bee", "leaving")
        waiting.result(25).ok()

    @check("describe")
    def describe(self):
        text = self.out("describe", "bee", self.name)
        for wanted in (r"Name: +" + re.escape(self.name), r"Namespace: +default", r"Kind: +Bee", r"Resource Version: +\d+"):
            require(re.search(wanted, text), f"no {wanted!r} in\n{text}")

    # MARK: Changing

    @check("label")
    def label(self):
        contains(self.out("label", "bee", "red", "size=small"), "red labeled")
        same(self.names("-l", "size=small"), ["red"], "names")
        contains(self.refused("label", "bee", "red", "size=large"), "overwrite")
        self.out("label", "bee", "red", "size-")
        same(self.names("-l", "size"), [], "names")

    @check("annotate")
    def annotate(self):
        contains(self.out("annotate", "bee", "red", "note=busy as a bee"), "red annotated")
        same(self.json("get", "bee", "red")["metadata"]["annotations"]["note"], "busy as a bee", "the annotation")

    @check("patch --type merge")
    def merge_patch(self):
        contains(self.out("patch", "bee", "red", "--type", "merge", "-p", '{"metadata":{"labels":{"by":"merge"}}}'), "patched")
        same(self.json("get", "bee", "red")["metadata"]["labels"], {"colour": "red", "by": "merge"}, "labels")
        self.out("patch", "bee", "red", "--type", "merge", "-p", '{"metadata":{"labels":{"by":null}}}')
        same(self.json("get", "bee", "red")["metadata"]["labels"], {"colour": "red"}, "labels")

    @check("patch --type json")
    def json_patch(self):
        patch = [{"op": "test", "path": "/metadata/labels/colour", "value": "red"},
                 {"op": "add", "path": "/metadata/labels/by", "value": "json"}]
        contains(self.out("patch", "bee", "red", "--type", "json", "-p", json.dumps(patch)), "patched")
        same(self.json("get", "bee", "red")["metadata"]["labels"]["by"], "json", "the label")
        patch[0]["value"] = "green"
        self.refused("patch", "bee", "red", "--type", "json", "-p", json.dumps(patch))

    @check("patch of the spec")
    def spec_patch(self):
        field, value = next(((key, value) for key, value in self.bee.get("spec", {}).items()
                             if isinstance(value, (str, int)) and not isinstance(value, bool)), (None, None))
        if field is None:
            raise Skip("the sample's spec has neither text nor number")
        changed = value + 1 if isinstance(value, int) else f"{value}-patched"
        self.out("patch", "bee", "red", "--type", "merge", "-p", json.dumps({"spec": {field: changed}}))
        same(self.json("get", "bee", "red")["spec"][field], changed, f"spec.{field}")

    @check("patch and get --subresource=status")
    def status(self):
        before = self.json("get", "bee", "red")
        require("status" not in before, f"a status that nobody wrote: {before.get('status')}")
        contains(self.out("patch", "bee", "red", "--subresource=status", "--type=merge", "-p",
                          '{"status":{"phase":"Ready"},"spec":{"size":99}}'), "patched")
        bee = self.json("get", "bee", "red", "--subresource=status", "--show-managed-fields")
        same(bee["status"], {"phase": "Ready"}, "status")
        same(bee["spec"], before["spec"], "spec")
        same(bee["metadata"]["generation"], before["metadata"]["generation"], "generation")
        entries = bee["metadata"]["managedFields"]
        require(any(entry.get("subresource") == "status" for entry in entries), f"no entry of status in {entries}")

    @check("replace --subresource=status")
    def replaced_status(self):
        bee = self.json("get", "bee", "red")
        bee["status"] = {"phase": "Failed", "observedGeneration": bee["metadata"]["generation"]}
        self.kubectl("replace", "--subresource=status", "-f", "-", stdin=json.dumps(bee)).ok()
        same(self.json("get", "bee", "red")["status"], bee["status"], "status")

    @check("the status stays as it is without --subresource=status")
    def kept_status(self):
        before = self.json("get", "bee", "red")
        self.out("patch", "bee", "red", "--type", "merge", "-p", '{"status":{"phase":"Ready"}}')
        same(self.json("get", "bee", "red"), before, "the bee")
        self.out("patch", "bee", "red", "--type", "merge", "-p", '{"spec":{"summary":"busy"},"status":null}')
        after = self.json("get", "bee", "red")
        same(after["status"], before["status"], "status")
        same(after["metadata"]["generation"], before["metadata"]["generation"] + 1, "generation")

    @check("patch of a status that breaks the schema is refused")
    def bad_status(self):
        contains(self.refused("patch", "bee", "red", "--subresource=status", "--type=merge", "-p",
                              '{"status":{"phase":"Busy"}}'), "status.phase")

    @check("api-resources and --subresource=scale of a kind that cannot be scaled")
    def no_scale(self):
        found = json.loads(self.out("get", "--raw", API))
        same(sorted(resource["name"] for resource in found["resources"]), ["bees", "bees/status"], "the resources")
        contains(self.refused("get", "bee", "red", "--subresource=scale"), "NotFound")

    @check("patch that breaks the schema is refused")
    def bad_patch(self):
        contains(self.refused("patch", "bee", "red", "--type", "merge", "-p", '{"spec":"text"}'), "spec")

    @check("replace -f with an old resourceVersion is a conflict")
    def conflict(self):
        old = self.json("get", "bee", "red")
        self.out("annotate", "bee", "red", "--overwrite", "note=newer")
        result = self.kubectl("replace", "-f", "-", stdin=json.dumps(old))
        require(result.status != 0, f"exit 0: {result.out}")
        contains(result.err, "Conflict", "standard error")
        self.kubectl("replace", "-f", "-", stdin=json.dumps(self.json("get", "bee", "red"))).ok()

    @check("edit")
    def edit(self):
        editor = os.path.join(self.env.temporary, "editor")
        with open(editor, "w") as file:
            file.write("#!/bin/sh\nsed -i 's/colour: blue/colour: green/' \"$1\"\n")
        os.chmod(editor, os.stat(editor).st_mode | stat.S_IXUSR)
        contains(self.kubectl("edit", "bee", "blue", KUBE_EDITOR=editor, EDITOR=editor).ok().out, "blue edited")
        same(self.names("-l", "colour=green"), ["blue"], "names")

    # MARK: Deleting

    def refused(self, *arguments):
        result = self.kubectl(*arguments)
        require(result.status != 0, f"exit 0: {result.out}")
        return result.err

    @check("delete")
    def delete(self):
        contains(self.out("delete", "bee", "blue"), '"blue" deleted')
        contains(self.refused("delete", "bee", "blue"), "NotFound")
        self.out("delete", "bee", "blue", "--ignore-not-found")

    @check("delete waits for finalizers")
    def finalizers(self):
        self.make("held")
        self.out("patch", "bee", "held", "--type", "merge", "-p", '{"metadata":{"finalizers":["example.com/hold"]}}')
        self.out("delete", "bee", "held", "--wait=false")
        require(self.json("get", "bee", "held")["metadata"].get("deletionTimestamp"), "no deletionTimestamp")
        self.out("patch", "bee", "held", "--type", "merge", "-p", '{"metadata":{"finalizers":null}}')
        until(lambda: self.kubectl("get", "bee", "held").status != 0, "it goes when its finalizers are gone")

    @check("delete -l")
    def delete_selected(self):
        self.make("x", "y", labels={"group": "gone"})
        self.out("delete", "bees", "-l", "group=gone")
        same(self.names(), sorted(["red", self.name]), "names")

    @check("delete --all")
    def delete_all(self):
        self.out("delete", "bees", "--all")
        same(self.names(), [], "names")

    # MARK: The process

    @check("what was stored is there after a restart of run local")
    def restart(self):
        self.make("kept")
        self.server.stop()
        self.server = Server([self.env.tool, "run", "local", "--no-build", "--secure-port", "0", "--no-aggregator"], self.logs[0],
                             pattern=r"(https://127\.0\.0\.1:(\d+))", cwd=self.env.project,
                             env=self.env.clean_environment())
        until(lambda: self.kubectl("get", "--raw", "/readyz").out == "ok", "/readyz answers ok", 30)
        same(self.names(), ["kept"], "names")

    @check("run local ends on SIGTERM and leaves no child behind")
    def ends(self):
        children = _descendants(self.server.pid)
        status = self.server.stop()
        require(status is not None, "it had to be killed after 15 s")
        until(lambda: not [pid for pid in children if _is_alive(pid)], f"children {children} end", 5)


def _is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _descendants(pid):
    found = run(["ps", "-e", "-o", "pid=,ppid="]).ok().out.split()
    parents = dict(zip(map(int, found[0::2]), map(int, found[1::2])))
    result, todo = [], [pid]
    while todo:
        parent = todo.pop()
        mine = [child for child, its in parents.items() if its == parent]
        result += mine
        todo += mine
    return result
