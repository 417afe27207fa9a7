"""Markdown in, safe HTML out: the one renderer and the one sanitiser of the site.

Plain Python. HTML written inside a source never reaches the page: known tags are dropped, their
text stays, and what is no tag at all (`<customer name>`) is shown as it was typed.
"""

import html
import re
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.files.text import clean, without_unwanted

MAX_SOURCE = 200_000  # characters; what comes after is left out
RENDER_SECONDS = 2.0
LOWEST_HEADING = 6
REL = "nofollow ugc noopener"

_HEADINGS = {f"h{level}" for level in range(1, LOWEST_HEADING + 1)}
_OTHERS = "p br hr ul ol li blockquote pre code em strong s a div table thead tbody tr th td"
_TAGS = _HEADINGS | set(_OTHERS.split())
_WITH_CONTENT = "script style iframe object svg math template noscript title textarea"
_DROPPED_WHOLE = set(_WITH_CONTENT.split())
_SCHEMES = {"http", "https", "mailto"}
_ABSOLUTE = re.compile(r"(?i)(?:https?://[^/]|mailto:[^?]*@)")

_FRONT_MATTER = re.compile(r"(?ms)\A\ufeff?---[ \t]*\r?\n(?=[\w\"'#-]).*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_PRE_START = re.compile(r"<pre>\n+")
_TASK = re.compile(r"\[([ xX])\][ \u00a0]")
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?) ?([A-Za-z]{1,30})(?:[ \t]+\"([^\"\n]{0,200})\")?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")

_KNOWN = """
    a abbr acronym address article aside audio b big blockquote body br button caption center cite
    code col colgroup dd del details dfn div dl dt em embed fieldset figcaption figure font footer
    form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link
    main map mark meta nav noscript object ol option p param picture pre q s samp script section
    select small source span strike strong style sub summary sup svg table tbody td template
    textarea tfoot th thead title tr tt u ul var video wbr
"""
_KNOWN_TAG = re.compile(rf"(?i)</?(?:{'|'.join(_KNOWN.split())})(?=[\s/>])[^<>]*>")
_SILENT = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style|iframe|object|svg)\b.*?(?:</\1\s*>|\Z)")
_CELL_END = re.compile(r"(?i)</(?:td|th)\s*>\s*(?=<t[dh]\b)")
_LINE_END = re.compile(r"(?i)<br\b[^<>]*>|</(?:p|div|li|tr|h[1-6]|dt|dd|summary|caption|ul|ol|table)\s*>")


class _TooSlow(Exception):
    pass


def render(source: str, top: int = 3) -> str:
    """Return the sanitised HTML of a Markdown text whose highest heading becomes `<h{top}>`.

    Tables, strikethrough, task lists and admonitions are understood. Pictures leave their
    description, relative links their text. Takes at most 200,000 characters and about two
    seconds; a text that needs longer comes back as plain paragraphs.
    """
    try:
        parser = _parser()
        tokens = _parse(parser, source)
        _shift_headings(tokens, top)
        return sanitise(parser.renderer.render(tokens, parser.options, {}).replace("\t", "    "))
    except (_TooSlow, RecursionError):
        return sanitise(_as_paragraphs(_bounded(source)))


def _as_paragraphs(text: str) -> str:
    blocks = map(str.strip, text.split("\n\n"))
    return "\n".join(f"<p>{html.escape(block)}</p>" for block in blocks if block)


def plain_text(source: str) -> str:
    """Return the words of a Markdown text, one block a line, for search and descriptions."""
    try:
        tokens = _parse(_parser(), source)
    except (_TooSlow, RecursionError):
        return clean(_bounded(source))
    return "\n".join(filter(None, (clean(text).strip() for text in _lines(tokens))))


def without_front_matter(source: str) -> str:
    """Return the text without the YAML block between `---` lines that it may start with."""
    return _FRONT_MATTER.sub("", source, count=1)


def sanitise(fragment: str) -> str:
    """Return HTML reduced to what `render` may produce. Doing it twice changes nothing."""
    html_text = nh3.clean(
        clean(fragment),
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes={"a": {"href"}, "ol": {"start"}, "div": {"aria-label"}},
        tag_attribute_values={"div": {"role": {"region"}, "tabindex": {"0"}}},
        allowed_classes={"td": {"num"}, "th": {"num"}, "div": {"scroll-x"}},
        attribute_filter=_keep_attribute,
        url_schemes=_SCHEMES,
        link_rel=REL,
    )
    # Character references may have brought in what the text itself may not hold, and a reader of
    # HTML drops the first line break of `<pre>` each time.
    return _PRE_START.sub("<pre>", clean(html_text))


def _keep_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _ABSOLUTE.match(value) else None
    if name == "start":
        return value if value.isdecimal() and len(value) < 10 else None
    return value


