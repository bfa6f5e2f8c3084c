/// In which form a discovery document is answered.
package enum DiscoveryRepresentation: Sendable, Equatable {
    /// How the document is written.
    package enum Format: String, Sendable, CaseIterable {
        case json = "application/json"
        case yaml = "application/yaml"
        case protobuf = "application/vnd.kubernetes.protobuf"
    }

    /// `APIGroupList`, `APIGroup`, `APIResourceList`.
    case plain(Format)
    /// `APIGroupDiscoveryList` in that version: `v2`, `v2beta1`.
    case aggregated(Format, version: String)

    /// How the document is written.
    package var format: Format {
        switch self {
        case .plain(let format), .aggregated(let format, _): format
        }
    }

    /// The `Content-Type` of the answer.
    package var contentType: String {
        switch self {
        case .plain(let format): format.rawValue
        case .aggregated(let format, let version):
            "\(format.rawValue);g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList"
        }
    }

    /// Chooses what `Accept` likes best; nil if nothing fits, which is answered with 406.
    ///
    /// - Parameters:
    ///   - accept: value of the header; nil or empty for none.
    ///   - aggregatedVersions: what is offered besides the plain documents: `["v2"]` for `/apis`, nothing for the others.
    ///     `v2beta1` may be added for control planes before 1.30.
    /// Source: apiserver `WrapAggregatedDiscoveryToHandler` and `NegotiateMediaTypeOptions`: a clause with a `g`, `v`, `as`
    /// that is not offered is passed over, other parameters do not matter.
    package init?(accept: String?, aggregatedVersions: [String] = []) {
        guard let accept, !accept.allSatisfy(\.isWhitespace) else {
            self = .plain(.json)
            return
        }
        let chosen = AcceptClause.parse(accept).lazy.compactMap { clause in
            Self.offer(for: clause, aggregatedVersions: aggregatedVersions)
        }.first
        guard let chosen else { return nil }
        self = chosen
    }

    private static func offer(for clause: AcceptClause, aggregatedVersions: [String]) -> DiscoveryRepresentation? {
        guard let format = Format.allCases.first(where: { clause.matches($0.rawValue) }) else { return nil }
        let kind = clause.parameters["as"] ?? ""
        guard !kind.isEmpty else { return .plain(format) }
        let version = clause.parameters["v"] ?? ""
        guard kind == "APIGroupDiscoveryList", clause.parameters["g"] == "apidiscovery.k8s.io",
            aggregatedVersions.contains(version)
        else { return nil }
        return .aggregated(format, version: version)
    }
}

/// One alternative of an `Accept` header.
struct AcceptClause {
    /// `application`, `*`.
    let type: String
    /// `json`, `*`.
    let subtype: String
    /// All parameters but `q`.
    let parameters: [String: String]
    /// 0 to 1; 1 if not given.
    let quality: Double

    /// The clauses of a header, most wanted first; those with equal quality in the order written, wildcards last.
    ///
    /// Source: RFC 9110, section 12.5.1.
    static func parse(_ header: String) -> [AcceptClause] {
        let clauses = header.split(separator: ",").compactMap(AcceptClause.init)
        let order = clauses.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.quality != b.quality { return a.quality > b.quality }
            if a.wildcards != b.wildcards { return a.wildcards < b.wildcards }
            return left.offset < right.offset
        }
        return order.map(\.element).filter { $0.quality > 0 }
    }

    private init?(_ text: Substring) {
        var parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trim)[...]
        let name = (parts.popFirst() ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard name.count == 2, !name[0].isEmpty, !name[1].isEmpty else { return nil }
        type = name[0].lowercased()
        subtype = name[1].lowercased()
        var parameters: [String: String] = [:]
        for part in parts {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let value = Self.trim(part[part.index(after: equals)...])
            parameters[Self.trim(part[..<equals]).lowercased()] =
                value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : value
        }
        quality = parameters.removeValue(forKey: "q").flatMap(Double.init) ?? 1
        self.parameters = parameters
    }

    /// Whether a media type without parameters fits.
    func matches(_ mediaType: String) -> Bool {
        let name = mediaType.split(separator: "/")
        guard name.count == 2 else { return false }
        return (type == "*" || type == name[0]) && (subtype == "*" || subtype == name[1])
    }

    private var wildcards: Int { (type == "*" ? 1 : 0) + (subtype == "*" ? 1 : 0) }

    private static func trim(_ text: Substring) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}
