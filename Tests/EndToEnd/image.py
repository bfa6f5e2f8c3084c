"""An image without any container engine: read by skopeo, pushed to a real registry, run in a root folder of its own."""
import base64
import crypt
import io
import json
import os
import re
import shutil
import tarfile

from container import USER as USER_ID
from container import Image
from harness import Client, Server, Skip, Suite, check, contains, require, run, same, wait_ready
from token_server import TokenServer

API = "/apis/insect.example.com/v1beta1/namespaces/default/bees"
SECONDS = 1500
USER, PASSWORD = "maja", "honey"


def start_registry(folder, log, passwords=None, auth=None):
    """Debian's registry on a free port, for those of `passwords`, lines of htpasswd, for whom `auth` says, or for everybody."""
    settings = {"version": "0.1", "storage": {"filesystem": {"rootdirectory": os.path.join(folder, "blobs")}},
                "http": {"addr": "127.0.0.1:0"}}
    os.makedirs(folder, exist_ok=True)
    if passwords:
        file = os.path.join(folder, "htpasswd")
        with open(file, "w") as out:
            out.write(passwords)
        settings["auth"] = {"htpasswd": {"realm": "bees", "path": file}}
    if auth:
        settings["auth"] = auth
    path = os.path.join(folder, "registry.yml")
    with open(path, "w") as out:
        json.dump(settings, out)
    if os.path.exists(log):
        os.remove(log)
    return Server(["docker-registry", "serve", path], log, pattern=r"(listening on 127\.0\.0\.1:(\d+))")


