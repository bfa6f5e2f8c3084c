internal import APIMachinery
internal import JSON
internal import Storage
internal import Transport

/// `DELETE` of a collection: every selected object, one after the other.
struct DeleteCollectionVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let listOptions = try ListOptions(request.query, isWatch: false)
        let options = try DeleteOptions(request.context.request, request.query)
        guard !options.ignoresReadErrors else {
            let detail = "is not allowed with DeleteCollection, try again after removing the option"
            throw StatusError.invalid(
                kind: "DeleteOptions",
                group: "meta.k8s.io",
                name: "",
                errors: [.invalid(DeleteOptions.ignoringReadErrors, true, detail)]
            )
        }
        var page = try await Listing(request, listOptions).page()
        let deletion = Deletion(request: request, options: options)
        var deleted: [ServedObject] = []
        for object in page.objects {
            do {
                switch try await deletion.delete(name: object.identity.name) {
                case .removed: deleted.append(object)
                case .removedUnread: break
                case .terminating(.served(let marked)): deleted.append(marked)
                case .terminating(.tree): deleted.append(object)
                }
            } catch let error as StatusError where error.code == 404 {
                continue
            }
        }
        page.objects = deleted
        return try ListResponse(request: request, representation: representation).response(page)
    }
}
