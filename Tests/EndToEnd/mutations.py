"""Requests that were valid before something in them was changed at random: the server answers each, and lives on."""
import http.client
import json
import os
import random
import re
import time

from harness import Client, Failure, Suite, check, require, same

API = "/apis/insect.example.com/v1beta1/namespaces/default/bees"
REQUESTS = 2000
CONNECTIONS = 4
HANG_SECONDS = 20
GROWTH_MIB = 96
# How long the server gives a request that does not say itself, and how long any that changes something may take.
LIMIT_SECONDS, CHANGE_SECONDS, FUTURE_SECONDS = 60, 34, 3
# What upstream answers with 500 as well: the whole message, and the methods that it belongs to. None of them has a reason.
NUMBER = r'strconv\.ParseUint: parsing "(?:[^"\\]|\\.)*": (?:invalid syntax|value out of range)'
PROBLEM = (r"(?:\.[^\n]*?: )?(?:expected (?:list|map), got &\{.*?\}|field not declared in schema|"
           r"expected (?:string|boolean|any scalar|numeric \(int or float\)), got &value\.valueUnstructured\{Value:.*?\}|"
           r"element \d+: [^\n]+|duplicate entries for key \[[^\n]*\])")
DELIBERATE = [
    ({"POST", "PUT", "PATCH"}, r"resourceVersion should not be set on objects to be created"),
    ({"PUT", "PATCH"}, NUMBER),
    ({"GET"}, r'resourceVersion: Invalid value: ".*": ' + NUMBER),
    ({"PATCH"}, r"failed to create typed patch object \([^;]*; insect\.example\.com/v1beta1, Kind=Bee\): "
                r"(?:" + PROBLEM + r"|errors:(?:\n  " + PROBLEM + r")+)"),
    ({"PATCH"}, r"json: cannot unmarshal [^\n]+ into Go struct field [\w.\[\]]+ of type [\w.\[\]*]+"),
]


def is_deliberate(method, answer):
    """Whether a 500 is one of those that upstream answers, too: status, reason and the whole message."""
    if not isinstance(answer, dict) or (answer.get("kind"), answer.get("status"), answer.get("code")) != ("Status", "Failure", 500):
        return False
    return "reason" not in answer and any(
        method in methods and re.fullmatch(message, answer.get("message", ""), re.DOTALL) for methods, message in DELIBERATE)


def was_late(method, path, answer, seconds):
    """Whether a 504 is due: the time that the request had was over, or it asked for a revision that is still to come."""
    message = answer.get("message", "") if isinstance(answer, dict) else ""
    if not isinstance(answer, dict) or answer.get("reason") != "Timeout" or answer.get("code") != 504:
        return False
    future = re.fullmatch(r"Timeout: Too large resource version: (\d+), current: (\d+)", message)
    if future:
        asked = re.search(r"resourceVersion=(\d+)", path)
        return bool(asked) and asked.group(1) == future.group(1) and int(future.group(1)) > int(future.group(2)) and seconds >= FUTURE_SECONDS
    own = re.search(r"[?&]timeout=(\d+)s", path)
    limit = min(int(own.group(1)) if own else LIMIT_SECONDS, LIMIT_SECONDS if method == "GET" else CHANGE_SECONDS)
    return seconds >= limit and re.fullmatch(
        r"Timeout: request did not complete within (?:the allotted timeout|requested timeout - context deadline exceeded)", message) is not None


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


KINDS = ["application/json", "application/merge-patch+json", "application/json-patch+json", "application/apply-patch+yaml",
         "application/strategic-merge-patch+json", "application/yaml", "application/vnd.kubernetes.protobuf", "text/plain", "", "a/b;c="]
VALUES = [None, True, False, 0, -1, 1, 101, 2**31, 2**63, -2**63 - 1, 1e308, 0.5, "", "text", "é\u2028\U0001f41d", "\0", "x" * 3000,
          [], {}, [[]], [None], {"": None}, {"a": {"b": [1]}}, "2020-01-01T00:00:00Z", "9" * 30]
QUERIES = ["dryRun=All", "dryRun=x", "fieldManager=m", "fieldManager=" + "m" * 200, "fieldManager=%00", "force=true", "force=x", "limit=1",
           "limit=-1", "limit=x", "continue=abc", "resourceVersion=0", "resourceVersion=1", "resourceVersion=x",
           "resourceVersionMatch=Exact", "labelSelector=a%20in%20(b", "labelSelector=a=b,c", "fieldSelector=metadata.name=x",
           "fieldSelector=spec.x=1", "fieldValidation=Strict", "fieldValidation=x", "watch=1", "pretty=1",
           "propagationPolicy=Foreground", "gracePeriodSeconds=x", "%zz", "a=%ff", "&&=&", "allowWatchBookmarks=true"]
