"""What this room does at night."""

import logging

from ratings import batch, finding, suggesting

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


def find_rings():
    """Rings and bursts for moderators; answers how many findings are new, changed or gone."""
    found = finding.find()
    return found.made + found.changed + found.gone


def check_sums():
    """Whether stored sums are those of a recount after all that the night did; answers how many are not."""
    drifted = batch.drift()
    if drifted:
        log.error("The sums of %d artefacts differ from a recount.", drifted)
    return drifted


def build_recommendations():
    """What goes with what, and what each member is shown; answers how many lists changed."""
    found = suggesting.build()
    return found.artefacts + found.members + found.people
