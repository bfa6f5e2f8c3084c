internal import JSON

/// The conditions of a CustomResourceDefinition, and the names that it gets.
///
/// Source: apiextensions-apiserver `pkg/controller/status/naming_controller.go`, `pkg/controller/establish`.
enum DefinitionConditions {
    /// What is to be said.
    struct Condition: Sendable, Equatable {
        var type: String
        var isTrue: Bool
        var reason: String
        var message: String
    }

    /// Says something; when it last changed stays if it has not.
    static func set(_ object: inout JSONValue, _ condition: Condition, now: String) {
        if object["status"]?.object == nil { object["status"] = .emptyObject }
        var conditions = object["status"]?["conditions"]?.array ?? []
        let status = condition.isTrue ? "True" : "False"
        let place = conditions.firstIndex { $0["type"]?.string == condition.type }
        let before = place.map { conditions[$0] }
        let isSame = before?["status"]?.string == status
        let said: JSONValue = [
            "lastTransitionTime": isSame ? before?["lastTransitionTime"] ?? .string(now) : .string(now),
            "message": .string(condition.message), "reason": .string(condition.reason), "status": .string(status),
            "type": .string(condition.type),
        ]
        if let place { conditions[place] = said } else { conditions.append(said) }
        object["status"]?["conditions"] = .array(conditions)
    }

    /// What names others of the group have.
    struct Taken: Sendable, Equatable {
        var resources: Set<String> = []
        var kinds: Set<String> = []

        /// Those that were accepted of other definitions.
        init(_ definition: CustomDefinition, among all: [CustomDefinition]) {
            for other in all where other.group == definition.group && other.name != definition.name {
                let names = other.acceptedNames
                resources.formUnion([names.plural, names.singular] + names.shortNames)
                kinds.formUnion([names.kind, names.listKind])
            }
            resources.remove("")
            kinds.remove("")
        }
    }

    /// Which names a definition gets, and whether these are all that it asks for.
    ///
    /// One that it had keeps it until the new one is free.
    static func names(
        of definition: CustomDefinition,
        _ taken: Taken
    ) -> (accepted: CustomDefinition.Names, condition: Condition) {
        let wanted = definition.names
        var accepted = definition.acceptedNames
        var conflicts: [(reason: String, name: String)] = []
        func take(_ name: String, _ others: Set<String>, _ reason: String, _ place: inout String) {
            if others.contains(name) { conflicts.append((reason, name)) } else { place = name }
        }
        take(wanted.plural, taken.resources, "PluralConflict", &accepted.plural)
        take(wanted.singular, taken.resources, "SingularConflict", &accepted.singular)
        let shortConflicts = wanted.shortNames.filter(taken.resources.contains)
        if shortConflicts.isEmpty {
            accepted.shortNames = wanted.shortNames
        } else {
            conflicts += shortConflicts.map { ("ShortNamesConflict", $0) }
        }
        take(wanted.kind, taken.kinds, "KindConflict", &accepted.kind)
        take(wanted.listKind, taken.kinds, "ListKindConflict", &accepted.listKind)
        accepted.categories = wanted.categories
        guard let first = conflicts.first else {
            return (
                accepted,
                Condition(
                    type: "NamesAccepted",
                    isTrue: true,
                    reason: "NoConflicts",
                    message: "no conflicts found"
                )
            )
        }
        let message = conflicts.map { "\"\($0.name)\" is already in use" }.joined(separator: ", ")
        return (
            accepted, Condition(type: "NamesAccepted", isTrue: false, reason: first.reason, message: message)
        )
    }

    static let notAccepted = Condition(
        type: "Established",
        isTrue: false,
        reason: "NotAccepted",
        message: "not all names are accepted"
    )
    static let installing = Condition(
        type: "Established",
        isTrue: false,
        reason: "Installing",
        message: "the initial names have been accepted"
    )
    static let established = Condition(
        type: "Established",
        isTrue: true,
        reason: "InitialNamesAccepted",
        message: "the initial names have been accepted"
    )
}