def _bounded(source: str) -> str:
    """At most 200,000 characters; tabs stay, they mean something here."""
    return without_unwanted(source[:MAX_SOURCE].replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.block.ruler.before("table", "deadline", _block_deadline)
    parser.inline.ruler.before("text", "deadline", _inline_deadline)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


def _block_deadline(state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    return _check_time(state.env)


def _inline_deadline(state: StateInline, _silent: bool) -> bool:
    return _check_time(state.env)


def _check_time(env: Any) -> bool:
    if time.monotonic() > env["deadline"]:
        raise _TooSlow
    return False


def _parse(parser: MarkdownIt, source: str) -> list[Token]:
    text = "\n".join(_with_quotes(_bounded(source).split("\n")))
    tokens = parser.parse(text, {"deadline": time.monotonic() + RENDER_SECONDS})
    tokens = [kept for token in tokens for kept in _without_html(token)]
    for at, token in enumerate(tokens):
        if token.type == "inline":
            token.children = list(_safe_inline(token.children or []))
            _mark_start(token.children, tokens[at - 2].type if at > 1 else "")
    _name_tables(tokens)
    return tokens


def _with_quotes(lines: Sequence[str]) -> Iterator[str]:
    """Turn `!!! note "Title"` with its indented lines into a quotation under a bold title."""
    fence, inside = "", False
    for text in lines:
        if inside and (text.startswith(("    ", "\t")) or not text.strip()):
            yield f"> {text.removeprefix('    ').removeprefix(chr(9))}".rstrip()
            continue
        if inside:
            yield ""
        inside = False
        if fence:
            fence = "" if text.strip().startswith(fence) and not text.strip().strip(fence[0]) else fence
        elif match := _FENCE.match(text):
            fence = match.group(1)
        elif match := _ADMONITION.match(text):
            inside = True
            yield from ("", f"> **{match.group(2) or match.group(1).capitalize()}**", ">")
            continue
        yield text


def _without_html(token: Token) -> list[Token]:
    if token.type != "html_block":
        return [token]
    # A mark between two cells is left over at the end of a line where cells hold paragraphs.
    texts = (text.strip(" |") for text in flattened(token.content).split("\n"))
    return [made for text in texts if text for made in _paragraph(text)]


def _paragraph(text: str) -> list[Token]:
    words = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    return [Token("paragraph_open", "p", 1, block=True), words, Token("paragraph_close", "p", -1, block=True)]


def flattened(markup: str) -> str:
    """Return the text of HTML, one line for each block; what is no known tag stays as typed."""
    text = _CELL_END.sub(" | ", _SILENT.sub("", markup))
    text = _KNOWN_TAG.sub("", _LINE_END.sub("\n", text))
    return html.unescape(text)


def _safe_inline(children: list[Token]) -> Iterator[Token]:
    """Drop pictures, relative links and raw HTML, and keep the words they carry."""
    open_links: list[bool] = []
    for token in children:
        if token.type == "image":
            yield Token("text", "", 0, content=_alt(token))
        elif token.type == "link_open":
            open_links.append(bool(_ABSOLUTE.match(str(token.attrGet("href")))))
            token.attrs = {"href": token.attrs["href"]}
            yield from [token] if open_links[-1] else []
        elif token.type == "link_close":
            yield from [token] if open_links.pop() else []
        elif token.type == "html_inline":
            yield from _inline_html(token.content)
        else:
            yield token


def _inline_html(markup: str) -> Iterator[Token]:
    if re.match(r"(?i)<br\b", markup):
        yield Token("hardbreak", "br", 0)
    elif text := flattened(markup):
        yield Token("text", "", 0, content=text)


def _alt(image: Token) -> str:
    return "".join(child.content if child.type != "image" else _alt(child) for child in image.children or [])


def _mark_start(children: list[Token], around: str) -> None:
    """Show `[x]` of a task list and `[!NOTE]` of an alert as signs and words."""
    if not children or children[0].type != "text":
        return
    first = children[0].content
    if around == "list_item_open" and (match := _TASK.match(first)):
        children[0].content = f"{'☐' if match.group(1) == ' ' else '☑'} {first[match.end() :]}"
    elif around == "blockquote_open" and (match := _ALERT.fullmatch(first)):
        title = Token("text", "", 0, content=match.group(1).capitalize())
        bold = [Token("strong_open", "strong", 1), title, Token("strong_close", "strong", -1)]
        children[:2] = [*bold, Token("hardbreak", "br", 0)] if children[1:] else bold


def _shift_headings(tokens: list[Token], top: int) -> None:
    """Highest becomes `top`; none is more than one level below the one before, as screen readers need."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    before = top - 1
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            if token.type == "heading_open":
                before = min(int(token.tag[1]) + shift, before + 1, LOWEST_HEADING)
            token.tag = f"h{before}"


def _name_tables(tokens: list[Token]) -> None:
    """Give each table the words of its head as a name, and its number cells their class."""
    seen: set[str] = set()
    table: Token | None = None
    heads: list[str] = []
    for at, token in enumerate(tokens):
        if token.type in ("th_open", "td_open"):
            right = "right" in str(token.attrGet("style"))
            token.attrs = {"class": "num"} if right else {}
        if token.type == "table_open":
            table, heads = token, []
        elif token.type == "th_open":
            heads.append(_inline_text(tokens[at + 1]))
        elif token.type == "thead_close" and table is not None:
            table.meta = {"name": _unique(", ".join(filter(None, heads))[:100], seen)}


def _unique(name: str, seen: set[str]) -> str:
    number, wanted = 1, name
    while name in seen:
        number += 1
        name = f"{wanted} ({number})".strip()
    seen.add(name)
    return name


def _table_open(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    name = html.escape(tokens[at].meta.get("name", ""))
    label = f' role="region" aria-label="{name}"' if name else ""
    return f'<div class="scroll-x" tabindex="0"{label}><table>\n'


def _table_close(_renderer: Any, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
    return "</table></div>\n"


def _lines(tokens: list[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield " | ".join(filter(None, row or []))
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_inline_text(token))
        elif token.type == "inline":
            yield _inline_text(token)
        elif token.type in ("fence", "code_block"):
            yield token.content


def _inline_text(token: Token) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(child.type, child.content) for child in token.children or []).strip()
