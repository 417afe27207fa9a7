"""The artefacts that fit the filters: values of one facet are alternatives, facets restrict each other."""

from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from content import search
from content.enums import Facet
from content.models import FacetEntry, FacetPair, FacetValue

# An artefact has at most one value of these: nothing comes twice under two of them, and counts add up.
ONE_EACH = frozenset({Facet.ALL, Facet.KIND, Facet.LICENCE, Facet.SECTOR, Facet.SIZE, Facet.LANGUAGE})


@dataclass(frozen=True)
class Chosen:
    """A value somebody filters by and how many artefacts have it; ``pk`` is 0 where none ever had."""

    facet: int
    slug: str
    label: str
    pk: int = 0
    n: int = 0


def look_up(wanted):
    """[Chosen] for {facet: [slugs]}, in that order; one query, or none where nothing is wanted."""
    if not wanted:
        return []
    some = Q(*(Q(facet=facet, slug__in=slugs) for facet, slugs in wanted.items()), _connector=Q.OR)
    alone = FacetPair.objects.filter(first=OuterRef("pk"), second=OuterRef("pk")).values("n")
    rows = FacetValue.objects.filter(some).annotate(n=Subquery(alone))
    known = {
        (row.facet, row.slug): Chosen(row.facet, row.slug, row.label, row.pk, row.n or 0) for row in rows
    }
    keys = [(facet, slug) for facet, slugs in wanted.items() for slug in slugs]
    return [known.get(key) or Chosen(*key, label=key[1]) for key in keys]


def by_facet(chosen):
    """{facet: [Chosen]}"""
    groups = {}
    for value in chosen:
        groups.setdefault(value.facet, []).append(value)
    return groups


def narrow(queryset, chosen, column="pk"):
    """Keep the rows whose artefact, its id in ``column``, fits the filters."""
    for values in by_facet(chosen).values():
        entries = FacetEntry.objects.filter(
            artefact=OuterRef(column), value__in=[value.pk for value in values]
        )
        queryset = queryset.filter(Exists(entries))
    return queryset


def fitting(chosen, query=None) -> QuerySet:
    """FacetEntry rows of the artefacts that fit, with the sort keys on them.

    They are read from the facet with the fewest artefacts, and the others looked up for each. An artefact
    with two of the values chosen in that facet comes twice (see ``ids_of``).
    """
    groups = by_facet(chosen)
    driver = min(groups, key=lambda facet: sum(value.n for value in groups[facet]), default=None)
    entries = (
        FacetEntry.objects.filter(value__in=[value.pk for value in groups[driver]]) if groups else _all()
    )
    entries = narrow(entries, [value for value in chosen if value.facet != driver], "artefact_id")
    return entries if query is None else entries.filter(artefact__in=search.matching(query))


def _all():
    # A scalar subquery, not a join: PostgreSQL then reads the sort keys in the order of their index.
    everything = FacetValue.objects.filter(facet=Facet.ALL, slug="all").values("pk")[:1]
    return FacetEntry.objects.filter(value=everything)


def ids_of(entries, chosen, key=None):
    """The artefact ids of ``fitting`` entries, each once: a subquery to slice. The greatest ``key`` first."""
    entries = entries.order_by()
    if all(len(values) == 1 or facet in ONE_EACH for facet, values in by_facet(chosen).items()):
        return (entries.order_by(f"-{key}", "-artefact_id") if key else entries).values("artefact_id")
    if key is None:
        return entries.values("artefact_id").distinct()
    once = entries.values("artefact_id").annotate(last=Max(key))
    return once.order_by("-last", "-artefact_id").values("artefact_id")
