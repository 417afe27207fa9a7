"""Ratings for tests: what a test is about, it says in its own arguments."""

from ratings import judging, judging_creators
from ratings.models import TrustMark
from tests import factories


def rate(artefact, by=None, overall=4, *, trust=None, **said):
    """A rating by ``by`` or a new member, who has this trust."""
    by = by or factories.member("Rater")
    if trust is not None:
        TrustMark.objects.update_or_create(member=by, defaults={"t": trust})
    said = {"interest": "none", "text": "It helped." if overall < 3 else ""} | said
    return judging.rate(artefact, by=by, overall=overall, **said)


def praised(creator, count, *, title="Plan"):
    """``count`` peers who each used, reviewed and recommend one work; the creator is rated, and reviews theirs."""
    plan = factories.artefact(creator, title=title)
    for number in range(count):
        by = factories.member(f"Peer {number}")
        judging.report_use(plan, by=by, adoption="as-is", interest="none", where=f"Clinic {number}")
        rate(plan, by, 5 - number % 3, text=f"Words {number}", useful=5, trust=number % 2)
        judging.recommend(plan, by=by, sentence=f"Teams of {number}", interest="none")
        judging_creators.rate_creator(
            creator, by=by, overall=4, interest="none", answers=5, text=f"Says {number}"
        )
        practice = factories.practice(f"practice-{number % 3}")
        judging_creators.endorse(creator, by=by, practice=practice, sentence=f"Because of {number}")
        if number < 3:
            rate(factories.artefact(by), creator, text=f"Review {number}", trust=1.0)
    return plan
