"""The words that stand in listed documents, unstemmed, with how many documents each stands in."""

from collections import Counter
from dataclasses import replace
from itertools import chain

from django.db import connection, transaction
from django.db.models import Q

from content import facets
from content.models import SearchDocument, SearchWord
from content.search.lexemes import stem, words

SHORTEST_CUT = 5  # letters of what may be a word that was cut short beyond its stem
MOST_LONGER = 100  # known words looked at for one query, the most used ones
SHORTEST, LONGEST = 4, 24  # letters; shorter words have too many neighbours, longer ones are no words


def words_of(parts):
    """The words of one document that a suggestion could be made of."""
    return suggestible({word for _, text in parts for word in words(text)})


def suggestible(words):
    """Those of ``words`` that a suggestion could be made of."""
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()}


def complete(query):
    """The query with what is known of words that were cut short: "authenticat" also finds the stem "authent".

    The index holds stems only, and no stem begins with a word that ends behind it. One query, or none.
    """
    cut = [term.prefix for term in query.terms if _may_be_cut(term)]
    if not cut:
        return query
    beginning = Q(*map(_begins_with, cut), _connector=Q.OR)
    known = SearchWord.objects.filter(beginning, documents__gt=0).order_by("-documents", "word")
    stems = {word: stem(word) for word in known.values_list("word", flat=True)[:MOST_LONGER]}
    return replace(query, terms=tuple(_completed(term, stems) for term in query.terms))


def _may_be_cut(term):
    return len(term.prefix) >= SHORTEST_CUT and term.prefix.isalpha()


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


def add(change):
    """Add to the counts ({word: difference}). The caller has queued up (content.facets)."""
    change = {word: n for word, n in sorted(change.items()) if n}
    names = list(change)
    known = {}
    for start in range(0, len(names), 500):
        rows = SearchWord.objects.filter(word__in=names[start : start + 500])
        known.update(rows.values_list("word", "documents"))
    _save({word: known.get(word, 0) + n for word, n in change.items()})


def _save(counts):
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, length=len(word), documents=max(n, 0)) for word, n in counts.items()],
        batch_size=300,
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["documents"],
    )


def recount(fix=True):
    """How many words have a wrong count; with ``fix`` put right. Reads every document: nightly work."""
    missing = facets.lasting(_missing)
    if fix and missing:
        with transaction.atomic():
            facets.queue_up()
            add(missing)
    return len(missing)


def _missing():
    """{word: what has to be added to its stored count}"""
    counted = Counter()
    for parts in SearchDocument.objects.values_list("parts", flat=True).iterator(chunk_size=100):
        counted.update(words_of(parts))
    counted.subtract(dict(SearchWord.objects.values_list("word", "documents")))
    return {word: n for word, n in counted.items() if n}
