"""The pairwise round "Which one costs you more pain today?": which two are shown next, and one vote.

What is compared are the needs of the grids and the items of pairwise questions, which have no screen of their own.
A pair is drawn by weight 1 / (1 + appearances) and stays the same when the page is loaded again, so that nobody
shops for pairs; it is signed for the response it was drawn for.
"""

import hashlib
import random
from dataclasses import dataclass
from itertools import combinations

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.answers import demand
from surveys import answering, pairwise
from surveys.enums import Doubt, PairOutcome
from surveys.models import Item, PairRanking, PairVote, Survey, Wave
from surveys.rules import may_answer, may_continue

ROUND = 5  # pairs; then one may go on
MOST_SKIPPED = 100
MOST_TRIES = 60  # draws for one pair before those that are left are counted through
_signer = Signer(salt="surveys.comparing")


@dataclass(frozen=True)
class Pair:
    """Two items as they stand beside each other, and the signed words by which a vote names them."""

    left: Item
    right: Item
    token: str


def candidates(wave):
    """{id: item} of all that is compared. One query."""
    rows = Item.objects.filter(question__wave=wave, question__type__in=answering.OF_MANY)
    return {item.pk: item for item in rows.select_related("practice").order_by("pk")}


def draw(items, *, wave, response, owner, skipped=0):
    """The next pair of a response, or of who has none yet; None where no pair is left. At most two queries.

    ``owner`` (owner_of) is for whom it is signed; ``skipped`` passes over as many pairs.
    """
    done = set(response.pair_votes.values_list("first_id", "second_id")) if response else set()
    if len(items) < 2 or not _is_left(items, done):
        return None
    seed = hashlib.sha256(f"{owner}:{len(done)}".encode()).digest()
    source = random.Random(seed)  # nosec B311  a pair that stays, not a secret
    found = _pair(items, _appearances(wave, items), done, min(skipped, MOST_SKIPPED), source)
    if found is None:
        return None
    token = _signer.sign(f"{wave.pk}.{found[0]}.{found[1]}.{owner}")
    return Pair(items[found[0]], items[found[1]], token)


def named(token, items, *, wave, owner):
    """(left, right) of a pair that was drawn for this owner, or None."""
    try:
        of, left, right, whose = _signer.unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    if (of, whose) != (str(wave.pk), owner) or not {int(left), int(right)} <= items.keys():
        return None
    return items[int(left)], items[int(right)]


def again(token, items, *, wave, owner):
    """A pair that was drawn before, as it stood, or None."""
    found = named(token, items, wave=wave, owner=owner)
    return Pair(*found, token) if found else None


def owner_of(response, code=""):
    """For whom pairs are drawn: a response, or whoever holds a code that opens one with the first vote."""
    return (response.resume_hash if response else answering.hash_of(code))[:16]


@transaction.atomic
def vote(response, left, right, outcome, *, by, doubt=""):
    """Store which of two costs more pain; said again, the pair's vote is changed. Answers the vote.

    ``outcome`` is first for the left one, second for the right one, or undecided with a ``doubt``. Raises
    NotValid for what is no vote, PermissionDenied once the wave is closed.
    """
    wave, now = answering.lock(response.wave_id), timezone.now()
    demand(may_answer(by, wave, now))
    demand(may_continue(by, response))
    known = {left.pk, right.pk} <= candidates(wave).keys() and left.pk != right.pk
    is_doubt = doubt in Doubt.values if outcome == PairOutcome.UNDECIDED else not doubt
    if not known or outcome not in PairOutcome.values or not is_doubt:
        raise answering.NotValid(_("Choose one of the two, or say why you can't."))
    first, second = sorted((left, right), key=lambda item: item.pk)
    was_left = first.pk == left.pk
    if not was_left and outcome != PairOutcome.UNDECIDED:
        outcome = PairOutcome.SECOND if outcome == PairOutcome.FIRST else PairOutcome.FIRST
    said = {"outcome": outcome, "doubt": doubt, "first_was_left": was_left}
    stored, _new = PairVote.objects.update_or_create(
        response=response, first=first, second=second, defaults=said
    )
    Wave.objects.filter(pk=wave.pk).update(last_vote_at=now)
    Survey.objects.filter(Q(pk=wave.survey_id), frozen_at__isnull=True).update(frozen_at=now)
    return stored


def votes_of(response):
    """How many pairs a response has judged; 0 for none."""
    return PairVote.objects.filter(response=response).count() if response else 0


def waves_with_round(waves):
    """Ids of the waves, among these, in which there is something to compare. One query."""
    rows = Item.objects.filter(question__wave__in=waves, question__type__in=answering.OF_MANY)
    held = list(rows.values_list("question__wave", flat=True))
    return {wave for wave in held if held.count(wave) > 1}


def _is_left(items, done):
    of_these = sum(first in items and second in items for first, second in done)
    return of_these < len(items) * (len(items) - 1) // 2


def _appearances(wave, items):
    row = PairRanking.objects.filter(wave=wave).values_list("appearances", flat=True).first() or {}
    return {str(pk): row.get(str(pk), 0) for pk in items}


def _pair(items, appearances, done, skipped, source):
    """(left, right) after ``skipped`` others, or None."""
    seen = set()
    for _try in range(MOST_TRIES * (skipped + 1)):
        left, right = map(int, pairwise.choose_pair(appearances, source))
        both = (min(left, right), max(left, right))
        if both in done or both in seen:
            continue
        if len(seen) == skipped:
            return left, right
        seen.add(both)
    left_over = [both for both in combinations(sorted(items), 2) if both not in done | seen]
    return source.choice(left_over) if left_over else None
