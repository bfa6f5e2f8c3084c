"""Checks of what the second API serves by code of its own: a kind that is kept nowhere, a subresource with kinds of its own,
and one that streams."""
import json
import os
import shutil

from harness import Client, check, contains, require, same

GROUP = "growing.farm.test"
V1 = f"/apis/{GROUP}/v1"
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "second", "Harvest.swift.txt")
# Stand above the kind in v1.
MARKERS = "    // +subresource:pick\n    // +subresource:log\n"


def scaffold(folder):
    shutil.copy2(SOURCE, os.path.join(folder, "Sources", "APIs", "Growing", "V1", "Harvest.swift"))


class ServingChecks:
    """Mixed into the suite that runs the server."""

    @check("a kind that is kept nowhere: kubectl lists, gets and explains it, and can do no more")
    def virtual(self):
        self.create("counted", beds=[{"name": "north", "trees": 3}, {"name": "south", "trees": 4}])
        contains(self.kubectl("get", "harvests").ok().out, "TREES", "the table")
        same(self.kubectl("get", "harvest", "counted", "-o", "jsonpath={.trees}").ok().out, "7", "trees")
        same(self.kubectl("get", "harvests", "--field-selector=metadata.name=counted", "-o", "name").ok().out.strip(),
             f"harvest.{GROUP}/counted", "what is selected")
        contains(self.kubectl("explain", "harvest.trees").ok().out, "How many trees stand in its beds.", "explain")
        contains(self.kubectl("api-resources", "-o", "wide").ok().out, "get,list", "api-resources")
        contains(self.kubectl("get", "harvest", "absent").err, f'harvests.{GROUP} "absent" not found', "what is not there")
        for method, path in (("POST", ""), ("DELETE", "/counted"), ("GET", "?watch=true")):
            self.call(method, f"{V1}/harvests{path}", {} if method == "POST" else None, 405)

    @check("a subresource with kinds of its own, by kubectl create --raw and explain")
    def subresource(self):
        self.create("picked", rows=5)
        path = f"{V1}/orchards/picked/pick"
        body = {"apiVersion": f"{GROUP}/v1", "kind": "PickRequest", "rows": 2}
        answer = json.loads(self.kubectl("create", "--raw", path, "-f", "-", stdin=json.dumps(body)).ok().out)
        same((answer["kind"], answer["remaining"]), ("PickResult", 3), "the answer")
        found = self.get("picked")
        same(found["spec"]["rows"], 3, "rows")
        require(any(entry.get("subresource") == "pick" for entry in found["metadata"]["managedFields"]), "nobody owns what was picked")
        self.call("POST", path, {**body, "rows": 0}, 422)
        contains(self.call("POST", path, {**body, "rows": 3}, 409)["message"], "there are not so many rows", "message")
        self.call("POST", f"{V1}/orchards/absent/pick", body, 404)
        self.call("POST", path + "?dryRun=All", {**body, "rows": 1}, 201)
        same(self.get("picked")["spec"]["rows"], 3, "rows after a dry run")
        document = self.call("GET", self.call("GET", "/openapi/v3")["paths"][f"apis/{GROUP}/v1"]["serverRelativeURL"])
        post = document["paths"][f"{V1}/orchards/{{name}}/pick"]["post"]
        same(post["x-kubernetes-group-version-kind"]["kind"], "PickRequest", "kind in OpenAPI")

    @check("a connector streams: kubectl get --raw, and curl while it goes on")
    def connector(self):
        self.create("logged", rows=3)
        path = f"{V1}/orchards/logged/log"
        same(self.kubectl("get", "--raw", path).ok().out, "row 1\nrow 2\nrow 3\n", "the log")
        self.call("GET", path + "?dryRun=All", wanted=400)
        self.call("GET", path + "/deeper", wanted=404)
        context = Client(self.server, self.env.pki)
        try:
            context.connection.request("GET", path + "?follow=true&rows=2", headers=context.headers)
            response = context.connection.getresponse()
            same([response.readline(), response.readline()], [b"row 1\n", b"row 2\n"], "lines of a log that goes on")
        finally:
            context.close()

    @check("discovery of what is served by code of its own")
    def served(self):
        found = {each["name"]: (each["kind"], each["verbs"]) for each in self.call("GET", V1)["resources"]}
        same({name: found.get(name) for name in ("harvests", "orchards/log", "orchards/pick")},
             {"harvests": ("Harvest", ["get", "list"]), "orchards/log": ("Orchard", ["get"]),
              "orchards/pick": ("PickRequest", ["create"])}, "kinds and verbs")
