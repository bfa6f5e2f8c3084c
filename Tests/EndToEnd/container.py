"""Images as a cluster runs them: unpacked, and started by crun or runc as a user without rights on a root that cannot be written.

Where the machine's cgroups or rights forbid that, chroot with /proc takes their place, and whoever asks is told.
"""
import json
import os
import shutil
import subprocess
import tarfile

from harness import run

USER = 65_532
# crun does not like to see both kinds of cgroups; a mount namespace of its own shows it the older one.
_HIDE = ["unshare", "--mount", "sh", "-c", 'umount /sys/fs/cgroup/unified && exec "$@"', "sh"]


class Image:
    """An image of an OCI layout, with its root folder unpacked."""

    def __init__(self, layout, digest, folder):
        self.layout, self.folder, self.root = layout, folder, os.path.join(folder, "root")
        manifest = self.document(digest)
        config = self.document(manifest["config"]["digest"])["config"]
        self.entrypoint, self.user = config["Entrypoint"], config["User"]
        self.environment = config.get("Env", [])
        self.size = sum(layer["size"] for layer in manifest["layers"])
        self.members = []
        os.makedirs(self.root, exist_ok=True)
        for each in manifest["layers"]:
            with tarfile.open(self.path(each["digest"])) as layer:
                self.members += layer.getmembers()
                options = {"filter": "fully_trusted"} if hasattr(tarfile, "fully_trusted_filter") else {}
                layer.extractall(self.root, **options)
        self.starter, self.how = self.find()

    def path(self, digest):
        return os.path.join(self.layout, "blobs", "sha256", digest.split(":")[1])

    def document(self, digest):
        with open(self.path(digest)) as file:
            return json.load(file)

    def find(self):
        """The runtime that works here, and what it is called; none works without the rights of root."""
        for name in ("crun", "runc"):
            for way in ([], _HIDE):
                program = shutil.which(name)
                starter = [*way, program, "--root", os.path.join(self.folder, "state")]
                if program and os.geteuid() == 0 and run(self.command(["--help"], starter, name=f"try-{name}")).status == 0:
                    return starter, name
        return None, "chroot (neither crun nor runc works here)"

    def command(self, arguments, starter=None, mounts=(), volumes=(), name="server", environment=(), program=None):
        """The command that runs the image with arguments; `mounts` are (folder here, folder there), `volumes` may be written."""
        starter = starter or self.starter
        if not starter:
            return self.chroot(arguments, [*mounts, *volumes], program)
        bundle = os.path.join(self.folder, name)
        os.makedirs(bundle, exist_ok=True)
        shared = [{"destination": there, "type": "bind", "source": here, "options": ["rbind", option]}
                  for option, places in (("ro", mounts), ("rw", volumes)) for here, there in places]
        tmpfs = lambda there, mode: {"destination": there, "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", f"mode={mode}"]}
        with open(os.path.join(bundle, "config.json"), "w") as file:
            json.dump({
                "ociVersion": "1.0.0", "hostname": name, "root": {"path": self.root, "readonly": True},
                "process": {"user": {"uid": USER, "gid": USER}, "args": [*([program] if program else self.entrypoint), *arguments],
                            "env": [*self.environment, *environment], "cwd": "/", "noNewPrivileges": True,
                            "capabilities": {kind: [] for kind in ("bounding", "effective", "permitted")}},
                "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}, tmpfs("/dev", 755), tmpfs("/tmp", 1777), *shared],
                # The network is the pod's.
                "linux": {"namespaces": [{"type": kind} for kind in ("pid", "ipc", "uts", "mount")]}}, file)
        return [*starter, "run", "--bundle", bundle, f"{os.path.basename(self.folder)}-{name}"]

    def chroot(self, arguments, mounts, program):
        binds = "".join(f'mkdir -p "{self.root}{there}" && mount --bind "{here}" "{self.root}{there}" && ' for here, there in mounts)
        script = (f'mkdir -p "{self.root}/proc" && mount -t proc proc "{self.root}/proc" && {binds}'
                  f'exec chroot --userspec={USER}:{USER} "{self.root}" "$@"')
        return ["unshare", "--mount", "sh", "-c", script, "sh", *([program] if program else self.entrypoint), *arguments]

    def remove(self, name="server"):
        """Ends what an interrupted run may have left."""
        if self.starter:
            subprocess.run([*self.starter, "delete", "--force", f"{os.path.basename(self.folder)}-{name}"], capture_output=True)
