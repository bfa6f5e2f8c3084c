/// The English plural of a kind, as the path of its resource shows it: `Bee` → `bees`, `NetworkPolicy` → `networkpolicies`.
///
/// Only the last word of the kind changes. What English does irregularly is a short table; every rule can be overruled
/// with `--resource`.
public enum EnglishPlural {
    /// The plural of a kind in lower case.
    public static func of(_ kind: String) -> String {
        let (head, word) = lastWord(of: kind)
        return head.lowercased() + plural(ofWord: word.lowercased())
    }

    /// Words whose plural is the word itself.
    private static let unchanging: Set<String> = [
        "data", "deer", "endpoints", "equipment", "fish", "hardware", "information", "media", "metadata", "metrics",
        "moose", "news", "police", "rice", "salmon", "series", "sheep", "shrimp", "software", "species", "trout",
    ]

    /// Words that follow no rule.
    private static let irregular: [String: String] = [
        "analysis": "analyses", "axis": "axes", "basis": "bases", "calf": "calves", "child": "children",
        "crisis": "crises", "criterion": "criteria", "datum": "data", "echo": "echoes", "elf": "elves",
        "epoch": "epochs",
        "foot": "feet", "goose": "geese", "half": "halves", "hero": "heroes", "hypothesis": "hypotheses",
        "knife": "knives", "leaf": "leaves", "life": "lives", "loaf": "loaves", "louse": "lice", "man": "men",
        "matrix": "matrices", "monarch": "monarchs", "mouse": "mice", "ox": "oxen", "person": "people",
        "phenomenon": "phenomena",
        "potato": "potatoes", "quiz": "quizzes", "self": "selves", "shelf": "shelves", "thesis": "theses",
        "thief": "thieves", "tomato": "tomatoes", "tooth": "teeth", "vertex": "vertices", "veto": "vetoes",
        "wife": "wives", "wolf": "wolves", "woman": "women",
    ]

    private static func plural(ofWord word: String) -> String {
        if unchanging.contains(word) { return word }
        if let plural = irregular[word] { return plural }
        let letters = Array(word)
        guard let last = letters.last else { return word }
        let before = letters.count > 1 ? letters[letters.count - 2] : " "
        return switch last {
        case "s", "x": word + "es"
        case "z": word + (before == "z" ? "es" : isVowel(before) ? "zes" : "es")
        case "h" where before == "s" || before == "c": word + "es"
        case "y" where !isVowel(before) && letters.count > 1: String(letters.dropLast()) + "ies"
        default: word + "s"
        }
    }

    private static func isVowel(_ letter: Character) -> Bool { "aeiou".contains(letter) }

    /// Splits at the last word of a name in camel case; a run of capitals is one word: `ClusterDNS` → `Cluster`, `DNS`.
    private static func lastWord(of kind: String) -> (head: String, word: String) {
        let letters = Array(kind)
        var start = letters.count - 1
        while start > 0 {
            let (previous, this) = (letters[start - 1], letters[start])
            let startsWord = this.isUppercase && !previous.isUppercase
            let endsCapitals =
                this.isUppercase && previous.isUppercase && start + 1 < letters.count && letters[start + 1].isLowercase
            if startsWord || endsCapitals { break }
            start -= 1
        }
        guard start > 0 else { return ("", kind) }
        return (String(letters[..<start]), String(letters[start...]))
    }
}
