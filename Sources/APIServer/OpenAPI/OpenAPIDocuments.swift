internal import JSON
internal import Synchronization

/// The OpenAPI documents of a server, each made when it is first asked for and then kept.
///
/// Any thread. Source: Kubernetes "The Kubernetes API", section OpenAPI interface definition; kube-openapi `handler`,
/// `handler3`.
package final class OpenAPIDocuments: Sendable {
    /// A document ready to be sent.
    package struct Encoded: Sendable, Equatable {
        /// The bytes.
        package let bytes: [UInt8]
        /// `ETag`, with quotes.
        package let etag: String
        /// The entity tag without quotes, which is also the `hash` of OpenAPI v3 addresses.
        package var hash: String { String(etag.dropFirst().dropLast()) }

        init(bytes: [UInt8], etag: String) {
            self.bytes = bytes
            self.etag = etag
        }

        /// Hashes a document.
        package init(_ bytes: [UInt8]) { self.init(bytes: bytes, etag: "\"\(ContentHash.hex(bytes))\"") }
    }

    /// What a request for a part of OpenAPI v3 is answered with.
    package enum Answer: Sendable, Equatable {
        /// 200; immutable (`Cache-Control: public, immutable`, `Expires` in a year) if the request named the right hash.
        case document(Encoded, isImmutable: Bool)
        /// 301 to that path and query: the request named an old hash.
        case moved(String)
        /// 404 with an empty body.
        case notFound
    }

    private enum Key: Hashable {
        case v2, v2Protobuf, v3Root
        case v3(String)
        case v3Protobuf(String)
    }

    private let resources: [ServedResource]
    private let title: String
    private let version: String
    private let cache = Mutex<[Key: Encoded]>([:])

    /// Prepares the documents; nothing is made yet.
    ///
    /// - Parameters:
    ///   - resources: everything that is served.
    ///   - title: what the API is called, in `info`.
    ///   - version: version of the API, in `info`; mostly of no meaning: `0.1`, `unversioned`.
    package init(resources: [ServedResource], title: String, version: String) {
        self.resources = resources
        self.title = title
        self.version = version
    }

    /// Prepares the documents of kinds that have all verbs of stored ones.
    package convenience init(definitions: [ResourceDefinition], title: String, version: String) {
        self.init(resources: definitions.map { ServedResource($0) }, title: title, version: version)
    }

    // MARK: OpenAPI v2

    /// `/openapi/v2` as JSON.
    package func v2JSON() -> Encoded {
        cached(.v2) { Self.encode(JSONWriter.bytes(v2Tree())) }
    }

    /// `/openapi/v2` as `application/com.github.proto-openapi.spec.v2.v1.0+protobuf`, with the entity tag of the JSON form.
    package func v2Protobuf() -> Encoded {
        let etag = v2JSON().etag
        return cached(.v2Protobuf) { Encoded(bytes: GnosticV2.encode(v2Tree()), etag: etag) }
    }

    private func v2Tree() -> JSONValue {
        var renderer = OpenAPIRenderer(.v2, kinds: kinds(in: groupVersions))
        let groups = Set(groupVersions.map(\.group))
        var paths = [DiscoveryPaths.groups, DiscoveryPaths.version] + groups.map(DiscoveryPaths.group)
        for groupVersion in groupVersions { paths += self.paths(groupVersion) }
        return renderer.document(title: title, version: version, paths: paths)
    }

    // MARK: OpenAPI v3

    /// The root `/openapi/v3`, which names all documents with their hashes and therefore makes all of them.
    package func v3Root() -> Encoded {
        cached(.v3Root) {
            var paths = JSONObject()
            for path in v3Paths {
                guard let document = v3(path: path) else { continue }
                let address = Self.v3Address(path, hash: document.hash)
                paths[path] = ["serverRelativeURL": .string(address)]
            }
            return Self.encode(JSONWriter.bytes(["paths": .object(paths)]))
        }
    }

    /// The document of a group version; nil if it is not served.
    package func v3(group: String, version: String) -> Encoded? {
        v3(path: GroupVersion(group: group, version: version).path)
    }

    /// `/openapi/v3/<path>`, `apis/<group>/<version>` for instance; nil if there is none.
    package func v3(path: String) -> Encoded? {
        guard v3Paths.contains(path) else { return nil }
        return cached(.v3(path)) { Self.encode(JSONWriter.bytes(v3Tree(path: path))) }
    }

    /// The same as `application/com.github.proto-openapi.spec.v3.v1.0+protobuf`, with the entity tag of the JSON form.
    package func v3Protobuf(path: String) -> Encoded? {
        guard let etag = v3(path: path)?.etag else { return nil }
        return cached(.v3Protobuf(path)) { Encoded(bytes: GnosticV3.encode(v3Tree(path: path)), etag: etag) }
    }

    /// What `/openapi/v3/<path>?hash=<hash>` is answered with; no hash is nil or empty.
    package func v3Answer(path: String, hash: String?, isProtobuf: Bool = false) -> Answer {
        guard let document = isProtobuf ? v3Protobuf(path: path) : v3(path: path) else { return .notFound }
        guard let hash, !hash.isEmpty else { return .document(document, isImmutable: false) }
        guard hash == document.hash else { return .moved(Self.v3Address(path, hash: document.hash)) }
        return .document(document, isImmutable: true)
    }

    /// What documents of OpenAPI v3 there are: `apis`, `apis/<group>`, `apis/<group>/<version>`, `version`; of the core group `api`
    /// and `api/<version>`.
    package var v3Paths: [String] {
        let groups = Set(groupVersions.map { $0.group.isEmpty ? "api" : "apis/" + $0.group })
        return (["apis", "version"] + groups + groupVersions.map(\.path)).sorted()
    }

    private func v3Tree(path: String) -> JSONValue {
        let parts = path.split(separator: "/").map(String.init)
        let paths: [OpenAPIPath]
        var own: [GroupVersion] = []
        switch (parts[0], parts.count) {
        case ("api", 1): paths = [DiscoveryPaths.group("")]
        case ("api", _), (_, 3):
            own = groupVersions.filter { $0.path == path }
            paths = own.flatMap { self.paths($0) }
        case (_, 2): paths = [DiscoveryPaths.group(parts[1])]
        default: paths = [path == "version" ? DiscoveryPaths.version : DiscoveryPaths.groups]
        }
        var renderer = OpenAPIRenderer(.v3, kinds: kinds(in: own))
        return renderer.document(title: title, version: version, paths: paths)
    }

    private static func v3Address(_ path: String, hash: String) -> String { "/openapi/v3/\(path)?hash=\(hash)" }

    // MARK: Content

    private struct GroupVersion: Hashable {
        let group: String
        let version: String

        /// `apis/<group>/<version>`, as documents of OpenAPI v3 are called.
        var path: String { group.isEmpty ? "api/" + version : "apis/\(group)/\(version)" }
    }

    /// All group versions, sorted by name.
    private var groupVersions: [GroupVersion] {
        Set(resources.map { GroupVersion(group: $0.definition.group, version: $0.definition.version) })
            .sorted { ($0.group, $0.version) < ($1.group, $1.version) }
    }

    private func paths(_ groupVersion: GroupVersion) -> [OpenAPIPath] {
        let own = resources.filter {
            $0.definition.group == groupVersion.group && $0.definition.version == groupVersion.version
        }
        return [DiscoveryPaths.resources(groupVersion.group, groupVersion.version)]
            + own.flatMap { ResourcePaths($0).all }
    }

    /// Which definitions are objects of their own, in a document of those group versions.
    private func kinds(in groupVersions: [GroupVersion]) -> [String: [ServedResource.ObjectKind]] {
        var kinds: [String: [ServedResource.ObjectKind]] = [:]
        for resource in resources {
            let name = OpenAPINames.definition(of: resource.definition)
            var kind = resource.kind
            kinds[name] = [kind]
            kind.kind = resource.definition.listKind
            kinds[name + "List"] = [kind]
            for definition in resource.subresources.flatMap({ [$0.object, $0.body, $0.answer] }).compactMap({ $0 }) {
                kinds[OpenAPINames.definition(of: definition)] = [ServedResource.ObjectKind(definition)]
            }
        }
        let prefix = "io.k8s.apimachinery.pkg.apis.meta.v1."
        for kind in ["Status", "APIGroup", "APIGroupList", "APIResourceList", "APIVersions"] {
            kinds[prefix + kind] = [.init(group: "", version: "v1", kind: kind)]
        }
        for kind in ["DeleteOptions", "WatchEvent"] {
            kinds[prefix + kind] =
                groupVersions.map { .init(group: $0.group, version: $0.version, kind: kind) }
                + [.init(group: "", version: "v1", kind: kind)]
        }
        kinds["io.k8s.api.autoscaling.v1.Scale"] = [.init(group: "autoscaling", version: "v1", kind: "Scale")]
        return kinds
    }

    private static func encode(_ bytes: [UInt8]) -> Encoded { Encoded(bytes) }

    /// Two threads may both make a document; the first one is kept, and they are equal.
    private func cached(_ key: Key, _ make: () -> Encoded) -> Encoded {
        if let document = cache.withLock({ $0[key] }) { return document }
        let document = make()
        return cache.withLock { cache in
            cache[key] = cache[key] ?? document
            return cache[key] ?? document
        }
    }
}
