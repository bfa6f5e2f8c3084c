internal import SwiftSyntax

/// Walks through the declarations of one file and adds its types to the module.
struct DeclarationReader {
    let file: ParsedFile
    var module: ParsedModule
    var collector: DiagnosticCollector

    /// Reads everything at the top of a file.
    mutating func read(_ tree: SourceFileSyntax) {
        for statement in tree.statements {
            if case .decl(let declaration) = statement.item {
                read(declaration, in: LexicalScope(path: [], extensionDepth: 0))
            }
        }
    }

    private mutating func read(_ members: MemberBlockSyntax, in scope: LexicalScope) {
        for member in members.members { read(member.decl, in: scope) }
    }

    private mutating func read(_ declaration: DeclSyntax, in scope: LexicalScope) {
        switch declaration.as(DeclSyntaxEnum.self) {
        case .extensionDecl(let node): read(node)
        case .structDecl(let node):
            add(node, .structure, name: node.name, generics: node.genericParameterClause, in: scope)
        case .enumDecl(let node):
            add(node, .enumeration, name: node.name, generics: node.genericParameterClause, in: scope)
        case .classDecl(let node):
            add(node, .classLike("class"), name: node.name, generics: node.genericParameterClause, in: scope)
        case .actorDecl(let node):
            add(node, .classLike("actor"), name: node.name, generics: node.genericParameterClause, in: scope)
        case .typeAliasDecl(let node):
            let name = (scope.path + [node.name.plainName]).joined(separator: ".")
            module.aliases[name] = ParsedAlias(scope: scope, target: TypeReference(node.initializer.value))
        case .initializerDecl(let node): readConversion(node, in: scope)
        case .variableDecl(let node):
            let names = node.bindings.compactMap { $0.pattern.as(IdentifierPatternSyntax.self)?.identifier.plainName }
            if names.contains("hub") { module.conversions[scope.name, default: []].insert("hub") }
        case .ifConfigDecl(let node):
            collector.warning(
                "conditions are not evaluated: types and properties between #if and #endif are not part of the API",
                at: file.location(node)
            )
        default: break
        }
    }

    /// Remembers an initializer that makes a value of another version's.
    private mutating func readConversion(_ node: InitializerDeclSyntax, in scope: LexicalScope) {
        let parameters = Array(node.signature.parameterClause.parameters)
        guard parameters.count == 1 else { return }
        let label = parameters[0].firstName.plainName
        if label == "hub" { module.conversions[scope.name, default: []].insert("init(hub:)") }
        if label == "converting", case .named(let path) = TypeReference(parameters[0].type) {
            let type = path.joined(separator: ".")
            module.conversions[scope.name, default: []].insert("init(converting:\(type))")
        }
    }

    private mutating func read(_ node: ExtensionDeclSyntax) {
        guard case .named(let path) = TypeReference(node.extendedType) else { return }
        let added = inherited(node.inheritanceClause)
        module.conformances[path.joined(separator: "."), default: []] += added
        read(node.memberBlock, in: LexicalScope(path: path, extensionDepth: path.count))
    }

    private mutating func add(
        _ node: some DeclGroupSyntax,
        _ kind: ParsedType.Kind,
        name: TokenSyntax,
        generics: GenericParameterClauseSyntax?,
        in scope: LexicalScope
    ) {
        var type = ParsedType(
            path: scope.path + [name.plainName],
            extensionDepth: scope.extensionDepth,
            kind: kind,
            isPublic: node.modifiers.contains { $0.name.tokenKind == .keyword(.public) },
            isGeneric: generics != nil,
            inherited: inherited(node.inheritanceClause),
            comments: LeadingComments(node, in: file),
            location: file.location(name)
        )
        for member in node.memberBlock.members {
            if let variable = member.decl.as(VariableDeclSyntax.self) {
                type.properties += properties(variable)
            } else if let enumCase = member.decl.as(EnumCaseDeclSyntax.self) {
                type.cases += cases(enumCase)
            }
        }
        if let other = module.types[type.name] {
            collector.error("\(type.name) is declared twice, the other time at \(other.location)", at: type.location)
        } else {
            module.types[type.name] = type
            module.order.append(type.name)
        }
        read(node.memberBlock, in: type.scope)
    }

    private func inherited(_ clause: InheritanceClauseSyntax?) -> [ParsedConformance] {
        (clause?.inheritedTypes ?? []).flatMap { element in names(element.type, at: file.location(element)) }
    }

    private func names(_ type: TypeSyntax, at location: Location) -> [ParsedConformance] {
        if let attributed = type.as(AttributedTypeSyntax.self) { return names(attributed.baseType, at: location) }
        if let composition = type.as(CompositionTypeSyntax.self) {
            return composition.elements.flatMap { names($0.type, at: location) }
        }
        guard case .named(let path) = TypeReference(type), let name = path.last else { return [] }
        return [ParsedConformance(name: name, location: location)]
    }

    private func cases(_ node: EnumCaseDeclSyntax) -> [ParsedCase] {
        let doc = LeadingComments(node, in: file).doc
        return node.elements.map { element in
            ParsedCase(
                name: element.name.plainName,
                rawValue: element.rawValue.map { ParsedDefault($0.value) },
                hasAssociatedValues: element.parameterClause != nil,
                doc: doc,
                location: file.location(element.name)
            )
        }
    }
}
