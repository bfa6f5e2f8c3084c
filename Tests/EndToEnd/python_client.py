"""What clients.py checks with the package `kubernetes`; writes one line of JSON for each function: name and error."""
import json
import sys
import threading
import traceback

from kubernetes import client, config, dynamic, watch
from kubernetes.client.rest import ApiException
from kubernetes.dynamic.exceptions import ConflictError, DynamicApiError, NotFoundError
from websocket import ABNF, create_connection

GROUP, VERSION, NAMESPACE, PLURAL = "insect.example.com", "v1beta1", "default", "bees"
PLACE = (GROUP, VERSION, NAMESPACE, PLURAL)
SECONDS = 20


def bee(name, labels=None, **spec):
    metadata = {"name": name, **({"labels": labels} if labels else {})}
    return {"apiVersion": f"{GROUP}/{VERSION}", "kind": "Bee", "metadata": metadata, "spec": spec}


def same(got, wanted, what):
    if got != wanted:
        raise AssertionError(f"{what}: expected {wanted!r}, got {got!r}")


def refused(status, reason, function, *arguments, **options):
    """Calls what must fail; returns the Status of the answer."""
    try:
        function(*arguments, **options)
    except ApiException as error:
        body = json.loads(error.body)
        same((error.status, body["kind"], body["reason"]), (status, "Status", reason), "the error")
        return body
    raise AssertionError(f"{function.__name__} was not refused")


