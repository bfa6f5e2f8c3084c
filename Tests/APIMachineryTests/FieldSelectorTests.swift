import APIMachinery
import JSON
import Testing

struct FieldSelectorTests {
    @Test(arguments: [
        ("metadata.name=b", true), ("metadata.name==b", true), ("metadata.name!=b", false),
        ("metadata.namespace=n", true),
        ("metadata.name=b,metadata.namespace=n", true), ("metadata.name=a,metadata.name=b", false),
        ("metadata.name=", false),
        (#"metadata.name=a\,b"#, false), ("", true), ("spec.x=1", true), ("spec.y=", true), ("spec.y!=,", false),
    ])
    func choosesObjects(text: String, matches: Bool) throws {
        let selector = try FieldSelector(parsing: text)
        #expect(selector.matches(name: "b", namespace: "n") { $0 == "spec.x" ? "1" : nil } == matches)
        #expect(try FieldSelector(parsing: selector.description) == selector)
    }

    @Test(arguments: [
        ("metadata.name", "invalid selector: 'metadata.name'; can't understand 'metadata.name'"),
        (#"metadata.name=a\q"#, #"invalid field selector: invalid escape sequence: \q"#),
        (#"metadata.name=a\"#, #"invalid field selector: invalid escape sequence: \"#),
        ("metadata.name=a=b", "invalid field selector: unescaped character in value: ="),
    ])
    func saysWhatItDoesNotUnderstand(text: String, message: String) {
        #expect(throws: SelectorError(message)) { try FieldSelector(parsing: text) }
    }

    @Test
    func refusesFieldsThatTheTypeDoesNotOffer() throws {
        let selector = try FieldSelector(parsing: "metadata.uid=x")
        let message = #""metadata.uid" is not a known field selector: only "metadata.name", "metadata.namespace""#
        #expect(throws: SelectorError(message)) {
            try selector.checkFields(supported: ["metadata.name", "metadata.namespace"])
        }
    }
}
