internal import Project

/// `Sources/APIs/<Group>/<Version>/<Kind>+<Name>.swift`: an admission plug-in that is about one kind.
enum PlugInTemplate {
    /// nil for other hooks.
    static func text(_ hook: Hook, _ subject: HookSubject) -> String? {
        guard let name = hook.plugIn(of: subject.kind) else { return nil }
        return hook == .admissionMutating ? mutating(name, subject) : validating(name, subject)
    }

    private static func mutating(_ name: String, _ subject: HookSubject) -> String {
        """
        import APIServer

        extension \(subject.space) {
            /// Writes down who made an object; `main.swift` gives it to the server.
            public struct \(name): AdmissionPlugin {
                /// Makes the plug-in.
                public init() {}

                /// The object as it should be instead; nil leaves it as it is.
                ///
                /// Called for every change of every kind before it is validated. Change what is changed, and when:
                /// `request` has operation, user and the object before, `request.warn` tells the user something.
                public func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue? {
                    guard request.operation == .create, var object = try request.object(as: \(subject.kind).self) else {
                        return nil
                    }
                    object.metadata.annotations["\(subject.key("created-by"))"] = request.user.name
                    return object.json
                }
            }
        }

        """
    }

    private static func validating(_ name: String, _ subject: HookSubject) -> String {
        let place = subject.placed.resource.isNamespaced ? "of one namespace" : "of all"
        return """
            import APIServer

            extension \(subject.space) {
                /// Keeps the number of objects \(place) low; `main.swift` gives it to the server.
                public struct \(name): AdmissionPlugin {
                    private let limit: Int

                    /// Makes the plug-in.
                    public init(limit: Int = 100) { self.limit = limit }

                    /// Refuses a change by throwing; returns to let it pass.
                    ///
                    /// Called for every change of every kind, with the object as it would be stored. Change what is refused;
                    /// `objects` reads whatever the server keeps, as it was a moment ago.
                    public func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
                        guard request.operation == .create, try request.object(as: \(subject.kind).self) != nil else { return }
                        let present = try objects.list(\(subject.kind).self, namespace: request.namespace).count
                        if present >= limit { throw AdmissionRefusal("there must not be more than \\(limit)") }
                    }
                }
            }

            """
    }
}
