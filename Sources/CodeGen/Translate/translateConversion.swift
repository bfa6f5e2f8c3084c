/// The files that convert the versions of kinds: one for each version that is not the hub.
func translateConversions(of model: APIModel) -> [SwiftFile] {
    var made: Set<ConversionPlan.Pair> = []
    return VersionConversion.all(in: model).map { conversion in
        // The model was checked: there are no gaps.
        let steps = ((try? conversion.steps()) ?? []).filter { made.insert($0.pair).inserted }
        let name = conversion.kindName
        return SwiftFile(
            path: "\(conversion.kind.path.dropLast().joined(separator: "/"))/\(name)+Conversion.swift",
            imports: [SwiftImport(module: "APIServer", isPublic: false)],
            declarations: hooks(conversion) + steps.map { initializer($0, model) }
        )
    }
}

/// What `Convertible` asks for: the fields of the same name, then what the user says of the others.
private func hooks(_ conversion: VersionConversion) -> [SwiftDeclaration] {
    var members: [SwiftDeclaration] = []
    if conversion.makesFromHub {
        members.append(
            .fixed([
                "/// Takes over the fields of the same name, then what `convert(from:)` says.",
                "public init(hub: \(conversion.hubName)) {",
                "    self.init(converting: hub)",
                "    self.convert(from: hub)",
                "}",
            ])
        )
    }
    if conversion.makesHub {
        members.append(
            .fixed([
                "/// The object as the hub says it: the fields of the same name, then what `convert(to:)` says.",
                "public var hub: \(conversion.hubName) {",
                "    var hub = \(conversion.hubName)(converting: self)",
                "    self.convert(to: &hub)",
                "    return hub",
                "}",
            ])
        )
    }
    return [.extended(name: conversion.kindName, conformances: [], members: members)]
}

private func initializer(_ step: VersionConversion.Step, _ model: APIModel) -> SwiftDeclaration {
    let pair = step.pair
    var body: [String] = []
    if model.kinds.contains(where: { $0.path.joined(separator: ".") == pair.target }) {
        body.append("self.metadata = other.metadata")
    }
    if let type = model.types[pair.target], type.isEnumeration {
        let first = ConversionPlan(model: model).zero(.enumeration(pair.target)) ?? ".init()"
        body.append("self = Self(rawValue: other.rawValue) ?? \(first)")
    } else {
        body += step.assignments.map { assignment in
            let value = [assignment.value, assignment.fallback].compactMap { $0 }.joined(separator: " ?? ")
            return "self.\(ConversionPlan(model: model).escaped(assignment.field.name)) = \(value)"
        }
    }
    let lines =
        body.isEmpty
        ? ["init(converting other: \(pair.source)) {}"]
        : ["init(converting other: \(pair.source)) {"] + body.map { "    " + $0 } + ["}"]
    return .extended(name: pair.target, conformances: [], members: [.fixed(lines)])
}
