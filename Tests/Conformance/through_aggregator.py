#!/usr/bin/env python3
"""Puts the server of examples/wardle behind a local control plane that is set up as the recordings presume, and stays until it is
ended: through_aggregator.py TOOL GEN_CERTS FOLDER [flags of the server].

Prints `serving on <address of the control plane>` once everything is there. FOLDER has the certificates that GEN_CERTS makes:
their authorities become those of the control plane, and their tokens its users.
"""
import os
import shutil
import signal
import sys
import threading

sys.dont_write_bytecode = True
REPO = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(REPO, "Tests", "EndToEnd"))

import harness
from environment import Environment
from plane import Plane, Wardle

# The control plane's name for each authority of the recordings.
AUTHORITIES = {"client-ca": "client-ca", "front-proxy-ca": "proxy-ca", "serving-ca": "server-ca"}


def seed(keys, folder):
    os.makedirs(keys, mode=0o700)
    for ours, theirs in AUTHORITIES.items():
        for kind in ("crt", "key"):
            shutil.copyfile(os.path.join(folder, f"{theirs}.{kind}"), os.path.join(keys, f"{ours}.{kind}"))
            os.chmod(os.path.join(keys, f"{ours}.{kind}"), 0o600)


def allow(plane):
    """Who may do what, beside the default roles: see Tests/Conformance/policy.jsonl."""
    rbac, group = "/apis/rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io"
    plane.api("POST", f"{rbac}/clusterroles", {"metadata": {"name": "corpus-readers"}, "rules": [
        {"apiGroups": ["wardle.example.com"], "resources": ["flunders"], "verbs": ["get", "list", "watch"]}]})
    plane.api("POST", f"{rbac}/clusterrolebindings", {
        "metadata": {"name": "corpus-readers"}, "subjects": [{"kind": "Group", "name": "corpus:readers", "apiGroup": group}],
        "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": "corpus-readers"}})


def main():
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    tool, gen_certs, folder, *flags = sys.argv[1:]
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    env = Environment(REPO, os.path.join(REPO, ".build", "e2e"), tool)
    try:
        harness.run(["sh", gen_certs, folder]).ok()
        seed(os.path.join(env.folder("conformance"), ".apiserver-boot", "control-plane", "pki"), folder)
        plane = Plane(env, "conformance", "--token-auth-file", os.path.join(folder, "tokens.csv"))
        # The recorded server knew no namespaces: the scenarios make up theirs.
        Wardle(plane, "--disable-admission-plugins=NamespaceLifecycle", *flags)
        allow(plane)
        print(f"serving on {plane.url}", flush=True)
        threading.Event().wait()
    finally:
        harness.end_all()
        env.remove()


if __name__ == "__main__":
    main()
