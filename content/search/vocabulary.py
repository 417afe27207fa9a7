"""The words that stand in listed documents, unstemmed, with how many documents each stands in."""

from collections import Counter

from django.db import transaction

from content import facets
from content.models import SearchDocument, SearchWord
from content.search.lexemes import words

SHORTEST, LONGEST = 4, 24  # letters; shorter words have too many neighbours, longer ones are no words


def words_of(parts):
    """The words of one document that a suggestion could be made of."""
    return suggestible({word for _, text in parts for word in words(text)})


def suggestible(words):
    """Those of ``words`` that a suggestion could be made of."""
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()}


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
