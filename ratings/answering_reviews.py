"""What others do with a review: find it helpful, answer it, take it out of the sums."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.moving import Refused, lock
from people.answers import demand
from ratings import hiding, limits, tally, telling
from ratings.enums import Standing, Words
from ratings.models import HelpfulVote, Rating, ReviewReply
from ratings.rules import may_find_helpful, may_quarantine, may_reply_to_review

MOST_CHARACTERS = 2000


@transaction.atomic
def find_helpful(rating, *, by, is_helpful=True):
    """Say whether a review helped; ``is_helpful`` None takes it back. One vote per member and review."""
    rating = _held(rating)
    demand(may_find_helpful(by, rating))
    if is_helpful is None:
        HelpfulVote.objects.filter(rating=rating, by=by).delete()
    else:
        HelpfulVote.objects.update_or_create(rating=rating, by=by, defaults={"is_helpful": is_helpful})
    tally.count_votes(rating)


@transaction.atomic
def reply(rating, *, by, text):
    """Answer a review of one's own work, or change the answer; answers the ReviewReply."""
    rating = _held(rating)
    demand(may_reply_to_review(by, rating))
    text = text.strip()
    if not text:
        raise Refused(_("Write your answer."))
    limits.check_length(text, MOST_CHARACTERS)
    before = ReviewReply.objects.filter(rating=rating).first()
    words = hiding.words_of_answer(before, text)
    said = {"by": by, "text": text, "at": timezone.now(), "words": words}
    answer = ReviewReply.objects.update_or_create(rating=rating, defaults=said)[0]
    if answer.words == Words.SHOWN:
        telling.of_answer(answer)
    return answer


@transaction.atomic
def quarantine(rating, *, by):
    """Take a rating out of the sums: it weighs nothing and is not shown until it is restored."""
    _set_state(rating, Standing.QUARANTINED, by)


@transaction.atomic
def restore(rating, *, by):
    """Let a rating that was taken out count again."""
    _set_state(rating, Standing.COUNTED, by)


def _set_state(rating, state, by):
    demand(may_quarantine(by))
    rating = _held(rating)
    if rating.state != state:
        tally.put(rating.artefact, rating, state=state)


def _held(rating):
    """The rating fresh, its artefact's row held."""
    artefact = lock(rating.artefact_id)
    rating = Rating.objects.select_related("version").get(pk=rating.pk)
    rating.artefact = artefact
    return rating
