public import TLS

/// Everything that a client needs to know of a server: where it is, whom to trust, who we are.
public struct ClientConfiguration: Sendable, Equatable {
    /// Where the server is.
    public struct Server: Sendable, Equatable {
        /// Whether to speak TLS.
        public var hasTLS: Bool
        /// A name or address, without brackets.
        public var host: String
        /// The port.
        public var port: UInt16
        /// What all paths begin with; empty or `/like/this`.
        public var basePath: String

        /// Reads an address such as `https://10.0.0.1:6443/base`; nil if it is none.
        public init?(_ text: String) {
            let rest: Substring
            if text.hasPrefix("https://") {
                (hasTLS, rest) = (true, text.dropFirst(8))
            } else if text.hasPrefix("http://") {
                (hasTLS, rest) = (false, text.dropFirst(7))
            } else if !text.contains("://") {
                // client-go reads an address without a scheme as plain HTTP.
                (hasTLS, rest) = (false, text[...])
            } else {
                return nil
            }
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            var path = rest[slash...]
            while path.last == "/" { path.removeLast() }
            guard !path.contains(where: { $0 == "?" || $0 == "#" }) else { return nil }
            basePath = String(path)
            let authority = rest[..<slash]
            guard let (host, port) = Self.split(authority, defaultPort: hasTLS ? 443 : 80) else { return nil }
            (self.host, self.port) = (host, port)
        }

        private static func split(_ authority: Substring, defaultPort: UInt16) -> (String, UInt16)? {
            guard !authority.contains("@") else { return nil }
            var host = authority
            var port = defaultPort
            if host.first == "[" {
                guard let end = host.firstIndex(of: "]") else { return nil }
                let tail = host[host.index(after: end)...]
                host = host[host.index(after: host.startIndex)..<end]
                if !tail.isEmpty {
                    guard tail.first == ":", let number = UInt16(tail.dropFirst()) else { return nil }
                    port = number
                }
            } else if let colon = host.lastIndex(of: ":") {
                guard let number = UInt16(host[host.index(after: colon)...]) else { return nil }
                (host, port) = (host[..<colon], number)
            }
            return host.isEmpty ? nil : (String(host), port)
        }
    }

    /// Where the server is.
    public var server: Server
    /// Whom to trust over TLS.
    public var trust: TLSContext.Trust
    /// The name that the server must prove to own; nil for its host.
    public var serverName: String?
    /// The client certificate.
    public var certificate: TLSIdentity?
    /// How requests say who we are, besides the certificate.
    public var credential: Credential
    /// Whom to act as; fields of each request.
    public var impersonation: [Field]
    /// The namespace of the context; empty if it has none.
    public var namespace: String

    /// A header field.
    public struct Field: Sendable, Equatable {
        /// In lower case.
        public var name: String
        /// The value.
        public var value: String

        /// Makes a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes a configuration.
    public init(
        server: Server,
        trust: TLSContext.Trust = .system,
        serverName: String? = nil,
        certificate: TLSIdentity? = nil,
        credential: Credential = .none,
        namespace: String = ""
    ) {
        self.server = server
        self.trust = trust
        self.serverName = serverName
        self.certificate = certificate
        self.credential = credential
        self.namespace = namespace
        impersonation = []
    }
}

/// How requests say who we are, besides a client certificate.
public enum Credential: Sendable, Equatable {
    /// They do not.
    case none
    /// A bearer token.
    case token(String)
    /// A file with a bearer token that is read again about once a minute.
    case tokenFile(String)
    /// A user with a password.
    case basic(user: String, password: String)
    /// A program that makes credentials.
    case exec(ExecPlugin)
}

/// A credential plug-in of a kubeconfig.
///
/// Source: `client.authentication.k8s.io/v1`.
public struct ExecPlugin: Sendable, Equatable {
    /// The version of the protocol that it speaks.
    public var apiVersion: String
    /// The program: a path, or a name that is looked for in `PATH`.
    public var command: String
    /// Its arguments.
    public var arguments: [String]
    /// Variables in addition to those of this process.
    public var environment: [ClientConfiguration.Field]
    /// What to tell a user who does not have the program.
    public var installHint: String
    /// JSON of the cluster for plug-ins that want it (`provideClusterInfo`).
    public var clusterInfo: String?

    /// Makes a plug-in.
    public init(
        apiVersion: String,
        command: String,
        arguments: [String] = [],
        environment: [ClientConfiguration.Field] = [],
        installHint: String = "",
        clusterInfo: String? = nil
    ) {
        self.apiVersion = apiVersion
        self.command = command
        self.arguments = arguments
        self.environment = environment
        self.installHint = installHint
        self.clusterInfo = clusterInfo
    }
}
