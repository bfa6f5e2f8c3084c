internal import APIMachinery
internal import APIServer
internal import JSON
internal import TLS

/// The core group, as far as it means something without nodes.
enum CoreKinds {
    private static let package = LocalKind.package("", "v1")

    // MARK: Namespaces

    static let namespace = LocalKind.make(
        "",
        "v1",
        "Namespace",
        "namespaces",
        "A room for names: objects in different namespaces may have the same name.",
        scope: .cluster,
        shortNames: ["ns"],
        hasStatus: true,
        names: .dns1123Label,
        columns: [LocalKind.column("Status", ".status.phase"), LocalKind.age],
        fields: [
            Shape.field(
                "spec",
                Shape.object(
                    package + "NamespaceSpec",
                    "What is asked of the namespace.",
                    [Shape.field("finalizers", Shape.texts("What must happen before the namespace goes away."))]
                )
            ),
            Shape.field(
                "status",
                Shape.object(
                    package + "NamespaceStatus",
                    "What has been seen of the namespace.",
                    [
                        Shape.field("conditions", conditions("NamespaceCondition", "What holds up a deletion.")),
                        Shape.field("phase", Shape.text("Active or Terminating.")),
                    ]
                )
            ),
        ]
    ).defaulting { object in
        if object["spec"]?.object == nil { object["spec"] = .emptyObject }
        if object["spec"]?["finalizers"] == nil, !object.isTerminating {
            object["spec"]?["finalizers"] = ["kubernetes"]
        }
        if object["status"]?.object == nil { object["status"] = .emptyObject }
        if object["status"]?["phase"] == nil { object["status"]?["phase"] = "Active" }
        let labels = object["metadata"]?["labels"]
        if labels?["kubernetes.io/metadata.name"] == nil, let name = object["metadata"]?["name"] {
            if labels?.object == nil { object["metadata"]?["labels"] = .emptyObject }
            object["metadata"]?["labels"]?["kubernetes.io/metadata.name"] = name
        }
    }

    private static func conditions(_ name: String, _ description: String) -> Schema {
        let condition = Shape.object(
            package + name,
            "One thing that is true, or not.",
            [
                Shape.field("lastTransitionTime", Shape.time("When the status last changed.")),
                Shape.field("message", Shape.text("For people.")),
                Shape.field("reason", Shape.text("For programs, in one word.")),
                Shape.needed("status", Shape.text("True, False or Unknown.", default: "")),
                Shape.needed("type", Shape.text("What it is about.", default: "")),
            ]
        )
        return Shape.list(condition, description, keys: ["type"])
    }

    // MARK: Data

    static let configMap = LocalKind.make(
        "",
        "v1",
        "ConfigMap",
        "configmaps",
        "Texts for programs to read.",
        shortNames: ["cm"],
        columns: [LocalKind.column("Data", type: "string"), LocalKind.age],
        fields: [
            Shape.field("binaryData", Shape.map("Bytes by key, in base 64.", of: Shape.bytes(""))),
            Shape.field("data", Shape.map("Texts by key.")),
            Shape.field("immutable", Shape.flag("Whether the data must not be changed any more.")),
        ]
    ).validating { object, old in
        keyErrors(object, ["data", "binaryData"]) + immutableErrors(object, old, ["data", "binaryData"])
    }.showing { object in
        [
            .integer(count(object, "data") + count(object, "binaryData")),
            .null,
        ]
    }

    static let secret = LocalKind.make(
        "",
        "v1",
        "Secret",
        "secrets",
        "Bytes that not everybody may read.",
        columns: [
            LocalKind.column("Type", ".type"), LocalKind.column("Data", type: "string"), LocalKind.age,
        ],
        fields: [
            Shape.field("data", Shape.map("Bytes by key, in base 64.", of: Shape.bytes(""))),
            Shape.field("immutable", Shape.flag("Whether the data must not be changed any more.")),
            Shape.field("stringData", Shape.map("Texts by key, which are written into 'data'. Never shown.")),
            Shape.field("type", Shape.text("What the data is for.")),
        ]
    ).defaulting { object in
        for (key, value) in object["stringData"]?.object ?? JSONObject() {
            if object["data"]?.object == nil { object["data"] = .emptyObject }
            object["data"]?[key] = .string(Base64.encode(Array((value.string ?? "").utf8)))
        }
        object["stringData"] = nil
        if object["type"]?.string ?? "" == "" { object["type"] = "Opaque" }
    }.validating { object, old in
        var errors = keyErrors(object, ["data"]) + immutableErrors(object, old, ["data"])
        if let old, old["type"] != object["type"] {
            errors.append(.invalid("type", object["type"] ?? .null, "field is immutable"))
        }
        for (key, value) in object["data"]?.object ?? JSONObject() where Base64.decode(value.string ?? "") == nil {
            errors.append(.invalid("data[\(key)]", "<omitted>", "must be base 64"))
        }
        return errors + typeErrors(object)
    }.showing { object in
        [
            object["type"] ?? .null, .integer(count(object, "data")),
            .null,
        ]
    }

