"""`build docs`, looked at in a real browser: from a file, without a network, on a screen and on a phone."""
import json
import os
import re
import shutil

from chromium import Chromium
from harness import Client, Server, Suite, check, contains, require, run, same, wait_ready

SIZE = "insect.example.com-v1beta1-Bee.spec.size"
REASON = "insect.example.com-v1beta1-Bee.status.conditions.reason"
COMMENT = """
/// How large it should be:
/// - small ones
///   fit anywhere
///   - also in `hives`
/// - large ones do not
///
/// ```yaml
/// spec:
///   size: 5   # <script>document.title='taken'</script>
/// ```
"""
EVIL = "<img src=x onerror=alert(1)><script>document.title='taken'</script>"


class DocsSuite(Suite):
    title = "docs: build docs, read in Chromium"

    def set_up(self):
        self.browser = None
        self.logs = [os.path.join(self.env.logs, "chromium.log")]
        self.browser = Chromium(self.env.folder("chromium"), self.logs[0])
        self.project = os.path.join(self.env.folder("docs"), "bees")
        os.makedirs(self.project)
        self.boot("init", "repo", "--domain", "example.com")
        for version in ("v1beta1", "v1"):
            self.boot("create", "group", "version", "resource", "--group", "insect", "--version", version, "--kind", "Bee",
                      "--short-name", "be")
        self.comment("Sources/APIs/Insect/V1beta1/Bee.swift", "/// How large it should be, from 1 to 100.", COMMENT)
        self.write("docs/static_includes/_insect.md", f"# Insects\n\nThey *fly*. {EVIL}\n")
        self.write("docs/examples/bee/small.yaml", f"note: A small bee. {EVIL}\nsample: |\n  apiVersion: insect.example.com/v1beta1\n"
                   f"  kind: Bee\n  metadata: {{name: maja}}\n  spec: {{size: 1, summary: \"{EVIL}\"}}\n")
        self.boot("build", "docs")
        wardle = os.path.join(self.env.folder("docs"), "wardle")
        shutil.copytree(os.path.join(self.env.repo, "examples", "wardle"), wardle, ignore=shutil.ignore_patterns(".build", "Vendor", "bin"))
        run([self.env.tool, "-C", wardle, "build", "docs", "--output", "public"]).ok()
        self.pages = {"bees": self.url(os.path.join(self.project, "docs", "build")), "wardle": self.url(os.path.join(wardle, "public"))}

    def tear_down(self):
        if self.browser:
            self.browser.close()

    def boot(self, *arguments):
        return run([self.env.tool, *arguments], cwd=self.project, env=self.env.clean_environment()).ok().out

    def comment(self, name, line, comment):
        """Puts a longer comment in the place of a line."""
        path = os.path.join(self.project, name)
        with open(path) as file:
            text = file.read()
        require(line in text, f"{name} has no line {line}")
        with open(path, "w") as file:
            file.write(text.replace(line, comment.strip().replace("\n", "\n            ")))

    def write(self, name, text):
        path = os.path.join(self.project, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    @staticmethod
    def url(folder):
        return "file://" + os.path.join(folder, "index.html")

    def open(self, page, fragment="", width=1280, height=900):
        self.browser.size(width, height)
        self.browser.open(self.pages[page] + fragment)

    def is_shown(self, identifier):
        """Whether a place is in the window, and nothing folds it away."""
        return self.browser.value(
            f"(() => {{ const box = document.getElementById('{identifier}').getBoundingClientRect();"
            "return box.height > 0 && box.top >= 0 && box.top < innerHeight; })()")

    @check("the pages load from files alone, without a request to anybody and without a complaint")
    def loads(self):
        for page, kind in (("bees", "insect.example.com-v1beta1-Bee"), ("wardle", "wardle.example.com-v1alpha1-Flunder")):
            self.open(page)
            same(self.browser.value(f"document.getElementById('{kind}').querySelector('h4').firstChild.textContent"),
                 kind.rsplit("-", 1)[1], f"heading of {kind}")
            # What a page loads late has been asked for by now: its script has run.
            same(self.browser.value("document.querySelectorAll('.copying button').length > 0"), True, "the script has run")
            folder = self.pages[page].rsplit("/", 1)[0]
            strangers = [url for url in self.browser.requests if not url.startswith((folder + "/", "data:"))]
            same(strangers, [], f"requests of {page}")
            same(sorted(url.rsplit("/", 1)[1] for url in self.browser.requests if url.startswith("file:")),
                 ["index.html", "script.js", "style.css"], f"files of {page}")
            same(self.browser.complaints, [], f"complaints of {page}")

    @check("what users wrote is shown, and never run")
    def escapes(self):
        self.open("bees")
        contains(self.browser.value("document.querySelector('main').textContent"), EVIL)
        same(self.browser.value("[document.title, document.querySelectorAll('main img, main script').length]"),
             ["bees API reference", 0], "title and elements")

    @check("lists and code of a doc comment stand on the page as they were written")
    def keeps_lines(self):
        self.open("bees")
        field = f"document.getElementById('{SIZE}')"
        same(self.browser.value(f"{field}.querySelector('pre').innerText"),
             "spec:\n  size: 5   # <script>document.title='taken'</script>", "the code")
        same(self.browser.value(f"[...{field}.querySelectorAll('p ~ ul:not([class]) li')].map((each) => each.firstChild.textContent.trim())"),
             ["small ones fit anywhere", "also in", "large ones do not"], "the list")
        same(self.browser.value(f"{field}.querySelectorAll(':scope > ul > li > ul > li > code').length"), 1, "code within the inner list")

    @check("/ goes to the search; a field is found, chosen by keys, opened and set apart")
    def searches(self):
        self.open("bees")
        self.browser.key("/", "/")
        same(self.browser.value("document.activeElement.id"), "search", "focus")
        self.browser.type("v1beta1 reason")
        same(self.browser.value("document.querySelector('#results [aria-selected=true]').dataset.to"), REASON, "first result")
        same(self.browser.value("document.getElementById('search').getAttribute('aria-expanded')"), "true", "aria-expanded")
        count = self.browser.value("document.querySelectorAll('#results [role=option]').length")
        contains(self.browser.value("document.getElementById('count').textContent"), str(count), "what is said of it")
        self.browser.key("Enter")
        self.browser.until(f"location.hash === '#{REASON}'", "the address names the field")
        self.browser.until(f"document.getElementById('{REASON}').classList.contains('found')", "it is set apart")
        require(self.is_shown(REASON), "the field is not in the window")
        same(self.browser.value("document.getElementById('results').hidden"), True, "the list is closed")

    @check("the search takes the arrows, says when nothing is found, and Escape leaves it")
    def searches_on(self):
        self.open("bees")
        self.browser.key("/", "/")
        self.browser.type("bee")
        first = self.browser.value("document.querySelector('#results [aria-selected=true]').id")
        self.browser.key("ArrowDown")
        second = self.browser.value("document.getElementById('search').getAttribute('aria-activedescendant')")
        require(first != second, f"ArrowDown stays at {first}")
        self.browser.type("xyzzy")
        contains(self.browser.value("document.getElementById('results').textContent"), "Nothing is called that")
        self.browser.key("Escape")
        same(self.browser.value("[document.getElementById('results').hidden, document.getElementById('search').value]"), [True, ""],
             "after Escape")

    @check("a deep link opens what folds its target away, shows it and sets it apart; the next one takes over")
    def deep_links(self):
        self.open("bees")
        same(self.browser.value(f"document.getElementById('{REASON}').checkVisibility()"), False, "the field is folded away at first")
        self.open("bees", "#" + REASON)
        self.browser.until(f"document.getElementById('{REASON}').classList.contains('found')", "the target is set apart")
        require(self.is_shown(REASON), "the target is not in the window")
        mark = self.browser.value(f"getComputedStyle(document.getElementById('{REASON}')).boxShadow")
        require(mark not in ("none", ""), "the target looks like any other")
        self.browser.value(f"location.hash = '#{SIZE}'")
        self.browser.until(f"document.getElementById('{SIZE}').classList.contains('found')", "the next target is set apart")
        same(self.browser.value("document.querySelectorAll('.found').length"), 1, "places that are set apart")
        same(self.browser.value("document.querySelector('nav [aria-current]').hash"), "#insect.example.com-v1beta1-Bee", "in the contents")

    @check("every link on the pages leads somewhere")
    def links(self):
        for page in self.pages:
            self.open(page)
            lost = self.browser.value(
                "[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => decodeURIComponent(a.hash.slice(1)))"
                ".filter((id) => !document.getElementById(id))")
            same(lost, [], f"links of {page}")

    @check("on a phone nothing is wider than the screen, whatever is open, and the contents are folded")
    def phone(self):
        for page in self.pages:
            self.open(page, width=375, height=700)
            same(self.browser.value("document.getElementById('menu').open"), False, "the contents are open")
            self.browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            width = self.browser.value("document.documentElement.scrollWidth")
            require(width <= 375, f"{page} is {width} px wide")
            outside = self.browser.value(
                "[...document.querySelectorAll('main *')].filter((one) => !one.closest('.wide, pre, .unseen') &&"
                "one.getBoundingClientRect().right > 376).map((one) => one.outerHTML.slice(0, 120))")
            same(outside, [], f"elements of {page} beyond the screen")

    @check("dark and light: text stands out from its ground as WCAG asks (4.5 to 1)")
    def contrast(self):
        for scheme in ("light", "dark"):
            self.browser.scheme(scheme)
            self.open("bees", "#" + SIZE)
            self.browser.value("document.querySelectorAll('*').forEach((one) => { one.style.transition = 'none'; })")
            weak = self.browser.value(CONTRAST)
            same(weak, [], f"texts that are hard to read, {scheme}")
        grounds = []
        for scheme in ("light", "dark"):
            self.browser.scheme(scheme)
            grounds.append(self.browser.value("getComputedStyle(document.body).backgroundColor"))
        require(grounds[0] != grounds[1], f"both are {grounds[0]}")
        self.browser.scheme("light")

    @check("for those who do not see the page: landmarks, one h1, no heading left out, a way past the contents")
    def semantics(self):
        for page in self.pages:
            self.open(page)
            levels = self.browser.value("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => +one.tagName[1])")
            same(levels.count(1), 1, f"h1 of {page}")
            jumps = [(one, other) for one, other in zip(levels, levels[1:]) if other > one + 1]
            same(jumps, [], f"levels left out in {page}")
            same(self.browser.value("[document.querySelectorAll('main, header, nav[aria-label], [role=search]').length,"
                                    "document.documentElement.lang]"), [4, "en"], f"landmarks of {page}")
            self.browser.key("Tab")
            same(self.browser.value("document.activeElement.getAttribute('href')"), "#content", "the first stop of Tab")

    @check("requests, fields, what is required and defaults are those that the server of examples/wardle tells of")
    def is_true(self):
        binary = self.env.wardle
        server = Server([binary, *self.env.pki.flags(), "--storage", "memory"], os.path.join(self.env.logs, "docs-wardle.log"))
        try:
            wait_ready(server, self.env.pki)
            client = Client(server, self.env.pki)
            self.open("wardle")
            for version in ("v1alpha1", "v1beta1"):
                status, told = client.call("GET", f"/openapi/v3/apis/wardle.example.com/{version}")
                same(status, 200, "status")
                self.compare(f"wardle.example.com-{version}", told)
            client.close()
        finally:
            server.stop()

    def compare(self, version, told):
        """Compares the part of the page about a version with its OpenAPI document."""
        served = {f"{method.upper()} {path}" for path, methods in told["paths"].items() for method in methods
                  if method in ("get", "post", "put", "patch", "delete") and not path.endswith("/") and "/watch/" not in path}
        shown = self.browser.value(
            f"[...document.querySelectorAll('section[aria-labelledby=\"{version}\"] .requests tbody tr')]"
            ".map((row) => row.children[1].textContent + ' ' + row.children[2].textContent.split('?')[0])")
        same(sorted(set(shown)), sorted(served), f"requests of {version}")
        names = self.browser.value(
            f"[...document.querySelectorAll('section[aria-labelledby=\"{version}\"] .kind')].map((kind) => kind.dataset.name)")
        require(names, f"no kind of {version}")
        schemas = told["components"]["schemas"]
        for name in names:
            schema, = [schema for schema in schemas.values() if any(
                each["kind"] == name and each["group"] == "wardle.example.com" for each in schema.get("x-kubernetes-group-version-kind", []))]
            wanted = {path: facts for path, facts in fields(schema, schemas).items()
                      if path.split(".")[0] not in ("apiVersion", "kind", "metadata")}
            found = json.loads(self.browser.value(
                f"JSON.stringify(Object.fromEntries([...document.getElementById('{version}-{name}').querySelectorAll('[data-find=field]')]"
                ".map((field) => [field.dataset.path.slice(field.dataset.path.indexOf('.') + 1),"
                "[field.querySelector(':scope > .head .required') !== null,"
                "field.querySelector(':scope > .head .default code')?.textContent ?? null]])))"))
            found = {path: facts for path, facts in found.items() if path not in ("apiVersion", "kind", "metadata")}
            same(found, wanted, f"fields of {name}")

    @check("it is in Markdown, too, and a second run changes nothing; clean takes all of it away")
    def files(self):
        with open(os.path.join(self.project, "docs", "build", "reference.md")) as file:
            text = file.read()
        contains(text, f'<a id="{SIZE}"></a>`size` integer (int64), default `1`')
        require(not re.search(r"<img|<script", re.sub(r"```.*?```", "", text, flags=re.S)), "markup of users in the Markdown")
        contains(self.boot("build", "docs"), "nothing to do")
        self.boot("build", "docs", "clean")
        require(not os.path.exists(os.path.join(self.project, "docs", "build")), "docs/build is still there")


def fields(schema, schemas, before=""):
    """The fields of an OpenAPI schema by path: whether they are required, and their defaults."""
    found = {}
    for name, field in schema.get("properties", {}).items():
        path = before + name
        default = field.get("default")
        found[path] = [name in schema.get("required", []), None if default in (None, "") else json.dumps(default)]
        inner = field.get("items", field)
        for part in [inner, *inner.get("allOf", [])]:
            target = schemas[part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part
            found.update(fields(target, schemas, path + "."))
    return found


# The texts whose colour is too near to that of their ground, with the ratio.
CONTRAST = """(() => {
  const channels = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map((value) => {
    value /= 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = channels(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!hasText || !element.checkVisibility() || element.closest(".unseen, .permalink, kbd")) continue;
    const [one, other] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 100)}`);
  }
  return weak;
})()"""
