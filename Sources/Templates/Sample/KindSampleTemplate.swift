internal import Project

/// `sample/<kind>.yaml`.
enum KindSampleTemplate {
    static func text(_ placed: PlacedResource) -> String {
        let scope = placed.resource.isNamespaced ? "\n  namespace: default" : ""
        return """
            apiVersion: \(placed.apiVersion)
            kind: \(placed.resource.kind)
            metadata:
              name: \(objectName(placed))\(scope)
            spec:
              summary: Something to try the API with.
              size: 3

            """
    }

    static func objectName(_ placed: PlacedResource) -> String { placed.resource.singular + "-sample" }
}
