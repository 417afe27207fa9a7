"""What moderators say of a finding: confirm, dismiss, take its ratings out of the sums, put them back.

Each verb recounts all that is concerned in the same transaction. Done twice, the second changes nothing and
answers None.
"""

from django.db import transaction
from django.utils import timezone

from content.models import Artefact
from people.answers import demand
from ratings import tally
from ratings.enums import Finding, Standing, Verdict
from ratings.models import CreatorRating, Rating, RingFlag
from ratings.reweighing import hold, weigh_anew
from ratings.rules import may_decide_ring


def people_of(flag):
    """Whose matter a finding is: its members, and the creators of what they rated."""
    creators = Artefact.objects.filter(pk__in=flag.artefacts.values("pk")).values_list(
        "creator_id", flat=True
    )
    return set(flag.members.values_list("pk", flat=True)) | set(creators)


def ratings_of(flag):
    """The ratings a decision is about: of a ring all that its members gave, of a burst those of its day."""
    ratings = Rating.objects.filter(by__in=flag.members.values("pk"))
    return (
        ratings.filter(artefact__in=flag.artefacts.values("pk")) if flag.finding == Finding.BURST else ratings
    )


def creator_ratings_of(flag):
    """What the members of a ring said of creators; a burst is about one artefact only."""
    found = CreatorRating.objects.filter(by__in=flag.members.values("pk"))
    return found.none() if flag.finding == Finding.BURST else found


def can_take_out(flag):
    """Whether taking its ratings out would change anything: there is no query where it was not confirmed."""
    if flag.verdict != Verdict.CONFIRMED:
        return True
    return any(some.counted().exists() for some in (ratings_of(flag), creator_ratings_of(flag)))


@transaction.atomic
def confirm(flag, *, by):
    """Members of a confirmed ring are tied: their votes for one thing count together as about one."""
    flag = _held(flag, by)
    if flag.verdict == Verdict.CONFIRMED:
        return None
    return _decide(flag, Verdict.CONFIRMED, by)


@transaction.atomic
def dismiss(flag, *, by):
    """There is nothing in it: what was taken out counts again, and nobody is tied by it."""
    flag = _held(flag, by)
    if flag.verdict == Verdict.DISMISSED:
        return None
    _put_back(flag)
    return _decide(flag, Verdict.DISMISSED, by)


@transaction.atomic
def quarantine(flag, *, by):
    """Confirm a finding and take its ratings out of the sums, all at once."""
    flag = _held(flag, by)
    counted = list(ratings_of(flag).counted().values_list("pk", flat=True))
    of_creators = list(creator_ratings_of(flag).counted().values_list("pk", flat=True))
    if not (counted or of_creators) and flag.verdict == Verdict.CONFIRMED:
        return None
    flag.taken_out.add(*counted)
    flag.creators_out.add(*of_creators)
    tally.set_state(Rating.objects.filter(pk__in=counted), Standing.QUARANTINED)
    tally.set_state(CreatorRating.objects.filter(pk__in=of_creators), Standing.QUARANTINED)
    return _decide(flag, Verdict.CONFIRMED, by)


@transaction.atomic
def restore(flag, *, by):
    """Let what was taken out with a finding count again; the finding stays as it was decided."""
    flag = _held(flag, by)
    if not _put_back(flag):
        return None
    weigh_anew(flag.members.values("pk"))
    return flag


def _held(flag, by):
    """The finding fresh and held, and before it all that its members rated."""
    demand(may_decide_ring(by, people_of(flag)))
    hold(flag.members.values("pk"))
    return RingFlag.objects.select_for_update().get(pk=flag.pk)


def _decide(flag, verdict, by):
    flag.verdict, flag.decided_by, flag.decided_at = verdict, by, timezone.now()
    flag.save(update_fields=["verdict", "decided_by", "decided_at"])
    weigh_anew(flag.members.values("pk"))
    return flag


def _put_back(flag):
    """Whether any rating was out; those withdrawn meanwhile stay withdrawn."""
    found = False
    for model, out in ((Rating, flag.taken_out), (CreatorRating, flag.creators_out)):
        ids = list(out.values_list("pk", flat=True))
        tally.set_state(model.objects.filter(pk__in=ids, state=Standing.QUARANTINED), Standing.COUNTED)
        out.clear()
        found = found or bool(ids)
    return found
