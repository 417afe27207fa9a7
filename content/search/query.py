"""What somebody typed, taken apart once for both engines.

Every word must be found (AND). An unquoted word of three or more letters is found by its stem or as the
beginning of a word; exact words rank first. Quotes ask for a phrase. "post-mortem" also finds "postmortem".
There are no operators: whatever else is typed separates words.
"""

import re
from dataclasses import dataclass

from content.search.lexemes import joined, stem, tidy, words

LONGEST_QUERY = 200  # characters
MOST_TERMS = 20
SHORTEST_PREFIX, SHORTEST_STARRED = 3, 2  # characters
LARGEST_RECORD = 2**63 - 1

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')
_CHUNK = re.compile(r"[^\s*]+(\**)")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_RECORD = re.compile(r"\s*art[\s#_-]*0*([1-9][0-9]{0,18})\s*", re.IGNORECASE)
# Words that stand in nearly every document say nothing, unless somebody asks for nothing else.
STOP_WORDS = frozenset(
    word
    for line in (
        "a an and are as at be by do for from how i in is it my not of on or our that the this to we what",
        "when where which who with you your",
    )
    for word in line.split()
)


@dataclass(frozen=True)
class Term:
    """One thing that must be found: any of the phrases (of stems), or a word that begins with ``prefix``.

    ``longer`` are the stems of known words that begin so, where the stem itself does not (content.search.completing).
    """

    phrases: tuple[tuple[str, ...], ...]
    prefix: str = ""
    longer: tuple[str, ...] = ()
    word: str = ""  # as typed and folded, for the spelling; empty for phrases


@dataclass(frozen=True)
class Query:
    text: str  # what is searched for
    terms: tuple[Term, ...] = ()
    record: int | None = None  # of "ART-0412"
    was_cut: bool = False

    def __bool__(self):
        return bool(self.terms) or self.record is not None


def parse(raw):
    """The query in ``raw``; falsy where no letter or digit is in it. Never raises."""
    text = " ".join(tidy(raw[: 10 * LONGEST_QUERY]).split())
    used = text[:LONGEST_QUERY]
    record = _RECORD.fullmatch(used)
    number = int(record[1]) if record and int(record[1]) <= LARGEST_RECORD else None
    terms = _telling(list(_terms(used)))[:MOST_TERMS]
    return Query(used, tuple(terms), number, was_cut=len(text) > LONGEST_QUERY)


def _terms(text):
    rest = 0
    for quoted in _QUOTED.finditer(text):
        yield from _loose(text[rest : quoted.start()])
        if phrase := tuple(stem(word) for word in words(quoted[1])):
            yield Term((phrase,))
        rest = quoted.end()
    yield from _loose(text[rest:])


def _loose(text):
    """The terms of text outside quotes."""
    for chunk in _CHUNK.finditer(text):
        piece, starred = chunk.group().rstrip("*"), bool(chunk[1])
        if _HYPHENATED.fullmatch(piece):
            parts = tuple(stem(word) for word in words(piece))
            yield Term((parts, *((stem(word),) for word in joined(piece))))
            continue
        found = words(piece)
        for at, word in enumerate(found):
            yield _term(word, starred and at == len(found) - 1)


def _term(word, starred):
    begins = len(word) >= (SHORTEST_STARRED if starred else SHORTEST_PREFIX) and (starred or word.isalpha())
    return Term(((stem(word),),), prefix=word if begins else "", word=word)


def _telling(terms):
    """Without the stop words and without repetitions."""
    terms = list(dict.fromkeys(terms))
    return [term for term in terms if term.word not in STOP_WORDS] or terms
