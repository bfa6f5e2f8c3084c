"""kill -9 in the middle of a load, again and again: what was answered 201 is there after the restart."""
import http.client
import os
import random
import threading
import time

from harness import Client, Suite, check, require, same

API = "/apis/insect.example.com/v1beta1/namespaces/default/bees"
ROUNDS = 20
WRITERS = 4


class CrashSuite(Suite):
    title = f"crash: {ROUNDS} times kill -9 under load (SQLite)"

    def set_up(self):
        self.server = None
        self.env.need(self.env.binary, "the project did not build")
        self.logs = [os.path.join(self.env.logs, "crash.log")]
        self.flags = ["--storage", "sqlite", "--sqlite-file", os.path.join(self.env.folder("crash"), "bees.db")]
        self.answered = {}  # name -> resourceVersion of every creation that was answered 201
        self.problems = []

    def tear_down(self):
        if self.server:
            self.server.stop()

    def start(self):
        self.server = self.env.serve("crash", *self.flags)

    def write(self, turn, writer, enough):
        """Creates objects until the connection breaks."""
        client, number = Client(self.server, self.env.pki), 0
        try:
            while True:
                name = f"t{turn}-w{writer}-{number}"
                status, body = client.call("POST", API, self.bee(name))
                if status != 201:
                    self.problems.append(f"creation of {name} answered {status}: {str(body)[:300]}")
                    return
                self.answered[name] = int(body["metadata"]["resourceVersion"])
                number += 1
                enough.release()
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the server is gone
        finally:
            client.close()

    def bee(self, name):
        return {"apiVersion": "insect.example.com/v1beta1", "kind": "Bee", "metadata": {"name": name}, "spec": self.spec}

    def sample_spec(self):
        """The spec of the sample, as the tool scaffolded it: flat scalars only."""
        spec, inside = {}, False
        with open(os.path.join(self.env.project, "sample", "bee.yaml")) as file:
            for line in file:
                if not line.startswith((" ", "#")):
                    inside = line.startswith("spec:")
                elif inside and line.startswith("  ") and line[2] not in " #-" and ":" in line:
                    key, _, text = line.strip().partition(":")
                    text = text.split(" #")[0].strip()
                    if text:
                        spec[key] = int(text) if text.lstrip("-").isdigit() else text.strip("\"'")
        return spec

    def load_and_kill(self, turn):
        enough = threading.Semaphore(0)
        writers = [threading.Thread(target=self.write, args=(turn, writer, enough), daemon=True) for writer in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(random.randint(20, 100)):
            if not enough.acquire(timeout=20):
                self.problems.append(f"round {turn}: no creation within 20 s")
                break
        time.sleep(random.uniform(0, 0.005))  # anywhere between two answers
        self.server.kill()
        for writer in writers:
            writer.join(30)

    def stored(self):
        """Everything in the store: name -> resourceVersion, by pages."""
        client, found, more = Client(self.server, self.env.pki), {}, ""
        while True:
            status, page = client.call("GET", f"{API}?limit=500{more}")
            same(status, 200, "status of the list")
            for item in page["items"]:
                found[item["metadata"]["name"]] = int(item["metadata"]["resourceVersion"])
            if not page["metadata"].get("continue"):
                client.close()
                return found
            more = "&continue=" + page["metadata"]["continue"]

    @check("every creation that was answered 201 survives")
    def survives(self):
        self.spec = self.sample_spec()
        self.start()
        for turn in range(ROUNDS):
            newest = max(self.answered.values(), default=0)
            self.load_and_kill(turn)
            require(not self.problems, "\n".join(self.problems[:5]))
            self.start()
            found = self.stored()
            lost = [name for name in self.answered if name not in found]
            require(not lost, f"round {turn}: {len(lost)} of {len(self.answered)} lost, for example {lost[:5]}")
            moved = [name for name, version in self.answered.items() if found[name] != version]
            require(not moved, f"round {turn}: another resourceVersion after the restart: {moved[:5]}")
            early = [name for name, version in self.answered.items() if name.startswith(f"t{turn}-") and version <= newest]
            require(not early, f"round {turn}: resourceVersions went back: {early[:5]}")
        print(f"      {len(self.answered)} creations were answered in {ROUNDS} rounds", flush=True)

    @check("the store takes writes and deletions afterwards")
    def usable(self):
        client = Client(self.server, self.env.pki)
        status, body = client.call("POST", API, self.bee("afterwards"))
        same(status, 201, f"status of a creation ({body})")
        same(client.call("DELETE", f"{API}/afterwards")[0], 200, "status of the deletion")
        same(client.call("GET", f"{API}/afterwards")[0], 404, "status of getting it")
        client.close()
