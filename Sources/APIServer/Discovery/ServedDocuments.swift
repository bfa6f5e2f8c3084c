/// What a server says of itself: discovery and OpenAPI.
struct ServedDocuments: Sendable {
    let discovery: DiscoveryDocuments
    let openAPI: OpenAPIDocuments

    /// Makes the documents.
    ///
    /// - Parameters:
    ///   - groups: with their versions; a group may be there several times.
    ///   - resources: everything that is served.
    ///   - hidden: versions that are not served but may be the ones that are stored.
    ///   - title: of OpenAPI documents.
    init(groups: [APIGroup], resources: [ServedResource], hidden: [ServedResource] = [], title: String) {
        discovery = DiscoveryDocuments(groups: groups, resources: resources, hidden: hidden)
        openAPI = OpenAPIDocuments(resources: resources, title: title, version: "0.1")
    }
}
