/// A kind that is served only for as long as somebody wants it, such as that of a CustomResourceDefinition.
package struct ChangingKind: Sendable {
    /// Changes whenever the kind is to be served in another way than before.
    package let token: String
    /// All its versions; those that are not served may be stored.
    package let versions: [UntypedResource]

    /// Makes a kind; its versions are of one group and have one plural.
    package init(token: String, versions: [UntypedResource]) {
        self.token = token
        self.versions = versions
    }

    var key: String { (versions.first?.definition).map { $0.group + "/" + $0.plural } ?? "" }
}
