"""What moderators do with the words of reviews and of answers to them: the stars of a review count either way.

Each verb asks its rule first and raises PermissionDenied with the rule's reason; what cannot be done now raises
Refused with words fit to be shown.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from content.moving import Refused, TooLate, lock
from people.answers import demand
from ratings import tally, telling
from ratings.enums import Words
from ratings.models import Rating, ReviewReply
from ratings.rules import may_decide_on_words

MOST_REASON = Rating._meta.get_field("words_reason").max_length


@transaction.atomic
def hide_words(said, *, by, reason):
    """Take the words of a review or of an answer off the page; who wrote them reads the reason.

    Changed, they wait for a moderator. Raises TooLate, and Refused without a reason of at most 500 characters.
    """
    reason = str(reason).strip()
    if not reason or len(reason) > MOST_REASON:
        raise Refused(_("Say why in at most 500 characters: the author reads it."))
    said = _held(said, by)
    if said.words == Words.HIDDEN:
        raise TooLate(_("It is not on show any more."))
    _set(said, Words.HIDDEN, reason)
    telling.of_hiding(said, by=by)
    return said


@transaction.atomic
def show_words(said, *, by):
    """Let words that were hidden, or changed since, be read by everybody. Raises TooLate."""
    said = _held(said, by)
    if said.words == Words.SHOWN:
        raise TooLate(_("It is on show already."))
    _set(said, Words.SHOWN, "")
    telling.of_showing(said, by=by)
    of_sight = telling.of_answer if isinstance(said, ReviewReply) else telling.of_review
    of_sight(said)
    return said


def words_of(rating, text, use, *, was_hidden):
    """What becomes of the words of a review that gets this text and this report of use, or None.

    What a moderator hid waits for one when it is changed, also where it was withdrawn (``was_hidden``) and comes anew.
    """
    if rating.pk is None:
        return Words.WAITING if was_hidden else Words.SHOWN
    is_changed = text != rating.text and (text or use)
    return Words.WAITING if is_changed and rating.words == Words.HIDDEN else rating.words


def words_of_answer(before, text):
    """The same for the creator's answer; ``before`` is the ReviewReply as it is, or None."""
    if before is None:
        return Words.SHOWN
    return Words.WAITING if before.words == Words.HIDDEN and text != before.text else before.words


def _held(said, by):
    """The row fresh, that of its artefact held."""
    artefact = lock(said.artefact.pk)
    if isinstance(said, ReviewReply):
        said = ReviewReply.objects.select_related("by", "rating").get(pk=said.pk)
        said.rating.artefact = artefact
    else:
        said = Rating.objects.select_related("by").get(pk=said.pk)
        said.artefact = artefact
    demand(may_decide_on_words(by, said))
    return said


def _set(said, words, reason):
    said.words, said.words_reason = words, reason
    said.save(update_fields=["words", "words_reason"])
    if isinstance(said, Rating):
        # What a report of use says of its place is told with the contexts too.
        tally.refresh(said.artefact)
