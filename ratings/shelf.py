"""The best of the library by practice and by context, and new voices: for members of whom nothing is known yet."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from content import contexts
from content.enums import Facet, Status
from content.models import Artefact, FacetEntry
from people.models import Affiliation, Member

EACH = 20  # of one practice or context
VOICES = 50
NEW_FOR = timedelta(days=180)


@dataclass
class Shelf:
    """Ids of artefacts, the best rated first; ``rank`` is their ``low`` and ``by`` their creator."""

    practices: dict = field(default_factory=dict)  # {practice: [artefacts]}
    contexts: dict = field(default_factory=dict)  # {slug: [artefacts]}
    voices: list = field(
        default_factory=list
    )  # [(artefact, its practices)] of creators with one work, newest first
    rank: dict = field(default_factory=dict)
    by: dict = field(default_factory=dict)


def read():
    """The shelf as it is now. What nobody judged is on none but that of new voices."""
    shelf = Shelf()
    judged = Artefact.objects.listed().filter(low__gt=0)
    rows = judged.filter(practices__isnull=False).order_by("-low", "-pk")
    for practice, pk, low, by in rows.values_list("practices", "pk", "low", "creator"):
        _put(shelf, shelf.practices, practice, pk, low, by)
    entries = FacetEntry.objects.filter(value__facet=Facet.CONTEXT, low__gt=0)
    entries = entries.filter(artefact__status=Status.PUBLISHED).order_by("-low", "-artefact")
    for slug, pk, low, by in entries.values_list("value__slug", "artefact", "low", "artefact__creator"):
        _put(shelf, shelf.contexts, slug, pk, low, by)
    shelf.voices = _voices(shelf)
    return shelf


def _put(shelf, lists, key, pk, low, by):
    best = lists.setdefault(key, [])
    if len(best) < EACH:
        best.append(pk)
        shelf.rank[pk], shelf.by[pk] = low, by


def _voices(shelf):
    """What creators with one work published lately."""
    listed = Q(artefacts__status=Status.PUBLISHED)
    fresh = Member.objects.open().filter(is_collector=False).annotate(works=Count("artefacts", filter=listed))
    since = timezone.now() - NEW_FOR
    rows = Artefact.objects.listed().filter(
        published_at__gte=since, creator__in=fresh.filter(works=1).values("pk")
    )
    found = list(rows.newest().values_list("pk", "low", "creator")[:VOICES])
    practices = defaultdict(set)
    through = Artefact.practices.through.objects.filter(artefact__in=[pk for pk, *_ in found])
    for pk, practice in through.values_list("artefact", "practice"):
        practices[pk].add(practice)
    for pk, low, by in found:
        shelf.rank[pk], shelf.by[pk] = low, by
    return [(pk, practices[pk]) for pk, *_ in found]


def places():
    """{member: slugs of the contexts they work in}, as profiles say."""
    found = defaultdict(list)
    works = Affiliation.objects.filter(until__isnull=True).order_by("-since", "-pk")
    seen = set()
    for member, size, sector in works.values_list(
        "member", "organisation__size_band", "organisation__sector"
    ):
        if member not in seen:
            seen.add(member)
            found[member] += [*contexts.slugs("size", size), *contexts.slugs("sector", sector)]
    said = Member.objects.open().exclude(maturity="", tools="").order_by("pk")
    for member, maturity, tools in said.values_list("pk", "maturity", "tools"):
        found[member] += [*contexts.slugs("tool", tools), *contexts.slugs("maturity", maturity)]
    return {member: slugs for member, slugs in found.items() if slugs}
