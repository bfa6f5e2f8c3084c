internal import Project

/// `Sources/Controllers/<Kind>Controller.swift`: a controller that works at once and shows where work belongs.
enum ControllerTemplate {
    static func text(_ placed: PlacedResource) -> String {
        let kind = placed.resource.kind
        let name = ControllerFiles.typeName(placed)
        let variable = SwiftText.variable(kind)
        return """
            import APIs
            import ControllerRuntime

            /// Brings about what objects of the kind `\(kind)` ask for.
            // +rbac:groups=\(placed.groupName),resources=\(placed.resource.plural),verbs=get;list;watch
            // +rbac:groups=\(placed.groupName),resources=\(placed.resource.plural)/status,verbs=get;update;patch
            // +rbac:groups="",resources=events,verbs=create;patch
            public struct \(name): Reconciler {
                /// Makes a controller.
                public init() {}

                /// Called with an object whenever it has changed, and again after failures: look at what is there, do what is
                /// missing, and say in the status what you have seen.
                public func reconcile(
                    _ \(variable): \(placed.swiftType),
                    in context: ReconcileContext
                ) async throws -> ReconcileResult {
                    var status = \(variable).status ?? .init()
                    let generation = \(variable).metadata.generation

                    // Your work belongs here. What it needs of the cluster: context.client and context.cache.

                    let isNew = status.observedGeneration != Int(generation)
                    status.observedGeneration = Int(generation)
                    status.phase = .ready
                    status.conditions.set(
                        Condition(
                            type: "Ready",
                            status: .true,
                            observedGeneration: generation,
                            lastTransitionTime: .now,
                            reason: "Reconciled",
                            message: "size \\(\(variable).spec.size) is there"
                        )
                    )
                    // A write that changes nothing would call for work again.
                    guard status != \(variable).status else { return .done }
                    var changed = \(variable)
                    changed.status = status
                    _ = try await context.client.updateStatus(changed)
                    if isNew {
                        context.events.record(on: changed, reason: "Reconciled", "size \\(changed.spec.size) is there")
                    }
                    return .done
                }
            }

            """
    }

    /// The same for a type of which nothing is known.
    static func plain(_ placed: PlacedResource) -> String {
        let variable = SwiftText.variable(placed.resource.kind)
        return """
            import APIs
            import ControllerRuntime

            /// Brings about what objects of the kind `\(placed.resource.kind)` ask for.
            // +rbac:groups=\(placed.groupName),resources=\(placed.resource.plural),verbs=get;list;watch
            // +rbac:groups=\(placed.groupName),resources=\(placed.resource.plural)/status,verbs=get;update;patch
            // +rbac:groups="",resources=events,verbs=create;patch
            public struct \(ControllerFiles.typeName(placed)): Reconciler {
                /// Makes a controller.
                public init() {}

                /// Called with an object whenever it has changed, and again after failures: look at what is there, do what is
                /// missing, and say in the status what you have seen.
                public func reconcile(
                    _ \(variable): \(placed.swiftType),
                    in context: ReconcileContext
                ) async throws -> ReconcileResult {
                    // Your work belongs here. What it needs of the cluster: context.client and context.cache.
                    context.log.info("looked at", [("generation", "\\(\(variable).metadata.generation)")])
                    return .done
                }
            }

            """
    }

    /// `Tests/ControllersTests/<Kind>ControllerTests.swift`.
    static func tests(_ placed: PlacedResource) -> String {
        let kind = placed.resource.kind
        let name = ControllerFiles.typeName(placed)
        let place = placed.resource.isNamespaced ? "name: \"one\", namespace: \"default\"" : "name: \"one\""
        return """
            import APIServerTesting
            import APIs
            import ControllerRuntime
            import Controllers
            import Testing

            /// Each test has an API server of its own in this process, with the controller at work.
            @Suite(.timeLimit(.minutes(1))) struct \(name)Tests {
                typealias \(kind) = \(placed.swiftType)

                private func make(size: Int) throws -> \(kind) {
                    var object = try \(kind)(json: ["spec": ["size": .integer(Int64(size))]])
                    object.metadata = ObjectMeta(\(place))
                    return object
                }

                @Test func saysThatItIsReady() async throws {
                    try await TestServer.run(APIs.groups, reconcilers: [\(name)()]) { server in
                        let made = try await server.client.create(make(size: 3))
                        let seen = try await server.eventually(made) { $0.status?.conditions["Ready"] != nil }
                        #expect(seen.status?.phase == .ready)
                        #expect(seen.status?.observedGeneration == 1)
                        #expect(seen.status?.conditions["Ready"]?.status == "True")
                    }
                }

                @Test func followsChanges() async throws {
                    try await TestServer.run(APIs.groups, reconcilers: [\(name)()]) { server in
                        let made = try await server.client.create(make(size: 3))
                        var seen = try await server.eventually(made) { $0.status?.observedGeneration == 1 }
                        seen.spec.size = 5
                        let changed = try await server.client.update(seen)
                        seen = try await server.eventually(changed) { $0.status?.observedGeneration == 2 }
                        #expect(seen.status?.conditions["Ready"]?.message == "size 5 is there")
                    }
                }
            }

            """
    }
}
