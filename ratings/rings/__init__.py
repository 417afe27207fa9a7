"""What looks like agreed voting: rings, bursts, and whom moderators should look at first.

Nothing here punishes anybody: findings and the suspicion order a moderator's list, and nothing else uses them.
"""

from ratings.rings.bursts import Burst, find_bursts
from ratings.rings.pairs import Pair, Ring, find_rings
from ratings.rings.suspicion import collusion, doubts

__all__ = ["Burst", "Pair", "Ring", "collusion", "doubts", "find_bursts", "find_rings"]
