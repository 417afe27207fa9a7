"""Where a query was found in each artefact shown: at most 200 characters around the best hit, hits marked."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, pairwise

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import SearchDocument
from content.search.lexemes import fold, stem
from content.search.parts import BODY, FILE, SUMMARY, TAGS, TITLE
from content.search.query import parse

LONGEST = 200  # characters of a snippet, ellipses included
LEAD = 60  # characters shown before the first hit
MOST_HITS = 200  # looked at in one part
# Where several parts have all the words, the first of these is shown: the card prints the title anyway.
PREFERENCE = (SUMMARY, BODY, FILE, TAGS, TITLE)

_PLACES = {
    TITLE: gettext_lazy("found in the title"),
    SUMMARY: gettext_lazy("found in the summary"),
    TAGS: gettext_lazy("found in its terms"),
    BODY: gettext_lazy("found in the text"),
}

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]")
# Accented letters of Europe to their base, one to one, so that places in the text stay what they are.
_ACCENTED = re.compile("[\u00c0-\u024f]")
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
        pieces = (f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in self.segments)
        return mark_safe("".join(pieces))  # nosec B308 B703  each piece is escaped

    @property
    def says_what_it_is(self):
        """Whether it tells more than the title, and more than the terms that many artefacts share."""
        return self.where not in {TITLE, TAGS}

    @property
    def where_in_words(self):
        if self.where.startswith(FILE):
            return _("found in the file %(name)s") % {"name": self.where.removeprefix(FILE)}
        return str(_PLACES[self.where])


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
    """The terms of a query, and a pattern that finds candidates for their words quickly."""

    def __init__(self, terms):
        self.count = len(terms)
        phrases = [(phrase, number) for number, term in enumerate(terms) for phrase in term.phrases]
        self.lexemes = {phrase[0]: number for phrase, number in phrases if len(phrase) == 1}
        self.phrases = [(phrase, number) for phrase, number in phrases if len(phrase) > 1]
        self.prefixes = [(term.prefix, number) for number, term in enumerate(terms) if term.prefix]
        self.in_phrases = {lexeme for phrase, _number in self.phrases for lexeme in phrase}
        self.pattern = _pattern(
            {*self.lexemes, *self.in_phrases}, {prefix for prefix, _number in self.prefixes}
        )

    def hits(self, text):
        """[(start, end, number of the term)] in the order of the text, at most MOST_HITS."""
        words = list(islice(self._words(text), MOST_HITS))
        found = {start: (start, end, number) for start, end, number, _lexeme in words if number is not None}
        for at in range(len(words)):
            for phrase, number in self.phrases:
                some = words[at : at + len(phrase)]
                if tuple(word[3] for word in some) == phrase and _are_neighbours(text, some):
                    found |= {start: (start, end, number) for start, end, _number, _lexeme in some}
        return sorted(found.values())

    def _words(self, text):
        """(start, end, number of the term it alone answers or None, lexeme) of the words that may be wanted."""
        plain = text.translate(_PLAIN).lower() if _ACCENTED.search(text) else text.lower()
        if self.pattern is None or len(plain) != len(text):
            return
        for match in self.pattern.finditer(plain):
            start, end = match.span()
            for folded in fold(text[start:end]):
                number = self._number(folded)
                if number is not None or stem(folded) in self.in_phrases:
                    yield start, end, number, stem(folded)

    def _number(self, folded):
        if (lexeme := stem(folded)) in self.lexemes:
            return self.lexemes[lexeme]
        return next((number for prefix, number in self.prefixes if folded.startswith(prefix)), None)


def _pattern(lexemes, prefixes):
    # A stem may end in another letter than the word ("categori"), and in another spelling.
    heads = {lexeme[: max(1, min(4, len(lexeme) - 1))] if lexeme.isalpha() else lexeme for lexeme in lexemes}
    inner = "|".join(sorted(map(re.escape, heads | prefixes)))
    return re.compile(rf"(?<![^\W_])(?:{inner})[^\W_]*") if inner else None


def _are_neighbours(text, words):
    return all(not _WORD.search(text[a[1] : b[0]]) for a, b in pairwise(words))


def _best(parts, wanted):
    """The window with the most different terms; the preferred part, then the earlier one, of two alike."""
    best, snippet = 0, None
    for where, text in sorted(parts, key=_preference):
        hits = wanted.hits(text)
        at, different = _window(hits)
        if different > best:
            best, snippet = different, (where, text, hits, at)
        if best == wanted.count:
            break
    if snippet and snippet[0] == TAGS:
        return _terms(snippet[1], wanted)
    return _cut(*snippet) if snippet else None


def _preference(part):
    where = part[0] if part[0] in PREFERENCE else FILE
    return PREFERENCE.index(where)


def _window(hits):
    """(number of the hit a window begins with, how many different terms are in it)"""
    best, at = 0, 0
    for number, (start, _end, _key) in enumerate(hits):
        keys = {key for begin, end, key in hits[number : number + 20] if end <= start + LONGEST - LEAD}
        if len(keys) > best:
            best, at = len(keys), number
    return at, best


def _terms(text, wanted):
    """Of a list of terms only those with a hit: "post-mortem, root cause"."""
    text = ", ".join(line for line in text.split("\n") if wanted.hits(line))[: LONGEST - 2]
    return _cut(TAGS, text, wanted.hits(text), 0)


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
