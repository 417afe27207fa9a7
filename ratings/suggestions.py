"""What is recommended, read for a page: one query each, and nothing that may not be shown.

Left out when they are read are what was hidden since, one's own, what one took or judged since, and what one wants to
hear nothing of.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.enums import Status
from content.models import Taken
from people.enums import Maturity, Sector, SizeBand
from people.models import Follow
from people.prepared import prepared
from ratings.enums import Why
from ratings.models import (
    ForYou,
    NotInterested,
    NotInterestedIn,
    PersonForYou,
    Rating,
    Similar,
    UseReport,
)

ASK_AFTER = timedelta(days=14)
ASKED = 3
# What a suggestion shows: all columns of four tables would cost more than finding the rows.
BESIDE = (
    *("place", "why", "shared", "practice__label"),
    *("other__title", "other__slug", "other__kind__label", "other__creator__name"),
)
LABELS = {
    "size": lambda value: SizeBand(value).label,
    "sector": lambda value: Sector(value).label,
    "maturity": lambda value: Maturity(value).label,
}


def beside(artefact, user, most):
    """[Similar] for an artefact's page, each with its ``reason``."""
    if user.is_authenticated:
        unwanted = NotInterested.objects.filter(by=user, artefact=OuterRef("other"))
        rows = _similar(artefact).exclude(other__creator=user).exclude(Exists(unwanted))
        found = list(rows[:most])
    else:
        found = _similar_to(artefact=artefact.pk, part=slice(0, most))
    for row in found:
        row.thing, row.reason = row.other, _why_beside(row)
    return found


def _similar(artefact):
    rows = Similar.objects.filter(artefact=artefact, other__status=Status.PUBLISHED)
    return rows.select_related("other__kind", "other__creator", "practice").only(*BESIDE).order_by("place")


_similar_to = prepared(_similar)


def for_you(member, most):
    """[ForYou] of a member, each with its ``reason``."""
    mine = {"artefact": OuterRef("artefact")}
    rows = ForYou.objects.filter(member=member, artefact__status=Status.PUBLISHED).exclude(
        artefact__creator=member
    )
    for known in (NotInterested, Rating, UseReport):
        rows = rows.exclude(Exists(known.objects.filter(by=member, **mine)))
    rows = rows.exclude(Exists(Taken.objects.filter(member=member, **mine)))
    named = ("artefact__kind", "artefact__creator", "because", "practice")
    found = list(rows.select_related(*named).order_by("place")[:most])
    for row in found:
        row.thing, row.reason = row.artefact, _why_for_you(row)
    return found


def people(member, most):
    """[PersonForYou] of a member, each with its ``reason``."""
    rows = PersonForYou.objects.filter(
        member=member, person__is_active=True, person__closed_at__isnull=True, person__is_collector=False
    )
    unwanted = NotInterestedIn.objects.filter(by=member, person=OuterRef("person"))
    followed = Follow.objects.filter(by=member, member=OuterRef("person"))
    rows = rows.exclude(Exists(unwanted)).exclude(Exists(followed))
    named = ("person", "because", "artefact", "practice")
    found = list(rows.select_related(*named).order_by("place")[:most])
    for row in found:
        row.reason = _why_person(row)
    return found


def to_ask(member):
    """[Taken] of at most ASKED artefacts taken two weeks ago or longer, with ``ago``, that no use is reported of."""
    mine = {"by": member, "artefact": OuterRef("artefact")}
    rows = Taken.objects.filter(
        member=member, at__lte=timezone.now() - ASK_AFTER, artefact__status=Status.PUBLISHED
    ).exclude(artefact__creator=member)
    rows = rows.exclude(Exists(UseReport.objects.filter(**mine)))
    found = list(rows.select_related("artefact").order_by("-at", "-pk")[:ASKED])
    for row in found:
        row.ago = ago(row.at)
    return found


def ago(at):
    """How long since: "3 weeks"; "" on the first day."""
    return timesince(at, depth=1) if timezone.now() - at >= timedelta(days=1) else ""


def _why_beside(row):
    if row.why == Why.LIKED:
        words = ngettext(
            "%(n)d member who took or rated this one liked it too",
            "%(n)d members who took or rated this one liked it too",
            row.shared,
        )
        return words % {"n": row.shared}
    return _("Among the best rated in %(practice)s") % {"practice": row.practice.label}


def _why_for_you(row):
    if row.why == Why.LIKED:
        if row.because and row.because.status == Status.PUBLISHED:
            return _("Because you liked “%(title)s”") % {"title": row.because.title}
        return _("Because of what you liked")
    if row.why == Why.PRACTICE:
        return _("Among the best rated in %(practice)s, which you follow") % {"practice": row.practice.label}
    if row.why == Why.CONTEXT:
        return _("Used in or made for places like yours: %(what)s") % {"what": _context(row.about)}
    return _("A new voice: the first artefact by %(name)s") % {"name": row.artefact.creator.name}


def _context(slug):
    aspect, _colon, value = slug.partition(":")
    return str(LABELS[aspect](value)) if aspect in LABELS else value


def _why_person(row):
    if row.why == Why.ENDORSED and row.because and not row.because.closed_at:
        said = {"practice": row.practice.label, "name": row.because.name}
        return _("Recommended for %(practice)s by %(name)s, whom you follow or recommend") % said
    if row.why == Why.WORK and row.artefact and row.artefact.status == Status.PUBLISHED:
        return _("You liked “%(title)s”") % {"title": row.artefact.title}
    if row.why == Why.PRACTICE:
        return _("Made some of the best rated in %(practice)s, which you follow") % {
            "practice": row.practice.label
        }
    return _("Fits whom you follow and recommend")
