"""What this room does at night."""

import logging

from ratings import batch

log = logging.getLogger(__name__)


def recompute_scores():
    """Trust, ties and every score anew; answers how many artefacts show another score than before.

    Logs a fault where sums differ from a recount, and a warning where many members are proven through one seed.
    """
    found = batch.recompute()
    if found.drifted:
        log.error("The sums of %d artefacts differed from a recount; they are put right.", found.drifted)
    for seed, count in found.warned.items():
        log.warning("%d members are proven through the seed %s alone.", count, seed)
    return found.changed
