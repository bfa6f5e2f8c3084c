/// Whether an extension server can be asked, as far as it can be told without asking it.
///
/// Source: kube-aggregator `remote_available_controller.go` `sync`.
enum AvailabilityCheck {
    /// What the objects say.
    enum Finding: Sendable, Equatable {
        /// Something is missing; this is the condition.
        case unavailable(APIServiceCondition)
        /// Nothing speaks against it: ask the server.
        case probe
    }

    /// The first check that fails decides.
    static func finding(_ reference: APIService.ServiceReference, _ lookup: ServiceLookup) -> Finding {
        let place = "service/\(reference.name) in \"\(reference.namespace)\""
        guard case .found(let service, let slices) = lookup else {
            return failed("ServiceNotFound", "\(place) is not present")
        }
        guard service.type == "ClusterIP" else { return .probe }
        guard let port = service.port(reference.port) else {
            return failed("ServicePortError", "\(place) is not listening on port \(reference.port)")
        }
        guard !slices.isEmpty else { return failed("EndpointsNotFound", "cannot find endpointslices for \(place)") }
        let hasReady = slices.contains { slice in
            slice.number(ofPort: port.name) != nil && slice.endpoints.contains(where: \.isReady)
        }
        guard hasReady else {
            let what = "have no addresses with port name \"\(port.name)\""
            return failed("MissingEndpoints", "endpointslices for \(place) \(what)")
        }
        return .probe
    }

    /// The condition that the answers of a server lead to; nil means that one of them was good.
    static func condition(probeFailure: String?) -> APIServiceCondition {
        guard let probeFailure else { return .passed }
        return APIServiceCondition(status: "False", reason: "FailedDiscoveryCheck", message: probeFailure)
    }

    private static func failed(_ reason: String, _ message: String) -> Finding {
        .unavailable(APIServiceCondition(status: "False", reason: reason, message: message))
    }
}

/// What one question to an extension server came to.
enum ProbeOutcome: Sendable, Equatable {
    case status(Int)
    /// No answer; why.
    case failed(String)
    /// The answer did not come in time.
    case timedOut

    /// Why the server is not well; nil if it is.
    func failure(url: String) -> String? {
        switch self {
        case .status(200..<300): nil
        case .status(let code):
            "failing or missing response from \(url): bad status from \(url): \(code)"
        case .failed(let cause): "failing or missing response from \(url): Get \"\(url)\": \(cause)"
        case .timedOut: "timed out waiting for \(url)"
        }
    }
}
