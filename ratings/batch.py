"""The nightly batch: trust, ties, the mean of the site and of each practice, then every score from them.

Afterwards the state equals a rebuild from scratch, and a second batch changes nothing. Between two batches a
rating takes the frozen values of the last one.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Sum

from content import loading
from content.moving import lock_all
from people.models import Member
from ratings import creator_tally, reputations, tally, ties, trust, tying
from ratings.models import (
    CreatorRating,
    CreatorTally,
    Endorsement,
    HelpfulVote,
    Rating,
    SiteEpoch,
    Tally,
    TrustMark,
)
from ratings.scoring import Sums, site

BLOCK = 1000  # rows written, and at most as many artefacts or creators held, at once
MOST_HELD = 100_000  # ratings of the artefacts held at once, where one alone has not more


@dataclass(frozen=True)
class Community:
    """Who trusts whom and who is tied to whom, as of now."""

    trust: trust.Trust
    endorsed: dict[int, set[int]]
    groups: dict[int, set]
    warned: dict[int, int]

    def ties(self, trusts):
        """{voter: d} for the voters {voter: t} of one thing."""
        return ties.discounts(trusts, endorsed=self.endorsed, groups=self.groups)


@dataclass(frozen=True)
class Outcome:
    """What a batch found and did: sums that differed from a recount, scores that changed, and warnings."""

    drifted: int
    changed: int
    proven: int
    warned: dict[int, int]


@loading.more_memory()
def recompute():
    """The whole batch, in blocks that hold few rows at a time; answers its Outcome."""
    drifted = drift()
    found = community()
    _write_trust(found.trust.of)
    blocks, rated = list(_artefacts()), _rated_creators()
    for block in blocks:
        _reweigh(block, found)
    for block in _blocks(sorted(rated)):
        creator_tally.reweigh(block, found.trust.of, found.ties)
    epoch = _freeze(found.trust.early)
    changed = sum(_rescore(block, epoch) for block in blocks)
    changed += _rescore_creators(epoch, rated)
    proven = sum(t >= tally.PROVEN for t in found.trust.of.values())
    return Outcome(drifted, changed, proven, found.warned)


def drift():
    """How many artefacts and creators have stored sums that differ from a recount: 0, or something is at fault."""
    rows = Rating.objects.values("artefact_id").annotate(
        tw=Sum("w"), ts=Sum(F("w") * F("overall")), uw=Sum("w_new"), us=Sum(F("w_new") * F("overall"))
    )
    counted = {row.pop("artefact_id"): Sums(**row) for row in rows}
    stored = {row.artefact_id: tally.sums_in(row) for row in Tally.objects.defer("figures")}
    nothing = Sums()
    return (
        sum(counted.get(pk, nothing) != stored.get(pk, nothing) for pk in counted.keys() | stored.keys())
        + creator_tally.drift()
    )


def community():
    """Trust and ties from what members gave each other, whom moderators named, and where they work."""
    endorsements = list(Endorsement.objects.values_list("by", "creator"))
    helpful = HelpfulVote.objects.filter(is_helpful=True).values_list("by", "rating__by")
    given = [(*pair, trust.Kind.ENDORSEMENT) for pair in endorsements]
    given += [(*pair, trust.Kind.HELPFUL) for pair in helpful]
    organisations = tying.organisations()
    gifts = trust.gifts(given, organisations=organisations)
    marks = TrustMark.objects
    staff = Member.objects.open().filter(is_staff=True)
    seeds = set(staff.values_list("pk", flat=True)) | set(
        marks.filter(is_seed=True, member__closed_at__isnull=True).values_list("pk", flat=True)
    )
    out = set(marks.filter(is_suspended=True).values_list("pk", flat=True))
    out |= set(Member.objects.filter(is_active=False).values_list("pk", flat=True))
    found = trust.compute(gifts, seeds=seeds, suspended=out, vouched=endorsements)
    endorsed = defaultdict(set)
    for giver, taker in endorsements:
        endorsed[giver].add(taker)
    warned = trust.through_one_seed(gifts, found.of, seeds)
    return Community(found, endorsed, tying.with_rings(organisations), warned)


@transaction.atomic
def _write_trust(of):
    """The members' trust; whoever has none any more keeps a row that says so."""
    stored = {mark.member_id: mark for mark in TrustMark.objects.all()}
    changed = [mark for pk, mark in stored.items() if mark.t != of.get(pk, 0.0)]
    for mark in changed:
        mark.t = of.get(mark.member_id, 0.0)
    TrustMark.objects.bulk_update(changed, ["t"], batch_size=BLOCK)
    made = [TrustMark(member_id=pk, t=t) for pk, t in of.items() if pk not in stored]
    TrustMark.objects.bulk_create(made, batch_size=BLOCK, ignore_conflicts=True)


