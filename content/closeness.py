"""How close work is to where a member works: by size, sector, maturity and tool, of its origin and of its uses.

Points for what is the same, one for the next size or maturity; the reason says which. The candidates are the best
rated under each of a few values, read from the index of lists: as dear in a large library as in a small one.
"""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from content import contexts
from content.enums import Facet
from content.models import FacetEntry
from content.narrowing import fitting, ids_of
from people import profile
from people.enums import Maturity, Sector, SizeBand

SAME = 2
NEXT = 1
EACH = 500  # candidates read for each value
MOST = 1000
STEPS = {"size": SizeBand.values, "maturity": Maturity.values}


@dataclass(frozen=True)
class Place:
    """Where somebody works: values of people.enums, and the tools in lower case."""

    size: str = ""
    sector: str = ""
    maturity: str = ""
    tools: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.size or self.sector or self.maturity or self.tools)

    @property
    def points(self):
        """{slug of a context: points}"""
        same = {"size": [self.size], "sector": [self.sector], "maturity": [self.maturity], "tool": self.tools}
        found = {}
        for aspect, values in same.items():
            for value in filter(None, values):
                found |= {f"{aspect}:{other}": NEXT for other in _beside(aspect, value)}
                found[f"{aspect}:{value}"] = SAME
        return found


def place_of(member):
    """Where a member works, as their profile says. One query."""
    works = profile.current_affiliation(member)
    size, sector = (works.organisation.size_band, works.organisation.sector) if works else ("", "")
    return Place(size, sector, member.maturity, tuple(contexts.tools_in(member.tools)))


def closest(place, values, chosen):
    """The ids of at most MOST artefacts that fit the filters, closest first. One query, or none.

    ``values`` are the Chosen of ``place.points``; of equals the better rated comes first, then the newer one.
    """
    arms = [_candidates(value, chosen) for value in values if value.pk]
    if not arms:
        return []
    return _in_order(arms[0].union(*arms[1:], all=True) if arms[1:] else arms[0], values, place)


def closest_among(place, values, ids):
    """``ids``, closest first; of equals as they were. One query, or none."""
    known = [value.pk for value in values if value.pk]
    if not known:
        return list(ids)
    rows = FacetEntry.objects.filter(value__in=known, artefact__in=ids)
    points = _points(rows.values_list("artefact_id", "value_id", "low"), values, place)
    return sorted(ids, key=lambda pk: -points.get(pk, (0, 0))[0])


def reason(artefact, place):
    """What of an artefact (with CONTEXT_FIELDS) fits ``place``, in words fit to be shown."""
    used = _fits(place, artefact.used_in)
    origin = {"size": artefact.made_for_size, "sector": artefact.made_for_sector}
    origin |= {"maturity": artefact.maturity, "tool": artefact.tool}
    made = _fits(place, {aspect: [value] for aspect, value in origin.items()})
    said = []
    if used:
        said.append(_("Used in places like yours: %(what)s") % {"what": ", ".join(used)})
    if made := [words for words in made if words not in used]:
        said.append(_("Made for: %(what)s") % {"what": ", ".join(made)})
    words = "; ".join(said) or _("Nothing in it is known to match your profile")
    return format_html('<p class="small muted fit">{}</p>', words)


def _candidates(value, chosen):
    """(artefact, value, low) of the best rated under one value, among those that fit the filters."""
    among = [*chosen, value]
    best = ids_of(fitting(among), among, "low")[:EACH]
    return FacetEntry.objects.filter(value=value.pk, artefact__in=best).values_list(
        "artefact_id", "value_id", "low"
    )


def _in_order(rows, values, place):
    points = _points(rows, values, place)
    return sorted(points, key=lambda pk: (*points[pk], pk), reverse=True)[:MOST]


def _points(rows, values, place):
    """{artefact id: (points, low)}: each aspect counts once, with the most it gives."""
    worth, aspect = place.points, {value.pk: value.slug.partition(":")[0] for value in values}
    of = {value.pk: worth[value.slug] for value in values}
    found, lows = {}, {}
    for pk, value, low in rows:
        best = found.setdefault(pk, {})
        best[aspect[value]] = max(best.get(aspect[value], 0), of[value])
        lows[pk] = low
    return {pk: (sum(best.values()), lows[pk]) for pk, best in found.items()}


def _fits(place, found):
    """The words for each aspect of ``found`` ({aspect: [values]}) that fits, the closest value of it."""
    worth, said = place.points, []
    for aspect in contexts.ASPECTS:
        slugs = [slug for value in found.get(aspect, ()) for slug in contexts.slugs(aspect, value)]
        best = max(slugs, key=lambda slug: worth.get(slug, 0), default="")
        if worth.get(best):
            said.append(_words(aspect, best.partition(":")[2], worth[best] == SAME, found[aspect]))
    return said


def _words(aspect, value, is_same, spelled):
    if aspect == "size":
        label = str(SizeBand(value).label)
        return label if is_same else _("%(size)s (next to your size)") % {"size": label}
    if aspect == "sector":
        return str(Sector(value).label)
    if aspect == "maturity":
        return (_("maturity %(n)s") if is_same else _("maturity %(n)s (next to yours)")) % {"n": value}
    return next((text for text in spelled if text.casefold() == value), value)


def _beside(aspect, value):
    steps = STEPS.get(aspect, ())
    if value not in steps:
        return []
    at = steps.index(value)
    return [*steps[max(0, at - 1) : at], *steps[at + 1 : at + 2]]


def look_up_slugs(place):
    """What to look up beside the filters: {facet: [slugs]}."""
    return {Facet.CONTEXT: list(place.points)}
