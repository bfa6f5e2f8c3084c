import APIMachinery
import JSON
import Testing

struct NameRuleTests {
    @Test(arguments: [
        (NameRule.dns1123Label, "a-1", true), (.dns1123Label, "-a", false), (.dns1123Label, "a-", false),
        (.dns1123Label, "", false), (.dns1123Label, "A", false), (.dns1123Label, "a\n", false),
        (.dns1035Label, "a-1", true), (.dns1035Label, "1a", false), (.dns1123Subdomain, "a.b-c.1", true),
        (.dns1123Subdomain, "a..b", false), (.dns1123Subdomain, ".a", false), (.qualifiedName, "ex.com/A_b.c", true),
        (.qualifiedName, "ex.com/", false), (.labelValue, "", true), (.labelValue, "a_", false),
    ])
    func judgesNames(rule: NameRule, name: String, isFine: Bool) {
        #expect(rule.problems(with: name).isEmpty == isFine)
    }

    @Test
    func letsPrefixesEndInADash() {
        #expect(NameRule.dns1123Subdomain.problems(with: "a-", isPrefix: true) == [])
        #expect(NameRule.dns1123Label.problems(with: "-", isPrefix: true).count == 1)
    }
}
