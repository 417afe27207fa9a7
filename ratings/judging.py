"""What members say of artefacts: rate, report use, recommend, and take each of it back.

Each verb asks its rule first and raises PermissionDenied with the rule's reason; what cannot be done now raises
Refused with words fit to be shown. Sent twice, each of them leaves one row.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.moving import Refused, lock
from people import profile
from people.answers import demand
from ratings import beforehand, hiding, limits, tally, telling
from ratings.enums import CRITERIA, NEEDS_WORDS, Ending, Interest, Words
from ratings.models import Rating, RatingRevision, Recommendation, UseReport
from ratings.rules import may_judge, may_take_back

MOST_CHARACTERS = 5000
KEPT = ("overall", *CRITERIA, "would_use_again", "interest", "text")


@transaction.atomic
def rate(artefact, *, by, overall, interest, text="", would_use_again=None, **criteria):
    """Give an artefact stars, or change those given; answers the Rating. Former values are kept.

    ``criteria`` are names of CRITERIA with 1 to 5, or None where it does not apply. One or two stars need words
    or a report of use. Raises Refused, also when a member has rated enough for a day.
    """
    artefact = lock(artefact.pk, with_creator=True)
    demand(may_judge(by, artefact))
    said = dict.fromkeys(CRITERIA) | criteria
    if unknown := said.keys() - CRITERIA.keys():
        raise TypeError(f"Nobody rates {', '.join(sorted(unknown))}.")
    said |= {"overall": overall, "interest": interest, "text": text.strip()}
    said["would_use_again"] = would_use_again
    known = beforehand.known(artefact, by)
    _check(said, known.used)
    rating = _rating_of(known, artefact, by)
    if rating.pk and all(getattr(rating, name) == said[name] for name in KEPT):
        return rating
    said["words"] = hiding.words_of(rating, said["text"], known.used, was_hidden=known.was_hidden)
    said |= {"use_report_id": known.used, "changed_at": timezone.now()}
    if rating.pk:
        _keep(rating, Ending.CHANGED)
        tally.put(artefact, rating, **said, version=artefact.current, **profile.standing(by))
    else:
        trust = limits.check_ratings(by, artefact.creator_id)
        tally.add(artefact, rating, known, trust, **said, **profile.standing(by))
    if rating.text and rating.words == Words.SHOWN:
        telling.of_review(rating)
    return rating


@transaction.atomic
def withdraw(artefact, *, by):
    """Take one's rating back: it counts no longer, and its words are gone. Withdrawn before, nothing happens."""
    artefact = lock(artefact.pk)
    rating = Rating.objects.filter(artefact=artefact, by=by).first()
    if rating is None:
        return
    demand(may_take_back(by, rating))
    _keep(rating, Ending.WITHDRAWN)
    RatingRevision.objects.filter(artefact=artefact, by=by).update(text="")
    tally.drop(artefact, rating)


@transaction.atomic
def report_use(artefact, *, by, adoption, interest=Interest.NONE, **said):
    """Say that one used an artefact, or change what one said; answers the UseReport."""
    artefact = lock(artefact.pk)
    demand(may_judge(by, artefact))
    said |= {"adoption": adoption, "interest": interest, "version": artefact.current}
    said |= {"changed_at": timezone.now()} | profile.standing(by)
    report, _made = UseReport.objects.update_or_create(artefact=artefact, by=by, defaults=said)
    own = Rating.objects.filter(artefact=artefact, by=by)
    own.update(use_report=report)
    # Part of the review, which a moderator has hidden.
    own.filter(words=Words.HIDDEN).update(words=Words.WAITING, changed_at=timezone.now())
    tally.refresh(artefact)
    return report


@transaction.atomic
def take_back_use(artefact, *, by):
    """Delete one's report of use. Raises Refused while a low rating of one's own rests on it."""
    artefact = lock(artefact.pk)
    rating = Rating.objects.filter(artefact=artefact, by=by).first()
    if rating and rating.overall <= NEEDS_WORDS and not rating.text:
        raise Refused(_("Your rating rests on this report. Change or withdraw the rating first."))
    UseReport.objects.filter(artefact=artefact, by=by).delete()
    tally.refresh(artefact)


@transaction.atomic
def recommend(artefact, *, by, sentence, interest):
    """Recommend an artefact in one sentence that says for whom; answers the Recommendation.

    Says also that one would use it again, in the rating too where there is one.
    """
    artefact = lock(artefact.pk)
    demand(may_judge(by, artefact))
    sentence = sentence.strip()
    if not sentence:
        raise Refused(_("Say for whom it is good."))
    said = {"sentence": sentence, "interest": interest, "changed_at": timezone.now()}
    made, _new = Recommendation.objects.update_or_create(
        artefact=artefact, by=by, defaults=said | profile.standing(by)
    )
    rating = Rating.objects.filter(artefact=artefact, by=by).select_related("version").first()
    if rating and rating.would_use_again is not True:
        _keep(rating, Ending.CHANGED)
        tally.put(artefact, rating, would_use_again=True, changed_at=timezone.now())
    else:
        tally.refresh(artefact)
    return made


@transaction.atomic
def take_back_recommendation(artefact, *, by):
    """Recommend it no longer."""
    artefact = lock(artefact.pk)
    Recommendation.objects.filter(artefact=artefact, by=by).delete()
    tally.refresh(artefact)


def _rating_of(known, artefact, by):
    """The rating that is there, or a new one of the current version."""
    if known.rated is None:
        return Rating(artefact=artefact, by=by, version_id=artefact.current_id)
    rating = Rating.objects.select_related("version").get(pk=known.rated)
    rating.artefact, rating.by = artefact, by
    return rating


def _check(said, use):
    limits.check_length(said["text"], MOST_CHARACTERS)
    if said["overall"] <= NEEDS_WORDS and not said["text"] and use is None:
        raise Refused(_("Say why, or report how you used it: one or two stars alone help nobody."))


def _keep(rating, ending):
    """The values as they are now, for the history; words only while the rating stands."""
    said = {name: getattr(rating, name) for name in KEPT}
    if ending == Ending.WITHDRAWN:
        said["text"] = ""
    RatingRevision.objects.create(
        artefact_id=rating.artefact_id,
        by_id=rating.by_id,
        version_id=rating.version_id,
        was_hidden=rating.words != Words.SHOWN,
        ending=ending,
        given_at=rating.created_at,
        **said,
    )
