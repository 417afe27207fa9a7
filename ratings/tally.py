"""The one writer of weights, sums and scores.

Whoever calls holds the artefact's row (``content.moving.lock``), first of all rows. A rating that comes, changes or
goes subtracts the weight that is stored with it and adds the new one, so that the sums equal a recount as whole
numbers whatever happened in whichever order.
"""

from collections import defaultdict

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from content import facets
from content.facet_values import RATED_FROM, USED_FROM
from content.models import Artefact
from ratings import figures
from ratings.enums import Standing
from ratings.models import HelpfulVote, Rating, SiteEpoch, Tally, TrustMark
from ratings.scoring import (
    INTERESTS,
    PROVEN,
    SCORE_NEEDS,
    SETTLED,
    VOTE,
    Sums,
    Weight,
    prior,
    score,
    site,
    version_factor,
    weigh,
)

NOTHING = Weight(0, 0)
FEW, BLOCK = 3, 200  # rows that share a weight; rows written at once


def frozen():
    """The batch that holds now; before the first one, a site where nobody has voted."""
    epoch = SiteEpoch.objects.order_by("-pk").first()
    if epoch is None:
        empty = site(0, 0, 0)
        epoch = SiteEpoch(mu=empty.mu, sigma=empty.sigma, practices={}, early=True)
    return epoch


def trust_of(member):
    """A member's trust as the last batch found it, 0 to 1."""
    return TrustMark.objects.filter(member=member).values_list("t", flat=True).first() or 0.0


def put(artefact, rating, **changes):
    """Save a new or changed rating with what it weighs, and the sums with it."""
    tally = tally_of(artefact)
    sums = sums_in(tally)
    if rating.pk:
        sums = sums.minus(Weight(rating.w, rating.w_new), rating.overall)
    for name, value in changes.items():
        setattr(rating, name, value)
    weight = weight_of(rating, trust_of(rating.by_id), tally.settled)
    rating.w, rating.w_new = weight
    rating.save()
    _write(artefact, tally, sums.plus(weight, rating.overall))


def drop(artefact, rating):
    """Delete a rating and take out what it weighed."""
    tally = tally_of(artefact)
    sums = sums_in(tally).minus(Weight(rating.w, rating.w_new), rating.overall)
    rating.delete()
    _write(artefact, tally, sums)


def refresh(artefact):
    """Write anew what follows from uses, recommendations and the frozen figures; the sums stay."""
    tally = tally_of(artefact)
    _write(artefact, tally, sums_in(tally))


def count_votes(rating):
    """Write how many found a review helpful, and how many did not. The caller holds the artefact's row."""
    votes = HelpfulVote.objects.filter(rating=rating)
    found = votes.aggregate(yes=Count("pk", filter=Q(is_helpful=True)), total=Count("pk"))
    Rating.objects.filter(pk=rating.pk).update(helpful=found["yes"], unhelpful=found["total"] - found["yes"])


def weight_of(rating, trust, settled):
    """What a rating weighs now. ``settled`` is the newest major version with enough proven ratings."""
    return _weight(rating.state, rating.interest, rating.version.major, rating.tie, trust, settled)


def _weight(state, interest, major, tie, trust, settled):
    if state != Standing.COUNTED:
        return NOTHING
    version = version_factor(major, {settled: SETTLED} if settled else {})
    return weigh(trust, INTERESTS[interest], version, tie / VOTE)


def reweigh(artefact, trusts=None, ties=None):
    """Weigh all ratings of an artefact anew, write what changed; answers the sums of what is stored then.

    ``trusts`` and ``ties`` are {member: t} and {member: d}; without ``ties`` what is stored stays.
    """
    tally, sums, settled = tally_of(artefact), Sums(), _settled(artefact)
    rows = list(Rating.objects.filter(artefact=artefact).order_by("pk").values_list(*_WEIGHED))
    trusts = _trusts(rows) if trusts is None else trusts
    changed = defaultdict(list)
    for pk, by, overall, state, interest, major, *before in rows:
        tie = before[2] if ties is None else round(VOTE * ties.get(by, 1.0))
        weight = _weight(state, interest, major, tie, trusts.get(by, 0.0), settled)
        sums = sums.plus(weight, overall)
        if before != [*weight, tie]:
            changed[*weight, tie].append(pk)
    _write_weights(changed)
    tally.settled = settled
    tally.tw, tally.ts, tally.uw, tally.us = sums
    tally.save(update_fields=["settled", "tw", "ts", "uw", "us"])
    return sums


_WEIGHED = ("pk", "by_id", "overall", "state", "interest", "version__major", "w", "w_new", "tie")


