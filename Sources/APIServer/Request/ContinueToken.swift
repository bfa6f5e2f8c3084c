internal import APIMachinery
internal import JSON
internal import TLS

/// Where a listing goes on, as clients carry it from page to page.
///
/// The form is upstream's, so that a token may come from another replica or version: base64url without padding of
/// `{"v":"meta.k8s.io/v1","rv":5,"start":"ns/name\u0000"}`; `rv` -1 goes on at the newest state.
struct ContinueToken: Sendable, Equatable {
    /// -1: at the newest state.
    var revision: Int64
    /// Key at which the next page starts, after the prefix that all keys of the listing have.
    var start: String

    private static let version = "meta.k8s.io/v1"

    init(revision: Int64, start: String) {
        self.revision = revision
        self.start = start
    }

    /// - Throws: 400 that says what is wrong with the token.
    init(_ text: String) throws(StatusError) {
        guard let bytes = Base64.decode(text, .url) else { throw Self.invalid("it is not base64") }
        let tree: JSONValue
        do {
            tree = try JSONReader.parse(bytes)
        } catch {
            throw Self.invalid("\(error)")
        }
        let version = tree["v"]?.string ?? ""
        guard version == Self.version else {
            throw Self.invalid("server does not recognize this encoded version \(version)")
        }
        let revision = tree["rv"]?.integer ?? 0
        guard revision != 0 else {
            throw Self.invalid("incorrect encoded start resourceVersion (version \(version))")
        }
        let start = tree["start"]?.string ?? ""
        guard !start.isEmpty else { throw Self.invalid("encoded start key empty (version \(version))") }
        let parts = start.split(separator: "/", omittingEmptySubsequences: false)
        guard !start.hasPrefix("/"), !parts.contains(".."), !parts.contains(".") else { throw Self.invalid(start) }
        self.revision = revision
        self.start = start
    }

    /// The token as text.
    var encoded: String {
        let tree: JSONValue = ["v": .string(Self.version), "rv": .integer(revision), "start": .string(start)]
        return Base64.encode(JSONWriter.bytes(tree), .url)
    }

    private static func invalid(_ cause: String) -> StatusError {
        .badRequest("invalid continue token: continue key is not valid: \(cause)")
    }
}
