package import JSON
internal import Protobuf

/// Kubernetes objects of the server itself (discovery, status) in their protobuf form.
///
/// Source: apimachinery `pkg/runtime/generated.proto` (`Unknown`, `TypeMeta`), `pkg/apis/meta/v1/generated.proto`,
/// api `apidiscovery/v2/generated.proto`.
package enum ProtobufObject {
    /// The object, given as JSON answers have it, with the envelope of `application/vnd.kubernetes.protobuf`.
    ///
    /// Known are `Status`, `APIGroupList`, `APIGroup`, `APIResourceList`, `APIVersions` and `APIGroupDiscoveryList`; nil for
    /// other kinds.
    package static func encode(_ object: JSONValue) -> [UInt8]? {
        guard let kind = object["kind"]?.string, let message = message(kind, object) else { return nil }
        let apiVersion = object["apiVersion"]?.string ?? "v1"
        let envelope = ProtobufWriter.message { unknown in
            unknown.message(1) { type in
                type.string(1, apiVersion)
                type.string(2, kind)
            }
            unknown.data(2, message)
        }
        return Array("k8s\0".utf8) + envelope
    }

    private static func message(_ kind: String, _ object: JSONValue) -> [UInt8]? {
        switch kind {
        case "Status": ProtobufWriter.message { status(object, &$0) }
        case "APIGroup": ProtobufWriter.message { group(object, &$0) }
        case "APIGroupList": ProtobufWriter.message { each(1, object["groups"], &$0, group) }
        case "APIVersions": ProtobufWriter.message { versions(object, &$0) }
        case "APIResourceList": ProtobufWriter.message { resourceList(object, &$0) }
        case "APIGroupDiscoveryList": ProtobufWriter.message { groupDiscoveryList(object, &$0) }
        default: nil
        }
    }

    // MARK: Status

    private static func status(_ object: JSONValue, _ writer: inout ProtobufWriter) {
        writer.message(1) { meta in
            meta.string(2, object.at("metadata", "resourceVersion")?.string)
            meta.string(3, object.at("metadata", "continue")?.string)
        }
        writer.string(2, object["status"]?.string)
        writer.string(3, object["message"]?.string)
        writer.string(4, object["reason"]?.string)
        if let details = object["details"] { writer.message(5) { statusDetails(details, &$0) } }
        writer.integer(6, object["code"]?.integer)
    }

    private static func statusDetails(_ details: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, details["name"]?.string)
        writer.string(2, details["group"]?.string)
        writer.string(3, details["kind"]?.string)
        each(4, details["causes"], &writer) { cause, writer in
            writer.string(1, cause["reason"]?.string)
            writer.string(2, cause["message"]?.string)
            writer.string(3, cause["field"]?.string)
        }
        writer.integer(5, details["retryAfterSeconds"]?.integer)
        writer.string(6, details["uid"]?.string)
    }

    // MARK: Discovery

    private static func group(_ group: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, group["name"]?.string)
        each(2, group["versions"], &writer, groupVersion)
        if let preferred = group["preferredVersion"] { writer.message(3) { groupVersion(preferred, &$0) } }
        each(4, group["serverAddressByClientCIDRs"], &writer, serverAddress)
    }

    private static func groupVersion(_ version: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, version["groupVersion"]?.string)
        writer.string(2, version["version"]?.string)
    }

    private static func serverAddress(_ address: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, address["clientCIDR"]?.string)
        writer.string(2, address["serverAddress"]?.string)
    }

    private static func versions(_ versions: JSONValue, _ writer: inout ProtobufWriter) {
        writer.strings(1, strings(versions["versions"]))
        each(2, versions["serverAddressByClientCIDRs"], &writer, serverAddress)
    }

    private static func resourceList(_ list: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, list["groupVersion"]?.string)
        each(2, list["resources"], &writer) { resource, writer in
            writer.string(1, resource["name"]?.string)
            writer.boolean(2, resource["namespaced"]?.bool)
            writer.string(3, resource["kind"]?.string)
            writer.message(4) { $0.strings(1, strings(resource["verbs"])) }
            writer.strings(5, strings(resource["shortNames"]))
            writer.string(6, resource["singularName"]?.string)
            writer.strings(7, strings(resource["categories"]))
            writer.string(8, resource["group"]?.string)
            writer.string(9, resource["version"]?.string)
            writer.string(10, resource["storageVersionHash"]?.string)
        }
    }

    // MARK: Aggregated discovery

    private static func groupDiscoveryList(_ list: JSONValue, _ writer: inout ProtobufWriter) {
        writer.message(1) { _ in }
        each(2, list["items"], &writer) { group, writer in
            writer.message(1) { $0.string(1, group.at("metadata", "name")?.string) }
            each(2, group["versions"], &writer) { version, writer in
                writer.string(1, version["version"]?.string)
                each(2, version["resources"], &writer, resourceDiscovery)
                writer.string(3, version["freshness"]?.string)
            }
        }
    }

    private static func resourceDiscovery(_ resource: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, resource["resource"]?.string)
        if let kind = resource["responseKind"] { writer.message(2) { groupVersionKind(kind, &$0) } }
        writer.string(3, resource["scope"]?.string)
        writer.string(4, resource["singularResource"]?.string)
        writer.strings(5, strings(resource["verbs"]))
        writer.strings(6, strings(resource["shortNames"]))
        writer.strings(7, strings(resource["categories"]))
        each(8, resource["subresources"], &writer) { subresource, writer in
            writer.string(1, subresource["subresource"]?.string)
            if let kind = subresource["responseKind"] { writer.message(2) { groupVersionKind(kind, &$0) } }
            each(3, subresource["acceptedTypes"], &writer, groupVersionKind)
            writer.strings(4, strings(subresource["verbs"]))
        }
    }

    private static func groupVersionKind(_ kind: JSONValue, _ writer: inout ProtobufWriter) {
        writer.string(1, kind["group"]?.string)
        writer.string(2, kind["version"]?.string)
        writer.string(3, kind["kind"]?.string)
    }

    // MARK: Parts

    /// One message per element of an array.
    private static func each(
        _ field: Int,
        _ values: JSONValue?,
        _ writer: inout ProtobufWriter,
        _ body: (JSONValue, inout ProtobufWriter) -> Void
    ) {
        for value in values?.array ?? [] { writer.message(field) { body(value, &$0) } }
    }

    private static func strings(_ values: JSONValue?) -> [String] { (values?.array ?? []).compactMap(\.string) }
}
