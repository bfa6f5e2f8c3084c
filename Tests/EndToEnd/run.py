#!/usr/bin/env python3
"""Runs the end-to-end checks: Tests/EndToEnd/run.py [--tool FILE] [--list] [SUITE…].

Prints one line per check (✓ passed, ✗ failed, – skipped), the end of the server's log when one fails, and as the last
line `N passed, N failed`. A suite of which not one check could run has failed. Suites run in the order given by --list; all of
them when none is named. The suite `project` scaffolds and builds the project that the others use; named alone, they use the one
of the last run. Of all suites, those that spend their time waiting run beside the others; their lines come at the end.
"""
import argparse
import os
import re
import shutil
import signal
import sys
import time
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import aggregator_e2e
import aggregator_faults
import attacks
import audit
import clients
import cluster
import cluster_certificates
import config
import connectors
import controllers
import crash
import custom_kinds
import delegation
import docs
import draining
import elections
import etcd
import fifteen_steps
import harness
import hooks
import image
import image_wardle
import in_cluster
import join
import kopf_operator
import kubectl
import kubectl_write
import mutations
import project
import quickstart
import real_kubernetes
import second_api
import static
import transport
import tutorial
import webhooks
from environment import Environment

SUITES = {
    "project": project.ProjectSuite,
    "kubectl": kubectl.KubectlSuite,
    "kubectl-write": kubectl_write.KubectlWriteSuite,
    "cluster": cluster.ClusterSuite,
    "config": config.ConfigSuite,
    "controllers": controllers.ControllersSuite,
    "elections": elections.ElectionsSuite,
    "fifteen-steps": fifteen_steps.FifteenStepsSuite,
    "cluster-certificates": cluster_certificates.ClusterCertificatesSuite,
    "custom-kinds": custom_kinds.CustomKindsSuite,
    "aggregator-e2e": aggregator_e2e.AggregatorSuite,
    "faults": aggregator_faults.FaultsSuite,
    "attacks": attacks.AttacksSuite,
    "delegation": delegation.DelegationSuite,
    "webhooks": webhooks.WebhooksSuite,
    "join": join.JoinSuite,
    "kubernetes": real_kubernetes.KubernetesSuite,
    "clients": clients.ClientsSuite,
    "kopf": kopf_operator.KopfSuite,
    "audit": audit.AuditSuite,
    "transport": transport.TransportSuite,
    "second-api": second_api.SecondAPISuite,
    "hooks": hooks.HooksSuite,
    "connectors": connectors.ConnectorsSuite,
    "mutations": mutations.MutationsSuite,
    "etcd": etcd.EtcdSuite,
    "etcd-cluster": etcd.EtcdClusterSuite,
    "draining": draining.DrainingSuite,
    "crash": crash.CrashSuite,
    "static": static.StaticSuite,
    "image": image.ImageSuite,
    "image-wardle": image_wardle.ImageWardleSuite,
    "docs": docs.DocsSuite,
    "in-cluster": in_cluster.InClusterSuite,
    "tutorial": tutorial.TutorialSuite,
    "quickstart": quickstart.QuickstartSuite,
}

# They wait for deadlines, leases and caches more than they compute, and need nothing of a project but its programs.
PATIENT = ("faults", "elections", "aggregator-e2e", "transport", "draining", "join", "delegation", "cluster-certificates",
           "etcd-cluster")