def _artefacts():
    """Blocks of the artefacts that are rated or have sums, in the order in which they are held."""
    rows = Rating.objects.order_by().values_list("artefact").annotate(n=Count("pk"))
    ratings = dict.fromkeys(Tally.objects.values_list("pk", flat=True), 0) | dict(rows)
    block, held = [], 0
    for pk in sorted(ratings):
        if block and (len(block) == BLOCK or held + ratings[pk] > MOST_HELD):
            yield block
            block, held = [], 0
        block.append(pk)
        held += ratings[pk]
    if block:
        yield block


def _blocks(ids):
    return (ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK))


@transaction.atomic
def _reweigh(block, found):
    tally.reweigh([artefact.pk for artefact in lock_all(block)], found.trust.of, found.ties)


@transaction.atomic
def _freeze(early):
    """The batch's SiteEpoch; the last one where nothing is different."""
    found, of_creators = _mean_of(Rating), _mean_of(CreatorRating)
    rows = Tally.objects.filter(artefact__practices__isnull=False, tw__gt=0)
    rows = rows.values("artefact__practices").annotate(all_tw=Sum("tw"), all_ts=Sum("ts"))
    practices = {str(row["artefact__practices"]): [row["all_tw"], row["all_ts"]] for row in rows}
    new = SiteEpoch(mu=found.mu, sigma=found.sigma, practices=practices, early=early)
    new.creator_mu, new.creator_sigma = of_creators
    last = SiteEpoch.objects.order_by("-pk").first()
    said = ("mu", "sigma", "creator_mu", "creator_sigma", "practices", "early")
    if last and all(getattr(last, name) == getattr(new, name) for name in said):
        return last
    new.save()
    return new


def _mean_of(model):
    """Mean and deviation of the proven votes in all rows of ``model``."""
    squares = Sum(F("w") * F("overall") * F("overall"))
    sums = model.objects.aggregate(tw=Sum("w"), ts=Sum(F("w") * F("overall")), tss=squares)
    return site(*(sums[name] or 0 for name in ("tw", "ts", "tss")))


@transaction.atomic
def _rescore(block, epoch):
    """Write these scores with this batch's values; answers of how many what pages show changed."""
    return tally.rescore(lock_all(block), epoch)


def _rated_creators():
    """The creators whom somebody rated, and those whose sums say so."""
    stored = CreatorTally.objects.exclude(tw=0, ts=0, uw=0, us=0).values_list("pk", flat=True)
    return {*CreatorRating.objects.values_list("creator", flat=True), *stored}


def _rescore_creators(epoch, rated):
    """Write what creators' pages show with this batch's values; answers how many of them changed.

    Whom nobody rated or recommended is known by their works alone, and left alone while those are the same.
    """
    works = reputations.works(epoch)
    said = rated | set(Endorsement.objects.values_list("creator", flat=True))
    stored = dict(CreatorTally.objects.values_list("pk", "figures"))
    same = {
        pk
        for pk, figures in stored.items()
        if pk not in said and not figures.get("endorsed") and figures.get("work") == works.get(pk, [])
    }
    concerned = sorted((works.keys() | said | stored.keys()) - same)
    return sum(creator_tally.rescore(block, epoch, works) for block in _blocks(concerned))
