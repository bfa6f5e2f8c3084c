"""scripts/quickstart in a project that is there already: nothing is scaffolded or built again."""
import os
import re

import project
from harness import Failure, Suite, check, contains, require, run

SECONDS = 300


class QuickstartSuite(Suite):
    title = "quickstart: run again"

    def set_up(self):
        self.env.need(self.env.project, "the project was not scaffolded")
        self.logs = [os.path.join(self.env.logs, "quickstart", "run.log")]
        self.command = [os.path.join(self.env.repo, "scripts", "quickstart"), "--check", "--directory", self.env.project]

    def sources(self):
        """Every file of the project but build products and data: name -> (content, time of its last change)."""
        found = {}
        for folder, folders, names in os.walk(self.env.project):
            if folder == self.env.project:
                folders[:] = [name for name in folders if name not in project.CACHES]
            for name in set(names) - {"kubeconfig"}:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.env.project)] = file.read(), os.stat(path).st_mtime_ns
        return found

    @check("--check passes and touches no file of the project")
    def passes(self):
        before = self.sources()
        self.output = run(self.command, timeout=SECONDS).ok().out
        for name in ("create", "get", "list", "controller", "watch", "patch", "delete"):
            contains(self.output, f"✓ {name} ")
        after = self.sources()
        touched = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        require(not touched, f"touched: {', '.join(touched[:5])}")

    @check("it tells how long everything took")
    def times(self):
        found = re.search(r"scaffold ([\d.]+) s · build ([\d.]+) s \(warm\) · start to ready (\d+) ms · "
                          r"first served request (\d+) ms", self.output)
        if not found:
            raise Failure(f"no line with the times:\n{self.output[-500:]}")
        require(float(found.group(2)) < 120, f"the warm build took {found.group(2)} s")

    @check("it refuses an unknown argument")
    def usage(self):
        result = run([self.command[0], "--no-such-flag"])
        require(result.status != 0, "exit 0")
        contains(result.err, "error: unknown argument '--no-such-flag'")
        contains(result.err, "help: ")
