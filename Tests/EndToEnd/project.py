"""The tool scaffolds a project that builds; the other suites use it."""
import os
import shutil

from environment import synchronize
from harness import Later, Skip, Suite, check, contains, require, run, same

SCAFFOLDED = [
    "PROJECT", "Package.swift", "README.md", ".gitignore", "sample/bee.yaml", "Sources/apiserver/main.swift",
    "Sources/APIs/Insect/V1beta1/Bee.swift", "Sources/Controllers/Controllers.swift", "Sources/Controllers/BeeController.swift",
    "Sources/controller-manager/main.swift", "Tests/ControllersTests/BeeControllerTests.swift",
]
# Build products and data; everything else in the project comes from the tool.
CACHES = [".build", "bin", ".apiserver-boot", "Package.resolved"]
BUILD_SECONDS = 1500


class ProjectSuite(Suite):
    title = "project: the tool, copied alone to another folder"

    def set_up(self):
        self.tool = os.path.join(self.env.folder("alone"), "apiserver-boot")
        shutil.copy2(self.env.tool, self.tool)
        # The same last name as the project: the tool may derive names from it.
        self.fresh = os.path.join(self.env.folder("fresh"), os.path.basename(self.env.project))
        os.makedirs(self.fresh, exist_ok=True)
        self.is_complete = False
        # A binary of an earlier run must not pass for one of this run.
        products = [os.path.join(folder, "bin", "apiserver") for folder in (self.env.project, self.env.static_project)]
        for binary in (self.env.binary, self.env.static_binary, *products):
            if os.path.exists(binary):
                os.remove(binary)

    def boot(self, *arguments, cwd, timeout=60):
        return run([self.tool, *arguments], cwd=cwd, env=self.env.clean_environment(), timeout=timeout)

    def create(self, short_name="be"):
        return self.boot("create", "group", "version", "resource", "--group", "insect", "--version", "v1beta1",
                         "--kind", "Bee", "--short-name", short_name, cwd=self.fresh)

    def files(self):
        return {os.path.relpath(os.path.join(folder, name), self.fresh): _content(os.path.join(folder, name))
                for folder, _, names in os.walk(self.fresh) for name in names}

    @check("init repo")
    def init(self):
        self.boot("init", "repo", "--domain", "example.com", cwd=self.fresh).ok()

    @check("create group version resource")
    def create_resource(self):
        self.create().ok()

    @check("the scaffold is complete")
    def complete(self):
        missing = [name for name in SCAFFOLDED if not os.path.isfile(os.path.join(self.fresh, name))]
        require(not missing, f"missing: {', '.join(missing)}")
        self.is_complete = True

    def need_scaffold(self):
        if not self.is_complete:
            raise Skip("the scaffold is not complete")

    @check("the same commands again change nothing")
    def again(self):
        self.need_scaffold()
        before = self.files()
        self.boot("init", "repo", "--domain", "example.com", cwd=self.fresh).ok()
        self.create().ok()
        require(self.files() == before, "files changed")

    @check("creating the kind again with another short name is refused and changes nothing")
    def create_differently(self):
        self.need_scaffold()
        before = self.files()
        again = self.create("buzz")
        require(again.status != 0, f"exit 0: {again.out}")
        contains(again.err, "error:", "standard error")
        require(self.files() == before, "files changed")

    @check("what is generated is up to date")
    def generated(self):
        self.need_scaffold()
        self.boot("build", "generated", "--check", cwd=self.fresh).ok()

    @check("a changed type makes what is generated stale, build generated updates it")
    def stale(self):
        self.need_scaffold()
        path = os.path.join(self.fresh, "Sources", "APIs", "Insect", "V1beta1", "Bee.swift")
        before, type_before = self.files(), _content(path).decode()
        self.write(path, type_before.replace("public var spec: Spec\n", "public var spec: Spec\n        public var extra: Int?\n", 1))
        edited = self.files()
        stale = self.boot("build", "generated", "--check", cwd=self.fresh)
        same(stale.status, 2, f"exit status of\n{stale.out}{stale.err}")
        require(self.files() == edited, "--check changed files")
        self.boot("build", "generated", cwd=self.fresh).ok()
        require(self.files() != edited, "build generated changed nothing")
        self.write(path, type_before)
        self.boot("build", "generated", cwd=self.fresh).ok()
        require(self.files() == before, "not what it was after the change was taken back")

    @check("a generated file that somebody edited is not overwritten without --force")
    def edited(self):
        self.need_scaffold()
        folder = os.path.join(self.fresh, "Sources", "APIs", "Generated")
        path = next(os.path.join(where, name) for where, _, names in os.walk(folder) for name in sorted(names))
        before = _content(path).decode()
        self.write(path, before + "// edited\n")
        refused = self.boot("build", "generated", cwd=self.fresh)
        require(refused.status != 0, f"exit 0: {refused.out}")
        same(_content(path).decode(), before + "// edited\n", "the file")
        self.boot("build", "generated", "--force", cwd=self.fresh).ok()
        same(_content(path).decode(), before, "the file after --force")

    def write(self, path, text):
        with open(path, "w") as file:
            file.write(text)

    @check("no file of the scaffold names a folder of this machine")
    def no_paths(self):
        self.need_scaffold()
        places = [self.env.repo.encode(), self.env.temporary.encode()]
        found = [name for name, content in self.files().items() if any(place in content for place in places)]
        require(not found, f"in {', '.join(found)}")

    @check("build executables (release)")
    def build(self):
        self.need_scaffold()
        # Beside this one: a compiler often has to wait for the module that comes before, and leaves a processor idle.
        self.static_build = Later(self.build_in, self.env.static_project, self.env.static_binary, "--static")
        self.build_in(self.env.project, self.env.binary)

    @check("build executables --static (release)")
    def build_static(self):
        self.need_scaffold()
        self.static_build.result(BUILD_SECONDS)

    def build_in(self, folder, binary, *flags):
        synchronize(self.fresh, folder, keep=CACHES)
        self.boot("build", "executables", "--configuration", "release", *flags, cwd=folder, timeout=BUILD_SECONDS).ok()
        product = os.path.join(folder, "bin", "apiserver")
        require(os.access(product, os.X_OK), "bin/apiserver is not there")
        shutil.copy2(product, binary)

    @check("a build leaves the project's files as they were")
    def unchanged(self):
        self.need_scaffold()
        before = self.files()
        changed = [name for name, content in before.items() if _content(os.path.join(self.env.project, name)) != content]
        require(not changed, f"changed: {', '.join(changed)}")


def _content(path):
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        return file.read()
