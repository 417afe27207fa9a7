"""The pairwise round of the demonstration: who answered its survey also judged a few pairs."""

import random
from itertools import combinations

from django.utils import timezone

from surveys.enums import Doubt, PairOutcome
from surveys.models import Item, PairVote, Response, Wave

JUDGED = (0, 2, 5, 5, 5, 10)  # pairs by one respondent
SEED = 5


def fill(wave, means):
    """Votes in which what is important and badly covered costs more pain.

    ``means`` are {item key: (importance, coverage)}. It draws by itself, so that the rest stays as it was.
    """
    draw = random.Random(SEED)  # nosec B311  a repeatable demonstration, not a secret
    items = list(Item.objects.filter(question__wave=wave).order_by("pk"))
    pain = {item.pk: means[item.key][0] - means[item.key][1] for item in items}
    pairs, votes = list(combinations(items, 2)), []
    for response in Response.objects.filter(wave=wave).order_by("pk"):
        votes += [_vote(draw, response, *pair, pain) for pair in draw.sample(pairs, draw.choice(JUDGED))]
    PairVote.objects.bulk_create(votes, batch_size=500)
    Wave.objects.filter(pk=wave.pk).update(last_vote_at=timezone.now())


def _vote(draw, response, first, second, pain):
    said = {"response": response, "first": first, "second": second, "first_was_left": draw.random() < 0.5}
    if draw.random() < 0.08:
        return PairVote(outcome=PairOutcome.UNDECIDED, doubt=draw.choice(Doubt.values), **said)
    ahead = draw.gauss(pain[first.pk], 1) > draw.gauss(pain[second.pk], 1)
    return PairVote(outcome=PairOutcome.FIRST if ahead else PairOutcome.SECOND, **said)
