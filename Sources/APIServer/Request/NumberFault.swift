internal import APIMachinery

/// What is wrong with a text that is no number, in the words that clients of Go servers know.
///
/// Source: Go `strconv.NumError`.
enum NumberFault {
    /// For a text that is no integer of 64 bits.
    static func integer(_ text: String) -> String { "strconv.ParseInt: " + fault(text, signs: "+-") }

    /// For a text that is no integer of 64 bits without a sign.
    static func unsigned(_ text: String) -> String { "strconv.ParseUint: " + fault(text, signs: "") }

    private static func fault(_ text: String, signs: String) -> String {
        let digits = text.utf8.drop { signs.utf8.contains($0) }
        let isNumber = !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return "parsing \(GoText.quoted(text)): \(isNumber ? "value out of range" : "invalid syntax")"
    }
}
