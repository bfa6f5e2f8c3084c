/// Plurals of kinds, as resource paths use them.
///
/// Source: gengo's plural namer, with the irregular words that Kubernetes names meet.
enum EnglishPlural {
    private static let irregular = [
        "mouse": "mice", "person": "people", "child": "children", "foot": "feet", "goose": "geese", "man": "men",
    ]

    /// The lower-case plural of a word: `Bee` → `bees`, `Policy` → `policies`, `Endpoints` → `endpoints`.
    static func of(_ word: String) -> String {
        let word = word.lowercased()
        if let plural = irregular[word] { return plural }
        guard let last = word.last else { return word }
        let beforeLast = word.dropLast().last ?? last
        switch last {
        case "s" where word.hasSuffix("points"): return word
        case "s", "x", "z": return word + "es"
        case "h" where beforeLast == "c" || beforeLast == "s": return word + "es"
        case "y" where !"aeiou".contains(beforeLast): return word.dropLast() + "ies"
        case "f" where word.hasSuffix("lf") || word.hasSuffix("eaf"): return word.dropLast() + "ves"
        case "e" where word.hasSuffix("ife"): return word.dropLast(2) + "ves"
        default: return word + "s"
        }
    }
}
