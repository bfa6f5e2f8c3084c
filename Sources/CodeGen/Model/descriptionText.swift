/// The description that `kubectl explain` shows for the lines of a doc comment.
///
/// Lines of a paragraph are joined with spaces, paragraphs stay apart, lists and indented lines keep their lines. What
/// stands below `---` is for the readers of the source alone.
/// Source: kube-openapi's reading of Go comments.
func descriptionText(_ lines: [String]) -> String {
    var paragraphs: [String] = []
    var isNewParagraph = true
    for line in lines {
        let text = line.trimmedSpaces
        if text == "---" { break }
        if text.isEmpty {
            isNewParagraph = true
        } else if isNewParagraph {
            paragraphs.append(text)
            isNewParagraph = false
        } else if keepsItsLine(line) {
            paragraphs[paragraphs.count - 1] += "\n" + (line.hasPrefix(" ") ? line : text)
        } else {
            paragraphs[paragraphs.count - 1] += " " + text
        }
    }
    return paragraphs.joined(separator: "\n\n")
}

private func keepsItsLine(_ line: String) -> Bool {
    line.hasPrefix("    ") || line.hasPrefix("\t") || line.hasPrefix("- ") || line.hasPrefix("* ")
}