class ImageSuite(Suite):
    title = "image: built, pushed and run without a container engine"

    def set_up(self):
        self.server = self.registry = None
        self.env.need(os.path.join(self.env.static_project, "bin", "apiserver"), "the static project did not build")
        for name in ("skopeo", "docker-registry"):
            if not shutil.which(name):
                raise Skip(f"there is no {name} (Debian package {name})")
        self.logs = [os.path.join(self.env.logs, "image.log"), os.path.join(self.env.logs, "registry.log")]
        self.folder = self.env.folder("image")
        self.layout = os.path.join(self.folder, "layout")
        self.start_registry()

    def tear_down(self):
        for process in (self.server, self.registry):
            if process:
                process.stop()

    def start_registry(self):
        """Debian's registry with a password."""
        hashed = crypt.crypt(PASSWORD, crypt.mksalt(crypt.METHOD_BLOWFISH))
        self.registry = start_registry(self.folder, self.logs[1], f"{USER}:{hashed}\n")
        self.host = f"127.0.0.1:{self.registry.port}"

    def build(self, *flags, login=None, host=None):
        home = os.path.join(self.folder, "docker")
        os.makedirs(home, exist_ok=True)
        auths = {host or self.host: {"auth": base64.b64encode(login.encode()).decode()}} if login else {}
        self.write(os.path.join(home, "config.json"), json.dumps({"auths": auths}))
        return run([self.env.tool, "build", "container", *flags], cwd=self.env.static_project, timeout=SECONDS,
                   env={**self.env.clean_environment(), "DOCKER_CONFIG": home})

    def skopeo(self, *arguments):
        return run(["skopeo", "--insecure-policy", *arguments], timeout=120).ok().out

    @check("an OCI layout that skopeo reads; the same sources make the same digest")
    def oci(self):
        first = self.build("--image", "bees:v1", "--layout", self.layout).ok().out
        self.digest = re.search(r"bees:v1@(sha256:[0-9a-f]{64})", first).group(1)
        again = self.build("--image", "bees:v1", "--layout", os.path.join(self.folder, "again")).ok().out
        contains(again, self.digest)
        found = json.loads(self.skopeo("inspect", f"oci:{self.layout}:v1"))
        same(found["Digest"], self.digest, "digest")
        same((found["Os"], len(found["Layers"])), ("linux", 1), "image")
        size = sum(layer["size"] for layer in json.loads(self.blob(self.digest))["layers"])
        require(size < 20 << 20, f"{size} bytes compressed")

    @check("nothing in it names a folder of this machine, so that the same sources make it anywhere")
    def no_paths(self):
        layers = json.loads(self.blob(self.digest))["layers"]
        places = [place.encode() for place in (self.env.repo, self.env.work, self.env.temporary, os.path.expanduser("~"))
                  if place.count("/") > 1]
        for layer in layers:
            with tarfile.open(fileobj=io.BytesIO(self.blob(layer["digest"])), mode="r:*") as files:
                for member in files:
                    content = files.extractfile(member).read() if member.isfile() else b""
                    found = [place for place in places if place in content]
                    require(not found, f"{member.name} has {found}")

    @check("one file that docker load takes")
    def archive(self):
        path = os.path.join(self.folder, "bees.tar")
        self.build("--image", "bees:v1", "--archive", path).ok()
        found = json.loads(self.skopeo("inspect", f"docker-archive:{path}"))
        same(len(found["Layers"]), 1, "layers")
        config = json.loads(self.skopeo("inspect", "--config", f"docker-archive:{path}"))["config"]
        same((config["Entrypoint"], config["User"]), (["/apiserver"], "65532:65532"), "config")

    @check("a push without a password, or with a wrong one, says so and leaves nothing")
    def refused(self):
        for login in (None, f"{USER}:wrong"):
            result = self.build("--image", f"{self.host}/team/bees:v1", "--push", "--plain-http", login=login)
            require(result.status != 0, f"exit 0: {result.out}")
            contains(result.err, "AB4303")
            contains(result.err, "docker login")
        require(not os.path.exists(os.path.join(self.folder, "blobs", "docker", "registry", "v2", "repositories")), "something was stored")

    @check("a push to a registry, read back by skopeo with the same digest")
    def push(self):
        reference = f"{self.host}/team/bees:v1"
        contains(self.build("--image", reference, "--push", "--plain-http", login=f"{USER}:{PASSWORD}").ok().out, self.digest)
        found = json.loads(self.skopeo("inspect", "--tls-verify=false", "--creds", f"{USER}:{PASSWORD}", f"docker://{reference}"))
        same(found["Digest"], self.digest, "digest")
        # What is there is not sent again.
        self.build("--image", reference, "--push", "--plain-http", login=f"{USER}:{PASSWORD}").ok()
        with open(self.logs[1]) as log:
            uploads = len(re.findall(r'"PUT /v2/team/bees/blobs/uploads/', log.read()))
        same(uploads, 2, "uploads of layer and config")

    @check("names that are no references, and registries that are not there, are told before anything is built")
    def wrong(self):
        for flags, part in ((["--image", "Bees"], "AB4304"), (["--image", "bees:v1", "--push"], "AB4305"),
                            (["--image", "bees:v1", "--push", "--archive", "x"], "AB4306")):
            result = self.build(*flags)
            require(result.status != 0, f"exit 0: {result.out}")
            contains(result.err, part)

    @check("its root folder is enough: the server runs there as a user without rights and serves")
    def runs(self):
        if os.geteuid() != 0:
            raise Skip("chroot needs root")
        root = self.env.folder("image-root")
        manifest = json.loads(self.blob(self.digest))
        with tarfile.open(self.path(manifest["layers"][0]["digest"])) as layer:
            same({member.mtime for member in layer.getmembers()}, {0}, "times")
            layer.extractall(root, filter="fully_trusted") if hasattr(tarfile, "fully_trusted_filter") else layer.extractall(root)
        for name in ("server.crt", "server.key", "client-ca.crt", "tokens.csv"):
            shutil.copy2(os.path.join(self.env.pki.directory, name), os.path.join(root, "tmp"))
            os.chmod(os.path.join(root, "tmp", name), 0o644)
        os.makedirs(os.path.join(root, "proc"), exist_ok=True)
        script = f'mount -t proc proc "{root}/proc" && exec chroot --userspec=65532:65532 "{root}" "$@"'
        if run(["unshare", "--mount", "sh", "-c", f'mount -t proc proc "{root}/proc"']).status != 0:
            raise Skip("mounting /proc is not permitted here")
        self.server = Server(
            ["unshare", "--mount", "sh", "-c", script, "sh", "/apiserver", "--bind-address", "127.0.0.1", "--secure-port", "0",
             "--tls-cert-file", "/tmp/server.crt", "--tls-private-key-file", "/tmp/server.key", "--client-ca-file", "/tmp/client-ca.crt",
             "--token-auth-file", "/tmp/tokens.csv", "--storage", "sqlite", "--sqlite-file", "/var/lib/apiserver/bees.db"], self.logs[0])
        wait_ready(self.server, self.env.pki)
        client = Client(self.server, self.env.pki)
        same(client.call("GET", API)[0], 200, "status of the list")
        client.close()
        contains(run(["unshare", "--mount", "sh", "-c", script, "sh", "/controller-manager", "--help"]).ok().out, "--leader-elect")

    @check("by crun or runc: as that user, without capabilities, on a root that cannot be written, with its data in a volume")
    def contained(self):
        if os.geteuid() != 0:
            raise Skip("containers need root")
        image = Image(self.layout, self.digest, self.env.folder("bees-image"))
        if not image.starter:
            raise Skip(f"only {image.how}")
        given, data = self.env.folder("bees-given"), self.env.folder("bees-data")
        for name in ("server.crt", "server.key", "client-ca.crt", "tokens.csv"):
            shutil.copy2(os.path.join(self.env.pki.directory, name), given)
            os.chmod(os.path.join(given, name), 0o644)
        os.chown(data, USER_ID, USER_ID)
        server = Server(
            image.command(["--bind-address=127.0.0.1", "--secure-port=0", "--tls-cert-file=/given/server.crt",
                           "--tls-private-key-file=/given/server.key", "--client-ca-file=/given/client-ca.crt",
                           "--token-auth-file=/given/tokens.csv", "--storage=sqlite", "--sqlite-file=/data/bees.db"],
                          mounts=[(given, "/given")], volumes=[(data, "/data")], name="bees"), self.logs[0])
        try:
            wait_ready(server, self.env.pki)
            client = Client(server, self.env.pki)
            same(client.call("GET", API)[0], 200, "status of the list")
            client.close()
            same(os.stat(os.path.join(data, "bees.db")).st_uid, USER_ID, "whose the data is")
            written = image.command(["--storage=sqlite", "--sqlite-file=/elsewhere/bees.db", "--secure-port=0"], name="written")
            contains(run(written).err, "/elsewhere", "what it says of a place that cannot be written")
            contains(run(image.command(["--help"], name="controllers", program="/controller-manager")).ok().out, "--leader-elect")
        finally:
            server.stop()
            image.remove("bees")
        print(f"      {image.size / 2**20:.1f} MiB compressed for both programs; started by {image.how}", flush=True)

    @check("a push to a registry that wants tokens of another server: with the right password, with a wrong one, and without any")
    def token(self):
        with TokenServer(self.env.folder("tokens"), USER, PASSWORD) as tokens:
            registry = start_registry(os.path.join(self.folder, "token-registry"), os.path.join(self.env.logs, "token-registry.log"),
                                      auth=tokens.settings)
            try:
                host = f"127.0.0.1:{registry.port}"
                push = ["--image", f"{host}/team/bees:v1", "--push", "--plain-http"]
                for login in (None, f"{USER}:wrong"):
                    result = self.build(*push, login=login, host=host)
                    require(result.status != 0, f"exit 0: {result.out}")
                    contains(result.err, "AB4303")
                    contains(result.err, "docker login")
                contains(self.build(*push, login=f"{USER}:{PASSWORD}", host=host).ok().out, self.digest)
                same(tokens.scopes, {"repository:team/bees:pull,push"}, "what tokens were asked for")
                found = json.loads(self.skopeo("inspect", "--tls-verify=false", "--creds", f"{USER}:{PASSWORD}",
                                               f"docker://{host}/team/bees:v1"))
                same(found["Digest"], self.digest, "digest")
            finally:
                registry.stop()

    @staticmethod
    def write(path, text):
        with open(path, "w") as file:
            file.write(text)

    def path(self, digest):
        return os.path.join(self.layout, "blobs", "sha256", digest.split(":")[1])

    def blob(self, digest):
        with open(self.path(digest), "rb") as file:
            return file.read()
