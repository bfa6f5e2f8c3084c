/// `index.html`: everything on one page, so that a link and a search reach all of it.
struct ReferencePage {
    let reference: APIReference

    /// The whole page.
    func html() -> HTML {
        """
        <!DOCTYPE html>
        <!-- \(ReferenceSite.heading) -->
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(reference.title) API reference</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="\(ReferenceSite.style)">
        <script src="\(ReferenceSite.script)" defer></script>
        </head>
        <body id="top">
        <a class="skip" href="#content">Skip to the content</a>
        \(header())
        <div class="frame">
        \(navigation())
        <main id="content" tabindex="-1">
        <h1>\(reference.title) <span class="soft">API reference</span></h1>
        \(overview())
        \(HTML.lines(reference.groups.map(group)))
        \(commonTypes())
        </main>
        </div>
        </body>
        </html>
        """
    }

    private func header() -> HTML {
        """
        <header>
        <a class="home" href="#top">\(reference.title)</a>
        <div class="search" role="search">
        <label class="unseen" for="search">Search kinds and fields</label>
        <input id="search" type="search" placeholder="Search kinds and fields" autocomplete="off" spellcheck="false" \
        role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" aria-keyshortcuts="/">
        <kbd aria-hidden="true">/</kbd>
        <ul id="results" role="listbox" aria-label="What was found" hidden></ul>
        <p id="count" class="unseen" role="status"></p>
        </div>
        </header>
        """
    }

    private func navigation() -> HTML {
        let groups = reference.groups.map { group -> HTML in
            let versions = group.versions.map { version -> HTML in
                let kinds = version.kinds.map { kind -> HTML in "<li><a href=\"#\(kind.id)\">\(kind.name)</a></li>" }
                return """
                    <li><a class="version" href="#\(version.id)">\(version.name)</a>
                    <ul>
                    \(HTML.lines(kinds))
                    </ul></li>
                    """
            }
            return """
                <li><a class="group" href="#\(group.id)">\(group.name)</a>
                <ul>
                \(HTML.lines(versions))
                </ul></li>
                """
        }
        let common: HTML =
            reference.commonTypes.isEmpty
            ? .empty : "<li><a class=\"group\" href=\"#common\">Types of Kubernetes</a></li>"
        return """
            <nav aria-label="Groups, versions and kinds">
            <details id="menu" open><summary>Contents</summary>
            <ul>
            \(HTML.lines(groups + [common]))
            </ul>
            </details>
            </nav>
            """
    }

    /// A table of all kinds.
    private func overview() -> HTML {
        let rows = reference.groups.flatMap { group in
            group.versions.flatMap { version in
                version.kinds.map { kind -> HTML in
                    let sentence = Self.firstSentence(kind.description)
                    return """
                        <tr><td><a href="#\(kind.id)">\(kind.name)</a></td>\
                        <td><code>\(kind.apiVersion)</code> \(Self.badge(version.stability))</td>\
                        <td>\(Prose(sentence).inline())</td></tr>
                        """
                }
            }
        }
        guard !rows.isEmpty else { return "<p>\(ReferenceSite.emptiness)</p>" }
        return """
            <div class="wide"><table class="kinds">
            <thead><tr><th scope="col">Kind</th><th scope="col">API version</th><th scope="col">What it is</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))
            </tbody>
            </table></div>
            """
    }

    private func group(_ group: APIReference.Group) -> HTML {
        let introduction: HTML =
            group.introduction.isEmpty
            ? .empty : "<div class=\"prose\">\(Prose(group.introduction).html(headingLevel: 3))</div>"
        return """
            <section class="group" aria-labelledby="\(group.id)">
            <h2 id="\(group.id)">\(group.name)\(Self.permalink(group.id))</h2>
            \(introduction)
            \(HTML.lines(group.versions.map(version)))
            </section>
            """
    }

    private func version(_ version: APIReference.Version) -> HTML {
        let types: HTML =
            version.types.isEmpty
            ? .empty
            : """
            <section class="types" aria-labelledby="\(version.id)-types">
            <h3 id="\(version.id)-types">Types of \(version.name)\(Self.permalink(version.id + "-types"))</h3>
            \(HTML.lines(version.types.map { ReferencePageType(type: $0).html() }))
            </section>
            """
        return """
            <section class="version" aria-labelledby="\(version.id)">
            <h3 id="\(version.id)">\(version.name) \(Self.badge(version.stability))\(Self.permalink(version.id))</h3>
            \(HTML.lines(version.kinds.map { ReferencePageKind(kind: $0).html() }))
            \(types)
            </section>
            """
    }

    private func commonTypes() -> HTML {
        guard !reference.commonTypes.isEmpty else { return .empty }
        let types = reference.commonTypes.map { type -> HTML in
            """
            <article class="type" id="\(type.id)" data-find="type" data-name="\(type.name)" aria-labelledby="\(type.id)-name">
            <h3 id="\(type.id)-name">\(type.name)\(Self.permalink(type.id))</h3>
            \(Prose(type.description).html())
            </article>
            """
        }
        return """
            <section class="group" aria-labelledby="common">
            <h2 id="common">Types of Kubernetes\(Self.permalink("common"))</h2>
            \(HTML.lines(types))
            </section>
            """
    }

    // MARK: Pieces

    static func badge(_ stability: APIReference.Stability) -> HTML {
        "<span class=\"badge \(stability.rawValue)\">\(stability.rawValue)</span>"
    }

    /// A link to where it stands.
    static func permalink(_ id: String) -> HTML {
        "<a class=\"permalink\" href=\"#\(id)\" aria-label=\"Link to this place\">#</a>"
    }

    static func link(_ link: APIReference.Link, isCode: Bool = false) -> HTML {
        let text: HTML = isCode ? "<code>\(link.text)</code>" : "\(link.text)"
        return link.target.map { "<a href=\"#\($0)\">\(text)</a>" } ?? text
    }

    /// The description of a kind up to its first full stop, for a list.
    private static func firstSentence(_ text: String) -> String {
        let paragraph = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        var end = paragraph.startIndex
        while let stop = paragraph[end...].firstIndex(of: ".") {
            let next = paragraph.index(after: stop)
            if next == paragraph.endIndex || paragraph[next] == " " { return String(paragraph[..<next]) }
            end = next
        }
        return paragraph
    }
}
