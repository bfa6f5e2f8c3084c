"""A headless Chromium that is told what to do through a pipe: no port, no package. One page at a time."""
import base64
import json
import os
import select
import shutil
import subprocess
import time

from harness import Failure, Skip, end, require, spawn


class Chromium:
    """The browser with one page. `requests` and `complaints` are what the page has asked for and complained of."""

    def __init__(self, folder, log):
        program = shutil.which("chromium")
        if not program:
            raise Skip("there is no chromium (Debian package chromium)")
        self.requests, self.complaints = [], []
        self.number, self.unread, self.session = 0, b"", None
        # The browser reads commands from descriptor 3 and writes to 4, messages end with a zero byte. (Not every sh takes numbers
        # above 9 there.)
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        # Without a sandbox: it cannot be had by root, and the pages are our own.
        arguments = [program, "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                     "--hide-scrollbars", f"--user-data-dir={folder}", "about:blank"]
        with open(log, "w") as file:
            self.process = spawn(
                ["bash", "-c", f'exec 3<&{commands} 4>&{answers}; exec "$@"', "bash", *arguments],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, pass_fds=(commands, answers),
                env={"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8"})
        os.close(commands)
        os.close(answers)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def close(self):
        end(self.process)
        os.close(self.commands)
        os.close(self.answers)

    # MARK: The wire

    def call(self, method, seconds=30, **parameters):
        """Sends a command and returns its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        found = self.await_message(lambda message: message.get("id") == self.number, method, seconds)
        require("error" not in found, f"{method}: {found.get('error')}")
        return found["result"]

    def await_message(self, fits, what, seconds=30):
        until = time.monotonic() + seconds
        while True:
            while b"\0" in self.unread:
                text, self.unread = self.unread.split(b"\0", 1)
                message = json.loads(text)
                self.note(message)
                if fits(message):
                    return message
            if not select.select([self.answers], [], [], max(0, until - time.monotonic()))[0]:
                raise Failure(f"chromium: no answer to {what} within {seconds} s")
            more = os.read(self.answers, 1 << 16)
            require(more, "chromium has ended")
            self.unread += more

    def note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append(json.dumps(parameters["args"]))

    # MARK: The page

    def open(self, url):
        """Loads a page anew; one that differs in its fragment alone as well."""
        self.requests, self.complaints = [], []
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.protocol !== 'about:'", f"{url} has loaded")

    def value(self, expression):
        """What an expression is in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        require("exceptionDetails" not in answer, f"{expression}: {answer.get('exceptionDetails')}")
        return answer["result"].get("value")

    def until(self, expression, what, seconds=15):
        """Waits until an expression is true in the page, and returns it."""
        end_time = time.monotonic() + seconds
        while True:
            value = self.value(expression)
            if value:
                return value
            require(time.monotonic() < end_time, f"{what}: not within {seconds} s")

    def key(self, name, text=""):
        """Presses a key: `/`, `Enter`, `ArrowDown`."""
        codes = {"Enter": 13, "ArrowDown": 40, "ArrowUp": 38, "Escape": 27, "Tab": 9}
        parameters = {"key": name, "windowsVirtualKeyCode": codes.get(name, ord(name[0].upper()))}
        if text:
            parameters["text"] = text
        self.call("Input.dispatchKeyEvent", type="keyDown", **parameters)
        self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def type(self, text):
        for letter in text:
            self.key(letter, letter)

    def size(self, width, height):
        """Gives the window a size, as a phone has it if it is narrow."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def scheme(self, name):
        """`dark` or `light`."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
