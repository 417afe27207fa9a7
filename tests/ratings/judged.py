"""Ratings for tests: what a test is about, it says in its own arguments."""

from ratings import judging
from ratings.models import TrustMark
from tests import factories


def rate(artefact, by=None, overall=4, *, trust=None, **said):
    """A rating by ``by`` or a new member, who has this trust."""
    by = by or factories.member("Rater")
    if trust is not None:
        TrustMark.objects.update_or_create(member=by, defaults={"t": trust})
    said = {"interest": "none", "text": "It helped." if overall < 3 else ""} | said
    return judging.rate(artefact, by=by, overall=overall, **said)
