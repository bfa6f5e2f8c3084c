/// The subresources that a kind serves itself: `static let subresources`.
func translateSubresources(of kind: APIKind) -> SwiftDeclaration {
    let parent = kind.path.joined(separator: ".")
    let handlers = kind.subresources.map { subresource in
        SwiftExpression.call(
            "SubresourceHandlers",
            [
                SwiftArgument(nil, .string(subresource.name)),
                SwiftArgument(nil, .name(subresource.path.joined(separator: ".") + ".self")),
                SwiftArgument("of", .name(parent + ".self")),
            ]
        )
    }
    return .extended(
        name: parent,
        conformances: ["HasSubresources"],
        members: [
            .staticConstant(
                doc: "What is below an object, besides `status` and `scale`.",
                isPublic: true,
                name: "subresources",
                type: "[SubresourceHandlers]",
                value: .array(handlers)
            )
        ]
    )
}
