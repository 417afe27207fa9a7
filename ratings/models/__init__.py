"""What peers think of artefacts and of their creators, as rows."""

from ratings.models.creators import CreatorRating, Endorsement, NotInterested
from ratings.models.epochs import RingFlag, SiteEpoch, Tally, TrustMark
from ratings.models.judgements import (
    HelpfulVote,
    Rating,
    RatingRevision,
    Recommendation,
    ReviewReply,
    UseReport,
)

__all__ = [
    "CreatorRating",
    "Endorsement",
    "HelpfulVote",
    "NotInterested",
    "Rating",
    "RatingRevision",
    "Recommendation",
    "ReviewReply",
    "RingFlag",
    "SiteEpoch",
    "Tally",
    "TrustMark",
    "UseReport",
]
