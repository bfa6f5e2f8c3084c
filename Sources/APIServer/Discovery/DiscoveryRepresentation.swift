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
        let wanted = MediaType.clauses(accept).filter { $0.quality > 0 }
        let chosen = wanted.lazy.compactMap { clause in
            Self.offer(for: clause, aggregatedVersions: aggregatedVersions)
        }.first
        guard let chosen else { return nil }
        self = chosen
    }

    private static func offer(for clause: MediaType, aggregatedVersions: [String]) -> DiscoveryRepresentation? {
        let format = Format.allCases.first { [$0.rawValue, "application/*", "*/*"].contains(clause.type) }
        guard let format else { return nil }
        let kind = clause.parameters["as"] ?? ""
        guard !kind.isEmpty else { return .plain(format) }
        let version = clause.parameters["v"] ?? ""
        guard kind == "APIGroupDiscoveryList", clause.parameters["g"] == "apidiscovery.k8s.io",
            aggregatedVersions.contains(version)
        else { return nil }
        return .aggregated(format, version: version)
    }
}
