import Testing

@testable import APIServer

struct NumberFaultTests {
    @Test(arguments: [
        ("x", "invalid syntax"), ("", "invalid syntax"), ("1.5", "invalid syntax"), ("-", "invalid syntax"),
        (" 1", "invalid syntax"),
        ("99999999999999999999", "value out of range"), ("-99999999999999999999", "value out of range"),
    ])
    func namesTheFaultOfAnInteger(_ text: String, _ fault: String) {
        #expect(NumberFault.integer(text) == "strconv.ParseInt: parsing \"\(text)\": \(fault)")
    }

    @Test(arguments: [
        ("abc", "invalid syntax"), ("-1", "invalid syntax"), ("99999999999999999999", "value out of range"),
    ])
    func namesTheFaultOfAnIntegerWithoutASign(_ text: String, _ fault: String) {
        #expect(NumberFault.unsigned(text) == "strconv.ParseUint: parsing \"\(text)\": \(fault)")
    }
}
