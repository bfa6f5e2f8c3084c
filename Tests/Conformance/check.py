#!/usr/bin/env python3
"""Runs the replay tool and judges its results with the deviations that are on purpose.

  check.py [--deviations=FILE]... REPLAY RESULTS.json [arguments of replay.py]

A file of deviations (default: deviations.json) is {"area/scenario/step": {"reason": "why", "differences": ["…", …]}}. Such a
step counts as passed only while it differs in exactly this way. At most 20 of them in a file.
"""
import json
import os
import subprocess
import sys

LIMIT = 20


def load_deviations(path):
    with open(path) as file:
        deviations = json.load(file)
    for step, entry in deviations.items():
        if set(entry) != {"reason", "differences"} or not entry["reason"] or not entry["differences"]:
            raise SystemExit(f"error: {path}: {step} needs a reason and differences")
    if len(deviations) > LIMIT:
        raise SystemExit(f"error: {path}: {len(deviations)} deviations, at most {LIMIT} are meant to be")
    return deviations


def judge(results, deviations):
    """Counts outcomes; returns (counts, lines to print)."""
    counts, lines = {"passed": 0, "failed": 0, "skipped": 0}, []
    for row in results:
        step, outcome = f"{row['scenario']}/{row['step']}", row["outcome"]
        expected = deviations.get(step)
        if expected and outcome == "failed" and row["differences"] == expected["differences"]:
            outcome = "passed"
            lines.append(f"as intended {step}: {expected['reason']}")
        elif expected and outcome != "skipped":
            how = "no longer deviates" if outcome == "passed" else "deviates in another way than deviations.json says"
            outcome = "failed"
            lines.append(f"FAIL {step}: {how}")
        counts[outcome] += 1
    return counts, lines


def main():
    files = [each.removeprefix("--deviations=") for each in sys.argv[1:] if each.startswith("--deviations=")]
    replay, results_path, *arguments = [each for each in sys.argv[1:] if not each.startswith("--deviations=")]
    deviations = {}
    for path in files or [os.path.join(os.path.dirname(os.path.abspath(__file__)), "deviations.json")]:
        deviations |= load_deviations(path)
    if "--json" in arguments[:-1]:  # the caller's file serves both
        results_path = arguments[arguments.index("--json") + 1]
    else:
        arguments += ["--json", results_path]
    status = subprocess.run([sys.executable, replay, "check", *arguments]).returncode
    if not deviations or not os.path.exists(results_path):
        return status
    with open(results_path) as file:
        counts, lines = judge(json.load(file), deviations)
    for line in lines:
        print(line)
    tail = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"{counts['passed']} passed, {counts['failed']} failed{tail}")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
