"""Where a query was found in each artefact shown: at most 200 characters around the best hit, hits marked."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from content.models import SearchDocument
from content.search.lexemes import fold, stem
from content.search.parts import BODY, FILE, SUMMARY, TAGS, TITLE
from content.search.query import parse

LONGEST = 200  # characters of a snippet, ellipses included
LEAD = 60  # characters shown before the first hit
MOST_HITS = 200  # looked at in one part
# Where several parts have all the words, the first of these is shown: the card prints the title anyway.
PREFERENCE = (SUMMARY, BODY, FILE, TAGS, TITLE)

_SPACES = re.compile(r"\s+")
# Accented letters of Europe to their base, one to one, so that places in the text stay what they are.
_PLAIN = {
    code: base
    for code in range(0xC0, 0x250)
    if len(base := unicodedata.normalize("NFKD", chr(code).lower())[0]) == 1 and base.isascii()
}


@dataclass(frozen=True)
class Snippet:
    """(text, is a hit) segments in order, and where they stand: "title", "text", "file a.docx, page 2"."""

    segments: tuple[tuple[str, bool], ...]
    where: str

    def __str__(self):
        return "".join(text for text, _hit in self.segments)

    def __html__(self):
        pieces = (format_html("<mark>{}</mark>", text) if hit else text for text, hit in self.segments)
        return format_html_join("", "{}", ((piece,) for piece in pieces))

    @property
    def where_in_words(self):
        if self.where.startswith(FILE):
            return _("found in the file %(name)s") % {"name": self.where.removeprefix(FILE)}
        return {
            TITLE: _("found in the title"),
            SUMMARY: _("found in the summary"),
            TAGS: _("found in its terms"),
            BODY: _("found in the text"),
        }[self.where]


def snippets(ids, words):
    """{id: Snippet} for the artefacts of ``ids`` in which the words are found; one query."""
    documents = SearchDocument.objects.filter(pk__in=ids).values_list("pk", "parts")
    return snippets_of(dict(documents), words)


def snippets_of(documents, words):
    """``snippets`` where the parts have been read already: {id: parts}."""
    wanted = _Wanted(parse(words).terms)
    found = {pk: _best(parts, wanted) for pk, parts in documents.items()}
    return {pk: snippet for pk, snippet in found.items() if snippet}


class _Wanted:
    """The lexemes and beginnings of a query, and a pattern that finds candidates for them quickly."""

    def __init__(self, terms):
        self.lexemes = {lexeme for term in terms for phrase in term.phrases for lexeme in phrase}
        self.prefixes = tuple(term.prefix for term in terms if term.prefix)
        # A stem may end in another letter than the word ("categori"), and in another spelling.
        heads = {lexeme[: max(1, min(4, len(lexeme) - 1))] for lexeme in self.lexemes if lexeme.isalpha()}
        heads |= {lexeme for lexeme in self.lexemes if not lexeme.isalpha()}
        heads |= set(self.prefixes)
        inner = "|".join(sorted(map(re.escape, heads)))
        self.pattern = re.compile(rf"(?<![^\W_])(?:{inner})[^\W_]*") if heads else None

    def key(self, word):
        """Which of the wanted a word of the text is, or None."""
        for folded in fold(word):
            if (lexeme := stem(folded)) in self.lexemes:
                return lexeme
            for prefix in self.prefixes:
                if folded.startswith(prefix):
                    return prefix
        return None


def _best(parts, wanted):
    """The window with the most different words; the preferred part, then the earlier one, of two alike."""
    best, snippet = (0, 0), None
    for where, text in parts:
        hits = _hits(text, wanted)
        if not hits:
            continue
        rank = PREFERENCE.index(where) if where in PREFERENCE else PREFERENCE.index(FILE)
        at, different = _window(hits)
        if (different, -rank) > best or snippet is None:
            best, snippet = (different, -rank), (where, text, hits, at)
    return _cut(*snippet) if snippet else None


def _hits(text, wanted):
    """[(start, end, key)] of the words of ``text`` that are wanted, at most MOST_HITS."""
    plain = text.lower() if text.isascii() else text.translate(_PLAIN).lower()
    if wanted.pattern is None or len(plain) != len(text):
        return []
    found = []
    for match in wanted.pattern.finditer(plain):
        if (key := wanted.key(text[match.start() : match.end()])) is not None:
            found.append((match.start(), match.end(), key))
            if len(found) == MOST_HITS:
                break
    return found


def _window(hits):
    """(number of the hit a window begins with, how many different words are in it)"""
    best, at = 0, 0
    for number, (start, _end, _key) in enumerate(hits):
        keys = {key for begin, end, key in hits[number : number + 20] if end <= start + LONGEST - LEAD}
        if len(keys) > best:
            best, at = len(keys), number
    return at, best


def _cut(where, text, hits, at):
    """The snippet that begins a little before hit number ``at``, at the edge of a word."""
    start = max(0, hits[at][0] - LEAD)
    if start and (space := _SPACES.search(text, start, hits[at][0])):
        start = space.end()
    end = min(len(text), start + LONGEST - 2)
    if end < len(text) and (space := text.rfind(" ", hits[at][1], end)) > 0:
        end = space
    segments, rest = [("…", False)] if start else [], start
    for begin, stop, _key in hits:
        if begin >= rest and stop <= end:
            segments += [(text[rest:begin], False), (text[begin:stop], True)]
            rest = stop
    segments += [(text[rest:end], False), ("…" if end < len(text) else "", False)]
    return Snippet(tuple((_SPACES.sub(" ", piece), hit) for piece, hit in segments if piece), where)
