#!/usr/bin/env python3
"""Many watchers and many writers at once: every watcher must see every object once, and in order.

Watchers read raw sockets in a few processes; writers are coroutines in one process. All watch the same resource in all
namespaces, so that N creations make N × watchers events. Creations are limited to `--rate` a second (default: so many
that about 25 000 events a second are delivered), because the load runs on the same cores as the server.

Prints figures, one line per check and `N passed, N failed`.
"""
import argparse
import array
import asyncio
import json
import multiprocessing
import os
import re
import resource
import select
import socket
import ssl
import sys
import time
import urllib.parse

EVENTS_A_SECOND = 25_000
NAMESPACES = 4
VERSION = re.compile(rb'"resourceVersion":"(\d+)"')
SPECS = {"Flunder": {"reference": "endurance", "referenceType": "Flunder"}}


class Target:
    """The server under load."""

    def __init__(self, options):
        url = urllib.parse.urlsplit(options.server)
        self.host, self.port = url.hostname, url.port
        self.path, self.resource, self.kind = options.path, options.resource, options.kind
        self.api_version = options.path.removeprefix("/apis/")
        self.token = options.token
        # The certificate is not the subject here.
        self.context = ssl._create_unverified_context()

    def head(self, method, path, length=None):
        body = f"Content-Type: application/json\r\nContent-Length: {length}\r\n" if length is not None else ""
        return (f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.token}\r\n"
                f"Accept: application/json\r\n{body}\r\n").encode()

    def get(self, path):
        import http.client
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.context, timeout=60)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        document = json.loads(answer.read())
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"error: GET {path} answered {answer.status}: {document}")
        return document

    def versions(self, selector):
        """resourceVersions of the objects with this label, in order, and the list's own."""
        found, more = [], ""
        while True:
            page = self.get(f"{self.path}/{self.resource}?limit=1000&labelSelector={selector}{more}")
            found += [int(item["metadata"]["resourceVersion"]) for item in page["items"]]
            if not page["metadata"].get("continue"):
                return sorted(found), page["metadata"]["resourceVersion"]
            more = "&continue=" + urllib.parse.quote(page["metadata"]["continue"])


# MARK: Watchers


class Watcher:
    """One watch over one connection: takes the chunks apart and keeps the resourceVersion of each event."""

    def __init__(self, target, path):
        plain = socket.create_connection((target.host, target.port), timeout=60)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection = target.context.wrap_socket(plain, server_hostname=target.host)
        self.connection.sendall(target.head("GET", path))
        self.raw, self.line = b"", b""
        self.in_head, self.left = True, 0
        self.versions = array.array("Q")
        self.problem = None

    def finish_head(self):
        """Blocks until the answer's head is there."""
        while self.in_head:
            self.take(self.connection.recv(65_536) or b"\0")
        self.connection.setblocking(False)

    def read(self):
        """Takes what is there; false when the stream is over."""
        try:
            while True:
                data = self.connection.recv(262_144)
                if not data:
                    return self.fail("the server closed the connection")
                self.take(data)
                if self.problem:
                    return False
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError as error:
            return self.fail(f"connection: {error}")

    def fail(self, problem):
        self.problem = self.problem or problem
        return False

    def take(self, data):
        raw = self.raw + data if self.raw else data
        if self.in_head:
            end = raw.find(b"\r\n\r\n")
            if end < 0 and b"\0" not in raw:
                self.raw = raw
                return
            head, raw = raw[:end], raw[end + 4:]
            self.in_head = False
            if not head.startswith(b"HTTP/1.1 200") or b"chunked" not in head.lower():
                self.fail(f"the watch was answered {head[:200]!r}")
                return
        at, size = 0, len(raw)
        while at < size:
            if self.left > 2:  # inside a chunk: what is left of it, and the end of its line
                part = min(self.left - 2, size - at)
                self.body(raw[at:at + part])
                at += part
                self.left -= part
            elif self.left:
                part = min(self.left, size - at)
                at += part
                self.left -= part
            else:
                end = raw.find(b"\r\n", at)
                if end < 0:
                    break
                length = int(raw[at:end].partition(b";")[0], 16)
                if length == 0:
                    self.fail(f"the watch ended after {len(self.versions)} events")
                    return
                at, self.left = end + 2, length + 2
        self.raw = raw[at:]

    def body(self, data):
        if self.line:
            data = self.line + data
        *lines, self.line = data.split(b"\n")
        for line in lines:
            if line.startswith(b'{"type":"BOOKMARK"'):
                continue
            found = VERSION.findall(line)
            if not line.startswith(b'{"type":"ADDED"') or not found:
                self.fail(f"an event that nobody made: {line[:300]!r}")
                return
            # managedFields and labels hold no resourceVersion; if anything does, metadata's comes first.
            self.versions.append(int(found[0]))


