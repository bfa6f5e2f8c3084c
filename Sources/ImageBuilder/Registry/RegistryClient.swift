internal import EventLoop
internal import JSON
internal import TLS
internal import Transport

/// Pushes images.
///
/// Source: OCI distribution-spec v1.
public struct RegistryClient: Sendable {
    private static let patience = Duration.seconds(300)

    private let http: HTTPClient
    private let reference: ImageReference
    private let registry: String
    private let isPlain: Bool
    private let credentials: RegistryCredentials?

    /// Makes a client of the registry that a reference names.
    ///
    /// - Parameters:
    ///   - reference: where the image goes.
    ///   - isPlain: whether to speak HTTP without TLS.
    ///   - credentials: who pushes; nil for nobody in particular.
    /// - Throws: ``RegistryError`` if the reference names no registry.
    public init(
        _ reference: ImageReference,
        isPlain: Bool,
        credentials: RegistryCredentials?
    ) throws(RegistryError) {
        guard let registry = reference.registry else {
            throw .unexpected("\(reference) names no registry, so there is nowhere to push it to")
        }
        do throws(EventLoopError) {
            http = HTTPClient(group: try EventLoopGroup(count: 1))
        } catch {
            throw .unreachable("\(error)")
        }
        self.reference = reference
        self.registry = registry
        self.isPlain = isPlain
        self.credentials = credentials
    }

    /// Pushes what the registry does not have.
    ///
    /// - Parameters:
    ///   - image: the image.
    ///   - tell: hears of every part, and whether it was there already.
    /// - Throws: ``RegistryError``.
    public func push(
        _ image: OCIImage,
        tell: (_ blob: OCIImage.Blob, _ wasThere: Bool) -> Void = { _, _ in }
    ) async throws(RegistryError) {
        var session = Session()
        for blob in [image.layer, image.config] {
            let wasThere = try await has(blob, &session)
            if !wasThere { try await upload(blob, &session) }
            tell(blob, wasThere)
        }
        let answer = try await send(
            "PUT",
            "/v2/\(reference.repository)/manifests/\(reference.tag)",
            image.manifest.bytes,
            type: image.manifest.mediaType,
            &session
        )
        guard answer.status == 201 else { throw unexpected("the manifest", answer) }
        tell(image.manifest, false)
    }

    private struct Session {
        var authorization: String?
    }

    private func has(_ blob: OCIImage.Blob, _ session: inout Session) async throws(RegistryError) -> Bool {
        let path = "/v2/\(reference.repository)/blobs/\(blob.digest)"
        let answer = try await send("HEAD", path, [], type: nil, &session)
        switch answer.status {
        case 200: return true
        case 404: return false
        default: throw unexpected("whether it has \(blob.digest)", answer)
        }
    }

    private func upload(_ blob: OCIImage.Blob, _ session: inout Session) async throws(RegistryError) {
        let begun = try await send("POST", "/v2/\(reference.repository)/blobs/uploads/", [], type: nil, &session)
        guard begun.status == 202, let location = begun.headers["location"] else {
            throw unexpected("the beginning of an upload", begun)
        }
        let target = try path(of: location)
        let done = try await send(
            "PUT",
            target + (target.contains("?") ? "&" : "?") + "digest=" + PercentEncoding.encode(blob.digest),
            blob.bytes,
            type: "application/octet-stream",
            &session
        )
        guard done.status == 201 else { throw unexpected("an upload", done) }
    }

    /// Where an upload goes on; it must be in the same registry.
    private func path(of location: String) throws(RegistryError) -> String {
        if location.hasPrefix("/") { return location }
        let start = (isPlain ? "http://" : "https://") + registry
        guard location.hasPrefix(start + "/") else {
            throw .unexpected("the registry \(registry) sends the upload elsewhere: \(location)")
        }
        return String(location.dropFirst(start.count))
    }

    // MARK: Requests

