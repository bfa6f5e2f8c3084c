import APIMachinery
import JSON
import Testing

struct LabelSelectorTests {
    private static let objects = [
        "a": ["app": "x", "tier": "front"], "b": ["app": "x", "tier": "back"], "c": ["app": "y"],
        "d": ["other": "z", "n": "5"],
        "e": [:],
    ]

    @Test(arguments: [
        ("app=x", "ab"), ("app==x", "ab"), ("app!=x", "cde"), ("app in (x,y)", "abc"), ("app notin (x)", "cde"),
        ("app", "abc"), ("!app", "de"), ("app=x,tier=back", "b"), ("app>1", ""), ("n>4", "d"), ("n<5", ""),
        (" app = x , tier in ( front ) ", "a"), ("app=q", ""), ("", "abcde"), ("app=", ""), ("app in (,)", ""),
        ("app notin (,x)", "cde"), ("in=x", ""), ("notin", ""), ("app in (in,x,)", "ab"),
    ])
    func choosesObjects(text: String, names: String) throws {
        let selector = try LabelSelector(parsing: text)
        #expect(Self.objects.filter { selector.matches($0.value) }.keys.sorted().joined() == names)
        #expect(try LabelSelector(parsing: selector.description) == selector)
    }

    @Test(arguments: [
        ("app in", "unable to parse requirement: found '' expected: '('"),
        ("app=b!c", "found '!', expected: ',' or 'end of string'"),
        ("app in (x", "unable to parse requirement: found '', expected: ',' or ')'"),
        ("app=x,", "found '', expected: identifier after ','"),
        (",app", "found ',', expected: !, identifier, or 'end of string'"),
        ("!=x", "found '!=', expected: !, identifier, or 'end of string'"),
        ("!", "unable to parse requirement: found '', expected: identifier"),
        ("app x", "unable to parse requirement: found 'x', expected: in, notin, =, ==, !=, gt, lt"),
        (
            "app in ()",
            "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty"
        ),
        (
            "n>x",
            "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"
        ),
        ("app=((", "unable to parse requirement: found '(', expected: identifier"),
        ("app in (x y)", "unable to parse requirement: found 'y', expected: ',' or ')'"),
        ("app in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier"),
    ])
    func saysWhatItDoesNotUnderstand(text: String, message: String) {
        #expect(throws: SelectorError(message)) { try LabelSelector(parsing: text) }
    }

    @Test
    func refusesLongValues() {
        let value = String(repeating: "v", count: 64)
        let message =
            "unable to parse requirement: values[0][app]: Invalid value: \"\(value)\": must be no more than 63 bytes"
        #expect(throws: SelectorError(message)) { try LabelSelector(parsing: "app=" + value) }
    }
}
