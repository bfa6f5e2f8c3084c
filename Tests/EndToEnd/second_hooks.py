"""Kinds with every hook that the tool writes, in the second API's project."""
import os

ON_CREATION = ["defaulting", "normalizing", "validating", "selectable", "status", "scale", "subresource", "admission-mutating"]
AFTERWARDS = ["delete-validating", "table", "connector", "exec", "port-forward", "websocket", "admission-validating"]



def scaffold(suite, folder):
    """Adds the kinds to a project: one with hooks from its start and more afterwards, then its second version, and both kinds of
    which nothing is stored."""
    def create(kind, *more, version="v1beta1", what=("group", "version", "resource")):
        alone = ["--skip-controller"] if what[-1] == "resource" else []
        suite.boot(folder, "create", *what, "--group", "insect", "--version", version, "--kind", kind, *alone, *more)
    tests = os.path.join(folder, "Tests", "APIsTests")
    for name in os.listdir(tests):
        # They are about the types as they were written, and the suites have put others in their place.
        if name not in ("Samples.swift", "RoundTripTests.swift"):
            os.remove(os.path.join(tests, name))
    create("Bee", "--hook", ",".join(ON_CREATION))
    create("Bee", *(word for hook in AFTERWARDS for word in ("--hook", hook)), what=("hook",))
    create("Bee", version="v1")
    create("Bee", "--hook", "storage-version", version="v1", what=("hook",))
    create("Swarm", "--hook", "virtual")
    create("Fit", "--hook", "review", "--non-namespaced")
