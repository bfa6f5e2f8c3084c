internal import EventLoop
internal import TLS
internal import Telemetry

/// Whom a server believes and what callers may do, put together from flags and files.
struct ServerTrust: Sendable {
    private(set) var authenticator = Authenticator()
    private(set) var authorizer: any Authorizer
    /// Whose certificates clients are asked for.
    private(set) var clientAuthorities: [CertificateAuthorities] = []

    private typealias StartError = ServerProcess.StartError

    /// - Throws: `StartError` for a file that cannot be used.
    init(_ settings: TrustSettings, log: Logger) throws {
        let clock: @Sendable () -> Int64 = { Int64(WallTime.now.seconds) }
        authorizer = try Self.authorizer(settings)
        if let file = settings.clientCAFile {
            let authorities = try Self.authorities(file, flag: "client-ca-file", log: log)
            authenticator.certificates = CertificateAuthenticator(authorities, clock: clock)
            clientAuthorities.append(authorities)
        }
        if let file = settings.requestHeaderCAFile {
            let authorities = try Self.authorities(file, flag: "requestheader-client-ca-file", log: log)
            authenticator.requestHeader = RequestHeaderAuthenticator(
                authorities,
                configuration: Locked(settings.requestHeader),
                clock: clock
            )
            clientAuthorities.append(authorities)
        }
        if let file = settings.tokenFile {
            let text = String(decoding: try ServerProcess.read(file, flag: "token-auth-file"), as: UTF8.self)
            do {
                authenticator.tokens = try TokenFile(parsing: text)
            } catch {
                throw StartError("--token-auth-file: \(file), \(error)", fix: "mend that line")
            }
        }
    }

    private static func authorizer(_ settings: TrustSettings) throws -> any Authorizer {
        let always: [any Authorizer] = [PrivilegedGroups(), settings.alwaysAllowPaths]
        guard let file = settings.policyFile else { return AuthorizerUnion(all: always + [DefaultRoles()]) }
        let text = String(decoding: try ServerProcess.read(file, flag: "authorization-policy-file"), as: UTF8.self)
        do {
            return AuthorizerUnion(all: always + [try ABACPolicy(parsing: text)])
        } catch {
            throw StartError("--authorization-policy-file: \(file), \(error)", fix: "mend that line")
        }
    }

    private static func authorities(_ file: String, flag: String, log: Logger) throws -> CertificateAuthorities {
        // A file that is not there is told of as for all other flags.
        _ = try ServerProcess.read(file, flag: flag)
        do {
            return try CertificateAuthorities(file: file) { notice in
                switch notice {
                case .replaced: log.info("authorities were replaced", [("flag", flag)])
                case .kept(let error):
                    log.error("authorities were not replaced", [("flag", flag), ("error", "\(error)")])
                }
            }
        } catch {
            throw StartError("--\(flag): there is no certificate in \(file)", fix: "name a PEM file with the CAs")
        }
    }
}
