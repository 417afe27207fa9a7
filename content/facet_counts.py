"""How many artefacts each filter would leave, without counting the library.

A facet is counted under the filters of the *other* facets, so that its numbers say what choosing would give.
With no other filter, or with one, the stored pairs know. Else the artefacts that fit are counted, up to MOST:
past that, the numbers are lower bounds. All of it is one statement.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.db.models import Aggregate, CharField, F, IntegerField, TextField, Value

from content import search
from content.enums import Facet
from content.facets import CROSSED
from content.models import FacetPair, FacetSet
from content.narrowing import ONE_EACH, by_facet, fitting, ids_of
from people.prepared import prepared

MOST = 1000
LIBRARY = -1  # the group of all that is listed


@dataclass(slots=True)
class Option:
    slug: str
    label: str
    n: int = 0
    is_capped: bool = False  # there are more than n
    checked: bool = False

    @property
    def n_text(self):
        return f"{self.n:,}+" if self.is_capped and self.n else f"{self.n:,}"


@dataclass(eq=False)  # told apart by what it is: what is made of it is kept with it
class Counts:
    """{facet: {slug: Option}}, how many artefacts fit all filters, and how many are listed. Not to be changed."""

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


def counts(chosen, found=None):
    """Counts under ``chosen`` (narrowing.look_up), among what a search ``found`` under them. One query."""
    groups = _groups(chosen, is_search=found is not None)
    arms = [arm for number, group in enumerate(groups) for arm in _arms(group, number, found)]
    if not arms:
        return _of_library(tuple(_whole_library()))
    rows = _library().union(*arms, all=True)
    return _collect(rows, groups, chosen, found is not None and found.is_capped)


# The library's own counts: whether they are still the same is asked each time, what follows from them is kept.
@lru_cache(maxsize=4)
def _of_library(rows):
    return _collect(rows, _groups([], is_search=False), [], is_capped=False)


def _groups(chosen, is_search):
    """The facets by the filters they are counted under; the first group is the one under all filters."""
    groups = {}
    for facet in (Facet.ALL, *CROSSED):
        others = [value for value in chosen if value.facet != facet]
        key = frozenset(value.facet for value in others)
        if key not in groups:
            groups[key] = _Group(others, [], is_search or not _pairs_know(others))
        groups[key].facets.append(facet)
    return list(groups.values())


def _pairs_know(others):
    facets = by_facet(others)
    if len(facets) > 1:
        return False
    return all(
        facet in CROSSED and (len(values) == 1 or facet in ONE_EACH) for facet, values in facets.items()
    )


class Joined(Aggregate):
    """The texts of all rows as one, a space between them."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT")


# Each part of the statement answers rows of (group, value id, n, facet, slug, label). Only the first says what a
# value is called: it has every value there is, and the others then need no join. Where artefacts are counted, the
# label is what is to be counted.


@cache  # the same query for every list; whoever reads it reads a copy
def _library():
    pairs = FacetPair.objects.filter(first__facet__in=(Facet.ALL, *CROSSED), second=F("first"), n__gt=0)
    columns = pairs.annotate(group=Value(LIBRARY, IntegerField()))
    return columns.values_list("group", "first_id", "n", "first__facet", "first__slug", "first__label")


@prepared
def _whole_library():
    return _library()


def _arms(group, number, found):
    if group.is_live:
        yield _live(group, number, found)
        return
    for value in group.others:
        # It stands first in some of its pairs and second in the others.
        yield _nameless(FacetPair.objects.filter(first=value.pk, n__gt=0), number, "second_id")
        yield _nameless(FacetPair.objects.filter(second=value.pk, n__gt=0), number, "first_id")


def _live(group, number, found):
    """Count from at most MOST + 1 artefacts; how many they are is the count of ALL.

    Under all filters a search has its artefacts already.
    """
    if found and number == 0:
        some = search.among(found.ids)
    else:
        some = ids_of(fitting(group.others, found and found.query), group.others)[: MOST + 1]
    columns = {"group": number, "value": 0, "n": 0, "facet": 0}
    sets = FacetSet.objects.filter(artefact__in=some).order_by()
    rows = sets.values(**{name: Value(value, IntegerField()) for name, value in columns.items()})
    return rows.values_list(*columns, Value("", CharField()), Joined("packed"))


def _nameless(rows, number, value):
    rows = rows.annotate(
        group=Value(number, IntegerField()),
        facet=Value(0, IntegerField()),
        slug=Value("", CharField()),
        label=Value("", CharField()),
    )
    return rows.values_list("group", value, "n", "facet", "slug", "label")


def _collect(rows, groups, chosen, is_capped):
    names, numbers = {}, {LIBRARY: {}} | {number: {} for number in range(len(groups))}
    for number, value, n, facet, slug, label in rows:
        if number == LIBRARY:
            names[value] = (facet, slug, label)
        elif groups[number].is_live:
            numbers[number] = {int(one): times for one, times in Counter((label or "").split()).items()}
            continue
        numbers[number][value] = numbers[number].get(value, 0) + n
    everything = next((value for value, (facet, _, _) in names.items() if facet == Facet.ALL), None)
    found = Counts(library=numbers[LIBRARY].get(everything, 0))
    for number, group in enumerate(groups):
        counted = numbers[number] if group.others or group.is_live else numbers[LIBRARY]
        is_more = group.is_live and (counted.get(everything, 0) > MOST or (is_capped and number == 0))
        _offer(found.options, names, counted, group.facets, is_more)
    _check(found.options, chosen)
    _set_total(found, groups[0], numbers[0].get(everything, 0), chosen)
    return found


def _offer(options, names, counted, facets, is_more):
    """Add the options of a group's facets: {facet: {slug: Option}}."""
    for value, n in counted.items():
        facet, slug, label = names.get(value, (None, "", ""))
        if facet in facets and facet != Facet.ALL:
            options.setdefault(facet, {})[slug] = Option(slug, label, n, is_more)


def _check(options, chosen):
    """What is chosen stays on offer, also where nothing has it."""
    for value in chosen:
        if value.facet in CROSSED:
            facet = options.setdefault(value.facet, {})
            facet.setdefault(value.slug, Option(value.slug, value.label)).checked = True


def _set_total(found, group, size, chosen):
    """Exact where the pairs know it, else up to MOST."""
    if group.is_live:
        found.total, found.is_capped = min(size, MOST), size > MOST
    else:
        found.total = sum(value.n for value in chosen) if chosen else found.library
