internal import APIMachinery
internal import JSON

/// What webhook configurations must look like, beyond their schema.
///
/// Source: `pkg/apis/admissionregistration/validation`.
struct WebhookValidation {
    /// Whether the webhooks may change objects.
    let isMutating: Bool

    /// All that is wrong with a configuration.
    func errors(_ configuration: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        var names: Set<String> = []
        for (index, webhook) in (configuration["webhooks"]?.array ?? []).enumerated() {
            let path = "webhooks[\(index)]"
            errors += self.errors(webhook, path)
            let name = webhook["name"]?.string ?? ""
            if !names.insert(name).inserted { errors.append(FieldError(path + ".name", .duplicate(.string(name)))) }
        }
        return errors
    }

    private func errors(_ webhook: JSONValue, _ path: String) -> [FieldError] {
        var errors = nameErrors(webhook["name"]?.string ?? "", path + ".name") + versionErrors(webhook, path)
        for (index, rule) in (webhook["rules"]?.array ?? []).enumerated() {
            errors += ruleErrors(rule, "\(path).rules[\(index)]")
        }
        errors += choice(webhook, "failurePolicy", ["Fail", "Ignore"], path)
        errors += choice(webhook, "matchPolicy", ["Equivalent", "Exact"], path)
        errors += choice(webhook, "sideEffects", ["None", "NoneOnDryRun"], path, isRequired: true)
        if let seconds = webhook["timeoutSeconds"]?.integer, !(1...30).contains(seconds) {
            let detail = "the timeout value must be between 1 and 30 seconds"
            errors.append(.invalid(path + ".timeoutSeconds", .integer(seconds), detail))
        }
        for key in ["namespaceSelector", "objectSelector"] {
            guard let selector = webhook[key], !selector.isNull else { continue }
            errors += selectorErrors(selector, "\(path).\(key)")
        }
        errors += clientErrors(webhook["clientConfig"] ?? .emptyObject, path + ".clientConfig")
        if isMutating { errors += choice(webhook, "reinvocationPolicy", ["IfNeeded", "Never"], path) }
        return errors + conditionErrors(webhook, path)
    }

    // MARK: Names and versions

    /// Names must be those of a domain that belongs to somebody: three parts at least.
    private func nameErrors(_ name: String, _ path: String) -> [FieldError] {
        guard !name.isEmpty else { return [.required(path)] }
        let problems = NameRule.dns1123Subdomain.problems(with: name)
        guard problems.isEmpty else { return problems.map { .invalid(path, .string(name), $0) } }
        guard name.split(separator: ".").count >= 3 else {
            return [.invalid(path, .string(name), "should be a domain with at least three segments separated by dots")]
        }
        return []
    }

