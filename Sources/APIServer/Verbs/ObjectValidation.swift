internal import APIMachinery
internal import JSON

/// Checks a complete object before it is stored; every fault is told at once.
struct ObjectValidation {
    /// What is asked of metadata.
    enum MetadataRules {
        /// All that a stored object must keep.
        case stored
        /// The same without a revision: where the object comes from may have none.
        case unversioned
        /// Nothing: the object is a question, or what a subresource is told.
        case none
    }

    let request: ResourceRequest
    var metadataRules = MetadataRules.stored

    /// - Throws: 422 with the faults: of values first, and of metadata only if the values are fine, as upstream does.
    func check(_ object: JSONValue, old: JSONValue?) throws {
        var errors = request.served.validator.validate(object, old: old)
        do {
            errors += try validateByTypes(object, old: old)
        } catch is JSONDecodingError where !errors.isEmpty {
            // What does not fit its schema need not fit its type; the schema has said why.
        }
        if errors.isEmpty { errors = metadataErrors(object, old: old) }
        guard errors.isEmpty else {
            throw StatusError.invalid(
                kind: request.kind.kind,
                group: request.kind.group,
                name: object.objectName,
                errors: errors
            )
        }
    }

    /// Whether an object may go, as far as its types know.
    ///
    /// - Throws: 422 with the faults, 403 for a refusal, and what else the types throw.
    func checkDeletion(of object: JSONValue, name: String, isDryRun: Bool) throws {
        let kind = request.kind
        let context = DeletionContext(user: request.context.user, isDryRun: isDryRun)
        var errors: [FieldError] = []
        do {
            if let validate = kind.versions[kind.hubIndex].validateDelete {
                errors += try validate(try kind.convert(object, from: request.version, to: kind.hubIndex), context)
            }
            if request.version != kind.hubIndex, let validate = request.served.validateDelete {
                errors += try validate(object, context)
            }
        } catch let refusal as AdmissionRefusal {
            throw StatusError.forbidden(resource: kind.groupResource, name: name, cause: refusal.message)
        }
        guard errors.isEmpty else {
            throw StatusError.invalid(kind: kind.kind, group: kind.group, name: name, errors: errors)
        }
    }

    /// Asks the hub's type, which sees every version, and the requested version's own.
    private func validateByTypes(_ object: JSONValue, old: JSONValue?) throws -> [FieldError] {
        let kind = request.kind
        var errors: [FieldError] = []
        if let validate = kind.versions[kind.hubIndex].validate {
            let new = try kind.convert(object, from: request.version, to: kind.hubIndex)
            let before = try old.map { try kind.convert($0, from: request.version, to: kind.hubIndex) }
            errors += try validate(new, context(before))
        }
        if request.version != kind.hubIndex, let validate = request.served.validate {
            errors += try validate(object, context(old))
        }
        return errors
    }

    private func context(_ old: JSONValue?) -> UntypedResource.UntypedContext {
        UntypedResource.UntypedContext(old: old, subresource: request.info.subresource)
    }

    private func metadataErrors(_ object: JSONValue, old: JSONValue?) -> [FieldError] {
        if metadataRules == .none { return [] }
        let isNamespaced = request.kind.isNamespaced
        guard let old, metadataRules == .stored else {
            return ObjectMetaValidation.validate(object.metadata, isNamespaced: isNamespaced)
        }
        return ObjectMetaValidation.validateUpdate(new: object.metadata, old: old.metadata, isNamespaced: isNamespaced)
    }
}
