internal import ComponentBase
internal import TLS

/// What the flags say about connections, time limits and the end of the server.
struct ServingSettings: Sendable {
    /// Protocols, versions, ciphers and further certificates; whose client certificates are asked for is added later.
    var tls = TLSServerOptions()
    /// Requests at a time on one HTTP/2 connection.
    var streamsPerConnection: Int
    /// How often an answer over HTTP/2 tells its client to open another connection; 0 to 0.02.
    var goawayChance: Double
    var sharesPort: Bool
    /// Zero is no limit.
    var requestTimeout: Duration
    var minRequestTimeout: Duration
    /// How long everything is still served after `/readyz` has begun to fail.
    var shutdownDelay: Duration
    /// Whether the port stays open while requests are finished, and others are sent elsewhere.
    var sendsRetryAfter: Bool

    /// - Throws: every fault with what to type instead.
    init(_ flags: CommandFlags) throws(CommandLineError) {
        streamsPerConnection = try flags.number("http2-max-streams-per-connection", in: 0...1_000_000)
        if streamsPerConnection == 0 { streamsPerConnection = 100 }
        goawayChance = try flags.decimal("goaway-chance", in: 0...0.02)
        sharesPort = flags["permit-port-sharing"] == "true"
        requestTimeout = try flags.duration("request-timeout")
        minRequestTimeout = .seconds(try flags.number("min-request-timeout", in: 0...1_000_000_000))
        shutdownDelay = try flags.duration("shutdown-delay-duration")
        sendsRetryAfter = flags["shutdown-send-retry-after"] == "true"
        if flags["disable-http2-serving"] == "true" { tls.protocols = .http1 }
        switch flags.text("tls-min-version") {
        case nil, "VersionTLS12": break
        case "VersionTLS13": tls.minimumVersion = .tls13
        case let other?:
            throw CommandLineError(
                what: "--tls-min-version=\(other) is not spoken",
                fix: "--tls-min-version=VersionTLS12 or VersionTLS13"
            )
        }
        do {
            try tls.allow(cipherSuites: try flags.list("tls-cipher-suites"))
        } catch let error as TLSError {
            guard case .invalidName(let name) = error else { throw Self.unusable(error) }
            throw CommandLineError(
                what: "--tls-cipher-suites: \(name) is not known",
                fix: "names are as in TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
            )
        } catch let error as CommandLineError {
            throw error
        } catch {
            throw Self.unusable(error)
        }
        for text in (flags.text("tls-sni-cert-key") ?? "").split(separator: "\n") {
            tls.named.append(try Self.named(String(text)))
        }
    }

    private static func unusable(_ error: any Error) -> CommandLineError {
        CommandLineError(what: "--tls-cipher-suites: \(error)", fix: "see --help")
    }

    /// `cert,key` or `cert,key:name,name`.
    private static func named(_ text: String) throws(CommandLineError) -> TLSServerOptions.NamedIdentity {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let files = halves[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let names = halves.count > 1 ? halves[1].split(separator: ",").map(String.init) : []
        guard files.count == 2, !files[0].isEmpty, !files[1].isEmpty, halves.count == 1 || !names.isEmpty else {
            throw CommandLineError(
                what: "--tls-sni-cert-key=\(text): expected comma separated certificate and key file paths",
                fix: "--tls-sni-cert-key=foo.crt,foo.key or foo.crt,foo.key:foo.com,*.foo.com"
            )
        }
        return TLSServerOptions.NamedIdentity(names: names, identity: .files(certificate: files[0], key: files[1]))
    }

    static let flags = [
        CommandFlag(
            "tls-min-version",
            "VERSION",
            "The oldest version of TLS: VersionTLS12 or VersionTLS13.",
            default: "VersionTLS12"
        ),
        CommandFlag(
            "tls-cipher-suites",
            list: "NAMES",
            "The ciphers of TLS 1.2 that are allowed; those of TLS 1.3 always are."
        ),
        CommandFlag(
            "tls-sni-cert-key",
            repeated: "CERT,KEY[:NAMES]",
            "A certificate for clients that ask for one of these names, or of those in the certificate; may be repeated."
        ),
        CommandFlag("disable-http2-serving", nil, "Serves HTTP/1.1 alone."),
        CommandFlag(
            "http2-max-streams-per-connection",
            "N",
            "How many requests at a time an HTTP/2 connection may have; 0 is 100.",
            default: "1000"
        ),
        CommandFlag(
            "goaway-chance",
            "P",
            "How often an answer over HTTP/2 tells its client to open another connection, 0 to 0.02.",
            default: "0"
        ),
        CommandFlag("permit-port-sharing", nil, "Lets several servers listen at the same port (SO_REUSEPORT)."),
        CommandFlag("permit-address-sharing", nil, "Accepted; SO_REUSEADDR is always set."),
        CommandFlag(
            "request-timeout",
            "DURATION",
            "How long the answer to a request may take, watches and connections aside; 0 is no limit.",
            default: "1m0s"
        ),
        CommandFlag(
            "min-request-timeout",
            "SECONDS",
            "How long a watch lasts at least that does not say so itself.",
            default: "1800"
        ),
        CommandFlag(
            "shutdown-delay-duration",
            "DURATION",
            "How long everything is still served after SIGTERM, while /readyz already fails.",
            default: "0s"
        ),
        CommandFlag(
            "shutdown-send-retry-after",
            nil,
            "At the end, answers new requests with 429 instead of closing the port."
        ),
    ]
}
