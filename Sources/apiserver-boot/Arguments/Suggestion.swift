/// Guesses what somebody meant to type.
enum Suggestion {
    /// The candidate that is nearest to a word, if it is near enough to be a slip: at most a third of it differs.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        var best: (distance: Int, text: String)?
        for candidate in candidates {
            let distance = distance(word, candidate)
            guard distance <= max(1, max(word.count, candidate.count) / 3) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        return best?.text
    }

    /// The candidate that is the same word in another case, or else the nearest.
    static func spelling(of word: String, among candidates: [String]) -> String? {
        candidates.first { $0.lowercased() == word.lowercased() } ?? nearest(to: word, among: candidates)
    }

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour.
    ///
    /// - Complexity: O(n·m). Source: Damerau-Levenshtein distance in its restricted form.
    static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
