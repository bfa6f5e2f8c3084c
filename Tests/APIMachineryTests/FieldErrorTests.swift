import APIMachinery
import JSON
import Testing

struct FieldErrorTests {
    @Test(arguments: [
        (FieldError.invalid("f", "a\u{7}b", "bad"), #"Invalid value: "a\ab": bad"#),
        (.invalid("f", 5, "bad"), "Invalid value: 5: bad"),
        (.invalid("f", 1.5, ""), "Invalid value: 1.5"),
        (.invalid("f", 1e21, ""), "Invalid value: 1e+21"),
        (.invalid("f", 1e20, ""), "Invalid value: 100000000000000000000"),
        (.invalid("f", 0.00001, ""), "Invalid value: 1e-05"),
        (.invalid("f", 0.001, ""), "Invalid value: 0.001"),
        (.invalid("f", true, ""), "Invalid value: true"),
        (.invalid("f", nil, ""), #"Invalid value: "null""#),
        (.invalid("f", ["a": [1, "<"]], "x"), #"Invalid value: {"a":[1,"\u003c"]}: x"#),
        (.required("f"), "Required value"),
        (.required("f", "give it"), "Required value: give it"),
        (
            FieldError("f", .notSupported("x", supported: ["a", "b"])),
            #"Unsupported value: "x": supported values: "a", "b""#
        ),
        (
            FieldError("f", .notSupported(["Some"], supported: ["All"])),
            #"Unsupported value: ["Some"]: supported values: "All""#
        ),
        (FieldError("f", .tooLong(maximumBytes: 128)), "Too long: may not be more than 128 bytes"),
        (FieldError("f", .tooMany(count: 3, maximum: 1)), "Too many: 3: must have at most 1 item"),
        (FieldError("f", .duplicate("a")), #"Duplicate value: "a""#),
        (FieldError("f", .notFound("a")), #"Not found: "a""#),
    ])
    func showsTheValueAsGoDoes(error: FieldError, message: String) {
        #expect(error.message == message)
        #expect(error.description == "f: " + message)
    }
}
