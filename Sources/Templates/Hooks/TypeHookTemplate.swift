/// `Sources/APIs/<Group>/<Version>/<Kind>+<Protocol>.swift`: a hook that the kind itself adopts.
enum TypeHookTemplate {
    /// nil for other hooks, and where a field is missing that the code is about.
    static func text(_ hook: Hook, _ subject: HookSubject) -> String? {
        switch hook {
        case .defaulting: defaulting(subject)
        case .normalizing: normalizing(subject)
        case .validating: validating(subject)
        case .deleteValidating: deleteValidating(subject)
        case .table: table(subject)
        default: nil
        }
    }

    private static func defaulting(_ subject: HookSubject) -> String? {
        guard let text = subject.text, let number = subject.number else { return nil }
        return """
            import APIServer

            extension \(subject.type): Defaulting {
                /// Fills in what depends on other fields; defaults that are always the same stand at their fields.
                ///
                /// Called whenever an object arrives or is read. Change which fields are filled in, and leave alone what
                /// somebody has set.
                public mutating func setDefaults() {
                    if \(text.path).isEmpty { \(text.path) = "\(number.name) \\(\(number.path))" }
                }
            }

            """
    }

    private static func normalizing(_ subject: HookSubject) -> String? {
        guard let text = subject.text else { return nil }
        return """
            import APIServer

            extension \(subject.type): Normalizing {
                /// Brings an object into the form in which it is kept: here, no superfluous spaces.
                ///
                /// Called before validation. Change what is brought into form; `old` is the object before an update. The
                /// result must stay as it is when it comes again.
                public mutating func normalize(old: Self?) {
                    \(text.path) = \(text.path).split(separator: " ").joined(separator: " ")
                }
            }

            """
    }

    private static func validating(_ subject: HookSubject) -> String? {
        guard let text = subject.text else { return nil }
        return """
            import APIServer

            extension \(subject.type): Validating {
                /// What is wrong with an object and cannot be said by markers at its fields.
                ///
                /// Called before a creation or an update is stored. Change the rules; `context.old` is the object before an
                /// update.
                public func validate(in context: ValidationContext<Self>) -> [FieldError] {
                    guard \(text.path).contains(where: \\.isNewline) else { return [] }
                    return [.invalid("\(text.jsonPath)", .string(\(text.path)), "must be a single line")]
                }
            }

            """
    }

    private static func deleteValidating(_ subject: HookSubject) -> String {
        """
        import APIServer

        extension \(subject.type): DeleteValidating {
            /// What keeps an object from being deleted: here, an annotation that protects it.
            ///
            /// Called for each object, also when a collection is deleted. Change when an object may go; `context` says who asks.
            public func validateDelete(in context: DeletionContext) throws -> [FieldError] {
                guard metadata.annotations["\(subject.key("protected"))"] == "true" else { return [] }
                return [.forbidden("metadata.annotations", "take \(subject.key("protected")) away first")]
            }
        }

        """
    }

    private static func table(_ subject: HookSubject) -> String? {
        guard let number = subject.number else { return nil }
        return """
            import APIServer

            extension \(subject.type): Tabular {
                /// The columns of `kubectl get` after the name: those of the markers, and one that is computed.
                ///
                /// Change which columns there are; with `priority: 1` one is shown by `-o wide` alone.
                public static var columns: [ResourceDefinition.Column] {
                    definition.columns + [ResourceDefinition.Column(name: "Class", path: ".\(number.jsonPath)")]
                }

                /// One cell for each column, in the same order; where it is null the value at the column's path is shown.
                public var cells: [JSONValue] {
                    Self.definition.columns.map { _ in .null } + [.string(\(number.path) > 50 ? "large" : "small")]
                }
            }

            """
    }
}
