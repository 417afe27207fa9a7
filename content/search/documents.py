"""The one writer of search documents, of the index beside them and of the word list.

Whoever changes an artefact calls ``index`` in the same transaction, with the artefact's row locked.
"""

from collections import Counter

from django.db import transaction

from content import facets
from content.models import Artefact, SearchDocument
from content.search import vocabulary
from content.search.engine import engine
from content.search.lexemes import lexemes
from content.search.parts import BODY, FILE, SUMMARY, TAGS, TITLE, parts_of

BEST = 20_000  # documents ranked in full
BATCH = 100
COLUMNS = (TITLE, TAGS, SUMMARY, BODY, FILE)


def index(artefact):
    """Make the document equal what the artefact is now; one that is in no list has none."""
    bulk_index([artefact.pk])


def drop(artefact):
    """No query finds the artefact any more, and no suggestion comes from its words."""
    with transaction.atomic():
        _replace([artefact.pk], {})


def bulk_index(ids):
    """``index`` for many, in batches of their own transactions."""
    ids = list(ids)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic():
            _replace(batch, parts_of(batch))


def choose_best():
    """Choose anew the documents ranked in full, by rating, downloads and date; answers how many changed."""
    listed = Artefact.objects.listed().order_by("-low", "-downloads", "-published_at", "-pk")
    best = set(listed.values_list("pk", flat=True)[:BEST])
    were = set(SearchDocument.objects.filter(best=True).values_list("pk", flat=True))
    changed = sorted(best ^ were)
    for start in range(0, len(changed), BATCH):
        batch = SearchDocument.objects.in_bulk(changed[start : start + BATCH])
        with transaction.atomic():
            engine().write([(pk, pk in best, columns(document.parts)) for pk, document in batch.items()])
            SearchDocument.objects.filter(pk__in=batch.keys() & best).update(best=True)
            SearchDocument.objects.filter(pk__in=batch.keys() - best).update(best=False)
    return len(changed)


def _replace(ids, parts):
    """Bring the documents of ``ids`` to ``parts`` ({id: parts}), with index and word counts."""
    facets.queue_up()  # word counts are read, changed and written
    known = SearchDocument.objects.in_bulk(ids)
    words = Counter()
    for document in known.values():
        words.subtract(vocabulary.words_of(document.parts))
    for some in parts.values():
        words.update(vocabulary.words_of(some))
    gone = [pk for pk in ids if pk not in parts]
    SearchDocument.objects.filter(pk__in=gone).delete()
    engine().delete(gone)
    best = {pk: pk not in known or known[pk].best for pk in parts}  # what is new is found at once
    rows = [SearchDocument(pk=pk, parts=some, best=best[pk]) for pk, some in parts.items()]
    SearchDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["artefact"],
        update_fields=["parts", "best"],
    )
    engine().write([(row.pk, row.best, columns(row.parts)) for row in rows])
    vocabulary.add(words)


def columns(parts):
    """The lexemes of a document's five columns."""
    found = {name: [] for name in COLUMNS}
    for where, text in parts:
        found[where if where in found else FILE] += lexemes(text)
    return list(found.values())
