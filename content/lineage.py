"""Adapted from: which published versions a draft is made out of, and which licences that leaves it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content import licences
from content.enums import READABLE, State, Status
from content.models import Adaptation, Artefact, Version
from content.moving import Refused
from content.rules import may_edit, may_share, may_view_version
from people.answers import Allowed, Denied, demand

MOST_ORIGINALS = 10
MOST_SHOWN = 50
DEEPEST = 3  # generations shown above an artefact


class WrongLicence(Refused):
    """The originals do not allow this licence for an adaptation."""


@dataclass(frozen=True)
class Relative:
    """Another artefact's version on the page of one: a link, or only a number where it is not on show."""

    version: Version
    is_shown: bool


def may_adapt(user, version):
    """Start one's own work out of a version. Note: reads version.artefact."""
    if not (allowed := may_share(user)):
        return allowed
    if not (seen := may_view_version(user, version)):
        return seen
    return can_be_adapted(version)


def can_be_adapted(version):
    """Whether a version is one that anybody may adapt, or why not; asks nobody who they are."""
    if version.state != State.PUBLISHED or version.artefact.status not in READABLE:
        return Denied(_("Only a published version can be adapted."))
    if reason := licences.refusal([version.licence_id]):
        return Denied(reason)
    return Allowed()


@transaction.atomic
def adapt_from(version, *, originals, by):
    """Say which versions a draft is adapted from, in place of what was said before; none is fine.

    A licence that the originals do not allow is taken off the draft, and what was declared is asked again.
    Raises Refused for the artefact's own versions, for a ring, for too many, and where the originals leave
    no licence at all; PermissionDenied where one of them may not be adapted.
    """
    wanted = {original.pk: original for original in originals}
    _hold(version, wanted.values())
    fresh = Version.objects.select_related("artefact").get(pk=version.pk)
    demand(may_edit(by, fresh))
    rows = list(Version.objects.select_related("artefact").filter(pk__in=wanted).order_by("pk"))
    known = set(Adaptation.objects.filter(version=version).values_list("original", flat=True))
    for original in rows:
        if original.pk not in known:
            demand(may_adapt(by, original))
    _refuse(fresh, rows)
    Adaptation.objects.filter(version=version).exclude(original__in=rows).delete()
    new = [Adaptation(version=version, original=row) for row in rows if row.pk not in known]
    Adaptation.objects.bulk_create(new)
    _take_off(version, fresh, rows)
    return version


def named_by(version):
    """The versions that a version names as its originals, with their artefacts, in one query."""
    rows = Adaptation.objects.filter(version=version).select_related(
        "original__artefact", "original__licence"
    )
    return [row.original for row in rows]


def carry_on(before, version):
    """The next version of an adaptation is one too. Within the caller's transaction."""
    rows = Adaptation.objects.filter(version=before)
    Adaptation.objects.bulk_create([Adaptation(version=version, original_id=row.original_id) for row in rows])


def originals_of(version):
    """SPDX ids of what a version was adapted from, in one query."""
    found = Adaptation.objects.filter(version=version).values_list("original__licence", flat=True)
    return [spdx or licences.LINK_ONLY for spdx in found]


def original_artefacts(version):
    """The ids of the artefacts that a version was adapted from, as a subquery."""
    return Adaptation.objects.filter(version=version).order_by().values("original__artefact")


def licence_problem(version, spdx):
    """Why a version may not have this licence, in a sentence, or ""."""
    originals = originals_of(version)
    if not originals or spdx is None or spdx in licences.allowed_for(originals):
        return ""
    return licences.refusal(originals) or licences.condition(originals)


def demand_licence(version, licence):
    """Raise WrongLicence where the originals of ``version`` do not allow ``licence``."""
    if licence is not None and (problem := licence_problem(version, licence.pk)):
        raise WrongLicence(problem)


def choices(version):
    """(the SPDX ids a version may have or None for any, the sentence that says why)."""
    originals = originals_of(version)
    if not originals:
        return None, ""
    return licences.allowed_for(originals), licences.refusal(originals) or licences.condition(originals)


def relatives(artefact, user):
    """(generations above, nearest first; adaptations of it) for an artefact's page.

    One small query where there are none, which is most often; else one more for the adaptations and one for each
    generation that there is, at most DEEPEST, and one more. What may not be seen is a Relative without a link;
    unpublished adaptations of others are not there at all.
    """
    if not Adaptation.objects.filter(Q(version__artefact=artefact) | Q(original__artefact=artefact)).exists():
        return [], []
    below = Adaptation.objects.filter(original__artefact=artefact, version__state=State.PUBLISHED)
    children = [
        row.version
        for row in below.select_related("version__artefact", "version__by").order_by("-pk")[:MOST_SHOWN]
    ]
    return _generations(artefact, user), _shown(_one_each(children), user)


def _generations(artefact, user):
    found, seen = [], {artefact.pk}
    parents = _parents({artefact.pk}, is_draft=artefact.status == Status.DRAFT)
    while parents and len(found) < DEEPEST:
        found.append(_shown(_one_each(parents), user))
        ids = {version.artefact_id for version in parents} - seen
        seen |= ids
        parents = _parents(ids) if len(found) < DEEPEST else []
    return found


def _parents(artefact_ids, is_draft=False):
    rows = Adaptation.objects.filter(version__artefact__in=artefact_ids)
    if not is_draft:
        rows = rows.filter(version__state=State.PUBLISHED)
    rows = rows.select_related("original__artefact", "original__by").order_by("-pk")[:MOST_SHOWN]
    return [row.original for row in rows]


def _one_each(versions):
    """The latest named version of each artefact, in the order they came."""
    groups = defaultdict(list)
    for version in versions:
        groups[version.artefact_id].append(version)
    return [max(group, key=lambda one: (one.major, one.minor)) for group in groups.values()]


def _shown(versions, user):
    return [Relative(version, bool(may_view_version(user, version))) for version in versions]


def _hold(version, originals):
    """Lock the artefacts of all of them and of what stands above, in one order; nobody can close a ring then."""
    ids = {version.artefact_id, *(original.artefact_id for original in originals)}
    ids |= _ancestors(ids - {version.artefact_id})
    list(Artefact.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _refuse(version, originals):
    if len(originals) > MOST_ORIGINALS:
        raise Refused(_("Name at most %(limit)d originals.") % {"limit": MOST_ORIGINALS})
    artefacts = {original.artefact_id for original in originals}
    if version.artefact_id in artefacts:
        raise Refused(_("It is a version of the same artefact already."))
    if version.artefact_id in _ancestors(artefacts):
        raise Refused(
            _("That one was itself adapted from this artefact. Say in the change note what you took back.")
        )
    if reason := licences.refusal(original.licence_id or licences.LINK_ONLY for original in originals):
        raise Refused(reason)


def _ancestors(artefact_ids):
    """The artefacts that those with these ids were adapted from, at any remove; one query a generation."""
    found, newest = set(), set(artefact_ids)
    while newest:
        rows = Adaptation.objects.filter(version__artefact__in=newest)
        newest = set(rows.values_list("original__artefact", flat=True)) - found
        found |= newest
    return found


def _take_off(version, fresh, originals):
    """What was chosen and declared before the originals were named is asked again where it does not fit."""
    allowed = licences.allowed_for(original.licence_id for original in originals)
    if originals and fresh.licence_id and fresh.licence_id not in allowed:
        version.licence, version.declared_at, version.declaration = None, None, ""
        version.save(update_fields=["licence", "declared_at", "declaration"])
