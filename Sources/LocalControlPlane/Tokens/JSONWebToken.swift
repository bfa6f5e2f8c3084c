internal import JSON
internal import TLS

/// A signed set of claims in the compact form of RFC 7519: `header.claims.signature`, with `ES256`.
enum JSONWebToken {
    /// Signs claims.
    static func sign(_ claims: JSONValue, with key: SigningKey) throws(TLSError) -> String {
        let header: JSONValue = ["alg": "ES256", "kid": .string(keyID(key.verifier)), "typ": "JWT"]
        let text = part(header) + "." + part(claims)
        return text + "." + Base64.encode(try key.sign(Array(text.utf8)), .url)
    }

    /// The claims of a token, if one of the keys signed it; nil otherwise.
    ///
    /// Times are not looked at.
    static func claims(of token: String, signedBy verifiers: [SignatureVerifier]) -> JSONValue? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = json(parts[0]), header["alg"]?.string == "ES256",
            let signature = Base64.decode(String(parts[2]), .url)
        else { return nil }
        let signed = Array((parts[0] + "." + parts[1]).utf8)
        let name = header["kid"]?.string
        let isSigned = verifiers.contains { verifier in
            (name == nil || name == keyID(verifier)) && verifier.isValid(signature, for: signed)
        }
        return isSigned ? json(parts[1]) : nil
    }

    /// Whether a text has the shape of a token.
    static func isShaped(_ token: String) -> Bool { token.utf8.count { $0 == UInt8(ascii: ".") } == 2 }

    /// What tokens name a key by.
    ///
    /// Source: kube-apiserver, `keyIDFromPublicKey`.
    private static func keyID(_ verifier: SignatureVerifier) -> String { Base64.encode(verifier.keyDigest, .url) }

    private static func part(_ value: JSONValue) -> String { Base64.encode(JSONWriter.bytes(value), .url) }

    private static func json(_ part: Substring) -> JSONValue? {
        Base64.decode(String(part), .url).flatMap { try? JSONReader.parse($0) }
    }
}
