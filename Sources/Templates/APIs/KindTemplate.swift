internal import Project

/// `Sources/APIs/<Group>/<Version>/<Kind>.swift`: a type that works at once and shows by example what a type can say.
enum KindTemplate {
    static func text(_ placed: PlacedResource) -> String {
        let kind = placed.resource.kind
        let space = "\(placed.group.namespace).\(placed.version.namespace)"
        let scope = placed.resource.isNamespaced ? "NamespacedResource" : "ClusterResource"
        return """
            import APIServer

            extension \(space) {
                /// Describe \(kind) here: `kubectl explain \(placed.resource.plural)` shows this comment.
                // \(marker(placed.resource))
                // +printcolumn:name=Size,path=.spec.size
                // +printcolumn:name=Phase,path=.status.phase
                // +printcolumn:name=Ready,path=.status.conditions[?type=Ready].status
                // +subresource:status
                public struct \(kind): \(scope) {
                    public var metadata = ObjectMeta()
                    /// What is asked for.
                    public var spec: Spec
                    /// What has been seen. Controllers write it, through the subresource `status`: other requests leave it alone.
                    public var status: Status?

                    /// What somebody who makes or changes an object asks for.
                    public struct Spec: Sendable, Equatable {
                        /// One line that says what this object is for.
                        // +k8s:maxLength=200
                        public var summary: String = ""
                        /// How large it should be, from 1 to 100.
                        // +k8s:minimum=1
                        // +k8s:maximum=100
                        public var size: Int = 1
                    }

                    /// What those who work on the object have seen.
                    public struct Status: Sendable, Equatable {
                        /// The generation of the object that this status speaks of.
                        public var observedGeneration: Int?
                        /// How far the work has come.
                        public var phase: Phase?
                        /// What holds for the object and what does not, such as `Ready`.
                        public var conditions: [Condition] = []
                    }

                    /// How far the work on an object has come.
                    public enum Phase: String, Sendable {
                        case pending = "Pending"
                        case ready = "Ready"
                        case failed = "Failed"
                    }
                }
            }

            extension \(space).\(kind): Validating {
                /// What the markers above cannot say.
                public func validate(in context: ValidationContext<Self>) -> [FieldError] {
                    guard spec.summary.contains(where: \\.isNewline) else { return [] }
                    return [.invalid("spec.summary", .string(spec.summary), "must be a single line")]
                }
            }

            """
    }

    static func marker(_ resource: Project.Resource) -> String {
        var parts = ["path=\(resource.plural)"]
        if resource.singular != resource.kind.lowercased() { parts.append("singular=\(resource.singular)") }
        if !resource.shortNames.isEmpty { parts.append("shortName=" + resource.shortNames.joined(separator: ";")) }
        if !resource.categories.isEmpty { parts.append("categories=" + resource.categories.joined(separator: ";")) }
        return "+resource:" + parts.joined(separator: ",")
    }
}
