"""What the address of a list asks for, read with tolerance and written in one order."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from content.enums import Facet
from content.search.lexemes import tidy

PAGE_SIZE = 20
DEEPEST = 1000  # rows that have page numbers; past them pages follow each other by key
MOST_VALUES = 20  # of one facet
LONGEST_FIELD = 1000  # characters of a query that come back in the search field

# The parameters of the address in the order they are written.
FACETS = {
    "kind": Facet.KIND,
    "practice": Facet.PRACTICE,
    "file": Facet.FILE_TYPE,
    "licence": Facet.LICENCE,
    "sector": Facet.SECTOR,
    "size": Facet.SIZE,
    "lang": Facet.LANGUAGE,
    "lineage": Facet.LINEAGE,
    "rated": Facet.RATED,
    "used": Facet.USED,
    "tag": Facet.TAG,
}
PARAMETERS = {facet: name for name, facet in FACETS.items()}
BEST = "best"
CLOSEST = "closest"
RATED = "rated"
SORT_FIELDS = {
    "newest": "published_at",
    "downloads": "downloads",
    "confirmed": "confirmed_at",
    RATED: "low",
}
_RANK = re.compile(r"[0-9](\.[0-9]{1,17})?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class State:
    """``chosen`` is {facet: (slugs)}; ``after`` the (sort key, id) of the row before the page, or None."""

    q: str = ""
    chosen: dict = field(default_factory=dict)
    sort: str = "newest"
    page: int = 1
    after: tuple | None = None

    @classmethod
    def from_query(cls, query):
        """The state in a QueryDict. Nothing raises: what is not understood is left out."""
        q = " ".join(tidy(query.get("q", "")).split())[:LONGEST_FIELD]
        chosen = {facet: _slugs(query.getlist(name)) for name, facet in FACETS.items()}
        sort = query.get("sort", "")
        if sort not in SORT_FIELDS and sort != CLOSEST:
            sort = BEST if q else "newest"
        after = None if q or sort == CLOSEST else _after(query.get("after", ""), sort)
        page = 1 if after else _number(query.get("page", ""))
        return cls(q, {facet: slugs for facet, slugs in chosen.items() if slugs}, sort, page, after)

    @property
    def offset(self):
        return (self.page - 1) * PAGE_SIZE

    @property
    def is_deep(self):
        return self.page > 1 or self.after is not None

    def last_page(self, total):
        return max(1, -(-min(total, DEEPEST) // PAGE_SIZE))

    def within(self, total):
        """This state on a page that exists."""
        return replace(self, page=min(self.page, self.last_page(total)))

    def url(self, **changes):
        """The address of this list with changes; a change of anything but the page starts at page 1."""
        state = replace(self, **({"page": 1, "after": None} | changes) if changes else {})
        if "q" in changes and changes["q"] and not self.q:
            state = replace(state, sort=BEST)
        pairs = [*state._words(), *state._filters(), *state._order()]
        if state.page > 1:
            pairs.append(("page", str(state.page)))
        if state.after:
            pairs.append(("after", _written(state.after)))
        return _browse(get_script_prefix()) + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, facet, slug):
        """The address with one filter removed."""
        slugs = tuple(other for other in self.chosen[facet] if other != slug)
        rest = {key: values for key, values in self.chosen.items() if key != facet}
        return self.url(chosen=rest | ({facet: slugs} if slugs else {}))

    def sorts(self, is_member=False):
        """[(key, label)] of the orders on offer; a visitor has no profile to be close to."""
        offered = [(BEST, _("Best match"))] if self.q else []
        return [
            *offered,
            ("newest", _("Newest")),
            (RATED, _("Best rated")),
            ("downloads", _("Most downloaded")),
            ("confirmed", _("Recently confirmed")),
            *([(CLOSEST, _("Closest to me"))] if is_member else []),
        ]

    @property
    def hidden_for_search(self):
        return self._filters()

    @property
    def hidden_for_sort(self):
        return [*self._words(), *self._filters()]

    @property
    def hidden_for_filters(self):
        """What the filter form sends along: all but the facets it has boxes for."""
        tags = [("tag", slug) for slug in self.chosen.get(Facet.TAG, ())]
        return [*self._words(), *tags, *self._order()]

    def _words(self):
        return [("q", self.q)] if self.q else []

    def _filters(self):
        return [(name, slug) for name, facet in FACETS.items() for slug in sorted(self.chosen.get(facet, ()))]

    def _order(self):
        return [] if self.sort == (BEST if self.q else "newest") else [("sort", self.sort)]


# A page prints a dozen addresses of lists.
@cache
def _browse(_prefix):
    return reverse("browse")


def key_of(artefact, sort):
    """Where the page after this artefact begins."""
    return getattr(artefact, SORT_FIELDS[sort]), artefact.pk


def _slugs(values):
    tidied = (tidy(value).strip()[:100] for value in values[:MOST_VALUES])
    return tuple(dict.fromkeys(filter(None, tidied)))


def _number(text):
    """A page number; 1 for what is none. Very large ones become the last page later."""
    return min(max(1, int(text)), DEEPEST) if text.isascii() and text.isdigit() and len(text) < 20 else 1


def _written(after):
    key, pk = after
    if isinstance(key, datetime):
        key = (key - _EPOCH) // timedelta(microseconds=1)
    return f"{key}-{pk}"


def _after(text, sort):
    """The key in an address, or None where it is none."""
    key, _dash, pk = text.partition("-")
    is_rank = sort == RATED and _RANK.fullmatch(key)
    whole = (pk,) if is_rank else (key, pk)
    if not all(part.isascii() and part.isdigit() and len(part) < 17 for part in whole):
        return None
    if sort == RATED:
        return (float(key), int(pk)) if is_rank else None
    if sort == "downloads":
        return min(int(key), 2**31 - 1), int(pk)
    return _EPOCH + timedelta(microseconds=int(key)), int(pk)