def watch(options, count, since, selector, pipe):
    """A process with `count` watchers: tells when they stand, stops when told the number of events, reports."""
    target = Target(options)
    path = f"{options.path}/{options.resource}?watch=true&resourceVersion={since}&labelSelector={selector}&timeoutSeconds=3600"
    watchers, poller = {}, select.epoll()
    for _ in range(count):
        watcher = Watcher(target, path)
        watchers[watcher.connection.fileno()] = watcher
    for number, watcher in watchers.items():
        watcher.finish_head()
        poller.register(number, select.EPOLLIN)
        watcher.read()
    poller.register(pipe.fileno(), select.EPOLLIN)
    pipe.send("ready")
    wanted, deadline = None, None
    while wanted is None or (time.monotonic() < deadline and any(
            not watcher.problem and len(watcher.versions) < wanted for watcher in watchers.values())):
        for number, _ in poller.poll(0.2):
            if number == pipe.fileno():
                wanted, patience = pipe.recv()
                deadline = time.monotonic() + patience
                poller.unregister(number)
            elif not watchers[number].read():
                poller.unregister(number)
    # Surplus events would come right behind the last one.
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        for number, _ in poller.poll(0.1):
            if number in watchers and not watchers[number].read():
                poller.unregister(number)
    distinct = {}
    for watcher in watchers.values():
        key = (watcher.versions.tobytes(), watcher.problem)
        distinct[key] = distinct.get(key, 0) + 1
    pipe.send(distinct)


# MARK: Writers


class Pace:
    """Hands out at most `rate` starts a second, evenly."""

    def __init__(self, rate):
        self.step, self.next = 1 / rate, time.monotonic()

    async def turn(self, end):
        """Waits for one's turn; false when that would come after `end`."""
        now = time.monotonic()
        self.next = max(self.next + self.step, now - 0.5)
        if max(self.next, now) >= end:
            return False
        await asyncio.sleep(max(self.next - now, 0))
        return True


async def write(target, run, number, pace, end, result):
    """One client: creates objects over one connection until the time is over."""
    reader, writer = await asyncio.open_connection(target.host, target.port, ssl=target.context)
    path, turn = f"{target.path}/namespaces/endurance-{number % NAMESPACES}/{target.resource}", 0
    while await pace.turn(end):
        turn += 1
        body = json.dumps({"apiVersion": target.api_version, "kind": target.kind, "spec": SPECS.get(target.kind, {}),
                           "metadata": {"name": f"{run}-{number}-{turn}", "labels": {"run": run}}}).encode()
        began = time.monotonic()
        writer.write(target.head("POST", path, len(body)) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.I)
        text = await reader.readexactly(int(length.group(1))) if length else b""
        result["seconds"].append(time.monotonic() - began)
        if not head.startswith(b"HTTP/1.1 201"):
            result["errors"].append(f"{head.splitlines()[0]!r} {text[:200]!r}")
        else:
            result["versions"].append(int(VERSION.search(text).group(1)))
    writer.close()


async def sample_memory(pid, result):
    while True:
        result["memory"].append(rss_mib(pid))
        await asyncio.sleep(0.5)


async def write_all(options, run, rate):
    target, pace = Target(options), Pace(rate)
    result = {"versions": [], "seconds": [], "errors": [], "memory": []}
    end = time.monotonic() + options.seconds
    sampler = asyncio.create_task(sample_memory(options.pid, result))
    done = await asyncio.gather(*(write(target, run, number, pace, end, result) for number in range(options.clients)),
                                return_exceptions=True)
    sampler.cancel()
    result["errors"] += [repr(error) for error in done if isinstance(error, BaseException)]
    return result


# MARK: The run


def rss_mib(pid):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, title, problems):
        if problems:
            self.failed += 1
        else:
            self.passed += 1
        print(f"  {'✗' if problems else '✓'} {title}", flush=True)
        for problem in problems[:5]:
            print(f"      {problem}", flush=True)


