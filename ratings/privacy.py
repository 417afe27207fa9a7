"""What ratings hold on a member: what they said of work and of people, and what others said of them."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Artefact
from content.moving import lock
from people.models import Member
from people.privacy import Effects, Holding
from ratings import judging, judging_creators, reweighing
from ratings.enums import CREATOR_CRITERIA, CRITERIA
from ratings.models import (
    CreatorRating,
    CreatorRevision,
    CreatorTally,
    Endorsement,
    ForYou,
    HelpfulVote,
    NotInterested,
    NotInterestedIn,
    PersonForYou,
    Rating,
    RatingRevision,
    Recommendation,
    ReviewReply,
    RingFlag,
    TrustMark,
    UseReport,
)

SAID = ("artefact__title", "interest", "created_at", "changed_at")
STARS = ("overall", *CRITERIA, "would_use_again", "text")
USE = ("adoption", "size_band", "sector", "maturity", "tool", "where", "changes", "metric", "before", "after")


def export(member):
    """Ratings with their former values, uses, recommendations, votes, replies, and one's own trust."""

    def rows(model, *names, **which):
        return list(model.objects.filter(**(which or {"by": member})).order_by("pk").values(*names))

    return {
        "ratings": rows(Rating, *SAID, *STARS),
        "former_ratings": rows(RatingRevision, "artefact__title", "ending", "interest", *STARS, "at"),
        "use_reports": rows(UseReport, *SAID, *USE),
        "recommendations": rows(Recommendation, *SAID, "sentence"),
        "helpful": rows(HelpfulVote, "rating__artefact__title", "is_helpful", "at"),
        "replies": rows(ReviewReply, "rating__artefact__title", "text", "at"),
        "creator_ratings": rows(CreatorRating, "creator__name", "overall", *CREATOR_CRITERIA, "text"),
        "creator_ratings_received": rows(
            CreatorRating, "by__name", "overall", *CREATOR_CRITERIA, "text", creator=member
        ),
        "former_creator_ratings": rows(
            CreatorRevision, "creator__name", "ending", "overall", *CREATOR_CRITERIA, "text", "at"
        ),
        "endorsements": rows(Endorsement, "creator__name", "practice__label", "sentence", "at"),
        "endorsements_received": rows(
            Endorsement, "by__name", "practice__label", "sentence", "at", creator=member
        ),
        "not_interested": rows(NotInterested, "artefact__title", "at"),
        "not_interested_in": rows(NotInterestedIn, "person__name"),
        "for_you": rows(ForYou, "artefact__title", "place", "why", member=member),
        "people_for_you": rows(PersonForYou, "person__name", "place", "why", member=member),
        "trust": rows(TrustMark, "t", "is_seed", "is_suspended", member=member),
        "rings_decided": rows(RingFlag, "finding", "verdict", "decided_at", decided_by=member),
    }


def effects(member):
    goes = [_("What is recommended to you, and what you never want to be recommended.")]
    stays = []
    rated = Rating.objects.filter(by=member).count()
    if rated:
        stays.append(
            ngettext(
                "%(n)d rating, if your name stays; without your name it is withdrawn.",
                "%(n)d ratings, if your name stays; without your name they are withdrawn.",
                rated,
            )
            % {"n": rated}
        )
    return Effects(goes, stays)


def erase(member, *, keep_name):
    """What is public stays under the name; without it everything goes, and scores are made anew."""
    NotInterested.objects.filter(by=member).delete()
    NotInterestedIn.objects.filter(Q(by=member) | Q(person=member)).delete()
    ForYou.objects.filter(member=member).delete()
    named = Q(member=member) | Q(person=member) | Q(because=member)
    PersonForYou.objects.filter(named).delete()
    for model in (RatingRevision, CreatorRevision):
        model.objects.filter(by=member).update(text="")
    TrustMark.objects.filter(member=member).update(is_seed=False)
    if keep_name:
        return
    judged = Artefact.objects.filter(ratings__by=member) | Artefact.objects.filter(use_reports__by=member)
    judged |= Artefact.objects.filter(recommendations__by=member)
    # All rows first: the first that leaves a list keeps other writers of lists waiting, and they hold their rows.
    for artefact in [lock(pk) for pk in sorted(set(judged.values_list("pk", flat=True)))]:
        judging.withdraw(artefact, by=member)
        judging.take_back_use(artefact, by=member)
        judging.take_back_recommendation(artefact, by=member)
    for creator in Member.objects.filter(ratings_received__by=member).order_by("pk"):
        judging_creators.withdraw_creator_rating(creator, by=member)
    for said in Endorsement.objects.filter(by=member).select_related("creator", "practice").order_by("pk"):
        judging_creators.revoke(said.creator, by=member, practice=said.practice)
    for model in (RatingRevision, CreatorRevision):
        model.objects.filter(by=member).delete()
    for model in (CreatorRating, CreatorRevision, CreatorTally, Endorsement):
        model.objects.filter(creator=member).delete()


HOLDING = Holding(
    name="ratings",
    covers=frozenset(
        {
            *(f"ratings.{name}.by" for name in ("Rating", "RatingRevision", "UseReport", "HelpfulVote")),
            *(f"ratings.{name}.by" for name in ("ReviewReply", "Recommendation", "NotInterested")),
            *("ratings.ForYou.member", "ratings.NotInterestedIn.by", "ratings.NotInterestedIn.person"),
            *(f"ratings.PersonForYou.{name}" for name in ("member", "person", "because")),
            *("ratings.CreatorRating.by", "ratings.CreatorRating.creator"),
            *(
                "ratings.CreatorRevision.by",
                "ratings.CreatorRevision.creator",
                "ratings.CreatorTally.creator",
            ),
            *("ratings.Endorsement.by", "ratings.Endorsement.creator"),
            *("ratings.TrustMark.member", "ratings.RingFlag.decided_by", "ratings.RingFlag_members.member"),
        }
    ),
    export=export,
    effects=effects,
    erase=erase,
    standing_changed=reweighing.standing_changed,
)
