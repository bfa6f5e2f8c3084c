"""docs/tutorial.md, done as it says: every block is run or applied, in order, and what it prints is compared.

Fenced blocks of a tutorial are `sh` (run in one shell; the next `text` block is what it prints) or the text of a file. Comments
above a block, which readers do not see, say what cannot be read off it:

    <!-- exit="1" -->                           this block ends with that status
    <!-- background until="TEXT" -->            this one goes on in a terminal of its own; it is ready when it has printed TEXT
    <!-- interrupt -->                          Ctrl-C in that terminal
    <!-- file="PATH" -->                        the block is the whole file
    <!-- file="PATH" below="LINE" -->           the block stands below that line of it; above="LINE" likewise

In what is printed, `…` stands for anything in a line, and for any lines if it stands alone.
"""
import os
import re
import shutil
import signal
import subprocess

from harness import Failure, Skip, Suite, end, require, run, same, spawn, until

SECONDS = 1500


class Step:
    """One thing that the tutorial tells its reader to do: a method of the suite, and what it is told."""

    def __init__(self, act, title, **facts):
        self.act, self.title, self.facts = act, title, facts


def parse(text):
    """The blocks and marks of a tutorial: dictionaries, each with the number of its line and the heading above it."""
    steps, heading, mark, lines = [], "", {}, iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        comment = re.fullmatch(r"<!-- (.*) -->", line)
        fence = re.fullmatch(r"(`{3,})(\w*)", line)
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif comment:
            require(not mark, f"line {number}: two marks for one block")
            mark = {name: value.replace('\\"', '"') for name, value in
                    re.findall(r'(\w+)(?:="((?:[^"\\]|\\.)*)")?', comment[1])}
            if "interrupt" in mark:
                steps.append({"kind": "interrupt", "line": number, "heading": heading, "mark": mark})
                mark = {}
        elif fence:
            body = []
            for _, inner in lines:
                if inner == fence[1]:
                    break
                body.append(inner)
            else:
                raise Failure(f"line {number}: the block has no end")
            steps.append({"kind": fence[2], "line": number, "heading": heading, "mark": mark, "body": body})
            mark = {}
        else:
            require(not line.startswith("    ") or not line.strip(), f"line {number}: an indented block would not be run")
            require(not mark or not line.strip(), f"line {number}: the mark above belongs to no block")
    return steps


