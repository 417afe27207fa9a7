"""How much one member may say: in a day, by trust, of one creator, and at once."""

from django.utils import timezone
from django.utils.translation import gettext as _

from content.moving import Refused
from people.prepared import insert_once, prepared
from ratings.enums import Ending
from ratings.models import CreatorRating, CreatorRevision, Endorsement, Rating, RatingRevision, TrustMark
from ratings.scoring import CREATOR_DAILY_LIMIT, daily_limit


def check_ratings(by, creator_id):
    """Raise Refused where another rating of a creator, or of their work, is too many for today; answers their trust.

    What was withdrawn counts too. Holds the member's mark, so that two at once do not pass it.
    """
    trust, is_first = _held(by)
    if is_first:
        return trust  # and nothing was given before
    creators, most = [pk for (pk,) in _rated_since(by=by.pk, start=_midnight())], daily_limit(trust)
    if len(creators) >= most:
        raise Refused(_("You have given %(n)d ratings today. Go on tomorrow.") % {"n": most})
    if creators.count(creator_id) >= CREATOR_DAILY_LIMIT:
        said = _("You have given this creator and their work %(n)d ratings today. Go on tomorrow.")
        raise Refused(said % {"n": CREATOR_DAILY_LIMIT})
    return trust


def check_endorsements(by, creator_id):
    """Raise Refused where recommending a creator once more is too much for today."""
    trust, _is_first = _held(by)
    today, most = Endorsement.objects.filter(by=by, at__gte=_midnight()), daily_limit(trust)
    if today.count() >= most:
        raise Refused(_("You have recommended people %(n)d times today. Go on tomorrow.") % {"n": most})
    if today.filter(creator=creator_id).count() >= CREATOR_DAILY_LIMIT:
        said = _("You have recommended this creator for %(n)d practices today. Go on tomorrow.")
        raise Refused(said % {"n": CREATOR_DAILY_LIMIT})


def check_length(text, most):
    """Raise Refused for words of more than ``most`` characters."""
    if len(text) > most:
        raise Refused(_("Write at most %(n)d characters.") % {"n": most})


@prepared
def _rated_since(by, start):
    """The creators who were rated, or whose work was: one row for each rating."""
    given, gone = {"by": by, "created_at__gte": start}, {"by": by, "given_at__gte": start}
    gone |= {"ending": Ending.WITHDRAWN}
    first, *others = (
        Rating.objects.filter(**given).values_list("artefact__creator"),
        RatingRevision.objects.filter(**gone).values_list("artefact__creator"),
        CreatorRating.objects.filter(**given).values_list("creator"),
        CreatorRevision.objects.filter(**gone).values_list("creator"),
    )
    return first.order_by().union(*(rows.order_by() for rows in others), all=True)


def _held(by):
    """A member's trust, whose mark is held, and whether that was made just now: who gave anything before has one."""
    found = _marked(member=by.pk)
    if not found:
        mark = TrustMark(member=by)
        if insert_once(mark):
            return mark.t, True
        # Another of their requests made it meanwhile, and is through.
        found = _marked(member=by.pk)
    [(trust,)] = found
    return trust, False


@prepared
def _marked(member):
    return TrustMark.objects.select_for_update().filter(member=member).values_list("t")


def _midnight():
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
