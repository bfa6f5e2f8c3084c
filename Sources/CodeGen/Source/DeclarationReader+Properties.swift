internal import SwiftSyntax

extension DeclarationReader {
    /// The stored properties of a declaration: none for static and computed ones, several for `var a = 1, b = 2`.
    func properties(_ node: VariableDeclSyntax) -> [ParsedProperty] {
        let modifiers = node.modifiers.map(\.name.tokenKind)
        guard !modifiers.contains(.keyword(.static)), !modifiers.contains(.keyword(.class)) else { return [] }
        let comments = LeadingComments(node, in: file)
        // In `var a, b: Int` the type stands behind the last name only.
        var type: TypeReference?
        let found = node.bindings.reversed().compactMap { binding -> ParsedProperty? in
            type = binding.typeAnnotation.map { TypeReference($0.type) } ?? (binding.initializer == nil ? type : nil)
            guard isStored(binding), let pattern = binding.pattern.as(IdentifierPatternSyntax.self) else { return nil }
            return ParsedProperty(
                name: pattern.identifier.plainName,
                binding: bindingKind(node),
                access: access(modifiers),
                type: type,
                defaultValue: binding.initializer.map { ParsedDefault($0.value) },
                comments: comments,
                location: file.location(pattern),
                defaultLocation: file.location(binding.initializer.map { Syntax($0.value) } ?? Syntax(pattern))
            )
        }
        return found.reversed()
    }

    private func access(_ modifiers: [TokenKind]) -> ParsedProperty.Access {
        if modifiers.contains(.keyword(.public)) { return .open }
        let isPrivate = modifiers.contains(.keyword(.private)) || modifiers.contains(.keyword(.fileprivate))
        return isPrivate ? .private : .internal
    }

    private func bindingKind(_ node: VariableDeclSyntax) -> ParsedProperty.Binding {
        if node.modifiers.contains(where: { $0.name.tokenKind == .keyword(.lazy) }) { return .lazy }
        for case .attribute(let attribute) in node.attributes {
            let name = attribute.attributeName.trimmedDescription
            if name.first?.isUppercase == true { return .wrapped(name) }
        }
        return node.bindingSpecifier.tokenKind == .keyword(.let) ? .constant : .variable
    }

    /// Properties with `willSet` and `didSet` are stored, all others with braces are computed.
    private func isStored(_ binding: PatternBindingSyntax) -> Bool {
        guard let block = binding.accessorBlock else { return true }
        guard case .accessors(let accessors) = block.accessors else { return false }
        return accessors.allSatisfy { accessor in
            accessor.accessorSpecifier.tokenKind == .keyword(.willSet)
                || accessor.accessorSpecifier.tokenKind == .keyword(.didSet)
        }
    }
}
