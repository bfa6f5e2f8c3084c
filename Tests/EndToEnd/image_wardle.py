"""The image of examples/wardle, started by the manifest that the conformance test of Kubernetes has for its sample API server."""
import json
import os
import re
import shutil
import statistics
import subprocess
import time

import pod
from container import Image
from harness import Skip, Suite, check, contains, end, require, run, same, spawn, until
from plane import Plane, Pod, free_port
from sample_server import FLUNDERS, GROUP, RBAC, SERVICES, SampleServer

BUILD_SECONDS = 1500
LIMIT = 20 << 20
STARTS = 5


class ImageWardleSuite(SampleServer, Suite):
    title = "image-wardle: the image of examples/wardle by the manifest of the sample API server"

    namespace = "sample-image"

    def set_up(self):
        self.log = os.path.join(self.env.logs, "image-wardle.log")
        self.logs = [self.log]

    def tear_down(self):
        for each in (getattr(self, "pod", None), getattr(self, "plane", None)):
            if each:
                each.stop()

    @check("build container: an image of one static program, below 20 MiB compressed")
    def built(self):
        layout = os.path.join(self.env.folder("wardle-image"), "layout")
        made = run([self.env.tool, "build", "container", "--image", "wardle:v1", "--layout", layout],
                   cwd=os.path.join(self.env.repo, "examples", "wardle"), timeout=BUILD_SECONDS, env=self.env.clean_environment()).ok().out
        digest = re.search(r"wardle:v1@(sha256:[0-9a-f]{64})", made).group(1)
        self.image = Image(layout, digest, self.env.folder("wardle"))
        same((self.image.entrypoint, self.image.user), (["/apiserver"], "65532:65532"), "the image's configuration")
        programs = [member.name for member in self.image.members if member.isfile() and member.mode & 0o111]
        same(programs, ["apiserver"], "programs")
        require(self.image.size < LIMIT, f"{self.image.size} bytes compressed")
        print(f"      {self.image.size / 2**20:.1f} MiB compressed, {digest}; started by {self.image.how}", flush=True)

    def need_image(self):
        if not hasattr(self, "image"):
            raise Skip("there is no image")
        return self.image

    @check("how long it takes from its start to its first answer, on a root folder that cannot be written, as user 65532")
    def start_time(self):
        image = self.need_image()
        if os.geteuid() != 0:
            raise Skip("containers and chroot need root")
        names = ("server.crt", "server.key", "client-ca.crt")
        folder = self.env.folder("image-given")
        for name in names:
            shutil.copy2(os.path.join(self.env.pki.directory, name), folder)
            os.chmod(os.path.join(folder, name), 0o644)
        flags = ["--storage=memory", "--bind-address=127.0.0.1", "--tls-cert-file=/given/server.crt",
                 "--tls-private-key-file=/given/server.key", "--client-ca-file=/given/client-ca.crt"]
        mounts = [(folder, "/given")]
        ways = {image.how: lambda arguments: image.command(arguments, mounts=mounts, name="timed")}
        if image.starter:
            ways["chroot alone"] = lambda arguments: image.chroot(arguments, mounts, None)
        for how, command in ways.items():
            live, ready = zip(*(self.first_answers(command, flags) for _ in range(STARTS)))
            print(f"      {how}: /livez after {statistics.median(live):.0f} ms, /readyz after {statistics.median(ready):.0f} ms "
                  f"(medians of {STARTS})", flush=True)
            require(statistics.median(ready) < 5000, f"{how}: ready after {ready} ms")

    def first_answers(self, command, flags):
        port = free_port()
        curl = ["curl", "-s", "-o", os.devnull, "-w", "%{http_code}", "--cacert", os.path.join(self.env.pki.directory, "server-ca.crt")]
        with open(self.log, "ab") as log:
            command = command([*flags, f"--secure-port={port}"])
            began = time.monotonic()
            process = spawn(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        times = []
        try:
            for path in ("/livez", "/readyz"):
                def answers():
                    require(process.poll() is None, f"it ended with {process.returncode} (log: {self.log})")
                    return subprocess.run([*curl, f"https://localhost:{port}{path}"], capture_output=True, text=True).stdout == "200"
                until(answers, path, 20, pause=0.002)
                times.append((time.monotonic() - began) * 1000)
        finally:
            same(end(process), 0, "how it ended")
            self.image.remove("timed")
        return times

    @check("the manifest's objects: Secret, roles, Deployment, Service, and the APIService")
    def objects(self):
        image = self.need_image()
        if not pod.isolation():
            raise Skip("no right to make namespaces of Linux")
        if not shutil.which("etcd"):
            raise Skip("there is no etcd (Debian package etcd-server)")
        self.plane = Plane(self.env, "image-wardle")
        self.plane.api("POST", "/api/v1/namespaces", {"metadata": {"name": self.namespace}}, 201)
        self.authority_and_certificate()
        self.plane.api("POST", self.space("secrets"), self.secret(), 201)
        self.plane.api("POST", f"{RBAC}/clusterroles", self.reader(), 201)
        for path, binding in self.account_bindings():
            self.plane.api("POST", path, binding, 201)
        self.plane.api("POST", self.deployments(), self.deployment(), 201)
        self.plane.api("POST", self.space("services"), self.service(), 201)
        spec = self.plane.api("GET", f"{self.deployments()}/sample-apiserver-deployment")["spec"]["template"]["spec"]
        server, etcd = spec["containers"]
        contains(" ".join(server["args"]), "--etcd-servers=http://127.0.0.1:2379", "arguments of the manifest")
        self.pod = Pod(self.plane, [[shutil.which("etcd"), *etcd["command"][1:]]], (self.namespace, "default"),
                       "sample-apiserver-secret", server["volumeMounts"][0]["mountPath"], "pod-image", image=image,
                       arguments=server["args"])
        self.logs += [self.plane.log, self.pod.log]
        self.plane.endpoints("sample-api", self.namespace, self.pod.port)
        self.plane.api("POST", SERVICES, self.api_service(), 201)

    def need_pod(self):
        if not getattr(self, "pod", None):
            raise Skip("there is no pod")

    @check("it starts at port 443 with these arguments; while it may not read the ConfigMap it waits, and then it is ready, without a restart")
    def starts(self):
        self.need_pod()
        self.pod.launch()
        until(lambda: "is forbidden" in self.pod.said(), "it is forbidden to read the ConfigMap", 20)
        require(not self.pod.answers(), "it is ready although it does not know whom to trust")
        self.plane.api("POST", f"{RBAC}/namespaces/kube-system/rolebindings", self.auth_reader(), 201)
        self.pod.wait_ready()
        same(re.findall(r"serving on .*", self.pod.said()), ["serving on https://0.0.0.0:443"], "starts")

    @check("the APIService is available; objects are made, listed and deleted by kubectl, and kept in the etcd beside it")
    def serves(self):
        self.need_pod()
        name = f"v1alpha1.{GROUP}"
        self.plane.until_available(name, 60)
        flunder = {"apiVersion": f"{GROUP}/v1alpha1", "kind": "Flunder", "metadata": {"name": "in-an-image"}}
        contains(self.plane.out("create", "-f", "-", stdin=flunder), "created")
        contains(self.plane.out("get", "flunders"), "in-an-image")
        same(len(self.plane.api("GET", FLUNDERS % "default")["items"]), 1, "flunders")
        self.plane.out("delete", "flunder", "in-an-image")
        contains(self.pod.ask("/readyz?verbose")[1], "[+]etcd ok", "what it is ready by")

    @check("the process is user 65532 without capabilities, its root cannot be written, and it ends on SIGTERM")
    def confined(self):
        self.need_pod()
        found = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self.is_server(pid)]
        require(found, "the process of the server is not found")
        with open(f"/proc/{found[0]}/status") as file:
            status = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
        same(status["Uid"].split(), ["65532"] * 4, "user")
        same(int(status["CapEff"], 16), 0, "capabilities")
        if self.image.starter:
            with open(f"/proc/{found[0]}/mounts") as file:
                root = [line.split() for line in file if line.split()[1] == "/"]
            require("ro" in root[-1][3].split(","), f"the root is {root[-1][3]}")
        same(end(self.pod.process), 0, "how it ended")
        require(not os.path.exists(f"/proc/{found[0]}"), "the server is still there")

    @staticmethod
    def is_server(pid):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                return file.read().startswith(b"/apiserver\0--etcd-servers=http://127.0.0.1:2379")
        except OSError:
            return False
