#!/usr/bin/env python3
"""Builds the image of one project in two folders: Tests/EndToEnd/two_builds.py --tool FILE.

Nothing of the place may be in it: both have the same digest, and the same bytes. The last line is `N passed, N failed`.
"""
import argparse
import filecmp
import os
import re
import subprocess
import sys
import tempfile
import time

KIND = ["create", "group", "version", "resource", "--group", "insect", "--version", "v1beta1", "--kind", "Bee"]


def project(tool, folder):
    """Scaffolds a project and builds its image; the digest and what was written."""
    os.makedirs(folder)
    began = time.monotonic()
    layout = os.path.join(folder, "layout")
    for arguments in (["init", "repo", "--domain", "example.com", "--name", "bees"], KIND,
                      ["build", "container", "--image", "bees:v1", "--layout", layout]):
        done = subprocess.run([tool, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"apiserver-boot {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}\n0 passed, 1 failed")
    digest = re.search(r"bees:v1@(sha256:[0-9a-f]{64})", done.stdout).group(1)
    blobs = os.path.join(layout, "blobs", "sha256")
    size = sum(entry.stat().st_size for entry in os.scandir(blobs))
    print(f"{digest}  {size / (1 << 20):.1f} MiB  {time.monotonic() - began:.0f} s", flush=True)
    return digest, blobs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True, help="apiserver-boot")
    tool = os.path.abspath(parser.parse_args().tool)
    with tempfile.TemporaryDirectory(prefix="apiserver-boot-two-builds.") as place:
        (one, here), (other, there) = (project(tool, os.path.join(place, name))
                                       for name in ("bees", os.path.join("somewhere", "else", "entirely", "bees")))
        names = sorted({*os.listdir(here), *os.listdir(there)})
        _, different, missing = filecmp.cmpfiles(here, there, names, shallow=False)
    same = [("one digest", one == other), ("the same blobs, byte by byte", not different and not missing)]
    for title, holds in same:
        print(f"  {'✓' if holds else '✗'} {title}")
    good = sum(holds for _, holds in same)
    print(f"{good} passed, {len(same) - good} failed")
    return 0 if good == len(same) else 1


if __name__ == "__main__":
    sys.exit(main())
