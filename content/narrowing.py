"""The artefacts that fit the filters: values of one facet are alternatives, facets restrict each other."""

from dataclasses import dataclass
from functools import cache

from django.db.models import BooleanField, F, Func, Max, OuterRef, Q, QuerySet, Subquery, Value

from content import search
from content.enums import Facet
from content.models import FacetEntry, FacetPair, FacetValue

# An artefact has at most one value of these: nothing comes twice under two of them, and counts add up.
ONE_EACH = frozenset(
    {Facet.ALL, Facet.KIND, Facet.LICENCE, Facet.SECTOR, Facet.SIZE, Facet.LANGUAGE, Facet.LINEAGE}
    | {Facet.RATED, Facet.USED}
)

MOST_AMONG = 20_000  # artefacts put into a set, or sorted, for one page


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


class _Has(Func):
    """Whether the artefact with this id has one of these values.

    Django's Exists ends in LIMIT 1, which costs SQLite a tenth of each look, and there are thousands.
    """

    output_field = BooleanField()
    template = (
        f"EXISTS(SELECT 1 FROM {FacetEntry._meta.db_table} has "  # nosec B608  our own table
        "WHERE has.artefact_id = %(artefact)s AND has.value_id IN (%(values)s))"
    )

    def as_sql(self, compiler, connection, **_more):
        [artefact, *values] = [compiler.compile(one) for one in self.source_expressions]
        sql = self.template % {"artefact": artefact[0], "values": ", ".join(sql for sql, _ in values)}
        return sql, [value for _, params in (artefact, *values) for value in params]


def narrow(queryset, chosen, column="pk"):
    """Keep the rows whose artefact, its id in ``column``, fits the filters."""
    for values in by_facet(chosen).values():
        queryset = queryset.filter(_Has(F(column), *(Value(value.pk) for value in values)))
    return queryset


def fitting(chosen, query=None) -> QuerySet:
    """FacetEntry rows of the artefacts that fit, with the sort keys on them.

    They are read from the facet with the fewest artefacts, and the others looked up for each. An artefact
    with two of the values chosen in that facet comes twice (see ``ids_of``).
    """
    fewest, others = _fewest_first(chosen)
    if not fewest or _are_many(fewest):
        entries = narrow(_all(), chosen, "artefact_id")
    else:
        entries = narrow(_under(fewest), others, "artefact_id")
    return entries if query is None else entries.filter(artefact__in=search.matching(query))


def for_search(queryset, chosen):
    """(queryset, among) for content.search: what fits is in both.

    Hits are looked up in ``queryset`` one by one, which is dear where a common word meets a rare filter;
    ``among`` is a set of ids to look them up in first, or None where it would be too large a set.
    """
    fewest, others = _fewest_first(chosen)
    if not fewest or sum(value.n for value in fewest) > MOST_AMONG:
        return narrow(queryset, chosen), None
    return narrow(queryset, others), _under(fewest).values("artefact_id")


def _fewest_first(chosen):
    """(the values of the facet with the fewest artefacts, all others)"""
    groups = by_facet(chosen)
    facet = min(groups, key=lambda facet: sum(value.n for value in groups[facet]), default=None)
    return groups.get(facet, []), [value for value in chosen if value.facet != facet]


def _are_many(values):
    """Whether looking up each artefact of the library in turn is cheaper than sorting those of several values."""
    return len(values) > 1 and sum(value.n for value in values) > MOST_AMONG


def _under(values):
    return FacetEntry.objects.filter(value__in=[value.pk for value in values])


@cache  # the same query for every list: each narrows a copy of it
def _all():
    # A scalar subquery, not a join: PostgreSQL then reads the sort keys in the order of their index.
    everything = FacetValue.objects.filter(facet=Facet.ALL, slug="all").values("pk")[:1]
    return FacetEntry.objects.filter(value=everything)


def ids_of(entries, chosen, key=None):
    """The artefact ids of ``fitting`` entries, each once: a subquery to slice. The greatest ``key`` first."""
    entries = entries.order_by()
    fewest, _others = _fewest_first(chosen)
    if len(fewest) < 2 or fewest[0].facet in ONE_EACH or _are_many(fewest):
        return (entries.order_by(f"-{key}", "-artefact_id") if key else entries).values("artefact_id")
    if key is None:
        return entries.values("artefact_id").distinct()
    once = entries.values("artefact_id").annotate(last=Max(key))
    return once.order_by("-last", "-artefact_id").values("artefact_id")
