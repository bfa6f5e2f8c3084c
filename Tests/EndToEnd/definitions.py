"""CustomResourceDefinitions for the suites that have a control plane."""
import json
import os
import sqlite3

from harness import require, until

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
API_SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices"
SCHEMA = {"type": "object", "properties": {"spec": {"type": "object", "properties": {
    "size": {"type": "integer", "description": "How big."}}}}}


def definition(group, versions=("v1",), plural="foos", kind="Foo", stored=None, annotations=None):
    """One that defines a namespaced kind; the first version is stored unless another one is named."""
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{plural}.{group}", "annotations": annotations or {}},
            "spec": {"group": group, "scope": "Namespaced", "names": {"plural": plural, "kind": kind}, "versions": [
                {"name": each, "served": True, "storage": each == (stored or versions[0]), "schema": {"openAPIV3Schema": SCHEMA}}
                for each in versions]}}


def conditions(plane, name):
    """The conditions of a definition by their type: (status, reason)."""
    found = plane.api("GET", f"{DEFINITIONS}/{name}").get("status", {}).get("conditions", [])
    return {each["type"]: (each["status"], each["reason"]) for each in found}


def define(plane, wanted):
    """Makes one and waits until it is established."""
    plane.api("POST", DEFINITIONS, wanted, 201)
    name = wanted["metadata"]["name"]
    until(lambda: conditions(plane, name).get("Established", ("",))[0] == "True", f"{name} is established", 30)
    return name


def undefine(plane, name):
    """Deletes one and waits until it is gone."""
    plane.api("DELETE", f"{DEFINITIONS}/{name}")
    until(lambda: plane.call("GET", f"{DEFINITIONS}/{name}")[0] == 404, f"{name} is gone", 30)


class Store:
    """The store of a control plane that does not run, to put in what no request could."""

    def __init__(self, plane):
        self.connection = sqlite3.connect(os.path.join(plane.folder, ".apiserver-boot", "control-plane", "objects.db"))

    def put(self, key, value):
        (last,) = self.connection.execute("SELECT max(revision) FROM log").fetchone()
        known = self.connection.execute("SELECT revision FROM log WHERE key = ?", (key.encode(),)).fetchone()
        require(not known, f"{key} is in the store")
        data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
        self.connection.execute("INSERT INTO log VALUES (?, ?, ?, 0, 0, ?)", (last + 1, key.encode(), last + 1, data))

    def get(self, key):
        row = self.connection.execute("SELECT value FROM log WHERE key = ? ORDER BY revision DESC", (key.encode(),)).fetchone()
        return json.loads(row[0])

    def remove(self, key):
        """As if it had never been there."""
        self.connection.execute("DELETE FROM log WHERE key = ?", (key.encode(),))

    def close(self):
        self.connection.commit()
        self.connection.close()