def judge_watchers(reports, expected, checks):
    """Compares what each watcher saw with what was made; `reports`: {(versions, problem): watchers}."""
    wanted, wrong = array.array("Q", expected).tobytes(), []
    for (seen, problem), count in reports.items():
        if seen == wanted and not problem:
            continue
        versions = array.array("Q", seen)
        made, got = set(expected), set(versions)
        wrong.append(f"{count} watchers: {len(versions)} events of {len(expected)}; {len(made - got)} lost, "
                     f"{len(versions) - len(got)} twice, {len(got - made)} unknown, "
                     f"{'in order' if list(versions) == sorted(versions) else 'out of order'}; {problem or 'the stream is open'}")
    checks.check(f"all {sum(reports.values())} watchers saw all {len(expected)} objects once, in order", wrong)


def collect(pipes, message, seconds):
    """Sends to every process and waits for its answer."""
    for pipe in pipes:
        if message is not None:
            pipe.send(message)
    answers = []
    for pipe in pipes:
        if not pipe.poll(seconds):
            raise SystemExit("error: a process of watchers does not answer")
        answers.append(pipe.recv())
    return answers


def measure(options, processes):
    """Starts the watchers, writes, and compares."""
    rate = options.rate or max(1, min(500, EVENTS_A_SECOND // max(options.watchers, 1)))
    target, run, checks = Target(options), f"e{os.getpid()}", Checks()
    selector = f"run%3D{run}"
    _, since = target.versions(selector)
    memory, cpu = [rss_mib(options.pid)], cpu_seconds(options.pid)
    pipes, began = [], time.monotonic()
    share = [options.watchers // options.processes + (index < options.watchers % options.processes)
             for index in range(options.processes)]
    for count in share:
        mine, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=watch, args=(options, count, since, selector, theirs), daemon=True)
        process.start()
        theirs.close()
        processes.append(process)
        pipes.append(mine)
    collect(pipes, None, 120)
    memory.append(rss_mib(options.pid))
    print(f"  {options.watchers} watchers stand after {time.monotonic() - began:.1f} s: {memory[1]:.1f} MiB, "
          f"{(memory[1] - memory[0]) * 1024 / max(options.watchers, 1):.0f} KiB each", flush=True)
    began = time.monotonic()
    written = asyncio.run(write_all(options, run, rate))
    wrote = time.monotonic() - began
    expected, _ = target.versions(selector)
    reports = {}
    for answer in collect(pipes, (len(expected), options.patience), options.patience + 60):
        for key, count in answer.items():
            reports[key] = reports.get(key, 0) + count
    memory += [max(written["memory"]), rss_mib(options.pid)]
    events = len(expected) * options.watchers
    spent, times = cpu_seconds(options.pid) - cpu, sorted(written["seconds"]) or [0]
    print(f"  {options.clients} clients made {len(written['versions'])} objects in {wrote:.1f} s "
          f"({len(written['versions']) / wrote:.0f} a second, limit {rate}); half took {times[len(times) // 2] * 1000:.1f} ms "
          f"or less, 99 % {times[len(times) * 99 // 100] * 1000:.1f} ms", flush=True)
    print(f"  {events} events, all delivered {time.monotonic() - began - wrote:.1f} s after the last creation; "
          f"server: {spent:.1f} s CPU, {memory[0]:.1f} MiB at first, {max(memory):.1f} MiB at most, {memory[-1]:.1f} MiB at the end", flush=True)
    checks.check("no creation failed", written["errors"])
    lost = set(written["versions"]) - set(expected)
    checks.check("every creation that was answered is in the list", [f"{len(lost)} are not"] if lost else [])
    checks.check("objects were made at all", [] if len(expected) >= options.clients else [f"only {len(expected)}"])
    judge_watchers(reports, expected, checks)
    # A seventh of what the Go reference needs per watcher, and ten times an object's size for store and caches.
    limit = memory[0] + 48 + 0.1 * options.watchers + 0.01 * len(expected)
    checks.check(f"memory stays below {limit:.0f} MiB", [f"{value:.1f} MiB" for value in memory if value > limit])
    return checks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="https://127.0.0.1:PORT")
    parser.add_argument("--pid", type=int, required=True, help="the server's process")
    parser.add_argument("--token", required=True, help="bearer token that may do everything")
    parser.add_argument("--path", default="/apis/wardle.example.com/v1alpha1")
    parser.add_argument("--resource", default="flunders")
    parser.add_argument("--kind", default="Flunder")
    parser.add_argument("--watchers", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=0, help="creations a second in all")
    parser.add_argument("--processes", type=int, default=2, help="processes that the watchers are spread over")
    parser.add_argument("--patience", type=float, default=60, help="seconds that the last event may take after the last creation")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    processes = []
    try:
        checks = measure(options, processes)
    finally:
        for process in processes:
            process.terminate()
            process.join(10)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