def fits(wanted, got):
    """Whether a text is as one with placeholders says."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == "…" else r"[^\n]*".join(re.escape(part) for part in line.rstrip().split("…")) + r" *\n"
        for line in wanted)
    return re.fullmatch(pattern, got.rstrip("\n") + "\n") is not None


class TutorialSuite(Suite):
    title = "tutorial: docs/tutorial.md, block by block"

    def __init__(self, env):
        super().__init__(env)
        self.path = os.path.join(env.repo, "docs", "tutorial.md")
        with open(self.path) as file:
            self.text = file.read()
        self.steps = [Step(type(self).links, "links of the page lead somewhere")]
        try:
            self.steps += self.plan(parse(self.text))
        except Failure as error:
            self.steps.append(Step(type(self).refuse, "every block can be run or applied", error=error))
        self.background = None
        self.is_broken = False

    def checks(self):
        return [self.guarded(step) for step in self.steps]

    def guarded(self, step):
        """A step that is not tried when one before it has failed: it fails, too, for nobody has seen it work."""
        def act():
            if self.is_broken:
                self.logs = []
                raise Failure("not run, because a step before it has failed")
            try:
                step.act(self, **step.facts)
            except Exception:
                self.is_broken = True
                raise
        act.check_title = step.title
        return act

    def plan(self, blocks):
        steps = []
        for place, block in enumerate(blocks):
            where = f"{block['heading']}: line {block['line']}"
            after = blocks[place + 1] if place + 1 < len(blocks) else {}
            mark, kind = block["mark"], block["kind"]
            unknown = set(mark) - {"exit", "background", "until", "interrupt", "file", "below", "above"}
            require(not unknown, f"{where}: unknown mark {unknown}")
            if kind == "interrupt":
                steps.append(Step(type(self).interrupt, f"{where}, Ctrl-C"))
            elif kind == "sh":
                printed = after["body"] if after.get("kind") == "text" else None
                act = type(self).start if "background" in mark else type(self).execute
                steps.append(Step(act, f"{where}, {block['body'][0]}", code="\n".join(block["body"]), printed=printed, mark=mark))
            elif "file" in mark:
                steps.append(Step(type(self).edit, f"{where}, {mark['file']}", body=block["body"], mark=mark))
            else:
                # What is printed belongs to the commands right before it.
                require(kind == "text" and place and blocks[place - 1]["kind"] == "sh",
                        f"{where}: a block {kind!r} that is neither run, nor applied, nor printed by what is run")
        return steps

    # MARK: The folder

    def set_up(self):
        if not shutil.which("kubectl"):
            raise Skip("there is no kubectl (Debian package kubernetes-client)")
        self.logs = [os.path.join(self.env.logs, "tutorial.log")]
        # Where the suite `project` builds the same libraries with the same flags: they need not be compiled once more.
        self.project = self.env.static_project
        self.aside = self.project + ".aside"
        self.has_lent = False
        if os.path.exists(self.aside):
            self.give_back()
        os.makedirs(os.path.dirname(self.project), exist_ok=True)
        if os.path.exists(self.project):
            os.rename(self.project, self.aside)
        tools = self.env.folder("tutorial-tools")
        os.symlink(self.env.tool, os.path.join(tools, "apiserver-boot"))
        self.state = os.path.join(self.env.folder("tutorial"), "state")
        clean = self.env.clean_environment()
        self.environment = {**clean, "PATH": tools + ":" + clean["PATH"], "LANG": "C.UTF-8"}
        with open(self.state, "w") as file:
            file.write(f"cd '{os.path.dirname(self.project)}'\n")

    def tear_down(self):
        if self.background:
            self.kill()
        if hasattr(self, "aside"):
            self.give_back()

    def lend(self):
        """Puts libraries and builds of the other project in place of those that the tutorial has just made, if they are equal."""
        theirs, ours = os.path.join(self.aside, "Vendor"), os.path.join(self.project, "Vendor")
        if self.has_lent or not os.path.isdir(ours) or not os.path.isdir(theirs) or run(["diff", "-rq", theirs, ours]).status != 0:
            return
        shutil.rmtree(ours)
        self.has_lent = True
        for name in ("Vendor", ".build"):
            if os.path.exists(os.path.join(self.aside, name)):
                os.rename(os.path.join(self.aside, name), os.path.join(self.project, name))

    def give_back(self):
        """Leaves the other project as it was; if there was none, what was compiled is kept for the next time."""
        os.makedirs(self.aside, exist_ok=True)
        for name in ("Vendor", ".build"):
            here, there = os.path.join(self.project, name), os.path.join(self.aside, name)
            if os.path.exists(here) and not os.path.exists(there):
                os.rename(here, there)
        shutil.rmtree(self.project, ignore_errors=True)
        os.rename(self.aside, self.project)

    # MARK: What a step does

    def refuse(self, error):
        raise error

    def links(self):
        for target in re.findall(r"\]\(([^)]+)\)", self.text):
            name, _, fragment = target.partition("#")
            path = os.path.normpath(os.path.join(os.path.dirname(self.path), name)) if name else self.path
            require(os.path.exists(path), f"{target}: there is no {path}")
            with open(path) as file:
                headings = re.findall(r"^#+ (.*)$", file.read(), re.M)
            names = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
            require(not fragment or fragment in names, f"{target}: {path} has no such heading")

    def command(self, code, is_kept):
        """Goes on where the shell was left: its folder and what it has exported."""
        keep = f"trap '{{ export -p; printf \"cd %q\\n\" \"$PWD\"; }} > \"{self.state}\"' EXIT\n" if is_kept else ""
        return ["bash", "-c", f"set -eo pipefail\n. '{self.state}'\n{keep}{code}\n"]

    def execute(self, code, printed, mark):
        with open(self.logs[0], "w+") as log:
            process = spawn(self.command(code, True), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
            try:
                status = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                raise Failure(f"not done after {SECONDS} s") from None
            finally:
                end(process)
            log.seek(0)
            got = log.read()
        same(status, int(mark.get("exit", 0)), f"exit status of\n{got[-3000:]}")
        self.compare(printed, got)
        self.lend()

    def compare(self, printed, got):
        if printed is not None:
            require(fits(printed, got), "it printed:\n" + got[-3000:] + "\nthe tutorial says:\n" + "\n".join(printed))

    def start(self, code, printed, mark):
        require(not self.background, "something runs in the background already")
        log = os.path.join(self.env.logs, "tutorial-background.log")
        self.logs.append(log)
        with open(log, "w") as file:
            self.background = spawn(self.command(code, False), stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                    env=self.environment, start_new_session=True)

        def text():
            with open(log) as file:
                return file.read()
        until(lambda: mark["until"] in text() or self.background.poll() is not None, f"it prints {mark['until']!r}", SECONDS, pause=0.1)
        require(self.background.poll() is None, f"it has ended:\n{text()[-3000:]}")
        self.compare(printed, text())

    def interrupt(self):
        require(self.background, "nothing runs in the background")
        # As a terminal does: everything that runs in it hears of it.
        os.killpg(self.background.pid, signal.SIGINT)
        try:
            status = self.background.wait(30)
        except subprocess.TimeoutExpired:
            raise Failure("it goes on after Ctrl-C") from None
        require(status in (130, -signal.SIGINT), f"exit status {status}")
        until(lambda: not self.is_group_alive(self.background.pid), "everything that it has started ends", 15)
        end(self.background)
        self.background = None

    @staticmethod
    def is_group_alive(group):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self):
        try:
            os.killpg(self.background.pid, signal.SIGTERM)
            self.background.wait(20)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.background.pid, signal.SIGKILL)
        end(self.background)
        self.background = None

    def edit(self, body, mark):
        path = os.path.join(self.project, mark["file"])
        with open(path) as file:
            lines = file.read().splitlines()
        beside = mark.get("below") or mark.get("above")
        if beside is None:
            lines = body
        else:
            found = [number for number, line in enumerate(lines) if line.strip() == beside]
            same(len(found), 1, f"lines of {mark['file']} that are {beside!r}")
            at = found[0] + ("below" in mark)
            lines[at:at] = body
        with open(path, "w") as file:
            file.write("\n".join(lines) + "\n")
