"""What members say of creators whose work they rated or used: stars, and recommendations for a practice."""

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from content.moving import Refused
from people import profile
from people.answers import demand
from ratings import tally
from ratings.enums import CREATOR_CRITERIA
from ratings.models import CreatorRating, Endorsement
from ratings.rules import may_judge_creator
from ratings.scoring import INTERESTS, Score, score, weigh


@transaction.atomic
def rate_creator(creator, *, by, overall, interest, text="", **criteria):
    """Give a creator stars, or change those given; answers the CreatorRating."""
    demand(may_judge_creator(by, creator))
    weight = weigh(tally.trust_of(by), INTERESTS[interest])
    said = {"overall": overall, "interest": interest, "text": text.strip(), "changed_at": timezone.now()}
    said |= dict.fromkeys(CREATOR_CRITERIA) | criteria | profile.standing(by)
    said |= {"w": weight.proven, "w_new": weight.unproven}
    return CreatorRating.objects.update_or_create(creator=creator, by=by, defaults=said)[0]


def withdraw_creator_rating(creator, *, by):
    """Take one's stars for a creator back."""
    CreatorRating.objects.filter(creator=creator, by=by).delete()


def endorse(creator, *, by, practice, sentence):
    """Recommend a creator for one practice, with a sentence why; answers the Endorsement."""
    demand(may_judge_creator(by, creator))
    sentence = sentence.strip()
    if not sentence:
        raise Refused(_("Say why."))
    said = {"sentence": sentence}
    return Endorsement.objects.update_or_create(creator=creator, by=by, practice=practice, defaults=said)[0]


def revoke(creator, *, by, practice):
    """Recommend a creator for this practice no longer."""
    Endorsement.objects.filter(creator=creator, by=by, practice=practice).delete()


def creator_score(creator) -> tuple[int, Score]:
    """(number of ratings, score) of a creator: the formula of artefacts, drawn to the mean of the site."""
    rows = CreatorRating.objects.filter(creator=creator)
    found = rows.aggregate(
        tw=Sum("w"), ts=Sum(F("w") * F("overall")), uw=Sum("w_new"), us=Sum(F("w_new") * F("overall"))
    )
    epoch = tally.frozen()
    sums = {name: value or 0 for name, value in found.items()}
    return rows.count(), score(**sums, mu=epoch.mu, sigma=epoch.sigma)
