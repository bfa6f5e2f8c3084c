"""An operator of hives of bees, written with kopf; kopf_operator.py starts it.

A bee whose label `role` is `queen` gets one worker per size, owned by it, and its status tells how many there are. Any
bee's status says that it has been seen; a bee that goes is held by kopf's finalizer until the operator let it go.
"""
import os

import kopf
from kubernetes import client, config

GROUP, VERSION, PLURAL = "insect.example.com", "v1beta1", "bees"
PREFIX = "hive.example.com"


@kopf.on.startup()
def configure(settings, **_):
    # The status has a shape of its own: progress is kept in annotations.
    settings.persistence.progress_storage = kopf.AnnotationsProgressStorage(prefix=PREFIX)
    settings.persistence.diffbase_storage = kopf.AnnotationsDiffBaseStorage(prefix=PREFIX)
    settings.persistence.finalizer = f"{PREFIX}/hold"
    settings.watching.server_timeout = 60
    settings.watching.reconnect_backoff = 0.1
    settings.networking.error_backoffs = [0.1, 0.2, 0.5] + [1] * 30  # longer than a restart takes
    settings.batching.worker_limit = 4
    config.load_kube_config(os.environ["KUBECONFIG"])


@kopf.on.create(GROUP, VERSION, PLURAL)
@kopf.on.resume(GROUP, VERSION, PLURAL)
def seen(patch, meta, **_):
    patch.status["observedGeneration"] = meta.get("generation", 1)
    patch.status["phase"] = "Ready"
    patch.meta.annotations["seen-by"] = "kopf"


@kopf.on.create(GROUP, VERSION, PLURAL, labels={"role": "queen"})
def hatch(spec, name, namespace, **_):
    api = client.CustomObjectsApi()
    for number in range(spec.get("size", 1)):
        worker = {"apiVersion": f"{GROUP}/{VERSION}", "kind": "Bee", "spec": {"summary": f"works for {name}"},
                  "metadata": {"name": f"{name}-{number}", "labels": {"queen": name}}}
        kopf.append_owner_reference(worker)
        api.create_namespaced_custom_object(GROUP, VERSION, namespace, PLURAL, worker)


@kopf.on.update(GROUP, VERSION, PLURAL, field="spec.size")
def resized(old, new, patch, **_):
    patch.meta.annotations["resized"] = f"{old}-{new}"


@kopf.on.delete(GROUP, VERSION, PLURAL, labels={"role": "queen"})
def swarm(name, namespace, **_):
    client.CustomObjectsApi().delete_collection_namespaced_custom_object(
        GROUP, VERSION, namespace, PLURAL, label_selector=f"queen={name}")
