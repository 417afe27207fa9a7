"""What peers say of a member, and a member of others' work: for the member's page and for the page with all of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from content.enums import READABLE
from content.models import Artefact
from people.models import Member
from ratings.enums import CREATOR_CRITERIA, CREATOR_INTERESTS, Adoption, Words
from ratings.models import CreatorRating, Endorsement, Rating, UseReport

A_PAGE = 20
MOST_PAGES = 500
LISTS = {
    "recommendations": _("Recommendations"),
    "ratings": _("Ratings"),
    "uses": _("Where the work is used"),
    "reviews": _("Reviews they wrote"),
}
IN_USE = [Adoption.AS_IS, Adoption.CHANGED, Adoption.IDEAS]


@dataclass
class Said:
    """One page of one list; ``practice`` narrows recommendations, ``next`` is the next page's number or None."""

    show: str
    rows: list[Any]
    practice: str
    page: int
    next: int | None


def said_of(member, query):
    """The page that an address asks for; what is not understood is left out. One query."""
    show = query.get("show", "") if query.get("show", "") in LISTS else "recommendations"
    practice = query.get("practice", "")[:100] if show == "recommendations" else ""
    text = query.get("page", "")
    number = min(int(text), MOST_PAGES) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    page = max(1, number)
    found = _ROWS[show](member)
    if practice:
        found = found.filter(practice__slug=practice)
    rows = list(found.order_by("-pk")[(page - 1) * A_PAGE : page * A_PAGE + 1])
    for row in rows if show == "ratings" else ():
        say(row)
    return Said(show, rows[:A_PAGE], practice, page, page + 1 if len(rows) > A_PAGE else None)


def say(rating):
    """Put into words what a creator's rating says: ``tie_in_words``, and ``criteria`` as [(name, stars)]."""
    rating.tie_in_words = "" if rating.interest == "none" else CREATOR_INTERESTS[rating.interest]
    stars = [(label, getattr(rating, name)) for name, label in CREATOR_CRITERIA.items()]
    rating.criteria = [pair for pair in stars if pair[1] is not None]


def facts_of(member):
    """{work_count, rated_count, user_count, peer_score, peer_figures} of a creator, in one query.

    ``user_count`` is how many members use something of theirs; what is not known is None.
    """
    own = Artefact.objects.listed().by(OuterRef("pk")).order_by().values("creator")
    rated = own.annotate(n=Count("pk", filter=Q(rating_count__gt=0)))
    used = _uses_of(OuterRef("pk")).order_by().values("artefact__creator")
    facts = {
        "work_count": Subquery(own.annotate(n=Count("pk")).values("n")),
        "rated_count": Subquery(rated.values("n")),
        "user_count": Subquery(used.annotate(n=Count("by", distinct=True)).values("n")),
        "peer_score": F("creator_tally__score"),
        "peer_figures": F("creator_tally__figures"),
    }
    return Member.objects.filter(pk=member.pk).annotate(**facts).values(*facts).get()


def recommendations_of(member):
    return Endorsement.objects.standing().filter(creator=member).select_related("by", "practice")


def reviews_by(member):
    """What a member wrote about work that is on show."""
    said = Rating.objects.counted().filter(by=member, artefact__status__in=READABLE, words=Words.SHOWN)
    said = said.exclude(text="")
    return said.select_related("artefact", "version", "as_role", "as_organisation__organisation")


def _ratings_of(member):
    rows = CreatorRating.objects.counted().filter(creator=member)
    return rows.select_related("by", "as_role", "as_organisation__organisation")


def _uses_of(member):
    return UseReport.objects.filter(
        artefact__creator=member, artefact__status__in=READABLE, adoption__in=IN_USE
    )


def _shown_uses(member):
    """Without those that stand in a review whose words a moderator took off the page."""
    shown = _uses_of(member).filter(Q(rating__isnull=True) | Q(rating__words=Words.SHOWN))
    return shown.select_related("artefact", "by", "as_role", "as_organisation__organisation")


_ROWS = {
    "recommendations": recommendations_of,
    "ratings": _ratings_of,
    "uses": _shown_uses,
    "reviews": reviews_by,
}