    private func versionErrors(_ webhook: JSONValue, _ path: String) -> [FieldError] {
        let path = path + ".admissionReviewVersions"
        let versions = webhook["admissionReviewVersions"]?.array?.compactMap(\.string) ?? []
        let known = "v1, v1beta1"
        guard !versions.isEmpty else { return [.required(path, "must specify one of \(known)")] }
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, version) in versions.enumerated() {
            let place = "\(path)[\(index)]"
            if !seen.insert(version).inserted {
                errors.append(.invalid(place, .string(version), "duplicate version"))
            }
            errors += NameRule.dns1035Label.problems(with: version).map { .invalid(place, .string(version), $0) }
        }
        if errors.isEmpty, !versions.contains(where: { $0 == "v1" || $0 == "v1beta1" }) {
            errors.append(
                .invalid(path, .array(versions.map { .string($0) }), "must include at least one of \(known)")
            )
        }
        return errors
    }

    // MARK: Rules

    private func ruleErrors(_ rule: JSONValue, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        let operations = texts(rule, "operations")
        errors += listErrors(operations, path + ".operations")
        for (index, operation) in operations.enumerated()
        where !["*", "CONNECT", "CREATE", "DELETE", "UPDATE"].contains(operation) {
            errors.append(
                notSupported(
                    operation,
                    ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"],
                    "\(path).operations[\(index)]"
                )
            )
        }
        errors += listErrors(texts(rule, "apiGroups"), path + ".apiGroups")
        let versions = texts(rule, "apiVersions")
        errors += listErrors(versions, path + ".apiVersions")
        for (index, version) in versions.enumerated() where version.isEmpty {
            errors.append(.required("\(path).apiVersions[\(index)]"))
        }
        errors += resourceErrors(texts(rule, "resources"), path + ".resources")
        return errors + choice(rule, "scope", ["*", "Cluster", "Namespaced"], path)
    }

    private func listErrors(_ values: [String], _ path: String) -> [FieldError] {
        if values.isEmpty { return [.required(path)] }
        guard values.count > 1, values.contains("*") else { return [] }
        let list = JSONValue.array(values.map { .string($0) })
        return [.invalid(path, list, "if '*' is present, must not specify other \(Self.noun(path))")]
    }

    private static func noun(_ path: String) -> String {
        switch path.split(separator: ".").last {
        case "operations": "operations"
        case "apiGroups": "API groups"
        default: "API versions"
        }
    }

    /// Nothing may be said twice, so that who reads a rule sees what it means.
    private func resourceErrors(_ resources: [String], _ path: String) -> [FieldError] {
        if resources.isEmpty { return [.required(path)] }
        var errors: [FieldError] = []
        var (whole, parts): (Set<String>, Set<String>) = ([], [])
        for (index, text) in resources.enumerated() {
            let place = "\(path)[\(index)]"
            if text.isEmpty {
                errors.append(.required(place))
                continue
            }
            let pieces = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let (resource, subresource) = (pieces[0], pieces.count > 1 ? pieces[1] : "")
            if subresource.isEmpty { continue }
            if whole.contains(resource) {
                let detail = "if '\(resource)/*' is present, must not specify \(text)"
                errors.append(.invalid(place, .string(text), detail))
            }
            if parts.contains(subresource) {
                let detail = "if '*/\(subresource)' is present, must not specify \(text)"
                errors.append(.invalid(place, .string(text), detail))
            }
            if subresource == "*" { whole.insert(resource) }
            if resource == "*" { parts.insert(subresource) }
        }
        let list = JSONValue.array(resources.map { .string($0) })
        if resources.count > 1, resources.contains("*/*") {
            errors.append(.invalid(path, list, "if '*/*' is present, must not specify other resources"))
        }
        if resources.contains("*"), resources.contains(where: { $0 != "*" && !$0.contains("/") }) {
            let detail = "if '*' is present, must not specify other resources without subresources"
            errors.append(.invalid(path, list, detail))
        }
        return errors
    }

    // MARK: Where it is

    private func clientErrors(_ client: JSONValue, _ path: String) -> [FieldError] {
        let url = client["url"]?.string
        var service = client["service"]
        if service?.object == nil { service = nil }
        guard (url == nil) != (service == nil) else {
            return [.required(path, "exactly one of url or service is required")]
        }
        if let url { return urlErrors(url, path + ".url") }
        return service.map { serviceErrors($0, path + ".service") } ?? []
    }

    private func urlErrors(_ url: String, _ path: String) -> [FieldError] {
        func invalid(_ value: String, _ detail: String) -> FieldError { .invalid(path, .string(value), detail) }
        let form = "; desired format: https://host[/path]"
        guard let colon = url.firstRange(of: "://") else {
            return [invalid(url, "'https' is the only allowed URL scheme" + form)]
        }
        var errors: [FieldError] = []
        let scheme = String(url[..<colon.lowerBound])
        if scheme != "https" { errors.append(invalid(scheme, "'https' is the only allowed URL scheme" + form)) }
        var rest = url[colon.upperBound...]
        for (mark, what) in [(Character("#"), "fragments"), ("?", "query parameters")] {
            guard let place = rest.firstIndex(of: mark) else { continue }
            errors.append(invalid(String(rest[place...].dropFirst()), "\(what) are not permitted in the URL"))
            rest = rest[..<place]
        }
        let authority = rest.prefix { $0 != "/" }
        if authority.isEmpty { errors.append(invalid("", "host must be specified" + form)) }
        if let at = authority.lastIndex(of: "@") {
            let user = String(authority[..<at])
            errors.append(invalid(user, "user information is not permitted in the URL"))
        }
        return errors
    }

    private func serviceErrors(_ service: JSONValue, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        for key in ["name", "namespace"] where (service[key]?.string ?? "").isEmpty {
            let what = key == "name" ? "service name is required" : "service namespace is required"
            errors.append(.required("\(path).\(key)", what))
        }
        if let port = service["port"]?.integer, !(1...65_535).contains(port) {
            let detail = "port is not valid: must be between 1 and 65535, inclusive"
            errors.append(.invalid(path + ".port", .integer(port), detail))
        }
        guard let place = service["path"]?.string, place != "/" else { return errors }
        guard place.hasPrefix("/") else {
            return errors + [.invalid(path + ".path", .string(place), "must start with a '/'")]
        }
        let steps = place.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, step) in steps.enumerated() {
            // A slash at the end is fine.
            if step.isEmpty, index == steps.count - 1 { continue }
            if step.isEmpty {
                errors.append(.invalid(path + ".path", .string(place), "segment[\(index)] may not be empty"))
                continue
            }
            errors += NameRule.dns1123Subdomain.problems(with: String(step)).map {
                .invalid(path + ".path", .string(place), "segment[\(index)]: \($0)")
            }
        }
        return errors
    }

    // MARK: Conditions

    private func conditionErrors(_ webhook: JSONValue, _ path: String) -> [FieldError] {
        let conditions = webhook["matchConditions"]?.array ?? []
        let path = path + ".matchConditions"
        guard conditions.count <= 64 else { return [FieldError(path, .tooMany(count: conditions.count, maximum: 64))] }
        var errors: [FieldError] = []
        var names: Set<String> = []
        for (index, condition) in conditions.enumerated() {
            let place = "\(path)[\(index)]"
            let name = condition["name"]?.string ?? ""
            if name.isEmpty {
                errors.append(.required(place + ".name"))
            } else {
                errors += NameRule.qualifiedName.problems(with: name).map {
                    .invalid(place + ".name", .string(name), $0)
                }
                if !names.insert(name).inserted {
                    errors.append(FieldError(place + ".name", .duplicate(.string(name))))
                }
            }
            let expression = condition["expression"]?.string ?? ""
            if !expression.contains(where: { !$0.isWhitespace }) { errors.append(.required(place + ".expression")) }
        }
        return errors
    }

    // MARK: Parts

    private func selectorErrors(_ selector: JSONValue, _ path: String) -> [FieldError] {
        do throws(LabelSelector.ObjectError) {
            _ = try LabelSelector(object: selector)
            return []
        } catch {
            return [.invalid(path, selector, error.description)]
        }
    }

    private func texts(_ object: JSONValue, _ key: String) -> [String] {
        object[key]?.array?.compactMap(\.string) ?? []
    }

    private func choice(
        _ object: JSONValue,
        _ key: String,
        _ values: [String],
        _ path: String,
        isRequired: Bool = false
    ) -> [FieldError] {
        guard let text = object[key]?.string else {
            return isRequired
                ? [.required("\(path).\(key)", "must specify one of \(values.joined(separator: ", "))")] : []
        }
        return values.contains(text) ? [] : [notSupported(text, values, "\(path).\(key)")]
    }

    private func notSupported(_ text: String, _ values: [String], _ path: String) -> FieldError {
        FieldError(path, .notSupported(.string(text), supported: values))
    }
}
