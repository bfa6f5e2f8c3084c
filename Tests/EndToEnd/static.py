"""The static executable needs nothing of the system: it runs in an empty root folder with only /proc."""
import os
import shutil

from harness import Client, Failure, Server, Skip, Suite, check, require, run, same, wait_ready

API = "/apis/insect.example.com/v1beta1/namespaces/default/bees"


class StaticSuite(Suite):
    title = "static: in an empty root folder"

    def set_up(self):
        self.server = None
        self.env.need(self.env.static_binary, "the project did not build")
        self.logs = [os.path.join(self.env.logs, "static.log")]

    def tear_down(self):
        if self.server:
            self.server.stop()

    @check("it is linked statically")
    def linked(self):
        with open(self.env.static_binary, "rb") as file:
            head = file.read(4096)
        require(head.startswith(b"\x7fELF"), "not an ELF file")
        result = run(["ldd", self.env.static_binary])
        said = result.out + result.err
        require("not a dynamic executable" in said or "statically linked" in said, f"ldd says\n{said}")

    @check("it answers /readyz with nothing but /proc")
    def readyz(self):
        if os.geteuid() != 0:
            raise Skip("chroot needs root")
        root = self.env.folder("root")
        os.makedirs(os.path.join(root, "proc"), exist_ok=True)
        shutil.copy2(self.env.static_binary, os.path.join(root, "apiserver"))
        for name in ("server.crt", "server.key", "client-ca.crt", "tokens.csv"):
            shutil.copy2(os.path.join(self.env.pki.directory, name), root)
        # The mount exists in a namespace of its own and goes away with the server.
        script = f'mount -t proc proc "{root}/proc" && exec chroot "{root}" "$@"'
        if run(["unshare", "--mount", "sh", "-c", f'mount -t proc proc "{root}/proc"']).status != 0:
            raise Skip("mounting /proc is not permitted here")
        self.server = Server(
            ["unshare", "--mount", "sh", "-c", script, "sh", "/apiserver", "--bind-address", "127.0.0.1", "--secure-port", "0",
             "--tls-cert-file", "/server.crt", "--tls-private-key-file", "/server.key", "--client-ca-file", "/client-ca.crt",
             "--token-auth-file", "/tokens.csv", "--storage", "sqlite", "--sqlite-file", "/bees.db"], self.logs[0])
        wait_ready(self.server, self.env.pki)

    @check("it stores and serves there")
    def serves(self):
        if not self.server:
            raise Skip("it does not run")
        client = Client(self.server, self.env.pki)
        status, body = client.call("GET", API)
        same((status, body.get("kind")), (200, "BeeList"), "the list")
        same(client.call("GET", "/openapi/v3")[0], 200, "status of /openapi/v3")
        client.close()

    @check("it ends on SIGTERM with exit code 0")
    def ends(self):
        if not self.server:
            raise Skip("it does not run")
        status = self.server.stop()
        if status != 0:
            raise Failure("it had to be killed" if status is None else f"exit code {status}")