    private func send(
        _ method: String,
        _ target: String,
        _ body: [UInt8],
        type: String?,
        _ session: inout Session
    ) async throws(RegistryError) -> CompleteResponse {
        let first = try await attempt(method, target, body, type, session, at: try endpoint(registry, isPlain))
        guard first.status == 401 else { return first }
        guard let challenge = first.headers["www-authenticate"].flatMap(RegistryChallenge.init) else {
            throw .refused("\(registry) lets nobody in, and does not say how to")
        }
        session.authorization = try await authorization(challenge)
        let second = try await attempt(method, target, body, type, session, at: try endpoint(registry, isPlain))
        guard second.status != 401, second.status != 403 else {
            throw .refused("\(registry) does not let you push \(reference.repository): \(Self.text(second))")
        }
        return second
    }

    private func attempt(
        _ method: String,
        _ target: String,
        _ body: [UInt8],
        _ type: String?,
        _ session: Session,
        at endpoint: HTTPEndpoint
    ) async throws(RegistryError) -> CompleteResponse {
        var headers = HTTPHeaders([("accept", "*/*"), ("user-agent", "apiserver-boot")])
        if let type { headers.add("content-type", type) }
        if let authorization = session.authorization { headers.add("authorization", authorization) }
        let request = ClientRequest(
            method: method,
            target: target,
            headers: headers,
            body: .bytes(body),
            timeout: Self.patience
        )
        do throws(TransportError) {
            return try await http.perform(request, to: endpoint)
        } catch {
            throw .unreachable("\(endpoint): \(error)")
        }
    }

    private func authorization(_ challenge: RegistryChallenge) async throws(RegistryError) -> String {
        switch challenge {
        case .basic:
            guard let credentials else { throw .refused("\(registry) wants to know who you are") }
            return credentials.basic
        case .bearer(let realm, let service, let scope):
            let wanted = scope ?? "repository:\(reference.repository):pull,push"
            var query = "scope=" + PercentEncoding.encode(wanted)
            if let service { query += "&service=" + PercentEncoding.encode(service) }
            return "Bearer " + (try await token(realm, query))
        }
    }

    private func token(_ realm: String, _ query: String) async throws(RegistryError) -> String {
        let isTLS = realm.hasPrefix("https://")
        // Passwords do not travel in the clear, unless everything does.
        guard isTLS || (isPlain && realm.hasPrefix("http://")) else {
            throw .refused("\(registry) sends you for a token to \(realm), which is not safe")
        }
        let rest = realm.drop { $0 != "/" }.dropFirst(2)
        let host = rest.prefix { $0 != "/" }
        let path = rest[host.endIndex...]
        var session = Session()
        session.authorization = credentials?.basic
        let target = (path.isEmpty ? "/" : String(path)) + (path.contains("?") ? "&" : "?") + query
        let answer = try await attempt("GET", target, [], nil, session, at: try endpoint(String(host), !isTLS))
        guard answer.status == 200, let tree = try? JSONReader.parse(answer.body),
            let token = tree["token"]?.string ?? tree["access_token"]?.string
        else { throw .refused("\(host) gives no token for \(registry): \(Self.text(answer))") }
        return token
    }

    private func endpoint(_ authority: String, _ isPlain: Bool) throws(RegistryError) -> HTTPEndpoint {
        var (host, port) = (authority[...], UInt16(isPlain ? 80 : 443))
        if let colon = authority.lastIndex(of: ":"), let number = UInt16(authority[authority.index(after: colon)...]) {
            (host, port) = (authority[..<colon], number)
        }
        do throws(TLSError) {
            let tls = isPlain ? nil : try TLSClientIdentity(trust: .system, serverName: String(host))
            return HTTPEndpoint(host: String(host), port: port, tls: tls, protocols: isPlain ? .http1 : .automatic)
        } catch {
            throw .unreachable("\(error)")
        }
    }

    private func unexpected(_ what: String, _ answer: CompleteResponse) -> RegistryError {
        .unexpected("\(registry) answers \(what) with \(answer.status): \(Self.text(answer))")
    }

    /// What the registry says of it, in one line.
    private static func text(_ answer: CompleteResponse) -> String {
        let errors = (try? JSONReader.parse(answer.body))?["errors"]?.array ?? []
        let messages = errors.compactMap { $0["message"]?.string }
        if !messages.isEmpty { return messages.joined(separator: "; ") }
        let line = String(decoding: answer.body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).first
        return line.map(String.init) ?? "status \(answer.status)"
    }
}