    private static func count(_ object: JSONValue, _ member: String) -> Int64 {
        Int64(object[member]?.object?.count ?? 0)
    }

    private static func keyErrors(_ object: JSONValue, _ members: [String]) -> [FieldError] {
        members.flatMap { member in
            (object[member]?.object ?? JSONObject()).compactMap { key, _ in
                let isFine =
                    !key.isEmpty && key.utf8.count <= 253 && key != "." && !key.hasPrefix("..")
                    && key.utf8.allSatisfy { byte in
                        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "-._".utf8.contains(byte)
                    }
                guard !isFine else { return nil }
                return .invalid(
                    "\(member)[\(key)]",
                    .string(key),
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
                        + "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
                )
            }
        }
    }

    private static func immutableErrors(_ object: JSONValue, _ old: JSONValue?, _ members: [String]) -> [FieldError] {
        guard let old, old["immutable"]?.bool == true else { return [] }
        var errors: [FieldError] = []
        if object["immutable"]?.bool != true {
            errors.append(.forbidden("immutable", "field is immutable when `immutable` is set"))
        }
        for member in members where object[member] != old[member] {
            errors.append(.forbidden(member, "field is immutable when `immutable` is set"))
        }
        return errors
    }

    private static func typeErrors(_ secret: JSONValue) -> [FieldError] {
        switch secret["type"]?.string {
        case "kubernetes.io/tls":
            ["tls.crt", "tls.key"].filter { secret["data"]?[$0] == nil }.map { .required("data[\($0)]") }
        case "kubernetes.io/service-account-token":
            secret["metadata"]?["annotations"]?["kubernetes.io/service-account.name"]?.string ?? "" == ""
                ? [.required("metadata.annotations[kubernetes.io/service-account.name]")] : []
        default: []
        }
    }

    // MARK: Accounts

    static let serviceAccount = LocalKind.make(
        "",
        "v1",
        "ServiceAccount",
        "serviceaccounts",
        "A user that is a program.",
        shortNames: ["sa"],
        columns: [LocalKind.column("Secrets", type: "string"), LocalKind.age],
        fields: [
            Shape.field(
                "automountServiceAccountToken",
                Shape.flag("Whether pods of the account are given a token; pods may say otherwise.")
            ),
            Shape.field(
                "imagePullSecrets",
                Shape.list(Shape.localReference("A secret in the same namespace."), "For pulling images.")
            ),
            Shape.field(
                "secrets",
                Shape.list(Shape.objectReference("A secret."), "What pods may use.", keys: ["name"])
            ),
        ]
    ).showing { object in
        [
            .integer(Int64(object["secrets"]?.array?.count ?? 0)),
            .null,
        ]
    }

    // MARK: Events

    static let event = LocalKind.make(
        "",
        "v1",
        "Event",
        "events",
        "Something that happened to an object.",
        shortNames: ["ev"],
        columns: [
            LocalKind.column("Last Seen", ".lastTimestamp", type: "date"), LocalKind.column("Type", ".type"),
            LocalKind.column("Reason", ".reason"), LocalKind.column("Object"), LocalKind.column("Message", ".message"),
        ],
        fields: [
            Shape.field("action", Shape.text("What was done.")),
            Shape.field("count", Shape.integer("How often it happened.")),
            Shape.field("eventTime", Shape.microTime("When it was first seen.")),
            Shape.field("firstTimestamp", Shape.time("When it happened first.")),
            Shape.needed("involvedObject", Shape.objectReference("What it happened to.")),
            Shape.field("lastTimestamp", Shape.time("When it happened last.")),
            Shape.field("message", Shape.text("For people.")),
            Shape.field("reason", Shape.text("For programs, in one word.")),
            Shape.field("related", Shape.objectReference("Another object that it is about.")),
            Shape.field("reportingComponent", Shape.text("Who tells.", default: "")),
            Shape.field("reportingInstance", Shape.text("Which one of those.", default: "")),
            Shape.field("series", Shape.anything("How often it came again.")),
            Shape.field(
                "source",
                Shape.object(
                    package + "EventSource",
                    "Who saw it.",
                    [
                        Shape.field("component", Shape.text("Which program.")),
                        Shape.field("host", Shape.text("On which node.")),
                    ]
                )
            ),
            Shape.field("type", Shape.text("Normal or Warning.")),
        ]
    ).showing { object in
        let involved = object["involvedObject"]
        let kind = (involved?["kind"]?.string ?? "").lowercased()
        return [
            object["lastTimestamp"] == nil ? object["eventTime"] ?? .null : .null,
            object["type"] ?? "", object["reason"] ?? "", .string(kind + "/" + (involved?["name"]?.string ?? "")),
            object["message"] ?? "",
        ]
    }.selectable(by: "involvedObject", "reason", "reportingComponent", "type")
}
