"""What members say of creators whose work they rated or used: stars, and recommendations for a practice.

Each verb asks its rule first and raises PermissionDenied with the rule's reason; what cannot be done now raises
Refused with words fit to be shown. Sent twice, each of them leaves one row.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.moving import Refused
from people import profile
from people.answers import demand
from ratings import creator_tally, limits
from ratings.enums import CREATOR_CRITERIA, NEEDS_WORDS, Ending, Standing
from ratings.models import CreatorRating, CreatorRevision, Endorsement
from ratings.rules import may_judge_creator, may_quarantine, may_take_back

MOST_CHARACTERS = 2000
KEPT = ("overall", *CREATOR_CRITERIA, "interest", "text")


@transaction.atomic
def rate_creator(creator, *, by, overall, interest, text="", **criteria):
    """Give a creator stars, or change those given; answers the CreatorRating. Former values are kept.

    ``criteria`` are names of CREATOR_CRITERIA with 1 to 5, or None where it does not apply. One or two stars need
    words. Raises Refused, also when a member has rated enough for a day.
    """
    demand(may_judge_creator(by, creator))
    row = creator_tally.hold(creator.pk)
    said = dict.fromkeys(CREATOR_CRITERIA) | criteria
    if unknown := said.keys() - CREATOR_CRITERIA.keys():
        raise TypeError(f"Nobody rates {', '.join(sorted(unknown))}.")
    said |= {"overall": overall, "interest": interest, "text": text.strip()}
    _check(said)
    rating = CreatorRating.objects.filter(creator=creator, by=by).first()
    if rating is None:
        limits.check_ratings(by, creator.pk)
        rating = CreatorRating(creator=creator, by=by)
    elif all(getattr(rating, name) == said[name] for name in KEPT):
        return rating
    else:
        _keep(rating, Ending.CHANGED)
    creator_tally.put(row, rating, **said, changed_at=timezone.now(), **profile.standing(by))
    return rating


@transaction.atomic
def withdraw_creator_rating(creator, *, by):
    """Take one's stars for a creator back: they count no longer, and the words are gone."""
    row = creator_tally.hold(creator.pk)
    rating = CreatorRating.objects.filter(creator=creator, by=by).first()
    if rating is None:
        return
    demand(may_take_back(by, rating))
    _keep(rating, Ending.WITHDRAWN)
    CreatorRevision.objects.filter(creator=creator, by=by).update(text="")
    creator_tally.drop(row, rating)


@transaction.atomic
def endorse(creator, *, by, practice, sentence):
    """Recommend a creator for one practice, with a sentence why, or change the sentence; answers the Endorsement.

    Raises Refused, also when a member has recommended enough for a day.
    """
    demand(may_judge_creator(by, creator))
    sentence = sentence.strip()
    if not sentence:
        raise Refused(_("Say why."))
    row = creator_tally.hold(creator.pk)
    made = Endorsement.objects.filter(creator=creator, by=by, practice=practice).first()
    if made is None:
        limits.check_endorsements(by, creator.pk)
        made = Endorsement(creator=creator, by=by, practice=practice)
    made.sentence = sentence
    made.save()
    creator_tally.refresh(row)
    return made


@transaction.atomic
def revoke(creator, *, by, practice):
    """Recommend a creator for this practice no longer."""
    row = creator_tally.hold(creator.pk)
    if Endorsement.objects.filter(creator=creator, by=by, practice=practice).delete()[0]:
        creator_tally.refresh(row)


@transaction.atomic
def quarantine_creator_rating(rating, *, by):
    """Take a creator's rating out of the sums: it weighs nothing and is not shown until it is restored."""
    _set_state(rating, Standing.QUARANTINED, by)


@transaction.atomic
def restore_creator_rating(rating, *, by):
    """Let a creator's rating that was taken out count again."""
    _set_state(rating, Standing.COUNTED, by)


def _set_state(rating, state, by):
    demand(may_quarantine(by))
    row = creator_tally.hold(rating.creator_id)
    rating = CreatorRating.objects.get(pk=rating.pk)
    if rating.state != state:
        creator_tally.put(row, rating, state=state)


def _check(said):
    limits.check_length(said["text"], MOST_CHARACTERS)
    if said["overall"] <= NEEDS_WORDS and not said["text"]:
        raise Refused(_("Say why: one or two stars alone help nobody."))


def _keep(rating, ending):
    """The values as they are now, for the history; words only while the rating stands."""
    said = {name: getattr(rating, name) for name in KEPT}
    if ending == Ending.WITHDRAWN:
        said["text"] = ""
    CreatorRevision.objects.create(
        creator_id=rating.creator_id,
        by_id=rating.by_id,
        ending=ending,
        given_at=rating.created_at,
        **said,
    )
