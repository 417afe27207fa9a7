"""How many artefacts each filter would leave, without counting the library.

A facet is counted under the filters of the *other* facets, so that its numbers say what choosing would give.
With no other filter, or with one, the stored pairs know. Else the artefacts that fit are counted, up to MOST:
past that, the numbers are lower bounds. All of it is one statement.
"""

from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from content.enums import Facet
from content.facets import CROSSED
from content.models import FacetEntry, FacetPair, FacetValue
from content.narrowing import ONE_EACH, by_facet, fitting, ids_of

MOST = 1000
LIBRARY = -1  # stands for the group that counts all that is listed


@dataclass
class Option:
    slug: str
    label: str
    n: int = 0
    is_capped: bool = False  # there are more than n


@dataclass
class Counts:
    """{facet: {slug: Option}}, how many artefacts fit all filters, and how many are listed."""

    options: dict = field(default_factory=dict)
    total: int = 0
    is_capped: bool = False
    library: int = 0


@dataclass
class _Group:
    """Facets that are counted under the same filters; ``is_live`` where the pairs do not know."""

    others: list
    facets: list
    is_live: bool


def counts(chosen, query=None):
    """Counts under ``chosen`` (narrowing.look_up), among what ``query`` finds if there is one. One query."""
    groups = _groups(chosen, query)
    arms = [_alone([Facet.ALL], LIBRARY)]
    for number, group in enumerate(groups):
        arms += _arms(group, number, query)
    return _collect(arms[0].union(*arms[1:], all=True), groups, chosen, query)


def _groups(chosen, query):
    groups = {}
    for facet in (Facet.ALL, *CROSSED):
        others = [value for value in chosen if value.facet != facet]
        key = frozenset(value.facet for value in others)
        if key not in groups:
            groups[key] = _Group(others, [], not _pairs_know(others, query))
        groups[key].facets.append(facet)
    return list(groups.values())


def _pairs_know(others, query):
    if query is not None:
        return False
    facets = by_facet(others)
    if len(facets) > 1:
        return False
    return all(
        facet in CROSSED and (len(values) == 1 or facet in ONE_EACH) for facet, values in facets.items()
    )


def _arms(group, number, query):
    """The parts of the statement that count one group."""
    if group.is_live:
        return [_live(group, number, query)]
    if not group.others:
        return [_alone(group.facets, number)]
    return [_under(value, group.facets, number) for value in group.others]


def _alone(facets, number):
    return _options(facets, number, FacetPair.objects.filter(first=OuterRef("pk"), second=OuterRef("pk")))


def _under(value, facets, number):
    first, second = Least(OuterRef("pk"), Value(value.pk)), Greatest(OuterRef("pk"), Value(value.pk))
    return _options(facets, number, FacetPair.objects.filter(first=first, second=second))


def _options(facets, number, pair):
    values = FacetValue.objects.filter(facet__in=facets).annotate(
        group=Value(number, IntegerField()), n=Coalesce(Subquery(pair.values("n")), 0)
    )
    return values.filter(n__gt=0).values_list("group", "facet", "slug", "label", "n")


def _live(group, number, query):
    """Count from at most MOST + 1 artefacts; how many they are is the count of ALL."""
    some = ids_of(fitting(group.others, query), group.others)[: MOST + 1]
    entries = FacetEntry.objects.filter(artefact__in=some, value__facet__in={Facet.ALL, *group.facets})
    entries = entries.annotate(group=Value(number, IntegerField()))
    columns = entries.values_list("group", "value__facet", "value__slug", "value__label")
    return columns.annotate(n=Count("pk"))


def _collect(rows, groups, chosen, query):
    found = Counts(options={facet: {} for facet in CROSSED})
    sizes = {}  # of the groups counted live
    for number, facet, slug, label, n in rows:
        if number == LIBRARY:
            found.library = n
        elif facet == Facet.ALL:
            sizes[number] = n
        else:
            found.options[facet].setdefault(slug, Option(slug, label)).n += n
    for number, group in enumerate(groups):
        for facet in set(group.facets) & set(CROSSED):
            for option in found.options[facet].values():
                option.is_capped = group.is_live and sizes.get(number, 0) > MOST
    for value in chosen:
        if value.facet in found.options:
            found.options[value.facet].setdefault(value.slug, Option(value.slug, value.label))
    _set_total(found, sizes.get(0, 0), groups, chosen)
    return found


def _set_total(found, size, groups, chosen):
    """Exact where pairs know it, else up to MOST; the first group is the one under all filters."""
    if not chosen and not groups[0].is_live:
        found.total = found.library
    elif not groups[0].is_live:
        found.total = sum(value.n for value in chosen)
    else:
        found.total, found.is_capped = min(size, MOST), size > MOST
