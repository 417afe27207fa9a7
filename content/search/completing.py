"""Words that were cut short beyond their stem.

The index holds stems only, and no stem begins with "authenticat": the known words say what it may have become.
"""

from dataclasses import replace
from itertools import chain

from django.db import connection
from django.db.models import Q

from content.models import SearchWord
from content.search.lexemes import stem

SHORTEST = 5  # letters of what may be such a word
MOST_KNOWN = 100  # known words looked at for one query, the most used ones


def complete(query):
    """The query, whose cut words also ask for the stems of the known words that begin so. One question, or none."""
    cut = [term.prefix for term in query.terms if _may_be_cut(term)]
    if not cut:
        return query
    beginning = Q(*map(_begins_with, cut), _connector=Q.OR)
    known = SearchWord.objects.filter(beginning, documents__gt=0).order_by("-documents", "word")
    stems = {word: stem(word) for word in known.values_list("word", flat=True)[:MOST_KNOWN]}
    return replace(query, terms=tuple(_completed(term, stems) for term in query.terms))


def _may_be_cut(term):
    return len(term.prefix) >= SHORTEST and term.prefix.isalpha()


def _completed(term, stems):
    if not _may_be_cut(term) or term.prefix in stems:  # a known word is whole
        return term
    longer = {lexeme for word, lexeme in stems.items() if word.startswith(term.prefix)}
    unseen = {lexeme for lexeme in longer if not lexeme.startswith(term.prefix)} - set(chain(*term.phrases))
    return replace(term, longer=tuple(sorted(unseen)))


def _begins_with(word):
    if connection.vendor == "sqlite":  # whose LIKE reads every word
        return Q(word__gte=word, word__lt=word + chr(0x10FFFF))
    return Q(word__startswith=word)
