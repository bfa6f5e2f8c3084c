import Testing

@testable import Templates

@Suite struct ProseTests {
    @Test(arguments: [
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
        ("- a\n- b\n  more\n1. c", "<ul><li>a</li><li>b\nmore</li></ul>\n<ol><li>c</li></ol>"),
        ("- a\n  - b\n    c\n  - d\n- e", "<ul><li>a\n<ul><li>b\nc</li><li>d</li></ul></li><li>e</li></ul>"),
        ("1. a\n   - b\n\n2. c", "<ol><li>a\n<ul><li>b</li></ul></li><li>c</li></ol>"),
        (
            "- a\n\n  b\n\n  ```\n  <c>\n    d\n  ```\n\ne",
            "<ul><li>a\n<p>b</p>\n<pre><code>&lt;c&gt;\n  d</code></pre></li></ul>\n<p>e</p>"
        ),
        ("a:\n    b\n\n      c\nd", "<p>a:</p>\n<pre><code>b\n\n  c</code></pre>\n<p>d</p>"),
        ("~~~yaml\n```\n~~~~\nx", "<pre><code>```</code></pre>\n<p>x</p>"),
        ("- ```\n  a\n  ```", "<ul><li><pre><code>a</code></pre></li></ul>"),
        ("text\n- a", "<p>text</p>\n<ul><li>a</li></ul>"),
        ("# Title\n## Below", "<h4>Title</h4>\n<h5>Below</h5>"),
        ("```\n<a>\n\n# b\n```\nend", "<pre><code>&lt;a&gt;\n\n# b</code></pre>\n<p>end</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        (
            "`a *b*` **c** *d* e*f*g 2 * 3 * 4",
            "<p><code>a *b*</code> <strong>c</strong> <em>d</em> e*f*g 2 * 3 * 4</p>"
        ),
        (
            "[a](https://example.com/?a&b) [b](#c)",
            "<p><a href=\"https://example.com/?a&amp;b\" rel=\"noreferrer\">a</a> <a href=\"#c\" rel=\"noreferrer\">b</a></p>"
        ),
        (
            "(see https://example.com/x).",
            "<p>(see <a href=\"https://example.com/x\" rel=\"noreferrer\">https://example.com/x</a>).</p>"
        ),
        ("[a](javascript:alert(1)) [b](data:text/html,x)", "<p>[a](javascript:alert(1)) [b](data:text/html,x)</p>"),
        ("[a]( javascript:x) [b](JavaScript:x)", "<p>[a]( javascript:x) [b](JavaScript:x)</p>"),
        ("a\u{0}b\u{1b}", "<p>a\u{fffd}b\u{fffd}</p>"),
        ("", ""), ("**", "<p>**</p>"), ("`", "<p>`</p>"), ("[](", "<p>[](</p>"),
    ])
    func readsMarkdown(_ text: String, _ html: String) {
        #expect(Prose(text).html().text == html)
    }

    @Test(arguments: [
        ("a_b *c* <d> [e](#f)", "a\\_b *c* &lt;d&gt; [e](#f)"),
        ("- a\n- b", "- a\n- b"), ("- a\n  b\n  - c\n- d", "- a b\n  - c\n- d"),
        ("- a\n\n  ```yaml\n  b:\n    c\n  ```", "- a\n\n  ```yaml\n  b:\n    c\n  ```"),
        ("1. a\n   1. b\n2. c", "1. a\n   1. b\n2. c"), ("~~~ <b>`\n`\n~~~", "```\n`\n```"), ("# a", "**a**"),
        ("`a|b`", "`a|b`"),
    ])
    func writesMarkdown(_ text: String, _ markdown: String) {
        #expect(Prose(text).markdown() == markdown)
    }
}
