internal import APIMachinery
internal import JSON
internal import TLS

/// What an APIService must look like, beyond its schema.
///
/// Source: kube-aggregator `apiregistration/validation`.
enum APIServiceValidation {
    /// All that is wrong with an object.
    static func errors(_ object: JSONValue) -> [FieldError] {
        let service = APIService(object)
        return nameErrors(service) + groupVersionErrors(service) + priorityErrors(service)
            + (service.isLocal ? localErrors(object, service) : remoteErrors(object, service)) + statusErrors(service)
    }

    private static func nameErrors(_ service: APIService) -> [FieldError] {
        let required = service.groupVersion.serviceName
        var errors = NameRule.pathSegment.problems(with: service.name).map {
            FieldError.invalid("metadata.name", .string(service.name), $0)
        }
        if service.name != required {
            let detail = "must be `spec.version+\".\"+spec.group`: \"\(required)\""
            errors.append(.invalid("metadata.name", .string(service.name), detail))
        }
        return errors
    }

    private static func groupVersionErrors(_ service: APIService) -> [FieldError] {
        var errors: [FieldError] = []
        if !service.group.isEmpty {
            errors += NameRule.dns1123Subdomain.problems(with: service.group).map {
                .invalid("spec.group", .string(service.group), $0)
            }
        } else if service.version != "v1" {
            errors.append(.required("spec.group", "only v1 may have an empty group and it better be legacy kube"))
        }
        return errors
            + NameRule.dns1035Label.problems(with: service.version).map {
                .invalid("spec.version", .string(service.version), $0)
            }
    }

    private static func priorityErrors(_ service: APIService) -> [FieldError] {
        let limits = [
            ("spec.groupPriorityMinimum", service.groupPriorityMinimum, 20_000),
            ("spec.versionPriority", service.versionPriority, 1_000),
        ]
        return limits.filter { !(1...$0.2).contains($0.1) }.map { field, value, limit in
            .invalid(field, .integer(Int64(value)), "must be positive and less than \(limit)")
        }
    }

    private static func localErrors(_ object: JSONValue, _ service: APIService) -> [FieldError] {
        var errors: [FieldError] = []
        if !service.caBundle.isEmpty {
            let shown = JSONValue.string("\(service.caBundle.count) bytes")
            errors.append(.invalid("spec.caBundle", shown, "local APIServices may not have a caBundle"))
        }
        if service.insecureSkipTLSVerify {
            let detail = "local APIServices may not have insecureSkipTLSVerify"
            errors.append(.invalid("spec.insecureSkipTLSVerify", true, detail))
        }
        return errors
    }

    private static func remoteErrors(_ object: JSONValue, _ service: APIService) -> [FieldError] {
        guard let reference = service.service else { return [] }
        var errors: [FieldError] = []
        if reference.namespace.isEmpty { errors.append(.required("spec.service.namespace")) }
        if reference.name.isEmpty { errors.append(.required("spec.service.name")) }
        if !(1...65_535).contains(reference.port) {
            let detail = "port is not valid: must be between 1 and 65535, inclusive"
            errors.append(.invalid("spec.service.port", .integer(Int64(reference.port)), detail))
        }
        if service.insecureSkipTLSVerify, !service.caBundle.isEmpty {
            let detail = "may not be true if caBundle is present"
            errors.append(.invalid("spec.insecureSkipTLSVerify", true, detail))
        }
        return errors
    }

    private static func statusErrors(_ service: APIService) -> [FieldError] {
        service.conditions.enumerated().compactMap { index, condition in
            guard !["True", "False", "Unknown"].contains(condition.status) else { return nil }
            let kind = FieldError.Kind.notSupported(
                .string(condition.status),
                supported: ["False", "True", "Unknown"]
            )
            return FieldError("status.conditions[\(index)].status", kind)
        }
    }
}
