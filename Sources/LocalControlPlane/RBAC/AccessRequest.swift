/// What somebody wants to do, as roles see it.
struct AccessRequest: Sendable, Equatable {
    var user: String
    var groups: [String]
    var verb: String
    var isResource = true
    var group = ""
    var resource = ""
    var subresource = ""
    /// Empty for cluster-scoped objects, and for all namespaces.
    var namespace = ""
    /// Empty for collections.
    var name = ""
    /// If it is no resource.
    var path = ""
}
