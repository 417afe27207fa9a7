"""What goes with what: neighbours of things by who liked them, and what follows from that for one member.

A *like* is a rating of 4 or 5, a download or a use report; for creators a follow or an endorsement. Two ways:
item-item cosine, which always works, and EASE^R, a ridge regression, for shelves of about 3,000 things.
Batch work: pages read what it left.
"""

from ratings.neighbours.near import Found, cosine, for_member, friends_of_friends, reason, speaking
from ratings.neighbours.ridge import FOLLOWS_PENALTY, ease

__all__ = [
    "FOLLOWS_PENALTY",
    "Found",
    "cosine",
    "ease",
    "for_member",
    "friends_of_friends",
    "reason",
    "speaking",
]
