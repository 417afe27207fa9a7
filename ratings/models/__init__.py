"""What peers think of artefacts and of their creators, as rows."""

from ratings.models.creators import (
    CreatorRating,
    CreatorRevision,
    CreatorTally,
    Endorsement,
    NotInterested,
)
from ratings.models.epochs import RingFlag, SiteEpoch, Tally, TrustMark
from ratings.models.judgements import (
    HelpfulVote,
    Rating,
    RatingRevision,
    Recommendation,
    ReviewReply,
    UseReport,
)
from ratings.models.suggestions import ForYou, NotInterestedIn, PersonForYou, Similar

__all__ = [
    "CreatorRating",
    "CreatorRevision",
    "CreatorTally",
    "Endorsement",
    "ForYou",
    "HelpfulVote",
    "NotInterested",
    "NotInterestedIn",
    "PersonForYou",
    "Rating",
    "RatingRevision",
    "Recommendation",
    "ReviewReply",
    "RingFlag",
    "Similar",
    "SiteEpoch",
    "Tally",
    "TrustMark",
    "UseReport",
]
