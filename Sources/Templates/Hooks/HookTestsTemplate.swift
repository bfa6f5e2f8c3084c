/// `Tests/APIsTests/<Kind><Hook>Tests.swift`, for hooks that are functions of what they are given.
enum HookTestsTemplate {
    /// nil for hooks whose work needs a running server.
    static func text(_ hook: Hook, _ subject: HookSubject) -> String? {
        guard let body = body(hook, subject) else { return nil }
        return """
            import APIServer
            import APIs
            import Testing

            @Suite struct \(HookFiles.testSuite(hook, subject.placed)) {
                private let object: \(subject.type)

                init() throws {
                    object = try \(subject.type)(json: sample("\(KindFiles.sampleName(subject.placed))"))
                }

            \(body)
            }

            """
    }

    private static func body(_ hook: Hook, _ subject: HookSubject) -> String? {
        switch hook {
        case .defaulting: defaulting(subject)
        case .normalizing: normalizing(subject)
        case .validating: validating(subject)
        case .deleteValidating: deleteValidating(subject)
        case .table: table(subject)
        case .admissionMutating: mutating(subject)
        case .admissionValidating: quota(subject)
        default: nil
        }
    }

    private static func defaulting(_ subject: HookSubject) -> String? {
        guard let text = subject.text, let number = subject.number else { return nil }
        return """
                @Test func fillsInWhatIsMissing() {
                    var object = object
                    object.\(text.path) = ""
                    object.setDefaults()
                    #expect(object.\(text.path) == "\(number.name) \\(object.\(number.path))")
                }

                @Test func leavesWhatIsThere() {
                    var object = object
                    object.\(text.path) = "mine"
                    object.setDefaults()
                    #expect(object.\(text.path) == "mine")
                }
            """
    }

    private static func normalizing(_ subject: HookSubject) -> String? {
        guard let text = subject.text else { return nil }
        return """
                @Test func removesSuperfluousSpaces() {
                    var object = object
                    object.\(text.path) = " two   words "
                    object.normalize(old: nil)
                    #expect(object.\(text.path) == "two words")
                }

                @Test func leavesItsOwnResultAlone() {
                    var once = object
                    once.normalize(old: nil)
                    var twice = once
                    twice.normalize(old: once)
                    #expect(twice == once)
                }
            """
    }

    private static func validating(_ subject: HookSubject) -> String? {
        guard let text = subject.text else { return nil }
        return """
                @Test func refusesASecondLine() {
                    var object = object
                    object.\(text.path) = "two\\nlines"
                    let errors = object.validate(in: ValidationContext(old: nil))
                    #expect(errors == [.invalid("\(text.jsonPath)", "two\\nlines", "must be a single line")])
                }
            """
    }

    private static func deleteValidating(_ subject: HookSubject) -> String {
        """
            @Test func keepsWhatIsProtected() throws {
                var object = object
                object.metadata.annotations["\(subject.key("protected"))"] = "true"
                #expect(try object.validateDelete(in: DeletionContext()).map(\\.field) == ["metadata.annotations"])
            }

            @Test func letsOthersGo() throws {
                #expect(try object.validateDelete(in: DeletionContext()) == [])
            }
        """
    }

    private static func table(_ subject: HookSubject) -> String? {
        guard let number = subject.number else { return nil }
        return """
                @Test(arguments: [(50, "small"), (51, "large")] as [(\(number.type), String)])
                func tellsLargeFromSmall(_ number: \(number.type), _ shown: String) {
                    var object = object
                    object.\(number.path) = number
                    #expect(object.cells.last == .string(shown))
                    #expect(object.cells.count == \(subject.type).columns.count)
                }
            """
    }

    private static func mutating(_ subject: HookSubject) -> String {
        """
            @Test func writesDownWhoMadeAnObject() async throws {
                let changed = try await \(subject.space).\(subject.kind)Origin().mutate(request(.create), objects: ObjectReader())
                let object = try \(subject.type)(json: #require(changed))
                #expect(object.metadata.annotations["\(subject.key("created-by"))"] == "jane")
            }

            @Test func leavesUpdatesAlone() async throws {
                let plugIn = \(subject.space).\(subject.kind)Origin()
                #expect(try await plugIn.mutate(request(.update), objects: ObjectReader()) == nil)
            }

        \(request(subject))
        """
    }

    private static func quota(_ subject: HookSubject) -> String {
        """
            @Test func refusesWhatIsTooMuch() async throws {
                let full = \(subject.space).\(subject.kind)Quota(limit: 0)
                await #expect(throws: AdmissionRefusal.self) {
                    try await full.validate(request(.create), objects: ObjectReader())
                }
            }

            @Test func letsOthersPass() async throws {
                let plugIn = \(subject.space).\(subject.kind)Quota(limit: 1)
                try await plugIn.validate(request(.create), objects: ObjectReader())
                try await \(subject.space).\(subject.kind)Quota(limit: 0).validate(request(.update), objects: ObjectReader())
            }

        \(request(subject))
        """
    }

    private static func request(_ subject: HookSubject) -> String {
        let definition = subject.type + ".definition"
        return """
                private func request(_ operation: AdmissionRequest.Operation) -> AdmissionRequest {
                    AdmissionRequest(
                        operation: operation,
                        group: \(definition).group,
                        version: \(definition).version,
                        kind: \(definition).kind,
                        resource: \(definition).plural,
                        namespace: object.metadata.namespace,
                        name: object.metadata.name,
                        object: object.json,
                        oldObject: nil,
                        user: UserInfo(name: "jane"),
                        isDryRun: false
                    )
                }
            """
    }
}
