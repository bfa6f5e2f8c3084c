/// Markers of other generators that users bring along: what to write instead, or that nothing is needed.
enum ForeignMarkers {
    /// Prefixes of markers that belong to Kubernetes generators; unknown ones among them are worth a warning.
    private static let prefixes = ["k8s:", "kubebuilder:", "subresource:", "genclient", "groupName", "protobuf"]

    private static let replacements: [String: String] = [
        "kubebuilder:resource":
            "+resource:path=…,shortName=…; the scope is said by NamespacedResource or ClusterResource",
        "kubebuilder:printcolumn": "+printcolumn:name=…,path=…",
        "kubebuilder:selectablefield": "+selectableField above the field, or +selectableField:path=… above the kind",
        "kubebuilder:storageversion": "+storageversion",
        "kubebuilder:default": "a default value of the property, or +default=…",
        "kubebuilder:validation:Optional": "an optional type (`Int?`) or a default value",
        "kubebuilder:validation:Required": "a property that is not optional and has no default, or +k8s:required",
        "kubebuilder:validation:Enum": "a Swift enum with String raw values",
        "kubebuilder:validation:XIntOrString": "the type IntOrString",
        "kubebuilder:validation:EmbeddedResource": "the type JSONValue",
        "kubebuilder:pruning:PreserveUnknownFields": "the type JSONValue",
        "kubebuilder:validation:XValidation": "func validate(in:) of the protocol Validating",
        "kubebuilder:deprecatedversion": "+k8s:prerelease-lifecycle-gen:deprecated=1.3",
        "kubebuilder:object:root": "remove it: conforming to NamespacedResource or ClusterResource is enough",
        "kubebuilder:subresource:status": "+subresource:status",
        "kubebuilder:subresource:scale":
            "+subresource:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas",
        "k8s:immutable": "func validate(in:) of the protocol Validating, which gets the old object",
        "k8s:item": "func validate(in:) of the protocol Validating",
        "k8s:eachVal": "func validate(in:) of the protocol Validating",
        "k8s:eachKey": "func validate(in:) of the protocol Validating",
        "k8s:subfield": "the marker above the property of the struct itself",
        "k8s:openapi-gen": "remove it: every kind has a schema",
        "k8s:deepcopy-gen": "remove it: Swift structs are values",
        "k8s:conversion-gen": "remove it: conform to Convertible",
        "k8s:defaulter-gen": "remove it: write default values, or conform to Defaulting",
        "genclient": "remove it: the client is generic",
        "groupName": "remove it: the group is in the PROJECT file",
    ]

    /// What to tell the user about a marker that the registry does not know; nil if it is none of ours at all.
    ///
    /// A marker that is nearly one of ours is a slip of the pen: an error, because what it should say would be lost.
    static func advice(for marker: Marker) -> (message: String, fix: String?, isError: Bool)? {
        let head = marker.head
        if let place = longestPrefix(of: head) {
            let replacement = replacements[place] ?? ""
            let fix = replacement.hasPrefix("remove it") ? replacement : "write " + replacement
            return ("marker +\(head) has no effect", fix, false)
        }
        if let limit = limitFix(head) { return ("marker +\(head) has no effect", limit, false) }
        let near = nearest(to: head)
        guard near != nil || prefixes.contains(where: head.hasPrefix) else { return nil }
        return ("unknown marker +\(head)", near.map { "write \($0.example)" }, near != nil)
    }

    /// The marker that was probably meant: by the whole name, by what stands in front of pairs, or without `k8s:`.
    private static func nearest(to head: String) -> MarkerDefinition? {
        if let forgotten = MarkerRegistry.definition("k8s:" + head) { return forgotten }
        var spellings = [head]
        if let colon = head.lastIndex(of: ":") { spellings.append(String(head[..<colon])) }
        return spellings.lazy.compactMap { nearestName(to: $0, among: MarkerRegistry.names) }.first
            .flatMap { MarkerRegistry.definition($0) }
    }

    private static func longestPrefix(of head: String) -> String? {
        replacements.keys.filter { head == $0 || head.hasPrefix($0 + ":") || head.hasPrefix($0 + "(") }
            .max { $0.count < $1.count }
    }

    /// `+kubebuilder:validation:MinLength` → `+k8s:minLength`, also for `items:`.
    private static func limitFix(_ head: String) -> String? {
        guard head.hasPrefix("kubebuilder:validation:"), let last = head.split(separator: ":").last else { return nil }
        let name = "k8s:" + last.prefix(1).lowercased() + last.dropFirst()
        return MarkerRegistry.definition(name).map { "write \($0.example)" }
    }
}