class Report:
    """Prints outcomes and counts them."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def line(self, mark, title, began, text=""):
        print(f"  {mark} {title} ({time.monotonic() - began:.2f} s)", flush=True)
        for row in text.strip().splitlines():
            print(f"      {row}", flush=True)

    def outcome(self, title, function, suite):
        """Runs one check; true unless it failed."""
        began = time.monotonic()
        try:
            function()
        except harness.Skip as reason:
            self.skipped += 1
            self.line("–", f"{title}: skipped, {reason}", began)
        except harness.Failure as reason:
            self.fail(title, began, str(reason), suite)
            return False
        except Exception:
            self.fail(title, began, traceback.format_exc(), suite)
            return False
        else:
            self.passed += 1
            self.line("✓", title, began)
        return True

    def fail(self, title, began, text, suite):
        self.failed += 1
        self.line("✗", title, began, text)
        for log in suite.logs:
            if os.path.exists(log):
                with open(log, "rb") as file:
                    lines = file.read()[-8000:].decode(errors="replace").splitlines()[-15:]
                print(f"      the end of {log}:")
                for line in lines:
                    print(f"      | {line}", flush=True)

    def summary(self):
        tail = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{tail}"


def run_suite(suite, report):
    began, before = time.monotonic(), (report.passed, report.failed)
    print(f"{suite.title}", flush=True)
    try:
        ready = []
        try:
            suite.set_up()
            ready.append(True)
        except harness.Skip as reason:
            for each in suite.checks():
                report.skipped += 1
            report.line("–", f"all {len(suite.checks())} checks skipped, {reason}", began)
        except Exception as error:
            text = str(error) if isinstance(error, harness.Failure) else traceback.format_exc()
            report.fail(f"{suite.title}: what its checks need", began, text, suite)
        for each in suite.checks() if ready else []:
            report.outcome(each.check_title, each, suite)
    finally:
        suite.tear_down()
    if (report.passed, report.failed) == before:
        report.failed += 1
        report.line("✗", "not one check of this suite has run", began, "What is missing stands above. A run without it shows nothing.")
    print(f"  {time.monotonic() - began:.1f} s", flush=True)


class Beside:
    """The patient suites, in a process of their own, with a copy of the project: what `run local` keeps is in its folder."""

    def __init__(self, env):
        self.log = os.path.join(env.logs, "end-to-end-beside.log")
        project = os.path.join(env.folder("beside"), os.path.basename(env.project))
        if os.path.exists(env.project):
            shutil.copytree(env.project, project, symlinks=True, ignore=shutil.ignore_patterns(".build", ".apiserver-boot"))
        with open(self.log, "wb") as log:
            self.process = harness.spawn(
                [sys.executable, os.path.abspath(__file__), "--tool", env.tool, "--project", project, *PATIENT], stdout=log, stderr=log)

    def join(self, report):
        """Waits for the end, shows it and counts it."""
        status = self.process.wait()
        with open(self.log, encoding="utf-8", errors="replace") as log:
            lines = log.read().splitlines()
        totals = re.fullmatch(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?", lines[-1] if lines else "")
        print("\n".join(lines[:-1] if totals else lines), flush=True)
        passed, failed, skipped = (int(number or 0) for number in totals.groups()) if totals else (0, 1, 0)
        report.passed += passed
        report.failed += failed or (1 if status else 0)
        report.skipped += skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", help="apiserver-boot (default: the release build of this repository)")
    parser.add_argument("--project", help="a built project (default: that of the suite project)")
    parser.add_argument("--list", action="store_true", help="print the suites' names")
    parser.add_argument("--requests", type=int, help="how many requests the suite mutations sends (default: 2000)")
    parser.add_argument("--seed", type=int, help="what these are made from (default: another one every time)")
    parser.add_argument("suites", nargs="*", metavar="SUITE")
    options = parser.parse_args()
    if options.list:
        print("\n".join(SUITES))
        return 0
    mutations.configure(options.requests, options.seed)
    unknown = [name for name in options.suites if name not in SUITES]
    if unknown:
        parser.error(f"unknown suite {unknown[0]!r}; there are: {', '.join(SUITES)}")
    repo = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    tool = os.path.abspath(options.tool or os.path.join(repo, ".build", "release", "apiserver-boot"))
    if not os.path.exists(tool):
        parser.error(f"{tool} is not there; swift build -c release --product apiserver-boot makes it")

    def ended(number, _):
        raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ended)
    env, report = Environment(repo, os.path.join(repo, ".build", "e2e"), tool, options.project), Report()
    try:
        beside = None
        for name in options.suites or [name for name in SUITES if name not in PATIENT]:
            run_suite(SUITES[name](env), report)
            if not options.suites and name == "project":
                beside = Beside(env)
        if beside:
            beside.join(report)
    finally:
        harness.end_all()
        env.remove()
    print(report.summary())
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
