"""In which contexts something worked: "worked in 4 of 5 contexts: 50 to 4,999 staff, 3 sectors; failed once: …".

A context is one report of use. What is told is kept with the figures of an artefact, as plain numbers and texts.
"""

from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.contexts import ASPECTS
from people.enums import Sector, SizeBand
from ratings.enums import Adoption, Standing, Words
from ratings.models import UseReport

LONGEST_PLACE = 60  # characters
MOST_FAILED = 3
MOST_VALUES = 30  # of one aspect


class Use(NamedTuple):
    """One report of use."""

    adoption: str
    size: str
    sector: str
    maturity: str
    tool: str
    where: str
    standing: str | None  # of the rating that goes with it
    words: str | None  # and whether its words are shown

    @property
    def worked(self):
        return self.adoption != Adoption.DROPPED


_COLUMNS = ("adoption", "size_band", "sector", "maturity", "tool", "where", "rating__state", "rating__words")


def uses_of(ids):
    """{artefact: [Use]} of those of ``ids`` that somebody used."""
    found = defaultdict(list)
    rows = UseReport.objects.filter(artefact__in=ids).order_by("pk").values_list("artefact_id", *_COLUMNS)
    for artefact, *said in rows:
        found[artefact].append(Use(*said))
    return found


def told(uses):
    """{worked, contexts, sizes, sectors, failed: [places]}; the words of whom a moderator took out are left out."""
    worked = [use for use in uses if use.worked]
    failed = [use for use in uses if not use.worked]
    return {
        "worked": len(worked),
        "contexts": len(uses),
        "sizes": _known(use.size for use in worked),
        "sectors": _known(use.sector for use in worked),
        "failed": [[_place(use), use.sector, use.size] for use in failed[-MOST_FAILED:]],
    }


def used_in(uses):
    """{aspect: [values]} of the contexts in which it worked, for Artefact.used_in."""
    worked = [use for use in uses if use.worked]
    found = {aspect: _known(getattr(use, aspect) for use in worked) for aspect in ASPECTS}
    return {aspect: values[:MOST_VALUES] for aspect, values in found.items() if values}


def line(figures):
    """The sentence; "" where nobody reported, or figures are older than it, or there is one context that worked."""
    known = figures.get("transfer") if figures else None
    if not known or (known["contexts"] < 2 and not known["failed"]):
        return ""
    said = [_worked(known)]
    failed = known["contexts"] - known["worked"]
    if failed:
        said.append(_failed(failed, known["failed"]))
    return "; ".join(said)


def staff(sizes):
    """ "50 to 4,999 staff" of size bands, from the smallest to the largest; "" of none."""
    known = [size for size in SizeBand.values if size in sizes]
    if not known:
        return ""
    low, _dash, _high = known[0].partition("-")
    _low, _dash, high = known[-1].rstrip("+").partition("-")
    low = f"{int(low.rstrip('+')):,}"
    if not high:
        return _("%(low)s staff or more") % {"low": low} if known[0] != SizeBand.values[0] else _("any size")
    return _("%(low)s to %(high)s staff") % {"low": low, "high": f"{int(high):,}"}


def _worked(known):
    words = ngettext(
        "Worked in %(worked)d of %(n)d context", "Worked in %(worked)d of %(n)d contexts", known["contexts"]
    ) % {"worked": known["worked"], "n": known["contexts"]}
    count = len(known["sectors"])
    sectors = ngettext("%(n)d sector", "%(n)d sectors", count) % {"n": count} if count else ""
    where = ", ".join(filter(None, [staff(known["sizes"]), sectors]))
    return f"{words}: {where}" if where else words


def _failed(count, places):
    words = _("failed once") if count == 1 else _("failed %(n)d times") % {"n": count}
    named = [name for name in (_name(*place) for place in places) if name]
    return f"{words}: {', '.join(named)}" if named else words


def _name(where, sector, size):
    labels = [str(Sector(sector).label)] if sector else []
    labels += [str(SizeBand(size).label)] if size else []
    return where or ", ".join(labels)


def _place(use):
    if use.standing == Standing.QUARANTINED or use.words in {Words.HIDDEN, Words.WAITING}:
        return ""
    return use.where if len(use.where) <= LONGEST_PLACE else use.where[: LONGEST_PLACE - 1].rstrip() + "…"


def _known(values):
    return sorted({value for value in values if value})
