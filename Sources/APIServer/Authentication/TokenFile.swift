/// Users by fixed tokens (`--token-auth-file`): lines of `token,user,uid,"group1,group2"`.
///
/// For tests, benchmarks and local use. Source: kube-apiserver's static token file.
package struct TokenFile: TokenAuthenticator {
    private let users: [String: UserInfo]

    /// What is wrong with a token file.
    ///
    /// Never shows a token.
    package struct ParseError: Error, Equatable, Sendable, CustomStringConvertible {
        let line: Int
        let cause: String

        package var description: String { "line \(line): \(cause)" }
    }

    /// Reads the text of a file.
    package init(parsing text: String) throws(ParseError) {
        var users: [String: UserInfo] = [:]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let columns = Self.columns(line)
            if columns == [""] { continue }
            guard columns.count >= 3 else {
                throw ParseError(
                    line: index + 1,
                    cause: "expected token,user,uid[,\"groups\"], found \(columns.count) column(s)"
                )
            }
            guard !columns[0].isEmpty else { throw ParseError(line: index + 1, cause: "the token is empty") }
            let groups = columns.count > 3 ? columns[3].split(separator: ",").map(String.init) : []
            users[columns[0]] = UserInfo(name: columns[1], uid: columns[2], groups: groups)
        }
        self.users = users
    }

    /// Who holds a token, nil if nobody does.
    func user(holding token: String) -> UserInfo? { users[token] }

    package func authenticate(token: String) async -> AuthenticationAnswer {
        user(holding: token).map(AuthenticationAnswer.user) ?? .noOpinion
    }

    private static func columns(_ line: Substring) -> [String] {
        var columns = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: columns.append("")
            default: columns[columns.count - 1].append(character)
            }
        }
        return columns
    }
}
