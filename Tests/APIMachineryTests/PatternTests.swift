import APIMachinery
import Testing

struct PatternTests {
    @Test(arguments: [
        ("^a*$", "", true), ("^a*$", "aaa", true), ("^a*$", "ab", false), ("b", "abc", true),
        ("^(foo|bar)+$", "foobar", true),
        ("^(foo|bar)+$", "fooba", false), ("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "a-b", true),
        ("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "a-", false), ("^\\d{2,3}$", "12", true), ("^\\d{2,3}$", "1234", false),
        ("^\\d{2,}$", "12345", true), ("^a{3}$", "aa", false), ("^[^a-c]$", "d", true), ("^[^a-c]$", "b", false),
        ("^.$", "\n", false),
        ("(?s)^.$", "\n", true), ("(?i)^ABC$", "aBc", true), ("^[[:alpha:]_]+$", "aB_", true),
        ("^[\\w.]+$", "a.b_1", true),
        ("^\\S+$", "a b", false), ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "afoob", false), ("^(?:a|)$", "", true),
        ("^a??b$", "ab", true), ("^\\x41\\x{1F600}$", "A😀", true), ("^[]a]+$", "]a", true), ("^[a\\]]+$", "a]", true),
        ("^ä$", "ä", true), ("^a{,2}$", "a{,2}", true), ("^(?P<n>a)$", "a", true), ("^[+\\-.]$", "-", true),
        ("^[a-]$", "-", true),
        ("a|^b$", "b", true), ("", "x", true), ("^[\\D]$", "1", false), ("^a$", "a\n", false),
    ])
    func matches(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == isMatch)
    }

    @Test(arguments: [
        "(", ")", "[a", "*a", "a\\", "(?=a)", "(?<=a)", "\\1", "[b-a]", "a{3,2}", "a{2000}", "(?m)a", "[[:foo:]]",
        "((((a{1000}){1000}){1000}){1000})",
    ])
    func refusesWhatItDoesNotUnderstand(pattern: String) { #expect(throws: PatternError.self) { try Pattern(pattern) } }

    @Test
    func isQuickOnHostileTexts() throws {
        let pattern = try Pattern("^(a+)+$")
        #expect(!pattern.matches(String(repeating: "a", count: 5000) + "b"))
    }
}
