internal import JSON
internal import TLS

/// Who somebody is for a registry, as `docker login` keeps it.
public struct RegistryCredentials: Sendable, Equatable {
    let user: String
    let password: String

    /// Reads the entry of a registry in `config.json`; nil if there is none.
    ///
    /// - Parameters:
    ///   - file: the bytes of docker's `config.json`.
    ///   - registry: host and port.
    /// - Returns: user and password; nil if nobody has logged in.
    /// - Throws: ``RegistryError`` if the file is no JSON, or names a program that keeps passwords.
    public static func find(in file: [UInt8], registry: String) throws(RegistryError) -> RegistryCredentials? {
        let tree: JSONValue
        do throws(JSONParseError) {
            tree = try JSONReader.parse(file)
        } catch {
            throw .credentials("it is not JSON: \(error)")
        }
        let names = [registry, "https://" + registry, "http://" + registry]
        if let entry = names.lazy.compactMap({ tree.at("auths", $0) }).first, let text = entry["auth"]?.string {
            guard let bytes = Base64.decode(text), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
                throw .credentials("the entry of \(registry) is not user:password in Base64")
            }
            return RegistryCredentials(
                user: String(decoding: bytes[..<colon], as: UTF8.self),
                password: String(decoding: bytes[(colon + 1)...], as: UTF8.self)
            )
        }
        let helper = names.lazy.compactMap({ tree.at("credHelpers", $0)?.string }).first ?? tree["credsStore"]?.string
        if let helper {
            throw .credentials(
                "the password of \(registry) is kept by docker-credential-\(helper), which is not asked"
            )
        }
        return nil
    }

    var basic: String { "Basic " + Base64.encode(Array((user + ":" + password).utf8)) }
}

/// Why an image was not pushed.
public enum RegistryError: Error, Sendable, Equatable {
    /// The file with credentials cannot be used; why.
    case credentials(String)
    /// The registry wants to know who it is, or has another opinion of who may do that.
    case refused(String)
    /// There was no answer; why.
    case unreachable(String)
    /// An answer that makes no sense here; what was asked, and what came.
    case unexpected(String)
}

extension RegistryError: CustomStringConvertible {
    /// What failed.
    public var description: String {
        switch self {
        case .credentials(let reason), .refused(let reason), .unreachable(let reason), .unexpected(let reason): reason
        }
    }
}
