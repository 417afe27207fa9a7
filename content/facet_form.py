"""The filter column: which options each facet offers, and its markup.

Markup in Python, because a hundred options are a third of what a template would cost for the whole page.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from content.enums import Facet
from content.state import PARAMETERS
from people.enums import SizeBand

SHOWN = 8  # options of a facet before "more"
TITLES = {
    Facet.KIND: gettext_lazy("Kind"),
    Facet.PRACTICE: gettext_lazy("Practice"),
    Facet.FILE_TYPE: gettext_lazy("File type"),
    Facet.RATED: gettext_lazy("Proof"),
    Facet.USED: gettext_lazy("Proof"),
    Facet.LICENCE: gettext_lazy("Licence"),
    Facet.SECTOR: gettext_lazy("Made for the sector"),
    Facet.SIZE: gettext_lazy("Made for the size"),
    Facet.LANGUAGE: gettext_lazy("Language"),
    Facet.LINEAGE: gettext_lazy("Adaptations"),
}
SIZES = {band: number for number, band in enumerate(SizeBand.values)}


@dataclass(frozen=True)
class Group:
    """``options`` are content.facet_counts.Option rows."""

    title: str
    param: str
    options: list


def column(counts):
    """([Group] of the facets with something to choose, their markup)"""
    return _column(counts, get_language())


@lru_cache(maxsize=16)  # the library's counts come again and again
def _column(counts, language):
    found = _groups(counts)
    return found, _markup(found, language)


def _groups(counts):
    return [
        Group(str(title), PARAMETERS[facet], sorted(counts.options[facet].values(), key=_order(facet)))
        for facet, title in TITLES.items()
        if counts.options.get(facet)
    ]


def _order(facet):
    """Sizes by size, all else by how much there is."""
    if facet == Facet.SIZE:
        return lambda option: SIZES.get(option.slug, len(SIZES))
    return lambda option: (-option.n, option.label.casefold())


def _markup(found, language):
    parts = (
        _fieldset(
            title, tuple(_shown(group.param, option) for group in same for option in group.options), language
        )
        for title, same in groupby(found, key=attrgetter("title"))
    )
    return mark_safe("".join(parts))  # nosec B308 B703  every text in it is escaped below


def _shown(param, option):
    return param, option.slug, option.label, option.n, option.n_text, option.checked


# The same numbers come again page by page: what has been written out once for them is remembered.
@lru_cache(maxsize=256)
def _fieldset(title, options, language):
    first = [option for at, option in enumerate(options) if at < SHOWN or option[-1]]
    rest = [option for at, option in enumerate(options) if at >= SHOWN and not option[-1]]
    more = ""
    if rest:
        words = escape(_("%(n)d more") % {"n": len(rest)})
        more = f"<details><summary>{words}</summary>{_labels(rest, language)}</details>"
    return (
        f'<fieldset class="facet"><legend>{escape(title)}</legend>{_labels(first, language)}{more}</fieldset>'
    )


def _labels(options, language):
    return "".join(
        f'<label class="opt"><input type="checkbox" name="{param}" value="{escape(slug)}"'
        f"{' checked' if checked else ''}><span>{escape(label)}</span>"
        f'<span class="n"><span class="visually-hidden">, </span>{n_text}'
        f'<span class="visually-hidden"> {_noun(n, language)}</span></span></label>'
        for param, slug, label, n, n_text, checked in options
    )


@lru_cache(maxsize=4096)
def _noun(n, _language):
    return escape(ngettext("artefact", "artefacts", n))
