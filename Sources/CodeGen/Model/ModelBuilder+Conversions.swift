extension ModelBuilder {
    /// Reports fields that generated conversion would have to make up and cannot.
    mutating func checkConversions(of model: APIModel) {
        for conversion in VersionConversion.all(in: model) {
            do {
                _ = try conversion.steps()
            } catch {
                let target = error.target
                collector.error(
                    "`\(error.field.name)` must have a value in \(target), and \(error.source) has no such field",
                    at: error.field.location,
                    fix: "make it an optional, give it a default, or write the initializer in an extension: "
                        + "init(converting other: \(error.source))"
                )
            }
        }
    }
}

/// What has to be generated to convert one version of a kind to and from the hub.
struct VersionConversion {
    /// One initializer: a pair, with what its target is made of.
    struct Step {
        var pair: ConversionPlan.Pair
        var assignments: [ConversionPlan.Assignment]
    }

    let model: APIModel
    let kind: APIKind
    let hub: APIKind

    /// For every version but the hubs that conforms to `Convertible` and does not say everything itself.
    static func all(in model: APIModel) -> [VersionConversion] {
        model.kinds.compactMap { kind in
            guard !kind.isHub, kind.hooks.contains("Convertible"),
                let hub = model.kinds.first(where: { $0.isHub && $0.group == kind.group && $0.name == kind.name })
            else { return nil }
            let conversion = VersionConversion(model: model, kind: kind, hub: hub)
            return conversion.makesFromHub || conversion.makesHub ? conversion : nil
        }
    }

    var kindName: String { kind.path.joined(separator: ".") }
    var hubName: String { hub.path.joined(separator: ".") }
    /// Whether `init(hub:)` is not written by the user.
    var makesFromHub: Bool { !isWritten("init(hub:)") }
    /// Whether `hub` is not written by the user.
    var makesHub: Bool { !isWritten("hub") }

    private func isWritten(_ member: String) -> Bool { model.ownConversions[kindName]?.contains(member) == true }

    /// The initializers of all types that are needed, each once, without those that the user wrote.
    func steps() throws(ConversionPlan.Gap) -> [Step] {
        let plan = ConversionPlan(model: model)
        var open: [ConversionPlan.Pair] = []
        if makesHub { open.append(ConversionPlan.Pair(source: kindName, target: hubName)) }
        if makesFromHub { open.append(ConversionPlan.Pair(source: hubName, target: kindName)) }
        var seen = Set(open)
        var steps: [Step] = []
        while let pair = open.popLast() {
            let written = model.ownConversions[pair.target] ?? []
            if written.contains("init(converting:\(pair.source))") { continue }
            let (assignments, needs) = try plan.assignments(pair)
            steps.append(Step(pair: pair, assignments: assignments))
            for need in needs where seen.insert(need).inserted { open.append(need) }
        }
        return steps.sorted { ($0.pair.target, $0.pair.source) < ($1.pair.target, $1.pair.source) }
    }
}
