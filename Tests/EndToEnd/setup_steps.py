"""The lines in which `run local` tells of the fifteen steps of "Set up an extension API server"."""
import re

from harness import require, same

LINE = re.compile(r"^(✓|ok|–|--) ([ \d]\d) (.{19,20}?) +(\S.*)$", re.M)
OBJECT = re.compile(r"[a-z]+/\S+?(?=[,\s]|$)( -n \S+)?")


def last_run(log):
    """What the last of the runs said that have written into a file."""
    with open(log) as file:
        text = file.read()
    return text[max(each.start() for each in re.finditer(r"^(✓|ok)    +(control plane|cluster) ", text, re.M)):]


def told(text):
    """What a run said: for each number the details of its lines, and the numbers of the steps that it left out."""
    steps, left_out = {}, []
    for mark, number, _, detail in LINE.findall(text):
        steps.setdefault(int(number), []).append(detail)
        if mark in ("–", "--"):
            left_out.append(int(number))
    return steps, left_out


def check(text, out, left_out=()):
    """Every step is told of once or more, and kubectl, `out`, shows every object that is named; returns their names."""
    steps, missing = told(text)
    same(sorted(steps), list(range(1, 16)), "numbers of the steps")
    same(sorted(missing), sorted(left_out), "steps that were left out")
    shown = []
    for details in steps.values():
        for detail in details:
            for name in (each.group() for each in OBJECT.finditer(detail) if "://" not in detail):
                require(out("get", *name.split(), "-o", "name").strip().endswith(name.split()[0].split("/")[1]), f"kubectl shows no {name}")
                shown.append(name.split(" ")[0])
    return shown
