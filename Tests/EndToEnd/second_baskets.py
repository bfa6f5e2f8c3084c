"""Checks of the second API's other kind: in namespaces, with a status, a scale, and fields of every special type."""
import json
import os
import shutil

from harness import Later, Skip, check, contains, require, run, same

GROUP = "growing.farm.test"
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "second", "Basket.swift.txt")
APPLY, MERGE = "application/apply-patch+yaml", "application/merge-patch+json"
DEPTH = 500


def path(namespace, name=""):
    return f"/apis/{GROUP}/v1/namespaces/{namespace}/baskets" + (f"/{name}" if name else "")


def basket(name, labels=None, **spec):
    return {"apiVersion": f"{GROUP}/v1", "kind": "Basket", "metadata": {"name": name, **({"labels": labels} if labels else {})},
            "spec": spec}


def nest(levels):
    """Objects in one another."""
    tree = {}
    for _ in range(levels):
        tree = {"a": tree}
    return tree


def scaffold(suite, folder):
    suite.boot(folder, "create", "group", "version", "resource", "--group", "growing", "--kind", "Basket", "--version", "v1",
               "--short-name", "bk", "--category", "all", "--skip-controller")
    shutil.copy2(SOURCE, os.path.join(folder, "Sources", "APIs", "Growing", "V1", "Basket.swift"))