ACCEPTS = ["application/json", "application/json;as=Table;v=v1;g=meta.k8s.io", "application/yaml", "*/*", "application/*", "nonsense",
           "application/vnd.kubernetes.protobuf", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", ";;;", "text/html;q=0"]


class Mutator:
    """Makes requests: (method, path, body, headers)."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def valid(self):
        pick, name = self.random.choice, f"bee-{self.random.randrange(12)}"
        bee = {"apiVersion": "insect.example.com/v1beta1", "kind": "Bee",
               "metadata": {"name": name, "labels": {"a": "b"}, "annotations": {"c": "d"}},
               "spec": {"size": self.random.randint(1, 100), "summary": "hum"}, "status": {"phase": "Ready", "observedGeneration": 1}}
        apply = {"Content-Type": "application/apply-patch+yaml"}
        merge = {"Content-Type": "application/merge-patch+json"}
        steps = [{"op": pick(["add", "replace", "remove", "test", "copy", "move"]), "path": pick(["/spec/size", "/metadata/labels/a", ""]),
                  "from": "/spec/summary", "value": 3}]
        return pick([
            ("POST", API, bee, {}), ("PUT", f"{API}/{name}", bee, {}), ("GET", f"{API}/{name}", None, {}), ("GET", API, None, {}),
            ("PATCH", f"{API}/{name}?fieldManager=fuzz&force=true", bee, apply), ("PATCH", f"{API}/{name}", {"spec": {"size": 7}}, merge),
            ("PATCH", f"{API}/{name}", steps, {"Content-Type": "application/json-patch+json"}),
            ("DELETE", f"{API}/{name}", {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background",
                                        "preconditions": {"uid": "x"}}, {}),
            ("DELETE", f"{API}/{name}", None, {}), ("GET", f"{API}?watch=1", None, {}), ("GET", "/openapi/v3", None, {}),
            ("GET", "/apis", None, {}),
        ])

    def next(self):
        method, path, body, headers = self.valid()
        headers = dict(headers)
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.randrange(8)
            if kind <= 2 and isinstance(body, (dict, list)):
                body = self.changed(json.loads(json.dumps(body)))
            elif kind == 3 and body is not None:
                body = self.bytes(body)
            elif kind == 4:
                headers[self.random.choice(["Content-Type", "content-type"])] = self.random.choice(KINDS)
            elif kind == 5:
                headers["Accept"] = self.random.choice(ACCEPTS)
            elif kind == 6:
                path += ("&" if "?" in path else "?") + self.random.choice(QUERIES)
            else:
                method, path = self.place(method, path)
        return method, path, body, headers

    def changed(self, tree):
        """Changes one member or element somewhere in a tree."""
        places = []

        def visit(node):
            for key in (list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()):
                places.append((node, key))
                visit(node[key])
        visit(tree)
        if not places:
            return tree
        node, key = self.random.choice(places)
        how = self.random.randrange(4)
        if how == 0:
            del node[key]
        elif how == 1:
            node[key] = self.random.choice(VALUES)
        elif how == 2 and isinstance(node, dict):
            node[self.random.choice(["", "managedFields", "ownerReferences", "finalizers", "uid", "resourceVersion", "generateName",
                                     "deletionTimestamp", "creationTimestamp", "unknown", "spec", "size"])] = self.random.choice(VALUES)
        else:
            node[key] = [node[key]] if self.random.random() < 0.5 else {"nested": node[key]}
        return tree

    def bytes(self, body):
        data = bytearray(body if isinstance(body, (bytes, bytearray)) else json.dumps(body).encode())
        for _ in range(self.random.randint(1, 4)):
            if not data:
                break
            at, how = self.random.randrange(len(data)), self.random.randrange(4)
            if how == 0:
                data[at] = self.random.randrange(256)
            elif how == 1:
                del data[at:at + self.random.randint(1, 20)]
            elif how == 2:
                data[at:at] = self.random.choice([b"{", b"[", b'"', b"\\u", b"\xff", b"\0", b"," , b":", b"&a *a\n", b"--- \n", b"[" * 200])
            else:
                data = data[:at]
        return bytes(data)

    def place(self, method, path):
        how = self.random.randrange(4)
        if how == 0:
            return self.random.choice(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"]), path
        if how == 1:
            return method, path + self.random.choice(["/", "/status", "/scale", "%2f", "/..", "//", "/x/y", "%00", "%zz", "#", "/" + "n" * 300])
        if how == 2:
            return method, path.replace("default", self.random.choice(["", "UPPER", "a%20b", "other", "..", "x" * 64]), 1)
        return method, path.replace("v1beta1", self.random.choice(["v1", "v9", "", "V1BETA1"]), 1)


def configure(requests, seed):
    """Takes over what the command line says; None leaves the default."""
    MutationsSuite.requests, MutationsSuite.seed = requests or REQUESTS, seed


class MutationsSuite(Suite):
    title = "mutations: requests with something changed at random"
    requests, seed = REQUESTS, None

    def set_up(self):
        self.logs = [os.path.join(self.env.logs, "mutations.log")]
        self.server = self.env.serve("mutations", "--storage", "memory")

    def tear_down(self):
        if hasattr(self, "server"):
            self.server.stop()

    def connect(self):
        return Client(self.server, self.env.pki, timeout=HANG_SECONDS)

    def ask(self, clients, at, request):
        """The answer as (status, text); a connection that the server closed is opened again."""
        method, path, body, headers = request
        data = json.dumps(body) if isinstance(body, (dict, list)) else body
        for attempt in range(2):
            connection, sent = clients[at].connection, {**clients[at].headers, **headers}
            if data is not None and not any(name.lower() == "content-type" for name in sent):
                sent["Content-Type"] = "application/json"
            try:
                connection.request(method, path, data, sent)
                response = connection.getresponse()
                if "watch=" not in path or response.status != 200:
                    return response.status, response.read().decode(errors="replace")
                # It would stay open: the client goes away.
                clients[at].close()
                clients[at] = self.connect()
                return response.status, ""
            except TimeoutError:
                raise Failure(f"no answer within {HANG_SECONDS} s: {request!r}") from None
            except (http.client.HTTPException, OSError) as error:
                clients[at].close()
                clients[at] = self.connect()
                require(self.server.is_running(), f"the server ended at {request!r}")
                problem = error
        raise Failure(f"the connection broke twice ({problem!r}) at {request!r}")

    @check("none ends the server, hangs it or is answered 500")
    def mutate(self):
        seed = self.seed or random.SystemRandom().randrange(1, 2**31)
        print(f"      {self.requests} requests, --seed {seed}", flush=True)
        mutator, clients = Mutator(seed), [self.connect() for _ in range(CONNECTIONS)]
        before, began, counts, wrong = self.server.rss_mib(), time.monotonic(), {}, []
        for number in range(self.requests):
            request = mutator.next()
            asked = time.monotonic()
            try:
                status, text = self.ask(clients, number % CONNECTIONS, request)
            except (UnicodeEncodeError, http.client.InvalidURL, ValueError):
                continue  # Python does not send it
            counts[status] = counts.get(status, 0) + 1
            method, path, answer, seconds = request[0], request[1], parsed(text), time.monotonic() - asked
            if status == 500 and isinstance(answer, str):
                # It was told in YAML: nothing has changed, so the same request gets the same answer.
                again = {name: value for name, value in request[3].items() if name != "Accept"}
                repeated, text = self.ask(clients, number % CONNECTIONS, (*request[:3], again))
                answer = parsed(text) if repeated == status else text
            is_fine = {500: lambda: is_deliberate(method, answer),
                       504: lambda: was_late(method, path, answer, seconds)}.get(status, lambda: status < 500)
            if not is_fine():
                wrong.append(f"{status} at request {number}: {str(request)[:600]}\n  {text[:500]}")
        for client in clients:
            client.close()
        after = self.server.rss_mib()
        said = ", ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
        print(f"      {said}; RSS {before:.1f} -> {after:.1f} MiB; {time.monotonic() - began:.1f} s", flush=True)
        require(not wrong, f"{len(wrong)} answers, among them\n" + "\n".join(wrong[:8]))
        require(after < before + GROWTH_MIB, f"the server grew from {before:.1f} to {after:.1f} MiB")
        require(counts.get(200, 0) + counts.get(201, 0) > self.requests // 20, "hardly any request was good: nothing was tested")

    @check("a revision that is still to come is waited for, and its 504 is told from one that comes too early")
    def future(self):
        client, path, began = self.connect(), f"{API}?resourceVersion=999999999", time.monotonic()
        status, answer = client.call("GET", path)
        seconds = time.monotonic() - began
        client.close()
        same(status, 504, "status")
        require(was_late("GET", path, answer, seconds), f"after {seconds:.1f} s: {answer}")
        require(not was_late("GET", path, answer, FUTURE_SECONDS / 2), "a 504 is due before its time")
        require(not was_late("GET", API, answer, seconds), "a 504 is due that nobody asked for")

    @check("afterwards the server does all that it did before")
    def lives(self):
        client = self.connect()
        body = {"apiVersion": "insect.example.com/v1beta1", "kind": "Bee", "metadata": {"name": "afterwards"}, "spec": {"size": 3}}
        same(client.call("POST", API, body)[0], 201, "status of a creation")
        same(client.call("DELETE", f"{API}/afterwards")[0], 200, "status of the deletion")
        status, listed = client.call("GET", API)
        same(status, 200, "status of the list")
        for item in listed["items"]:
            same(client.call("GET", f"{API}/{item['metadata']['name']}")[1], item | {"kind": "Bee", "apiVersion": body["apiVersion"]}, "the object")
        client.close()
