"""What the suites of one run share: the tool, the generated project, certificates, places for logs and caches."""
import os
import shutil
import tempfile

import harness
import pki


class Environment:
    """Caches (the generated project and its build) live in `work` and outlast the run; `temporary` does not. The project is
    another one than that of the suite `project` if `project` says so."""

    def __init__(self, repo, work, tool, project=None):
        self.repo, self.work, self.tool = repo, work, tool
        self.logs = os.path.join(work, "logs")
        self.project = project or os.path.join(work, "bees")
        # A project of its own: a build with other flags in the same folder would begin from nothing every time.
        self.static_project = os.path.join(work, "static", "bees")
        self.binary = os.path.join(work, "bin", "apiserver")
        self.static_binary = os.path.join(work, "bin", "apiserver-static")
        os.makedirs(self.logs, exist_ok=True)
        os.makedirs(os.path.join(work, "bin"), exist_ok=True)
        self.temporary = tempfile.mkdtemp(prefix="apiserver-boot-e2e.")
        self.home = self.folder("home")
        self._pki = None

    @property
    def wardle(self):
        """The server of examples/wardle, as scripts/test builds it."""
        return self.need(os.path.join(self.repo, "examples", "wardle", ".build", "release", "apiserver"), "scripts/test builds it")

    def folder(self, name):
        """A folder that goes away with the run."""
        path = os.path.join(self.temporary, name)
        os.makedirs(path, exist_ok=True)
        return path

    @property
    def pki(self):
        if not self._pki:
            directory = self.folder("pki")
            self._pki = harness.PKI(directory, pki.make(directory))
        return self._pki

    def need(self, path, how):
        if not os.path.exists(path):
            raise harness.Skip(f"{path} is not there ({how})")
        return path

    def serve(self, name, *flags, binary=None):
        """Starts the project's server with the run's certificates; ready when this returns."""
        binary = binary or self.need(self.binary, "the project did not build")
        server = harness.Server([binary, *self.pki.flags(), *flags], os.path.join(self.logs, f"{name}.log"))
        harness.wait_ready(server, self.pki)
        return server

    def clean_environment(self):
        """Environment variables without what belongs to the person who runs the tests."""
        kept = ("PATH", "LANG", "LC_ALL", "TERM", "TMPDIR", "SWIFT_TOOLCHAIN_DIR", "http_proxy", "https_proxy", "no_proxy")
        return {**{name: os.environ[name] for name in kept if name in os.environ}, "HOME": self.home}

    def remove(self):
        shutil.rmtree(self.temporary, ignore_errors=True)


def synchronize(source, target, keep):
    """Makes `target` hold the files of `source`, touching only what differs, so that a build in it stays warm.

    `keep` names entries of `target` that are left alone (build caches).
    """
    os.makedirs(target, exist_ok=True)
    wanted = set(os.listdir(source))
    for name in set(os.listdir(target)) - wanted - set(keep):
        path = os.path.join(target, name)
        shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
    for name in wanted:
        here, there = os.path.join(source, name), os.path.join(target, name)
        if os.path.isdir(here) and not os.path.islink(here):
            if os.path.exists(there) and not os.path.isdir(there):
                os.remove(there)
            synchronize(here, there, keep=())
        elif not _equal(here, there):
            if os.path.isdir(there) and not os.path.islink(there):
                shutil.rmtree(there)
            elif os.path.lexists(there):
                os.remove(there)
            shutil.copy2(here, there, follow_symlinks=False)


def _equal(here, there):
    if os.path.islink(here) or os.path.islink(there):
        return os.path.islink(here) and os.path.islink(there) and os.readlink(here) == os.readlink(there)
    if not os.path.isfile(there) or os.path.getsize(here) != os.path.getsize(there):
        return False
    if os.stat(here).st_mode != os.stat(there).st_mode:
        return False
    with open(here, "rb") as one, open(there, "rb") as other:
        return one.read() == other.read()