class BasketChecks:
    """Mixed into the suite that runs the server."""

    def make(self, name, namespace="shed", **spec):
        return self.call("POST", path(namespace), basket(name, **spec), 201)

    def applying(self, name, manager, wanted=(200, 201), **spec):
        return self.call("PATCH", path("shed", name) + f"?fieldManager={manager}", basket(name, **spec), wanted, Content_Type=APPLY)

    def kubectl(self, *arguments, stdin=None):
        if not shutil.which("kubectl"):
            raise Skip("there is no kubectl (Debian package kubernetes-client)")
        return run(["kubectl", "--server", self.server.url, "--certificate-authority", self.env.pki.ca, "--token", self.env.pki.token,
                    "-n", "shed", *arguments], stdin=stdin, env=self.env.clean_environment(), timeout=40)

    # MARK: Namespaces and subresources

    @check("baskets: namespaces are apart, a list of all has them together")
    def namespaces(self):
        for namespace in ("shed", "barn"):
            self.make("twin", namespace, replicas=2)
        found = self.call("GET", f"/apis/{GROUP}/v1/baskets?fieldSelector=metadata.name=twin")["items"]
        same([item["metadata"]["namespace"] for item in found], ["barn", "shed"], "namespaces")
        found = self.call("GET", f"/apis/{GROUP}/v1/baskets?fieldSelector=metadata.namespace=barn")["items"]
        same([item["metadata"]["namespace"] for item in found], ["barn"], "namespaces of a selector")
        answer = self.call("DELETE", path("barn"))
        same((answer["kind"], len(answer["items"])), ("BasketList", 1), "the deleted list")
        self.call("GET", path("shed", "twin"))
        body = basket("stray")
        body["metadata"]["namespace"] = "barn"
        contains(self.call("POST", path("shed"), body, 400)["message"], "does not match the namespace", "message")

    @check("baskets: status through its subresource alone; generation counts changes of the spec")
    def status(self):
        made = self.make("counted", replicas=2)
        same(made["metadata"]["generation"], 1, "generation")
        made["status"] = {"replicas": 9}
        made["spec"]["replicas"] = 3
        changed = self.call("PUT", path("shed", "counted"), made)
        same((changed["metadata"]["generation"], changed["spec"]["replicas"], changed.get("status", {}).get("replicas", 0)), (2, 3, 0),
             "generation, replicas and status after a PUT")
        changed["spec"]["replicas"], changed["status"] = 7, {"replicas": 3, "selector": "a=b"}
        changed = self.call("PUT", path("shed", "counted") + "/status", changed)
        same((changed["metadata"]["generation"], changed["spec"]["replicas"], changed["status"]),
             (2, 3, {"replicas": 3, "selector": "a=b"}), "generation, replicas and status after a PUT of the status")
        scale = self.call("GET", path("shed", "counted") + "/scale")
        same((scale["kind"], scale["spec"], scale["status"]), ("Scale", {"replicas": 3}, {"replicas": 3, "selector": "a=b"}), "the scale")
        scale["spec"]["replicas"] = 5
        self.call("PUT", path("shed", "counted") + "/scale", scale)
        found = self.call("GET", path("shed", "counted"))
        same((found["metadata"]["generation"], found["spec"]["replicas"]), (3, 5), "generation and replicas after a PUT of the scale")
        self.call("PUT", path("shed", "counted") + "/scale", scale, 409)

    @check("kubectl scale, also with --current-replicas, and get --subresource=scale")
    def kubectl_scale(self):
        self.make("scaled", replicas=2)
        contains(self.kubectl("scale", "basket", "scaled", "--replicas=4").ok().out, "scaled scaled")
        refused = self.kubectl("scale", "basket", "scaled", "--replicas=5", "--current-replicas=2")
        require(refused.status != 0, "scaled from a number that it does not have")
        contains(refused.err, "Expected replicas to be 2, was 4", "standard error")
        self.kubectl("scale", "basket/scaled", "--replicas=0", "--current-replicas=4").ok()
        same(self.call("GET", path("shed", "scaled"))["spec"]["replicas"], 0, "replicas")
        contains(self.kubectl("get", "basket", "scaled", "--subresource=scale").ok().out, "DESIRED")
        require(self.kubectl("scale", "basket", "scaled", "--replicas=-1").status != 0, "scaled below 0")

    @check("kubectl wait --for=condition, true and false")
    def kubectl_wait(self):
        self.make("awaited")
        waiting = Later(self.kubectl, "wait", "basket/awaited", "--for=condition=Ready", "--timeout=30s")
        for value in ("False", "True"):
            self.call("PATCH", path("shed", "awaited") + "/status", {"status": {"conditions": [{"type": "Ready", "status": value}]}},
                      Content_Type=MERGE)
        contains(waiting.result(35).ok().out, "condition met")
        require(self.kubectl("wait", "basket/awaited", "--for=condition=Ready=False", "--timeout=1s").status != 0, "it waited in vain")

    @check("kubectl get -o wide shows columns of lower priority; explain --recursive shows special types")
    def kubectl_reads(self):
        self.make("read")
        plain = self.kubectl("get", "bk", "read").ok().out.splitlines()[0].split()
        wide = self.kubectl("get", "bk", "read", "-o", "wide").ok().out.splitlines()[0].split()
        same((plain, wide), (["NAME", "REPLICAS", "AGE"], ["NAME", "REPLICAS", "AGE", "FILLED"]) if wide[-1] == "FILLED" else
             (["NAME", "REPLICAS", "AGE"], ["NAME", "REPLICAS", "FILLED", "AGE"]), "heads")
        text = self.kubectl("explain", "baskets", "--recursive").ok().out
        for line in ("    slack\t<", "    capacity\t<", "    contents\t<[]BasketContent>", "      grade\t<integer>"):
            contains(text, line)

    # MARK: Fields

    @check("baskets: numbers or texts, quantities, times, and what is none of them")
    def special(self):
        spec = self.make("special", slack="25%", capacity="1500m", madeAt="2024-02-29T10:00:00Z")["spec"]
        same((spec["slack"], spec["capacity"], spec["madeAt"]), ("25%", "1500m", "2024-02-29T10:00:00Z"), "fields")
        patch = {"spec": {"slack": 3, "capacity": "0.5Ki", "madeAt": "2024-02-29T12:00:00+02:00"}}
        spec = self.call("PATCH", path("shed", "special"), patch, Content_Type=MERGE)["spec"]
        same((spec["slack"], spec["capacity"], spec["madeAt"]), (3, "512", "2024-02-29T10:00:00Z"), "fields in canonical form")
        for field, value in (("slack", True), ("slack", 1.5), ("capacity", "much"), ("madeAt", "yesterday"), ("label", "text")):
            status, answer = self.client.call("POST", path("shed"), basket("wrong", **{field: value}))
            require(status in (400, 422), f"{field}: {value!r} was answered {status}: {answer}")

    @check("baskets: elements with two keys, objects that are one value")
    def apply_keys(self):
        self.applying("keyed", "one", contents=[{"fruit": "Fig", "grade": 1, "count": 2}], label={"text": "a"})
        found = self.applying("keyed", "two", contents=[{"fruit": "Fig", "grade": 2}, {"fruit": "Pear"}])["spec"]["contents"]
        same([(each["fruit"], each["grade"]) for each in found], [("Fig", 1), ("Fig", 2), ("Pear", 1)], "elements")
        conflict = self.applying("keyed", "two", 409, contents=[{"fruit": "Fig", "grade": 1, "count": 3}], label={"text": "a", "color": "b"})
        same({cause["field"] for cause in conflict["details"]["causes"]},
             {'.spec.contents[fruit="Fig",grade=1].count', ".spec.label"}, "fields of the conflict")
        found = self.applying("keyed", "one", label={"text": "c"})["spec"]
        same(([(each["fruit"], each["grade"]) for each in found["contents"]], found["label"]),
             ([("Fig", 2), ("Pear", 1)], {"text": "c"}), "what is left")

    @check("baskets: what is as deep as it may be can be changed afterwards, by everybody")
    def deep(self):
        extra = nest(DEPTH + 8)
        self.make("deep", extra=extra)
        same(self.call("GET", path("shed", "deep"))["spec"]["extra"], extra, "what is deep")
        self.call("PATCH", path("shed", "deep"), {"metadata": {"labels": {"x": "y"}}}, Content_Type=MERGE)
        self.applying("deep", "one", replicas=1)
        body = self.call("GET", path("shed", "deep"))
        # The books lie deeper still than what they speak of: too deep for a request.
        del body["metadata"]["managedFields"]
        self.call("PUT", path("shed", "deep"), body)
        self.call("DELETE", path("shed", "deep"))

    @check("baskets: a patch that nests without end is refused, and the server lives")
    def nesting(self):
        self.make("nested", extra={})
        steps = [{"op": "add", "path": "/spec/extra" + "/a" * (1 + step * (DEPTH + 1)), "value": nest(DEPTH)} for step in range(40)]
        answer = self.call("PATCH", path("shed", "nested"), json.dumps(steps), 422, Content_Type="application/json-patch+json")
        same(answer["reason"], "Invalid", "reason")
        same(self.call("GET", path("shed", "nested"))["spec"]["extra"], {}, "what was there")
