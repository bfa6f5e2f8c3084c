/// A start that cannot succeed, with what to do about it.
package struct StartError: Error, CustomStringConvertible {
    package let what: String
    package let fix: String

    package init(_ what: String, fix: String) {
        self.what = what
        self.fix = fix
    }

    package var description: String { "\(what)\n  fix:   \(fix)" }
}
