"""What a kubelet and a kube-proxy do for a pod of one server, without either: pod.py JSON, in namespaces of its own.

The server finds what it would find in a cluster: a network with the pod's address, on which nobody else listens, the
service account's files, the Secret where the Deployment mounts it, and two variables. Bytes to and from the pod pass
through sockets in a folder, so nothing of the machine's network changes.
"""
import base64
import contextlib
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

ADDRESS = "10.1.0.2"
# Where a cluster has the address of its Service `kubernetes`; here the pod's own loopback, on which somebody listens.
API = ("127.0.0.1", 6443)
ACCOUNT_FOLDER = "var/run/secrets/kubernetes.io/serviceaccount"


class Forwarder:
    """Takes connections, and passes bytes between each and another one."""

    def __init__(self, listener, connect):
        self.listener, self.connect = listener, connect
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client:
            try:
                server = self.connect()
            except OSError:
                return
            with server:
                back = threading.Thread(target=pump, args=(server, client), daemon=True)
                back.start()
                pump(client, server)
                back.join()

    def stop(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def pump(source, target):
    try:
        while data := source.recv(65_536):
            target.sendall(data)
    except OSError:
        pass
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def listen(path):
    """A listening socket in a folder; whatever an earlier process has left there goes."""
    with contextlib.suppress(FileNotFoundError):
        os.remove(path)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    return listener


def connect(path):
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def isolation():
    """The command that gives a process namespaces of its own; None where that is not allowed."""
    for flags in ([], ["--map-root-user"]):
        command = ["unshare", *flags, "--mount", "--net"]
        if shutil.which("ip") and shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    return None


# MARK: Inside

def run(*command):
    subprocess.run(command, check=True)


def make_root(root, files, volumes, mode):
    """The pod's file system: the machine's programs, and folders of its own for what it is given and writes; `volumes` are
    folders of the machine by the place where the pod has them, `mode` that of files."""
    run("mount", "-t", "tmpfs", "pod", root)
    for name in os.listdir("/"):
        here, there = f"/{name}", os.path.join(root, name)
        if os.path.islink(here):
            os.symlink(os.readlink(here), there)
        elif name in ("var", "run", "tmp") or not os.path.isdir(here):
            continue
        else:
            os.mkdir(there)
            run("mount", "--rbind", here, there)
    os.mkdir(os.path.join(root, "tmp"))
    for name, data in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
            file.write(base64.b64decode(data))
    for name, folder in volumes.items():
        path = os.path.join(root, name.lstrip("/"))
        os.makedirs(path, exist_ok=True)
        run("mount", "--bind", folder, path)


def start(command, root, environment):
    def enter():
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        os.chroot(root)
        os.chdir("/")
    return subprocess.Popen(command, preexec_fn=enter, env=environment, stdin=subprocess.DEVNULL)


def start_image(command):
    """A container of an image, whose runtime passes signals on; what it is given is in its bundle."""
    # As containerd and Docker have it for pods: whoever has no rights may serve port 443, too.
    with open("/proc/sys/net/ipv4/ip_unprivileged_port_start", "w") as file:
        file.write("0")
    return subprocess.Popen(command, preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM), stdin=subprocess.DEVNULL)


def main(pod):
    folder, root = pod["folder"], os.path.join(pod["folder"], "root")
    os.makedirs(root, exist_ok=True)
    run("ip", "link", "set", "lo", "up")
    run("ip", "address", "add", f"{ADDRESS}/32", "dev", "lo")
    make_root(root, pod["files"], pod.get("volumes", {}), 0o644 if pod.get("image") else 0o600)
    Forwarder(socket.create_server(API), lambda: connect(os.path.join(folder, "api.sock")))
    Forwarder(listen(os.path.join(folder, "pod.sock")), lambda: socket.create_connection((ADDRESS, pod.get("port", 443))))
    environment = {"PATH": "/usr/bin:/bin", "KUBERNETES_SERVICE_HOST": API[0], "KUBERNETES_SERVICE_PORT": str(API[1])}
    containers = [start_image(pod["image"])] if pod.get("image") else []
    containers += [start(command, root, environment) for command in pod["containers"]]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: [each.terminate() for each in containers])
    # The server is the first one; the others go with it.
    status = containers[0].wait()
    for each in containers[1:]:
        each.kill()
    sys.exit(128 - status if status < 0 else status)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
