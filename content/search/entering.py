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


def enter(parts, best):
    """Store documents of artefacts that have none; answers their words for ``count_words``.

    ``parts`` maps ids to parts; those of ``best`` are ranked in full.
    """
    engine().enter([(pk, some, pk in best, _columns(some)) for pk, some in parts.items()])
    found = Counter()
    for some in parts.values():
        found.update(set().union(*(_line(line)[2] for _, text in some for line in text.split("\n"))))
    return found


def count_words(words):
    """Add what ``enter`` answered to the word list."""
    with transaction.atomic():
        facets.queue_up()
        vocabulary.add(words)


def _columns(parts):
    """What content.search.documents.columns answers; no word goes on in the next line."""
    found = {name: [] for name in COLUMNS}
    for where, text in parts:
        lines = [_line(line) for line in text.split("\n")]
        column = found[where if where in found else FILE]
        for stems, _, _ in lines:
            column += stems
        for _, joined, _ in lines:
            column += joined
    return list(found.values())


@lru_cache(maxsize=LINES_REMEMBERED)
def _line(text):
    """(stems, stems of hyphenated words as one, words a suggestion could be made of)"""
    return [stem(word) for word in words(text)], compounds(text), frozenset(vocabulary.words_of([("", text)]))
