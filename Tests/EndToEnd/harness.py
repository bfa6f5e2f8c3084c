"""What the end-to-end suites are written with: checks, child processes, servers and a small API client."""
import http.client
import itertools
import json
import os
import re
import signal
import ssl
import subprocess
import threading
import time

# MARK: Checks


class Failure(Exception):
    """A check did not hold; the text says what was expected and what came."""


class Skip(Exception):
    """A check cannot run here; the text says why."""


_order = itertools.count()


def check(title):
    """Marks a method of a suite as a check; checks run in the order in which they stand."""
    def mark(function):
        function.check_title, function.check_order = title, next(_order)
        return function
    return mark


class Suite:
    """A group of checks that share what `set_up` makes. `env` is the Environment of the run."""

    title = ""

    def __init__(self, env):
        self.env = env
        self.logs = []  # files whose end is shown when a check fails

    def set_up(self):
        """Makes what the checks need; a Skip or Failure from here counts for all of them."""

    def tear_down(self):
        """Ends what `set_up` started."""

    def checks(self):
        members = [getattr(self, name) for name in dir(type(self)) if hasattr(getattr(type(self), name), "check_title")]
        return sorted(members, key=lambda member: member.check_order)


def require(condition, message):
    if not condition:
        raise Failure(message)


def same(got, wanted, what):
    require(got == wanted, f"{what}: expected {wanted!r}, got {got!r}")


def contains(text, wanted, what="output"):
    require(wanted in text, f"{what} lacks {wanted!r}:\n{text[-1500:]}")


def until(condition, what, seconds=10, pause=0.02):
    """Polls until `condition()` is true and returns its value; a Failure after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(pause)


def fewest(counter, act, times=4):
    """By how much a counter grows with `act(number)`, which is done several times: others let it grow now and then, too, so the
    smallest growth is what the act itself causes."""
    def growth(number):
        before = counter()
        act(number)
        return counter() - before
    return min(growth(number) for number in range(times))


class Text:
    """A text that is made when it is shown."""

    def __init__(self, make):
        self.make = make

    def __str__(self):
        return self.make()


# MARK: Child processes

_children = []


def spawn(command, **options):
    """Starts a process that `end_all` ends."""
    process = subprocess.Popen([str(part) for part in command], **options)
    _children.append(process)
    return process


def end(process, how=signal.SIGTERM, seconds=15):
    """Ends a process and waits for it; returns its exit code, or None when it had to be killed."""
    killed = False
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed = True
    if process in _children:
        _children.remove(process)
    return None if killed else process.returncode


def end_all():
    for process in list(_children):
        end(process)


class Result:
    """What a finished command left."""

    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    def ok(self):
        require(self.status == 0, f"{' '.join(self.command)}: exit {self.status}\n{(self.err + self.out)[-3000:]}")
        return self


def run(command, timeout=60, stdin=None, env=None, cwd=None):
    """Runs a command to its end; a Failure when it takes longer than `timeout` seconds."""
    command = [str(part) for part in command]
    process = spawn(command, stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE, text=True, errors="replace", env=env, cwd=cwd)
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failure(f"{' '.join(command)}: not done after {timeout} s") from None
    finally:
        end(process)
    return Result(command, process.returncode, out, err)


# MARK: Servers


class Server:
    """A running API server: `bin/apiserver` of a project, or anything that prints a line with its address."""

    def __init__(self, command, log, pattern=r"serving on (https://127\.0\.0\.1:(\d+))", seconds=30, cwd=None, env=None):
        self.log = log
        os.makedirs(os.path.dirname(log), exist_ok=True)
        self.began = time.monotonic()
        with open(log, "ab") as file:
            offset = file.tell()
            self.process = spawn(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, cwd=cwd, env=env)
        match = until(lambda: self._find(pattern, offset), f"{command[0]}: a line with its address", seconds)
        self.url, self.port = match.group(1), int(match.group(2))
        self.pid = self.process.pid

    def _find(self, pattern, offset):
        with open(self.log, "rb") as file:
            file.seek(offset)
            text = file.read().decode(errors="replace")
        found = re.search(pattern, text)
        if not found and self.process.poll() is not None:
            end(self.process)
            raise Failure(f"the server ended with exit code {self.process.returncode}:\n{text[-3000:]}")
        return found

    def is_running(self):
        return self.process.poll() is None

    def stop(self):
        return end(self.process)

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        end(self.process)

    def open_files(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def rss_mib(self):
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


class PKI:
    """Names of the files that `pki.make` left in a folder."""

    def __init__(self, directory, token):
        self.directory, self.token = directory, token
        self.ca = os.path.join(directory, "server-ca.crt")

    def flags(self):
        file = lambda name: os.path.join(self.directory, name)
        return ["--bind-address", "127.0.0.1", "--secure-port", "0", "--tls-cert-file", file("server.crt"),
                "--tls-private-key-file", file("server.key"), "--client-ca-file", file("client-ca.crt"),
                "--token-auth-file", file("tokens.csv")]


class Client:
    """One keep-alive connection to a server, with the token of system:masters."""

    def __init__(self, server, pki, timeout=20):
        context = ssl.create_default_context(cafile=pki.ca)
        self.connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=timeout)
        self.headers = {"Authorization": f"Bearer {pki.token}", "Accept": "application/json"}

    def call(self, method, path, body=None, headers=None):
        """Returns (status, parsed JSON or text)."""
        data = json.dumps(body) if body is not None and not isinstance(body, (str, bytes)) else body
        kind = {"Content-Type": "application/json"} if body is not None else {}
        self.connection.request(method, path, data, {**self.headers, **kind, **(headers or {})})
        response = self.connection.getresponse()
        text = response.read().decode()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text

    def close(self):
        self.connection.close()


def wait_ready(server, pki, seconds=30):
    """Polls /readyz until it answers ok."""
    def answered():
        client = Client(server, pki, timeout=5)
        try:
            return client.call("GET", "/readyz") == (200, "ok")
        except (OSError, http.client.HTTPException):
            require(server.is_running(), "the server ended before it was ready")
            return False
        finally:
            client.close()
    until(answered, "/readyz answers ok", seconds)


class Later:
    """Runs a function in a thread; `result` waits for it and raises what it raised."""

    def __init__(self, function, *arguments):
        self._value = self._error = None
        self._thread = threading.Thread(target=self._run, args=(function, arguments), daemon=True)
        self._thread.start()

    def _run(self, function, arguments):
        try:
            self._value = function(*arguments)
        except Exception as error:  # handed to the caller of `result`
            self._error = error

    def result(self, seconds):
        self._thread.join(seconds)
        require(not self._thread.is_alive(), f"not done within {seconds} s")
        if self._error:
            raise self._error
        return self._value
