"""A virtual environment with Python's own Kubernetes clients, made when it is missing and kept between runs."""
import os
import shutil
import sys

from harness import Skip, run

# Within one major version: what the suites ask for stays, and repairs come in.
PACKAGES = ["kubernetes>=37,<38", "kopf>=1.45,<1.46", "websocket-client>=1.8,<2"]
INSTALL_SECONDS = 240


def interpreter(env):
    """The interpreter of the environment; a Skip when it is not there and PyPI cannot be reached."""
    folder = os.path.join(env.work, "venv")
    python, stamp = os.path.join(folder, "bin", "python"), os.path.join(folder, "packages.txt")
    wanted = "\n".join([sys.version, *PACKAGES])
    if os.path.exists(stamp) and os.path.exists(python):
        with open(stamp) as file:
            if file.read() == wanted:
                return python
    shutil.rmtree(folder, ignore_errors=True)
    made = run([sys.executable, "-m", "venv", folder], timeout=INSTALL_SECONDS)
    if made.status != 0:
        raise Skip(f"no virtual environment (Debian package python3-venv): {made.err.strip()[-200:]}")
    installed = run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
                     "--retries", "1", "--timeout", "15", *PACKAGES], timeout=INSTALL_SECONDS)
    if installed.status != 0:
        raise Skip(f"PyPI did not answer: {installed.err.strip()[-200:]}")
    with open(stamp, "w") as file:
        file.write(wanted)
    return python
