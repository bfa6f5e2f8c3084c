"""What runs the Deployments of one namespace of a control plane that has no nodes: a stand-in for scheduler, kubelet and the
controllers of pods and EndpointSlices.

A Deployment whose image is known gets one pod: the program, in namespaces of its own, with the arguments, volumes and account
that the Deployment says. Its probe decides whether it is available; a Service that selects it gets an EndpointSlice.
"""
import base64
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading

import pod
from harness import end, spawn


class ClusterPod:
    """One pod of a Deployment, reached through `port` of this machine."""

    def __init__(self, kubelet, deployment):
        self.kubelet, self.plane = kubelet, kubelet.plane
        self.name = deployment["metadata"]["name"]
        self.spec = deployment["spec"]["template"]["spec"]
        self.container = self.spec["containers"][0]
        self.inner = self.container["ports"][0]["containerPort"]
        # The path of a socket may have 108 bytes.
        self.folder = self.plane.env.folder(f"p{kubelet.number()}")
        self.log = os.path.join(self.plane.env.logs, f"in-cluster-{self.name}.log")
        outside = socket.create_server(("127.0.0.1", 0))
        self.port = outside.getsockname()[1]
        self.ways = [pod.Forwarder(outside, lambda: pod.connect(os.path.join(self.folder, "pod.sock"))),
                     pod.Forwarder(pod.listen(os.path.join(self.folder, "api.sock")),
                                   lambda: socket.create_connection(("127.0.0.1", self.plane.port)))]
        self.launch()

    def given(self):
        """What is mounted: files by path, in Base64, and folders that outlast the pod."""
        space = f"/api/v1/namespaces/{self.kubelet.namespace}"
        token = self.plane.api("POST", f"{space}/serviceaccounts/{self.spec['serviceAccountName']}/token", {
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}})["status"]["token"]
        root = self.plane.api("GET", f"{space}/configmaps/kube-root-ca.crt")["data"]["ca.crt"]
        account = {"token": token, "ca.crt": root, "namespace": self.kubelet.namespace}
        files = {f"{pod.ACCOUNT_FOLDER}/{name}": base64.b64encode(text.encode()).decode() for name, text in account.items()}
        volumes = {each["name"]: each for each in self.spec.get("volumes", [])}
        folders = {}
        for mount in self.container.get("volumeMounts", []):
            volume = volumes[mount["name"]]
            if "secret" in volume:
                data = self.plane.api("GET", f"{space}/secrets/{volume['secret']['secretName']}")["data"]
                files.update({f"{mount['mountPath'].lstrip('/')}/{name}": text for name, text in data.items()})
            else:
                claim = volume["persistentVolumeClaim"]["claimName"]
                self.plane.api("GET", f"{space}/persistentvolumeclaims/{claim}")
                folders[mount["mountPath"]] = self.plane.env.folder(f"volume-{claim}")
        return files, folders

    def launch(self):
        files, folders = self.given()
        program = os.path.basename(self.container.get("command", ["/apiserver"])[0])
        command = [os.path.join(self.kubelet.programs, program), *self.container["args"]]
        told = {"folder": self.folder, "files": files, "volumes": folders, "port": self.inner, "containers": [command]}
        with open(self.log, "ab") as file:
            self.process = spawn([*pod.isolation(), sys.executable, "-B", pod.__file__, json.dumps(told)],
                                 stdin=subprocess.DEVNULL, stdout=file, stderr=file)

    def is_ready(self):
        """Asks as the readiness probe says; a container that has ended is started again."""
        if self.process.poll() is not None:
            end(self.process)
            self.launch()
            return False
        probe = self.container["readinessProbe"]["httpGet"]
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if probe.get("scheme") == "HTTPS":
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=5)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", probe["path"])
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self):
        end(self.process)
        for each in self.ways:
            each.stop()


class Kubelet:
    """Runs until `stop`; `images` are the images that can be pulled besides those that a registry on this machine has, `programs`
    is the folder of what is in them."""

    def __init__(self, plane, namespace, programs, images):
        self.plane, self.namespace, self.programs, self.images = plane, namespace, programs, set(images)
        self.pods = {}  # by the name of the Deployment: (its template, the pod)
        self.count = 0
        self.fault = None
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def number(self):
        self.count += 1
        return self.count

    def stop(self):
        self.ends.set()
        self.thread.join()
        for _, each in self.pods.values():
            each.stop()
        self.pods = {}

    def can_pull(self, image):
        """Whether an image is there, by its digest if it names one."""
        found = re.fullmatch(r"(127\.0\.0\.1:\d+)/([^@:]+):([^@]+)(?:@(sha256:[0-9a-f]{64}))?", image)
        if image in self.images or not found:
            return image in self.images
        host, name, tag, digest = found.groups()
        connection = http.client.HTTPConnection(host, timeout=5)
        try:
            connection.request("GET", f"/v2/{name}/manifests/{digest or tag}", headers={
                "Accept": "application/vnd.oci.image.manifest.v1+json"})
            return connection.getresponse().status == 200
        finally:
            connection.close()

    def _run(self):
        while not self.ends.wait(0.1):
            # The objects come and go while they are looked at.
            try:
                self._pass()
                self.fault = None
            except Exception as fault:
                self.fault = fault

    def _pass(self):
        path = f"/apis/apps/v1/namespaces/{self.namespace}/deployments"
        status, _, found = self.plane.call("GET", path)
        wanted = {each["metadata"]["name"]: each for each in found.get("items", [])} if status == 200 else {}
        for name, (template, running) in list(self.pods.items()):
            if name not in wanted or wanted[name]["spec"]["template"] != template:
                running.stop()
                del self.pods[name]
                self._slice(running, is_ready=False)
        for name, deployment in wanted.items():
            template = deployment["spec"]["template"]
            if name not in self.pods and self.can_pull(template["spec"]["containers"][0]["image"]):
                self.pods[name] = (template, ClusterPod(self, deployment))
            running = self.pods.get(name, (None, None))[1]
            is_ready = bool(running) and running.is_ready()
            if running:
                self._slice(running, is_ready)
            count = deployment["spec"].get("replicas", 1)
            seen = {"observedGeneration": deployment["metadata"]["generation"], "replicas": count if running else 0,
                    "updatedReplicas": count if running else 0, "readyReplicas": count if is_ready else 0,
                    "availableReplicas": count if is_ready else 0}
            if any(deployment.get("status", {}).get(key) != value for key, value in seen.items()):
                self.plane.call("PATCH", f"{path}/{name}/status", json.dumps({"status": seen}),
                                headers={"Content-Type": "application/merge-patch+json"})

    def _slice(self, running, is_ready):
        """Lets the Service that selects the pod lead to it, or not."""
        space = f"/api/v1/namespaces/{self.namespace}/services"
        if self.plane.call("GET", f"{space}/{running.name}")[0] != 200:
            return
        path = f"/apis/discovery.k8s.io/v1/namespaces/{self.namespace}/endpointslices"
        wanted = {"metadata": {"name": running.name, "labels": {"kubernetes.io/service-name": running.name}}, "addressType": "IPv4",
                  "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": is_ready}}],
                  "ports": [{"name": "https", "port": running.port, "protocol": "TCP"}]}
        status, _, present = self.plane.call("GET", f"{path}/{running.name}")
        if status == 404:
            self.plane.call("POST", path, wanted)
        elif (present["endpoints"], present["ports"]) != (wanted["endpoints"], wanted["ports"]):
            self.plane.call("PUT", f"{path}/{running.name}", {**present, **wanted, "metadata": present["metadata"]})