def _write_weights(changed):
    """Write {(w, w_new, tie): numbers of ratings}: in one statement what many share, the others together."""
    alone = []
    for (w, w_new, tie), found in changed.items():
        if len(found) < FEW:
            alone += [Rating(pk=pk, w=w, w_new=w_new, tie=tie) for pk in found]
            continue
        for start in range(0, len(found), BLOCK):
            block = Rating.objects.filter(pk__in=found[start : start + BLOCK])
            block.update(w=w, w_new=w_new, tie=tie)
    Rating.objects.bulk_update(alone, ["w", "w_new", "tie"], batch_size=BLOCK)


def set_state(ratings, state):
    """Move ratings of artefacts or of creators (a queryset) into or out of quarantine.

    They weigh nothing until what they are about is reweighed.
    """
    ratings.update(state=state, w=0, w_new=0)


def recount(artefact_id):
    """The sums of an artefact from the weights that are stored with its ratings."""
    found = Rating.objects.filter(artefact=artefact_id).aggregate(
        tw=Sum("w"), ts=Sum(F("w") * F("overall")), uw=Sum("w_new"), us=Sum(F("w_new") * F("overall"))
    )
    return Sums(**{name: value or 0 for name, value in found.items()})


def sums_in(tally):
    return Sums(tally.tw, tally.ts, tally.uw, tally.us)


def tally_of(artefact):
    """The row with an artefact's sums, made if there is none."""
    return Tally.objects.get_or_create(artefact=artefact)[0]


def draw(artefact, tally, epoch, own=None):
    """Set what an artefact is drawn to until the next batch, and the names of the practices whose mean that is.

    ``own`` are the sums it brought into the batch, if any. Named is no practice in which nobody proven rated
    anything else: that one stands for the mean of the site.
    """
    own = own or Sums()
    rows = artefact.practices.order_by("order", "label").values_list("pk", "label")
    found = [(label, epoch.practices[str(pk)]) for pk, label in rows if str(pk) in epoch.practices]
    tally.prior = prior([sums for _, sums in found], own.tw, own.ts, mu=epoch.mu)
    tally.figures = tally.figures | {"drawn_to": [label for label, (tw, _ts) in found if tw > own.tw]}


def _write(artefact, tally, sums):
    """The sums, the score they make, and the figures of the page; older versions count half once one is settled."""
    if tally.settled != _settled(artefact):
        sums = reweigh(artefact)
        tally = tally_of(artefact)
    tally.tw, tally.ts, tally.uw, tally.us = sums
    epoch = frozen()
    if tally.prior is None:
        draw(artefact, tally, epoch)
    write_score(artefact, tally, epoch)


def write_score(artefact, tally, epoch):
    """Score, ranking key and counts on the artefact, figures on its tally; answers whether a page changed."""
    rows = figures.rows_of(artefact.pk)
    scored = score(*sums_in(tally), prior=tally.prior, mu=epoch.mu, sigma=epoch.sigma)
    tally.epoch_id = epoch.pk
    known = {"settled": tally.settled, "drawn_to": tally.figures.get("drawn_to", [])}
    tally.figures = figures.gather(artefact.pk, rows, scored, prior=tally.prior, early=epoch.early, **known)
    tally.save()
    teams = figures.teams(tally.figures)
    is_judged = bool(rows or tally.figures["recommended"] or any(map(bool, tally.figures["uses"].values())))
    shown = {
        "rating_count": len(rows),
        "team_count": teams,
        "again_yes": tally.figures["again"][0],
        "again_asked": tally.figures["again"][1],
        "score": scored.score if len(rows) >= SCORE_NEEDS else None,
        # Above 0 once anybody has said anything: then the page asks for the tally.
        "low": scored.low if is_judged else 0.0,
        "evidence": figures.evidence(tally.figures).value,
        "used_in": tally.figures["used_in"],
    }
    if all(getattr(artefact, name) == value for name, value in shown.items()):
        return False
    before = _listed_by(artefact), artefact.low
    for name, value in shown.items():
        setattr(artefact, name, value)
    Artefact.objects.filter(pk=artefact.pk).update(changed_at=timezone.now(), **shown)
    if _listed_by(artefact) != before[0]:
        facets.list_artefact(artefact)
    elif artefact.low != before[1]:
        facets.copy_sort_keys([artefact.pk])
    return True


def _listed_by(artefact):
    """What of its figures lists can be narrowed by; most ratings change none of it."""
    is_high = artefact.score is not None and artefact.score >= RATED_FROM
    return is_high, artefact.team_count >= USED_FROM, artefact.used_in


def _settled(artefact):
    """The newest major version with 5 proven ratings of its own; 0 where there is none."""
    proven = Rating.objects.counted().filter(artefact=artefact, by__trust_mark__t__gte=PROVEN)
    majors = proven.values("version__major").annotate(n=Count("pk")).filter(n__gte=SETTLED)
    return max(majors.values_list("version__major", flat=True), default=0)


def _trusts(rows):
    marks = TrustMark.objects.filter(member__in=[by for _, by, *_ in rows])
    return dict(marks.values_list("member_id", "t"))
