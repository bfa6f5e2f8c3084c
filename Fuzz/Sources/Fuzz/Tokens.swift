internal import Project

@testable internal import APIServer
@testable internal import TLS

/// Texts that were ours once and come back from strangers or editors.
enum Tokens {
    static func continueToken(_ input: [UInt8]) {
        // As it is, and as what a token hides.
        for text in [String(decoding: input, as: UTF8.self), Base64.encode(input, .url)] {
            guard let token = try? ContinueToken(text) else { continue }
            hold((try? ContinueToken(token.encoded)) == token, "a token reads differently: \(token)")
        }
    }

    static func project(_ input: [UInt8]) {
        guard let project = try? ProjectFile.parse(input) else { return }
        hold((try? ProjectFile.parse(ProjectFile.bytes(of: project))) == project, "a PROJECT file reads differently")
    }
}
