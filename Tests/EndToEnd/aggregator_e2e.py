"""What the tests of Kubernetes hold its aggregation layer to, step by step, against the local control plane.

The numbers in the names of the checks are those of the steps; a step that cannot be taken here says why.
"""
from aggregator_discovery import DiscoveryChecks
# Checks run in the order in which they are read.
from aggregator_sample import SampleChecks
from aggregator_integration import IntegrationChecks
from aggregator_proxy import ProxyChecks
from harness import Suite
from plane import Plane
from sample_server import SampleServerChecks


class AggregatorSuite(SampleServerChecks, DiscoveryChecks, SampleChecks, IntegrationChecks, ProxyChecks, Suite):
    title = "aggregator: the steps of the tests of Kubernetes"

    def set_up(self):
        self.recorders = []
        self.env.wardle
        self.plane = Plane(self.env, "aggregator")
        self.logs = [self.plane.log]
        self.start_recorder()

    def tear_down(self):
        for each in self.recorders + [getattr(self, name) for name in ("pod", "wardle", "recorder", "plane") if hasattr(self, name)]:
            each.stop()
