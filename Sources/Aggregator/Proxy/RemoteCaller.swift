internal import APIServer
internal import JSON
internal import Transport

/// Asks extension servers on the aggregator's own behalf, whether they are known to be available or not.
struct RemoteCaller: Sendable {
    let proxy: Proxy

    /// Whom the aggregator says it is.
    enum Identity: Sendable {
        /// Availability and discovery; may see everything.
        case prober
        /// The discovery of one group version, for servers that know no other.
        case reader
        /// OpenAPI documents.
        case documents

        var user: UserInfo {
            switch self {
            case .prober: UserInfo(name: "system:kube-aggregator", groups: ["system:masters"])
            case .reader: UserInfo(name: "system:kube-aggregator")
            case .documents: UserInfo(name: "system:aggregator")
            }
        }
    }

    /// What came back.
    enum Answer: Sendable {
        case response(CompleteResponse)
        /// The Service leads nowhere, or there was no answer; why.
        case failed(String)
        case timedOut
    }

    /// Asks for a document.
    func get(
        _ path: String,
        from target: RemoteTarget,
        as identity: Identity,
        accept: String? = nil,
        etag: String? = nil,
        timeout: Duration
    ) async -> Answer {
        let endpoint: HTTPEndpoint
        do throws(ProxyFailure) {
            endpoint = try proxy.endpoint(of: target)
        } catch {
            return .failed(error.text)
        }
        var headers = HTTPHeaders([("user-agent", "Go-http-client/2.0"), ("x-remote-user", identity.user.name)])
        for group in identity.user.groups { headers.add("x-remote-group", group) }
        if let accept { headers.add("accept", accept) }
        if let etag { headers.add("if-none-match", etag) }
        let request = ClientRequest(method: "GET", target: path, headers: headers, timeout: timeout)
        do throws(TransportError) {
            return .response(try await proxy.client.perform(request, to: endpoint))
        } catch {
            if case .timedOut = error { return .timedOut }
            return .failed("\(error)")
        }
    }

    /// Why the Service leads nowhere at this moment, in the words of Kubernetes; nil if it leads somewhere.
    func obstacle(to target: RemoteTarget) -> String? {
        do throws(ServiceResolutionError) {
            _ = try proxy.resolver.resolve(target.reference)
            return nil
        } catch {
            return error.description
        }
    }

    /// The address of a path, as messages name it.
    func url(_ path: String, of target: RemoteTarget) -> String {
        let authority = (try? proxy.resolver.resolve(target.reference))?.authority ?? target.reference.name
        return "https://\(authority)\(path)"
    }
}
