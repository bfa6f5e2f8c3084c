/// The candidate that is most likely meant by a misspelt word; nil if none is close.
func nearestName(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 4)
    let near = candidates.map { (name: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
        .filter { $0.distance <= limit }
    return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

/// Insertions, deletions and replacements that turn one word into the other (Levenshtein).
func editDistance(_ left: String, _ right: String) -> Int {
    let target = Array(right)
    var row = Array(0...target.count)
    for (line, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for (place, other) in target.enumerated() {
            let replaced = diagonal + (character == other ? 0 : 1)
            diagonal = row[place + 1]
            row[place + 1] = min(replaced, row[place] + 1, diagonal + 1)
        }
    }
    return row[target.count]
}
