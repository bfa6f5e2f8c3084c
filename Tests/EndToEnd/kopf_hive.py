"""An operator of hives of bees, written with kopf; kopf_operator.py starts it.

A bee whose label `role` is `queen` gets one worker per size, owned by it, and its status tells how many there are. Any
bee's status says that it has been seen; a bee that goes is held by kopf's finalizer until the operator let it go.
"""
import os

import kopf
from kopf._cogs.clients import scanning
from kopf._cogs.structs.references import Resource
from kubernetes import client, config

GROUP, VERSION, PLURAL = "insect.example.com", "v1beta1", "bees"
PREFIX = "hive.example.com"


async def core_resources(**_):
    """Stands in for the core group, which such a server does not have.

    kopf begins with GET /api, gives up when that is a 404, and waits for ever until it has seen `namespaces`; it does
    not ask for any of them when scanning is disabled.
    """
    return {Resource("", "v1", "namespaces", kind="Namespace", namespaced=False)}


scanning._read_old_api = core_resources


@kopf.on.startup()
def configure(settings, **_):
    # The server has no events, and a status of its own shape: progress is kept in annotations.
    settings.posting.enabled = False
    settings.scanning.disabled = True  # neither namespaces nor custom resource definitions can be watched
    settings.persistence.progress_storage = kopf.AnnotationsProgressStorage(prefix=PREFIX)
    settings.persistence.diffbase_storage = kopf.AnnotationsDiffBaseStorage(prefix=PREFIX)
    settings.persistence.finalizer = f"{PREFIX}/hold"
    settings.watching.server_timeout = 60
    settings.watching.reconnect_backoff = 0.1
    settings.networking.error_backoffs = [0.1, 0.2, 0.5, 1, 1, 1, 1, 1, 1, 1]
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
