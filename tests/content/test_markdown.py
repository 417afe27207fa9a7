"""Markdown in, safe HTML out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.text import clean
from content.markdown import MAX_SOURCE, plain_text, render, sanitise, without_front_matter

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=400)
MARKS = (
    "# |> |- |1. |* |**|__|~~|`|```|[|](|)|![|<|>|&|&#|;|\\|\n|    |---|https://e.org|javascript:|data:|<pre>|"
    "<script>|<svg onload=x>|<!--|-->|<table>|</td>|onerror=|style=|\t|!!! note|\x00|\u202e|\ud800"
)
PIECES = st.lists(st.sampled_from(MARKS.split("|")), max_size=40).map("".join)
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](&#106;avascript:alert(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe src='//evil.example'></iframe>",
    "<form action='//evil.example'><input name=a></form>",
    '[x](https://e.org "onmouseover=alert(1)")',
    "`<script>`<script>",
    "<b style='position:fixed'>x</b>",
    "<a id=x name=y class=z>x</a>",
]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "Do **this** and ~~not~~ `that`.",
            "<p>Do <strong>this</strong> and <s>not</s> <code>that</code>.</p>\n",
        ),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'),
        ("- [ ] open\n- [x] done", "<ul>\n<li>☐ open</li>\n<li>☑ done</li>\n</ul>\n"),
        ("> [!NOTE]\n> Mind it", "<blockquote>\n<p><strong>Note</strong><br>\nMind it</p>\n</blockquote>\n"),
        (
            '!!! warning "Careful"\n    Line **one**\n\nAfter',
            "<blockquote>\n<p><strong>Careful</strong></p>\n<p>Line <strong>one</strong></p>\n</blockquote>\n"
            "<p>After</p>\n",
        ),
        ("```\n!!! note\n<b>\n```", "<pre><code>!!! note\n&lt;b&gt;\n</code></pre>\n"),
        ("{{ secret }} {% now %}", "<p>{{ secret }} {% now %}</p>\n"),
        ("", ""),
    ],
)
def test_the_usual_marks_are_understood(source, html):
    assert render(source) == html


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# a\n## b\n# c", ["h3", "h4", "h3"]),
        ("### a\n#### b", ["h3", "h4"]),
        ("# a\n#### b\n##### c", ["h3", "h4", "h5"]),
        ("## a\n# b", ["h3", "h3"]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", ["h3", "h4", "h5", "h6", "h6", "h6"]),
    ],
)
def test_headings_start_below_the_page_and_skip_no_level(source, levels):
    opened = [piece[:2] for piece in render(source).split("<") if piece.startswith("h")]

    assert opened == levels


def test_the_top_heading_can_be_chosen():
    assert render("# a", top=2) == "<h2>a</h2>\n"


def test_links_to_elsewhere_earn_nothing_and_know_nothing():
    assert render('[a](https://e.org/x "t") <me@e.org>') == (
        '<p><a href="https://e.org/x" rel="nofollow ugc noopener">a</a> '
        '<a href="mailto:me@e.org" rel="nofollow ugc noopener">me@e.org</a></p>\n'
    )


@pytest.mark.parametrize(
    "address", ["../x.md", "/x", "#a", "//e.org", "x", "ftp://e.org", "https:///x", "?q"]
)
def test_other_links_leave_their_text(address):
    assert render(f"See [the *plan*]({address}).") == "<p>See the <em>plan</em>.</p>\n"


@pytest.mark.parametrize("address", ["https://e.org/x.png", "../x.png", "data:image/png;base64,AA"])
def test_pictures_leave_their_description(address):
    assert render(f"![A *map*]({address})!") == "<p>A map!</p>\n"


def test_a_table_can_be_scrolled_and_has_a_name():
    html = render("|a|n|\n|-|-:|\n|x|1|\n")

    assert html == (
        '<div class="scroll-x" tabindex="0" role="region" aria-label="a, n"><table>\n<thead>\n<tr>\n'
        '<th>a</th>\n<th class="num">n</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>x</td>\n'
        '<td class="num">1</td>\n</tr>\n</tbody>\n</table></div>\n'
    )


def test_two_tables_have_two_names():
    html = render("|a|\n|-|\n\n|a|\n|-|\n")

    assert [piece.split('"')[0] for piece in html.split('aria-label="')[1:]] == ["a", "a (2)"]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a<br>b <b>c</b> <!-- d -->e", "<p>a<br>\nb c e</p>\n"),
        ("Dear <customer name>,", "<p>Dear &lt;customer name&gt;,</p>\n"),
        ("<table><tr><td>a</td> <td>b</td></tr></table>", "<p>a | b</p>\n"),
        ("<div>\nkept <script>gone()</script>\n</div>", "<p>kept</p>\n"),
        ("<iframe src='x'>gone</iframe>\n", ""),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>\n"),
    ],
)
def test_html_in_the_source_leaves_only_words(source, html):
    assert render(source) == html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives(payload):
    html = render(f"before {payload} after\n\n{payload}\n").lower()

    tags = "".join(piece.split(">")[0] + " " for piece in html.split("<")[1:])
    assert not [
        word for word in ("script", "on", "style", "src", "img", "svg", "form", "id=") if word in tags
    ]


@given(st.one_of(ANY_TEXT, PIECES))
def test_rendering_never_fails_and_is_clean(source):
    html = render(source)

    assert sanitise(html) == html
    assert clean(html) == html


@given(st.one_of(ANY_TEXT, PIECES))
def test_plain_text_never_fails_and_is_clean(source):
    text = plain_text(source)

    assert clean(text) == text


@given(PIECES)
def test_sanitising_twice_changes_nothing_more(fragment):
    once = sanitise(fragment)

    assert sanitise(once) == once


@pytest.mark.parametrize("attack", ["[", "*a_", "&#", "1) a\n"])
def test_rendering_takes_a_bounded_time(attack):
    started = time.thread_time()

    render(attack * (MAX_SOURCE // len(attack)))

    assert time.thread_time() - started < 10


def test_a_text_that_takes_too_long_comes_back_plain():
    html = render("<b>\n\n" + "[" * 150_000)

    assert html == f"<p>&lt;b&gt;</p>\n<p>{'[' * 150_000}</p>"


def test_what_is_beyond_the_limit_is_left_out():
    assert render("a" * (MAX_SOURCE + 5)) == f"<p>{'a' * MAX_SOURCE}</p>\n"


def test_plain_text_has_the_words_and_no_marks():
    source = "# Plan *A*\n\nSee [this](https://e.org) ![map](x.png)\nnow\n\n"
    source += "|a|b|\n|-|-|\n|1|2|\n\n- one\n\n```\ncode\n```"

    assert plain_text(source) == "Plan A\nSee this map now\na | b\n1 | 2\none\ncode"


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("---\ntitle: x\ntags: [a]\n---\n# Plan", "# Plan"),
        ("\ufeff---\r\ntitle: x\r\n---\r\n# Plan", "# Plan"),
        ("---\n\nA line above and\n\n---\n", "---\n\nA line above and\n\n---\n"),
        ("---\ntitle: never closed\n", "---\ntitle: never closed\n"),
        ("# Plan\n---\na: b\n---\n", "# Plan\n---\na: b\n---\n"),
    ],
)
def test_front_matter_is_taken_off(source, body):
    assert without_front_matter(source) == body
