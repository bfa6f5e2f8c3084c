"""Every hook that the tool writes, on the kinds of one project: it builds without a warning, its tests pass, and a request shows
that each hook acts. The project is that of the suite second-api, so that its build is shared."""
import json
import os
import ssl

import rawhttp
from harness import check, contains, require, run, same
from project import BUILD_SECONDS
from second_api import MERGE, TABLE, SecondProject
from second_hooks import AFTERWARDS, ON_CREATION

GROUP = "insect.farm.test"
V1BETA1, V1 = f"/apis/{GROUP}/v1beta1", f"/apis/{GROUP}/v1"
BEES = f"{V1BETA1}/namespaces/default/bees"


def bee(name, annotations=None, **spec):
    metadata = {"name": name, **({"annotations": annotations} if annotations else {})}
    return {"apiVersion": f"{GROUP}/v1beta1", "kind": "Bee", "metadata": metadata, "spec": spec}


class HooksSuite(SecondProject):
    title = "hooks: each one that the tool writes"

    def make(self, name, wanted=201, **parts):
        return self.call("POST", BEES, bee(name, **parts), wanted)

    @check("hooks that are there already change nothing, other names are refused")
    def again(self):
        place = ("--group", "insect", "--version", "v1beta1", "--kind", "Bee")
        contains(self.boot(self.folder, "create", "hook", *place, "--hook", ",".join(ON_CREATION + AFTERWARDS)).out, "nothing to do")
        refused = run([self.env.tool, "create", "hook", *place, "--hook", "tabel"], cwd=self.folder, env=self.env.clean_environment())
        same(refused.status, 64, "exit status")
        contains(refused.err, "did you mean 'table'?")

    @check("the tests that were written pass, nothing is warned of, and the files are formatted")
    def scaffolded(self):
        environment = self.env.clean_environment()
        built = run(["swift", "build", "--build-tests"], cwd=self.folder, env=environment, timeout=BUILD_SECONDS).ok()
        require("warning:" not in built.out + built.err, built.out + built.err)
        tested = run(["swift", "test", "--skip-build", "--disable-xctest"], cwd=self.folder, env=environment, timeout=180).ok()
        for suite in ("BeeDefaultingTests", "BeeNormalizingTests", "BeeDeleteValidatingTests", "BeeTabularTests", "BeeOriginTests",
                      "BeeQuotaTests", "BeeTests", "SwarmTests", "FitTests", "RoundTripTests"):
            contains(tested.out + tested.err, f"Suite {suite} passed")
        files = [os.path.join(self.folder, *parts) for parts in (("Sources", "APIs", "Insect"), ("Sources", "apiserver"), ("Tests",))]
        run(["swift", "format", "lint", "--strict", "-r", *files], cwd=self.folder, env=environment).ok()

    @check("defaulting, normalizing, validating")
    def values(self):
        same(self.make("plain")["spec"]["summary"], "size 1", "the default")
        same(self.make("spaced", summary="  two   words ")["spec"]["summary"], "two words", "what is kept")
        contains(self.make("split", 422, summary="two\nlines")["message"], "must be a single line")

    @check("delete-validating")
    def deletion(self):
        self.make("guarded", annotations={f"{GROUP}/protected": "true"})
        contains(self.call("DELETE", f"{BEES}/guarded", wanted=422)["message"], f"take {GROUP}/protected away first")
        self.call("PATCH", f"{BEES}/guarded", {"metadata": {"annotations": {f"{GROUP}/protected": None}}}, Content_Type=MERGE)
        self.call("DELETE", f"{BEES}/guarded")

    @check("table, selectable")
    def shown(self):
        self.make("shown", size=80, summary="seen from afar")
        found = self.call("GET", f"{BEES}?fieldSelector=spec.summary=seen%20from%20afar", Accept=TABLE)
        names = [column["name"] for column in found["columnDefinitions"]]
        same(names, ["Name", "Size", "Phase", "Ready", "Class", "Age"], "columns")
        same([row["cells"][:5] for row in found["rows"]], [["shown", 80, None, None, "large"]], "rows")

    @check("status, scale")
    def parts(self):
        self.make("scaled")
        done = {"status": {"phase": "Ready", "replicas": 2, "selector": "a=b"}, "spec": {"size": 9}}
        found = self.call("PATCH", f"{BEES}/scaled/status", done, Content_Type=MERGE)
        same((found["spec"]["size"], found["status"]["phase"]), (1, "Ready"), "size and phase")
        scale = self.call("GET", f"{BEES}/scaled/scale")
        same((scale["spec"]["replicas"], scale["status"]), (1, {"replicas": 2, "selector": "a=b"}), "the scale")
        scale["spec"]["replicas"] = 4
        self.call("PUT", f"{BEES}/scaled/scale", scale)
        same(self.call("GET", f"{BEES}/scaled")["spec"]["replicas"], 4, "replicas")

    @check("subresource, connector")
    def subresources(self):
        self.make("resized", size=3)
        body = {"apiVersion": f"{GROUP}/v1beta1", "kind": "BeeResize", "amount": 2}
        same(self.call("POST", f"{BEES}/resized/resize", body, 201)["spec"]["size"], 5, "size")
        self.call("POST", f"{BEES}/resized/resize", {**body, "amount": 0}, 422)
        same(self.call("GET", f"{BEES}/resized/report?lines=2"), "1: size 5\n2: size 5\n", "the report")

    @check("exec, port-forward, websocket")
    def upgrades(self):
        self.make("spoken")
        context = ssl.create_default_context(cafile=self.env.pki.ca)
        for path, protocol in (("exec?command=cat&stdin=true&stdout=true", "v5.channel.k8s.io"), ("portforward?ports=80", "v4.channel.k8s.io"),
                               ("messages", f"messages.{GROUP}")):
            answer = rawhttp.exchange(self.server.port, context, "\r\n".join([
                f"GET {BEES}/spoken/{path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {self.env.pki.token}",
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                f"Sec-WebSocket-Protocol: {protocol}", "", ""]).encode()).decode(errors="replace")
            require(answer.startswith("HTTP/1.1 101 "), f"{path}: {answer[:500]}")
            contains(answer.lower(), f"sec-websocket-protocol: {protocol}", path)

    @check("admission-mutating, admission-validating")
    def admission(self):
        made = self.make("made")["metadata"]["annotations"]
        require(made.get(f"{GROUP}/created-by"), f"annotations {made}")
        place = f"{V1BETA1}/namespaces/full/bees"
        for number in range(100):
            self.call("POST", place, bee(f"bee-{number}"), 201)
        contains(self.call("POST", place, bee("one-more"), 403)["message"], "there must not be more than 100")

    @check("storage-version, and the second version of a kind with hooks")
    def versions(self):
        self.make("old", size=7)
        same(self.call("GET", f"{V1}/namespaces/default/bees/old")["spec"]["size"], 7, "size in v1")
        path = os.path.join(self.folder, "Sources", "APIs", "Insect", "V1", "Bee+V1.swift")
        with open(path) as file:
            contains(file.read(), "    // +storageversion\n    public struct Bee:", path)

    @check("virtual, review")
    def unstored(self):
        swarms = f"{V1BETA1}/namespaces/default/swarms"
        same([(each["metadata"]["name"], each["size"]) for each in self.call("GET", swarms)["items"]],
             [("swarm-sample", 3), ("large", 80)], "swarms")
        same(self.call("GET", f"{swarms}/large")["size"], 80, "size")
        self.call("GET", f"{swarms}/absent", wanted=404)
        self.call("POST", swarms, json.loads("{}"), 405)
        answer = self.call("POST", f"{V1BETA1}/fits", {"apiVersion": f"{GROUP}/v1beta1", "kind": "Fit", "spec": {"size": 80}}, 201)
        same(answer["status"], {"fits": False}, "the answer")
