internal import JSON

/// meta.k8s.io PartialObjectMetadata: an object without what makes it special.
enum PartialMetadata {
    static func document(of object: JSONValue, version: String) -> JSONValue {
        [
            "kind": "PartialObjectMetadata",
            "apiVersion": .string("meta.k8s.io/" + version),
            "metadata": object["metadata"] ?? .emptyObject,
        ]
    }
}
