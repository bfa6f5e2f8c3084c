"""What connectors.py checks with `kubernetes.stream` and `websocket-client`; writes one line of JSON for each function:
name and error. Arguments: address, CA file, token, path of the object below which the connectors are."""
import base64
import json
import socket
import sys
import time
import traceback

from kubernetes import client
from kubernetes.client.rest import ApiException
from kubernetes.stream import ws_client
from websocket import ABNF, WebSocketBadStatusException, create_connection

SECONDS = 20


def same(got, wanted, what):
    if got != wanted:
        raise AssertionError(f"{what}: expected {wanted!r}, got {got!r}")


class Checks:
    def __init__(self, address, ca, token, path):
        self.url, self.ca, self.token = address + path, ca, token
        self.configuration = client.Configuration(host=address)
        self.configuration.ssl_ca_cert = ca
        self.headers = {"authorization": f"Bearer {token}"}

    # MARK: kubernetes.stream

    def exec(self, *command, protocol=None, **options):
        headers = {**self.headers, **({"sec-websocket-protocol": protocol} if protocol else {})}
        return ws_client.websocket_call(self.configuration, "GET", self.url + "/exec", headers=headers,
                                        query_params=[("command", list(command)), ("stdin", True), ("stdout", True)],
                                        _preload_content=False, **options)

    def v5(self):
        session = self.exec("cat")
        same(session.subprotocol, "v5.channel.k8s.io", "the protocol")
        session.write_stdin("hello\n")
        same(session.readline_stdout(timeout=SECONDS), "hello", "a line")
        session.write_stdin("Grüße")
        session.close_channel(ws_client.STDIN_CHANNEL)
        session.run_forever(timeout=SECONDS)
        same((session.returncode, session.read_all()), (0, "hello\nGrüße"), "the exit code and all output")

    def v4(self):
        session = self.exec("cat", protocol="v4.channel.k8s.io", binary=True)
        same(session.subprotocol, "v4.channel.k8s.io", "the protocol")
        session.write_stdin(bytes(range(256)))
        got = b""
        while len(got) < 256:
            got += session.read_stdout(timeout=SECONDS)
        same(got, bytes(range(256)), "bytes")
        session.close()

    def exit_code(self):
        session = self.exec("exit", "7")
        session.run_forever(timeout=SECONDS)
        same((session.read_stderr(), session.returncode), ("leaving\n", 7), "stderr and the exit code")

    def failure(self):
        session = self.exec("dance")
        session.run_forever(timeout=SECONDS)
        status = json.loads(session.read_channel(ws_client.ERROR_CHANNEL))
        same((status["code"], status["message"]), (400, "there is no dance"), "the Status")

    def resize(self):
        session = self.exec("size")
        session.write_channel(ws_client.RESIZE_CHANNEL, json.dumps({"Height": 24, "Width": 80}))
        same(session.readline_stdout(timeout=SECONDS), "80x24", "the size")
        session.run_forever(timeout=SECONDS)
        same(session.returncode, 0, "the exit code")

    def flood(self):
        session = self.exec("flood", "160", binary=True, capture_all=False)
        time.sleep(0.2)  # a reader that is late: the server holds the command back meanwhile
        count = 0
        while session.is_open():
            count += len(session.read_stdout(timeout=SECONDS))
        same(count, 160 << 16, "bytes")

    def call(self):
        """Without taking part, as `stream(connect_get_namespaced_pod_exec, ...)` is mostly used."""
        answer = ws_client.websocket_call(self.configuration, "GET", self.url + "/exec", headers=self.headers,
                                          query_params=[("command", ["exit", "0"])], _request_timeout=SECONDS)
        same(answer.data, "leaving\n", "the output")

    def missing(self):
        try:
            ws_client.websocket_call(self.configuration, "GET", self.url + "x/exec", headers=self.headers,
                                     query_params=[("command", ["cat"])])
        except ApiException as error:
            same("404" in error.reason, True, f"the status in {error.reason}")
            return
        raise AssertionError("an orchard that does not exist was not refused")

    def port_forward(self):
        ports = ws_client.portforward_call(self.configuration, "GET", self.url + "/portforward?ports=8080,80,9090",
                                           headers=self.headers, query_params=[("ports", "8080,80,9090")])
        for port in (9090, 8080):
            local = ports.socket(port)
            local.settimeout(SECONDS)
            local.sendall(b"knock")
            got = b""
            while len(got) < 11:
                got += local.recv(100)
            same(got, b"%d: knock" % port, f"the answer of {port}")
        ports.socket(80).settimeout(SECONDS)
        same((ports.socket(80).recv(1), ports.error(80)), (b"", "port 80 is closed"), "the error of a port")
        ports.close()

    # MARK: websocket-client

    def connect(self, path, *protocols, token=True):
        headers = [f"Authorization: Bearer {self.token}"] if token else []
        return create_connection(self.url.replace("https", "wss", 1) + path, timeout=SECONDS, header=headers,
                                 sslopt={"ca_certs": self.ca}, subprotocols=list(protocols) or None)

    def refused(self, status, *arguments, **options):
        try:
            self.connect(*arguments, **options)
        except WebSocketBadStatusException as error:
            same(error.status_code, status, "status")
            return json.loads(error.resp_body)
        raise AssertionError("the handshake was not refused")

    def base64(self):
        session = self.connect("/exec?command=cat", "base64.channel.k8s.io")
        same(session.recv(), "1", "the first message")
        session.send("0" + base64.b64encode(b"ls").decode())
        same(session.recv(), "1bHM=", "the echo")
        session.close(timeout=SECONDS)

    def echo(self):
        session = self.connect("/echo", "chat", "echo")
        same(session.getsubprotocol(), "echo", "the protocol")
        for text in ("", "Grüße", "x" * 70_000):
            session.send(text)
            same(session.recv(), text, "the echo")
        for part, opcode, last in ((b"in ", ABNF.OPCODE_BINARY, 0), (b"pie", 0, 0), (b"ces", 0, 1)):
            session.send_frame(ABNF(last, 0, 0, 0, opcode, 1, part))
            session.ping()
        seen = [session.recv_data(control_frame=True) for _ in range(4)]
        same(sorted(seen), sorted([(ABNF.OPCODE_PONG, b"")] * 3 + [(ABNF.OPCODE_BINARY, b"in pieces")]), "what came back")
        session.close(status=4000, timeout=SECONDS)

    def violations(self):
        too_long = b"\x82\xff" + ((4 << 20) + 1).to_bytes(8, "big") + b"mask"
        for frame, code in ((b"\xc1\x80mask", 1002), (b"\x81\x00", 1002), (b"\x80\x80mask", 1002),
                            (b"\x81\x81\x00\x00\x00\x00\xff", 1007), (too_long, 1009)):
            session = self.connect("/echo", "echo")
            session.sock.sendall(frame)
            opcode, data = session.recv_data(control_frame=True)
            same((opcode, int.from_bytes(data[:2], "big")), (ABNF.OPCODE_CLOSE, code), "the close")
            session.shutdown()

    def handshakes(self):
        body = self.refused(403, "/echo", "chat")
        same(body["message"], "unable to upgrade: unable to negotiate protocol: client supports [chat], server accepts [echo]",
             "the message")
        body = self.refused(400, "/portforward?ports=x")
        same(body["message"], 'unable to parse "x" as a port', "the message")

    def bearer(self):
        hidden = "base64url.bearer.authorization.k8s.io." + base64.urlsafe_b64encode(self.token.encode()).decode().rstrip("=")
        session = self.connect("/echo", hidden, "echo", token=False)
        same(session.getsubprotocol(), "echo", "the protocol")
        session.close(timeout=SECONDS)
        same(self.refused(401, "/echo", hidden, token=False)["reason"], "Unauthorized", "the token alone")
        same(self.refused(401, "/echo", hidden + "abc", "echo", token=False)["reason"], "Unauthorized", "a wrong token")

    def gone(self):
        """A client that is cut off in the middle of everything costs the server nothing."""
        for _ in range(20):
            session = self.exec("flood", "1000")
            session.sock.sock.shutdown(socket.SHUT_RDWR)
            session.sock.sock.close()
        self.exit_code()


def main():
    checks = Checks(*sys.argv[1:])
    for name in ("v5", "v4", "exit_code", "failure", "resize", "flood", "call", "missing", "port_forward", "base64", "echo",
                 "violations", "handshakes", "bearer", "gone"):
        error = None
        try:
            getattr(checks, name)()
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"name": name, "error": error}), flush=True)


if __name__ == "__main__":
    main()