class Checks:
    def __init__(self, kubeconfig):
        config.load_kube_config(kubeconfig)
        self.api = client.CustomObjectsApi()
        self.client = client.ApiClient()

    # MARK: CustomObjectsApi

    def crud(self):
        api = self.api
        created = api.create_namespaced_custom_object(*PLACE, bee("maya", size=3))
        same((created["kind"], created["spec"]), ("Bee", {"size": 3}), "created")
        read = api.get_namespaced_custom_object(*PLACE, "maya")
        same(read, created, "read")
        read["spec"]["size"] = 4
        replaced = api.replace_namespaced_custom_object(*PLACE, "maya", read)
        same(replaced["spec"]["size"], 4, "size after replace")
        listed = api.list_namespaced_custom_object(*PLACE)
        same([item["metadata"]["name"] for item in listed["items"]], ["maya"], "names")
        everywhere = api.list_cluster_custom_object(GROUP, VERSION, PLURAL)
        same(everywhere["items"], listed["items"], "items of all namespaces")
        deleted = api.delete_namespaced_custom_object(*PLACE, "maya", body=client.V1DeleteOptions(
            preconditions=client.V1Preconditions(uid=created["metadata"]["uid"])))
        same((deleted["kind"], deleted["status"]), ("Status", "Success"), "answer to the deletion")
        refused(404, "NotFound", api.get_namespaced_custom_object, *PLACE, "maya")

    def patches(self):
        api = self.api
        api.create_namespaced_custom_object(*PLACE, bee("patched", {"a": "b"}, size=3))

        def patch(body, kind):
            return api.patch_namespaced_custom_object(*PLACE, "patched", body, _content_type=kind)
        merged = patch({"spec": {"size": 5}, "metadata": {"labels": {"a": None, "c": "d"}}}, "application/merge-patch+json")
        same((merged["spec"]["size"], merged["metadata"]["labels"]), (5, {"c": "d"}), "after the merge patch")
        changed = patch([{"op": "test", "path": "/spec/size", "value": 5}, {"op": "replace", "path": "/spec/size", "value": 6}],
                        "application/json-patch+json")
        same(changed["spec"]["size"], 6, "size after the JSON patch")
        body = bee("patched", summary="applied")
        applied = api.patch_namespaced_custom_object(*PLACE, "patched", body, field_manager="applier", force=True,
                                                     _content_type="application/apply-patch+yaml")
        same(applied["spec"], {"size": 6, "summary": "applied"}, "spec after apply")
        managers = {entry["manager"]: entry["operation"] for entry in applied["metadata"]["managedFields"]}
        same(managers["applier"], "Apply", "operation of the applier")
        # Without a content type the client offers several; whichever it takes must be understood.
        same(api.patch_namespaced_custom_object(*PLACE, "patched", {"spec": {"size": 7}})["spec"]["size"], 7, "size")
        status = api.patch_namespaced_custom_object_status(*PLACE, "patched", {"status": {"phase": "Ready"}},
                                                           _content_type="application/merge-patch+json")
        same(status["status"], {"phase": "Ready"}, "status")
        api.delete_namespaced_custom_object(*PLACE, "patched")

    def errors(self):
        api, create = self.api, self.api.create_namespaced_custom_object
        refused(404, "NotFound", api.get_namespaced_custom_object, *PLACE, "nobody")
        create(*PLACE, bee("taken"))
        refused(409, "AlreadyExists", create, *PLACE, bee("taken"))
        body = refused(422, "Invalid", create, *PLACE, bee("large", size=101))
        same([cause["field"] for cause in body["details"]["causes"]], ["spec.size"], "fields")
        refused(400, "BadRequest", create, *PLACE, bee("odd", size="three"))
        refused(400, "BadRequest", create, *PLACE, bee("odd", wings=4), field_validation="Strict")
        old = api.get_namespaced_custom_object(*PLACE, "taken")
        api.replace_namespaced_custom_object(*PLACE, "taken", {**old, "spec": {"size": 9}})
        refused(409, "Conflict", api.replace_namespaced_custom_object, *PLACE, "taken", {**old, "spec": {"size": 8}})
        wrong = client.V1DeleteOptions(preconditions=client.V1Preconditions(uid="another"))
        refused(409, "Conflict", api.delete_namespaced_custom_object, *PLACE, "taken", body=wrong)
        api.delete_namespaced_custom_object(*PLACE, "taken")

    def pages(self):
        api = self.api
        for number in range(5):
            api.create_namespaced_custom_object(*PLACE, bee(f"page-{number}", {"odd": str(number % 2)}))
        names, more = [], None
        while True:
            page = api.list_namespaced_custom_object(*PLACE, limit=2, _continue=more)
            names.append([item["metadata"]["name"] for item in page["items"]])
            more = page["metadata"].get("continue")
            if not more:
                break
        same([len(page) for page in names], [2, 2, 1], "sizes of the pages")
        odd = api.list_namespaced_custom_object(*PLACE, label_selector="odd=1")
        same([item["metadata"]["name"] for item in odd["items"]], ["page-1", "page-3"], "names with odd=1")
        one = api.list_namespaced_custom_object(*PLACE, field_selector="metadata.name=page-4")
        same(len(one["items"]), 1, "bees of that name")
        dry = api.create_namespaced_custom_object(*PLACE, bee("dry"), dry_run="All")
        same(dry["spec"]["size"], 1, "default in a dry run")
        refused(404, "NotFound", api.get_namespaced_custom_object, *PLACE, "dry")
        api.delete_collection_namespaced_custom_object(*PLACE, label_selector="odd=0")
        left = api.list_namespaced_custom_object(*PLACE)["items"]
        same([item["metadata"]["name"] for item in left], ["page-1", "page-3"], "what is left")
        api.delete_collection_namespaced_custom_object(*PLACE)
        same(api.list_namespaced_custom_object(*PLACE)["items"], [], "what is left in the end")

    # MARK: Watch

    def watch(self):
        api = self.api
        start = api.list_namespaced_custom_object(*PLACE)["metadata"]["resourceVersion"]
        ready = threading.Event()

        def change():
            ready.wait(SECONDS)
            api.create_namespaced_custom_object(*PLACE, bee("watched", size=1))
            api.patch_namespaced_custom_object(*PLACE, "watched", {"spec": {"size": 2}})
            api.delete_namespaced_custom_object(*PLACE, "watched")
        writer = threading.Thread(target=change, daemon=True)
        writer.start()

        def events(version, count):
            seen, stream = [], watch.Watch()
            for event in stream.stream(api.list_namespaced_custom_object, *PLACE, resource_version=version,
                                       timeout_seconds=SECONDS):
                seen.append((event["type"], event["object"]["spec"]["size"], event["object"]["metadata"]["resourceVersion"]))
                if len(seen) == count:
                    stream.stop()
            return seen
        ready.set()
        seen = events(start, 3)
        same([event[:2] for event in seen], [("ADDED", 1), ("MODIFIED", 2), ("DELETED", 2)], "events")
        same(events(seen[0][2], 2), seen[1:], "events after the first one's resourceVersion")
        writer.join(SECONDS)

    def watch_timeout(self):
        api = self.api
        api.create_namespaced_custom_object(*PLACE, bee("alone"))
        stream = watch.Watch()
        kinds = [event["type"] for event in stream.stream(api.list_namespaced_custom_object, *PLACE, timeout_seconds=1)]
        same(kinds, ["ADDED"], "events of a watch from the beginning")
        version = api.list_namespaced_custom_object(*PLACE)["metadata"]["resourceVersion"]
        kinds = [event["type"] for event in watch.Watch().stream(
            api.list_namespaced_custom_object, *PLACE, resource_version=version, timeout_seconds=1, allow_watch_bookmarks=True)]
        same([kind for kind in kinds if kind != "BOOKMARK"], [], "events of a watch from the end")
        try:
            list(watch.Watch().stream(api.list_namespaced_custom_object, *PLACE, resource_version="99999999", timeout_seconds=5))
        except ApiException as error:
            same(error.status in (410, 504), True, f"status {error.status} is 410 or 504")
        api.delete_namespaced_custom_object(*PLACE, "alone")

    # MARK: DynamicClient

    def bees(self):
        found = dynamic.DynamicClient(self.client).resources.get(api_version=f"{GROUP}/{VERSION}", kind="Bee")
        same((found.name, found.namespaced, found.short_names), (PLURAL, True, ["be"]), "what discovery says")
        return found

    def dynamic(self):
        bees = self.bees()
        created = bees.create(body=bee("dynamic", size=2), namespace=NAMESPACE)
        same(created.spec.size, 2, "size")
        body = bees.get(name="dynamic", namespace=NAMESPACE).to_dict()
        body["spec"]["size"] = 3
        same(bees.replace(body=body, namespace=NAMESPACE).spec.size, 3, "size after replace")
        patched = bees.patch(body={"spec": {"size": 4}}, name="dynamic", namespace=NAMESPACE,
                             content_type="application/merge-patch+json")
        same(patched.spec.size, 4, "size after patch")
        same([item.metadata.name for item in bees.get(namespace=NAMESPACE).items], ["dynamic"], "names")
        bees.delete(name="dynamic", namespace=NAMESPACE)
        try:
            bees.get(name="dynamic", namespace=NAMESPACE)
        except NotFoundError:
            return
        raise AssertionError("it is still there")

    def dynamic_apply(self):
        bees = self.bees()

        def apply(manager, force=None, **spec):
            return bees.server_side_apply(body=bee("applied", **spec), namespace=NAMESPACE, field_manager=manager,
                                          **({"force_conflicts": True} if force else {}))
        same(apply("one", size=5).spec.size, 5, "size")
        try:
            apply("two", size=6)
        except ConflictError as error:
            body = json.loads(error.body)
            same(body["message"], 'Apply failed with 1 conflict: conflict with "one": .spec.size', "message")
            same(body["details"]["causes"], [{"reason": "FieldManagerConflict", "message": 'conflict with "one"',
                                              "field": ".spec.size"}], "causes")
        else:
            raise AssertionError("no conflict")
        same(apply("two", force=True, size=6).spec.size, 6, "size after force")
        same(apply("two").to_dict()["spec"]["size"], 1, "size after the only owner gave it up")
        try:
            apply("two", size=1000)
        except DynamicApiError as error:
            same(error.status, 422, "status")
        else:
            raise AssertionError("not refused")
        bees.delete(name="applied", namespace=NAMESPACE)

    def dynamic_watch(self):
        bees = self.bees()
        start = bees.get(namespace=NAMESPACE).metadata.resourceVersion
        bees.create(body=bee("seen"), namespace=NAMESPACE)
        bees.delete(name="seen", namespace=NAMESPACE)
        seen, watcher = [], watch.Watch()
        for event in bees.watch(namespace=NAMESPACE, resource_version=start, timeout=SECONDS, watcher=watcher):
            seen.append((event["type"], event["object"].metadata.name))
            if len(seen) == 2:
                watcher.stop()
        same(seen, [("ADDED", "seen"), ("DELETED", "seen")], "events")

    # MARK: WebSocket

    def websocket(self, query, *protocols):
        """A WebSocket of the package `websocket-client` on the collection, with the credentials of the kubeconfig."""
        settings = self.client.configuration
        host = settings.host.replace("https", "wss", 1)
        options = {"ca_certs": settings.ssl_ca_cert, "certfile": settings.cert_file, "keyfile": settings.key_file}
        return create_connection(f"{host}/apis/{GROUP}/{VERSION}/namespaces/{NAMESPACE}/{PLURAL}{query}",
                                 timeout=SECONDS, sslopt=options, subprotocols=list(protocols) or None)

    def websocket_watch(self):
        self.api.create_namespaced_custom_object(*PLACE, bee("framed"))
        socket = self.websocket("?watch=true", "binary.k8s.io")
        same((socket.getstatus(), socket.getsubprotocol()), (101, "binary.k8s.io"), "the handshake")
        event = json.loads(socket.recv())
        same((event["type"], event["object"]["metadata"]["name"]), ("ADDED", "framed"), "the first event")
        socket.ping("are you there")
        same(socket.recv_data(control_frame=True), (ABNF.OPCODE_PONG, b"are you there"), "the answer to a ping")
        self.api.delete_namespaced_custom_object(*PLACE, "framed")
        same(socket.recv_data()[0], ABNF.OPCODE_TEXT, "the kind of the message")
        socket.send_close()
        same(socket.recv_data(control_frame=True)[0], ABNF.OPCODE_CLOSE, "the answer to a close")
        socket.shutdown()
        ended = self.websocket("?watch=true&timeoutSeconds=1&resourceVersion=" + event["object"]["metadata"]["resourceVersion"])
        seen = []
        while not seen or seen[-1][0] != ABNF.OPCODE_CLOSE:
            seen.append(ended.recv_data(control_frame=True))
        same(seen[-1][1][:2], (1000).to_bytes(2, "big"), "the code of a watch that is over")

    def discovery(self):
        groups = client.ApisApi().get_api_versions().groups
        same([(group.name, group.preferred_version.version) for group in groups], [(GROUP, VERSION)], "groups")
        same(bool(client.VersionApi().get_code().git_version), True, "a version")
        same([found.name for found in self.api.get_api_resources(GROUP, VERSION).resources],
             [PLURAL, PLURAL + "/status"], "resources")


def main():
    checks = Checks(sys.argv[1])
    for name in ("crud", "patches", "errors", "pages", "watch", "watch_timeout", "dynamic", "dynamic_apply", "dynamic_watch",
                 "websocket_watch", "discovery"):
        error = None
        try:
            getattr(checks, name)()
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"name": name, "error": error}), flush=True)


if __name__ == "__main__":
    main()
