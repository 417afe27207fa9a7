"""New documents by the hundred thousand: repeated lines are taken apart once, words counted at the end."""

from collections import Counter
from functools import lru_cache

from django.db import transaction

from content import facets
from content.search import vocabulary
from content.search.documents import COLUMNS
from content.search.engine import engine
from content.search.lexemes import compounds, stem, words
from content.search.parts import FILE

LINES_REMEMBERED = 60_000


def loads(parts, best):
    """What loading.store takes to store documents of artefacts that have none, and their words for ``count_words``.

    ``parts`` maps ids to parts; those of ``best`` are ranked in full. Asks no database.
    """
    documents, found = [], Counter()
    for pk, some in parts.items():
        lines = _lines(some)
        documents.append((pk, some, pk in best, _columns(lines)))
        found.update(set().union(*(words for _, part in lines for _, _, words in part)))
    return engine().loads(documents), found


def count_words(words):
    """Add what ``loads`` answered to the word list."""
    with transaction.atomic():
        facets.queue_up()
        vocabulary.add(words)


def _lines(parts):
    """The parts with what ``_line`` says of each line of their texts."""
    return [(where, list(map(_line, text.split("\n")))) for where, text in parts]


def _columns(parts):
    """What content.search.documents.columns answers, from ``_lines``; no word goes on in the next line."""
    found = {name: [] for name in COLUMNS}
    for where, lines in parts:
        column = found[where if where in found else FILE]
        for stems, _, _ in lines:
            column += stems
        for _, joined, _ in lines:
            column += joined
    return list(found.values())


@lru_cache(maxsize=LINES_REMEMBERED)
def _line(text):
    """(stems, stems of hyphenated words as one, words a suggestion could be made of)"""
    found = words(text)
    return list(map(stem, found)), compounds(text), frozenset(vocabulary.suggestible(found))
