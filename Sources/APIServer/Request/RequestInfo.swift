/// What a request is about, read from method, path and query before anything else is known.
///
/// Source: apiserver `RequestInfoFactory`; `spec` section 1 of the extension API server notes.
struct RequestInfo: Sendable, Equatable {
    /// Whether the path has the shape of a resource (`/apis/<group>/<version>/...`).
    var isResource = false
    /// Path as the server matches it, percent-decoded.
    var path = ""
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; for other paths the method in
    /// lower case; empty for a method without meaning.
    var verb = ""
    var group = ""
    var version = ""
    var namespace = ""
    var resource = ""
    var subresource = ""
    var name = ""
    /// Path parts after the group version: resource, name, subresource and whatever follows.
    var parts: [String] = []
    /// The name that a list's field selector demands; for authorization alone.
    var requestedName = ""
    /// Whether the deprecated `/watch/` prefix was used.
    var isLegacyWatch = false
    /// Whether the answer goes on until the client has enough.
    var isLongRunning = false

    /// `group/version`.
    var apiVersion: String { group.isEmpty ? version : group + "/" + version }
}

extension RequestInfo {
    /// Reads method and decoded path; `query` tells list from watch.
    init(method: String, path: String, query: Query) {
        self.path = path
        verb = method.lowercased()
        // By bytes: a slash is one whatever follows it.
        let all = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        guard all.count >= 3, all[0] == "api" || all[0] == "apis" else { return }
        var parts: ArraySlice<String>
        if all[0] == "apis" {
            guard all.count >= 4 else { return }
            group = all[1]
            version = all[2]
            parts = all[3...]
        } else {
            version = all[1]
            parts = all[2...]
        }
        isResource = true
        verb = Self.verb(of: method)
        if parts.count > 1, parts.first == "watch" {
            isLegacyWatch = true
            verb = "watch"
            parts.removeFirst()
        }
        readScope(parts)
        refineVerb(method: method, query: query)
        isLongRunning = verb == "watch" || !subresource.isEmpty && Self.isLongRunning(subresource)
    }

    private static func isLongRunning(_ subresource: String) -> Bool {
        switch subresource {
        case "attach", "exec", "log", "portforward", "proxy": true
        default: false
        }
    }

    private mutating func readScope(_ all: ArraySlice<String>) {
        parts = Array(all)
        if parts.count > 1, parts[0] == "namespaces" {
            namespace = parts[1]
            if parts.count > 2, parts[2] != "status", parts[2] != "finalize" { parts.removeFirst(2) }
        }
        resource = parts[0]
        if parts.count > 1 { name = parts[1] }
        if parts.count > 2 { subresource = parts[2] }
    }

    private static func verb(of method: String) -> String {
        switch method {
        case "POST": "create"
        case "GET", "HEAD": "get"
        case "PUT": "update"
        case "PATCH": "patch"
        case "DELETE": "delete"
        default: ""
        }
    }

    private mutating func refineVerb(method: String, query: Query) {
        if name.isEmpty, verb == "get" { verb = query.isTrue("watch") ? "watch" : "list" }
        if name.isEmpty, verb == "delete" { verb = "deletecollection" }
        guard ["list", "watch", "deletecollection"].contains(verb), name.isEmpty,
            let wanted = query.requiredName, !wanted.isEmpty, !wanted.contains("/"), !wanted.contains("%")
        else { return }
        requestedName = wanted
    }
}
