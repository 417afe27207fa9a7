"""The reviews of an artefact as somebody wants to see them: filtered, the most helpful first, page by page."""

from dataclasses import dataclass

from people.enums import RoleKind, Sector, SizeBand
from people.prepared import prepared
from ratings.models import Rating

A_PAGE = 20
MOST_PAGES = 500
# Parameter of the address: (column, values it may have).
FILTERS = {
    "stars": ("overall", [str(number) for number in range(1, 6)]),
    "role": ("as_role__kind", RoleKind.values),
    "size": ("use_report__size_band", SizeBand.values),
    "sector": ("use_report__sector", Sector.values),
}


@dataclass
class Reviews:
    """One page; ``chosen`` are the filters in use, ``next`` the number of the next page or None."""

    rows: list[Rating]
    chosen: dict[str, str]
    page: int
    next: int | None


def chosen_in(query):
    """The filters in an address; what is not understood is left out."""
    return {name: query[name] for name, (_column, values) in FILTERS.items() if query.get(name) in values}


def reviews_of(artefact, query):
    """The page of reviews that an address asks for, in one query."""
    chosen, text = chosen_in(query), query.get("reviews", "")
    number = min(int(text), MOST_PAGES) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    page = max(1, number)
    where = {FILTERS[name][0]: value for name, value in chosen.items()}
    part = slice((page - 1) * A_PAGE, page * A_PAGE + 1)
    if where:
        rows = list(Rating.objects.filter(artefact=artefact, **where).reviews().for_reviews()[part])
    else:
        rows = _all_reviews(artefact=artefact.pk, part=part)
    return Reviews(rows[:A_PAGE], chosen, page, page + 1 if len(rows) > A_PAGE else None)


@prepared
def _all_reviews(artefact):
    return Rating.objects.filter(artefact=artefact).reviews().for_reviews()


def review_of(artefact, text):
    """The review of an artefact that a form names by its number, with all that it prints; None for anything else."""
    pk = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
    return Rating.objects.filter(artefact=artefact, pk=pk).reviews().for_reviews().first()
