/// What kinds serve by code of their own: verbs and subresources.
extension ModelBuilder {
    private static let subresourceProtocols = [
        "GettableSubresource", "UpdatableSubresource", "CreatableSubresource", "Connector",
    ]

    /// The subresources that markers name, each with the type that serves it.
    mutating func buildSubresources(_ markers: [CheckedMarker], of type: ParsedType) -> [APIKind.Subresource] {
        var subresources: [APIKind.Subresource] = []
        for marker in markers {
            guard let name = marker["name"] else { continue }
            if subresources.contains(where: { $0.name == name }) {
                collector.error("the subresource `\(name)` is given twice", at: marker.location)
                continue
            }
            guard let handler = findHandler(of: name, marker, type) else { continue }
            let inherited = module.inherited(by: handler)
            let protocols = Self.subresourceProtocols.filter { name in inherited.contains { $0.name == name } }
            subresources.append(APIKind.Subresource(name: name, path: handler.path, protocols: protocols))
        }
        return subresources
    }

    /// The type that serves a subresource; nil after an error.
    private mutating func findHandler(of name: String, _ marker: CheckedMarker, _ type: ParsedType) -> ParsedType? {
        let conventional = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let path = marker["type"]?.split(separator: ".").map(String.init) ?? [conventional]
        guard case .type(let handler)? = names.find(path, from: type.scope) else {
            let text = path.joined(separator: ".")
            let isTypo = nearestName(to: name, among: ["status", "scale"])
            collector.error(
                "\(type.path[2]) has no type `\(text)`, which would serve the subresource `\(name)`",
                at: marker.location,
                fix: isTypo.map { "write +subresource:\($0)" }
                    ?? "write extension \(type.name) { enum \(text): GettableSubresource { … } }"
            )
            return nil
        }
        let inherited = module.inherited(by: handler)
        guard inherited.contains(where: { Self.subresourceProtocols.contains($0.name) }) else {
            collector.error(
                "\(handler.name) serves nothing of the subresource `\(name)`",
                at: handler.location,
                fix: "conform to " + Self.subresourceProtocols.joined(separator: ", ")
            )
            return nil
        }
        return handler
    }

    /// Reports what a kind without objects in the store cannot have.
    mutating func checkServing(of kind: APIKind, _ markers: CheckedMarkers) {
        guard !kind.isStored else { return }
        let what = kind.isVirtual ? "answers its verbs itself" : "belongs to a subresource"
        for name in ["storageversion", MarkerRegistry.statusSubresource, MarkerRegistry.scaleSubresource] {
            guard let marker = markers[name] else { continue }
            collector.error(
                "\(kind.name) \(what): the server keeps no object that +\(name) could be about",
                at: marker.location,
                fix: "remove the marker"
            )
        }
        guard let marker = markers[MarkerRegistry.ownSubresource.name], !kind.hooks.contains("Gettable"),
            !kind.hooks.contains("Updatable")
        else { return }
        collector.error(
            "\(kind.name) \(what), and not get: a subresource hangs below an object that can be got",
            at: marker.location,
            fix: "conform to Gettable"
        )
    }
}
