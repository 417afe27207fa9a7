"""Whether the search index still is what the listed artefacts are."""

from django.db import DatabaseError

from content.models import Artefact, SearchDocument
from content.search import vocabulary
from content.search.documents import bulk_index, choose_best
from content.search.engine import engine
from content.search.parts import parts_of

BATCH = 100


def faults():
    """Sentences, one for each thing that is wrong; none where all is well. Reads every document."""
    wrong = wrong_documents()
    if wrong:
        yield f"{len(wrong)} artefacts are not found by what they are, or are found and should not be."
    documents = SearchDocument.objects.count()
    best = SearchDocument.objects.filter(best=True).count()
    try:
        indexed = engine().counts()
    except DatabaseError as error:
        yield f"The index is damaged: {error}"
    else:
        if indexed != (documents, best):
            yield f"The index holds {indexed[0]} documents, {indexed[1]} best; the table {documents}, {best}."
    if words := vocabulary.recount(fix=False):
        yield f"{words} words have a wrong count."


def wrong_documents():
    """Ids of artefacts whose document is missing, stale, or there without right."""
    wrong = set(
        SearchDocument.objects.exclude(artefact__in=Artefact.objects.listed()).values_list("pk", flat=True)
    )
    listed = list(Artefact.objects.listed().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(listed), BATCH):
        batch = listed[start : start + BATCH]
        stored = dict(SearchDocument.objects.filter(pk__in=batch).values_list("pk", "parts"))
        wrong |= {pk for pk, parts in parts_of(batch).items() if stored.get(pk) != parts}
    return wrong


def put_right():
    """Rebuild the whole index from the artefacts, and the word counts from the documents."""
    known = set(SearchDocument.objects.values_list("pk", flat=True))
    engine().clear()
    bulk_index(sorted(known | set(Artefact.objects.listed().values_list("pk", flat=True))))
    choose_best()
    vocabulary.recount(fix=True)
