"""The one writer of weights, sums and scores.

Whoever calls holds the artefacts' rows (``content.moving.lock``), first of all rows. A rating that comes, changes or
goes subtracts the weight that is stored with it and adds the new one, so that the sums equal a recount as whole
numbers whatever happened in whichever order. One artefact is written by the functions that write many.
"""

from collections import Counter, defaultdict
from functools import lru_cache

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from content import facets, loading
from content.facet_values import USED_FROM, is_rated_high
from content.models import Artefact, Version
from people.prepared import insert, insert_or_update, prepared
from ratings import figures
from ratings.enums import Standing
from ratings.models import HelpfulVote, Rating, Recommendation, SiteEpoch, Tally, TrustMark
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
    settled,
    site,
    version_factor,
    weigh,
)

NOTHING = Weight(0, 0)
BLOCK = 200  # tallies written at once
SUMS = ("tw", "ts", "uw", "us")


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


def add(artefact, rating, known, trust, **said):
    """Save a new rating with what it weighs, and the sums and figures with it, without a count of the others.

    ``known`` is its ratings.beforehand.Known, ``trust`` its member's.
    """
    for name, value in said.items():
        setattr(rating, name, value)
    tally = known.tally
    weight = _weight(rating.state, rating.interest, known.major, rating.tie, trust, tally.settled)
    rating.w, rating.w_new = weight
    insert(rating)
    _set_sums(tally, sums_in(tally).plus(weight, rating.overall))
    tally = _settled_anew(artefact, tally, weight)
    # A report of use is told with the state and the words of the rating that goes with it.
    is_counted = tally is not known.tally or known.used
    said = None if is_counted else _said_with(artefact, rating, known, trust)
    _write(artefact, tally, epoch=known.epoch, said=said)


def put(artefact, rating, **changes):
    """Save a changed rating with what it weighs, and the sums with it."""
    tally, before, stars = _tally_of(artefact), Weight(rating.w, rating.w_new), rating.overall
    for name, value in changes.items():
        setattr(rating, name, value)
    weight = weight_of(rating, trust_of(rating.by_id), tally.settled)
    rating.w, rating.w_new = weight
    rating.save()
    _set_sums(tally, sums_in(tally).minus(before, stars).plus(weight, rating.overall))
    _write(artefact, _settled_anew(artefact, tally, before, weight))


def drop(artefact, rating):
    """Delete a rating and take out what it weighed."""
    tally, before = _tally_of(artefact), Weight(rating.w, rating.w_new)
    rating.delete()
    _set_sums(tally, sums_in(tally).minus(before, rating.overall))
    _write(artefact, _settled_anew(artefact, tally, before))


def refresh(artefact):
    """Write anew what follows from uses, recommendations and the frozen figures; the sums stay."""
    _write(artefact, _tally_of(artefact))


def count_votes(rating):
    """Write how many found a review helpful, and how many did not. The caller holds the artefact's row."""
    votes = HelpfulVote.objects.filter(rating=rating)
    found = votes.aggregate(yes=Count("pk", filter=Q(is_helpful=True)), total=Count("pk"))
    Rating.objects.filter(pk=rating.pk).update(helpful=found["yes"], unhelpful=found["total"] - found["yes"])


def weight_of(rating, trust, settled):
    """What a rating weighs now. ``settled`` is the newest major version with enough proven ratings."""
    return _weight(rating.state, rating.interest, rating.version.major, rating.tie, trust, settled)


@lru_cache(maxsize=100_000)
def _weight(state, interest, major, tie, trust, settled):
    """Kept, as very many ratings have the same of all of these."""
    if state != Standing.COUNTED:
        return NOTHING
    version = version_factor(major, {settled: SETTLED} if settled else {})
    return weigh(trust, INTERESTS[interest], version, tie / VOTE)


def reweigh(ids, trusts=None, ties=None):
    """Weigh all ratings of these artefacts anew, and write what changed with the sums of it.

    ``trusts`` is {member: t}, None for what their marks say; ``ties`` answers {voter: d} for {voter: t}, without
    it what is stored stays.
    """
    voted = _voted(ids)
    trusts = _trusts(ids) if trusts is None else trusts
    majors, before = _majors(ids), {pk: said for pk, *said in _tallies(ids).values_list("pk", *_SUMMED)}
    changed, stale = defaultdict(list), []
    for pk in ids:
        rows, votes = voted.get(pk, ()), []
        newest = _settled_among(rows, majors, trusts)
        tied = ties({row[2]: trusts.get(row[2], 0.0) for row in rows}) if ties else {}
        for _pk, number, by, overall, state, interest, version, w, w_new, tie in rows:
            new = round(VOTE * tied[by]) if ties else tie
            weight = _weight(state, interest, majors[version], new, trusts.get(by, 0.0), newest)
            votes.append((weight, overall))
            if weight != (w, w_new) or new != tie:
                changed[*weight, new].append(number)
        after = [newest, *Sums.of(votes)]
        if before.get(pk) != after:
            stale.append(Tally(artefact_id=pk, **dict(zip(_SUMMED, after, strict=True))))
    loading.update_alike(Rating, ("w", "w_new", "tie"), changed)
    _write_tallies(stale, _SUMMED)


_WEIGHED = ("artefact_id", "pk", "by_id", "overall", "state", "interest", "version_id", "w", "w_new", "tie")
_SUMMED = ("settled", *SUMS)


def _voted(ids):
    """{artefact: [values of _WEIGHED]}"""
    found = defaultdict(list)
    for row in Rating.objects.filter(artefact__in=ids).values_list(*_WEIGHED).iterator():
        found[row[0]].append(row)
    return found


def _majors(ids):
    """{version: its major number}"""
    return dict(Version.objects.filter(artefact__in=ids).values_list("pk", "major"))


def _write_tallies(tallies, names):
    """Make these rows, or write these columns of those that are there."""
    if len(tallies) == 1:  # one rating
        insert_or_update(tallies[0], names)
        return
    Tally.objects.bulk_create(
        tallies, batch_size=BLOCK, update_conflicts=True, unique_fields=["artefact"], update_fields=names
    )


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


def _set_sums(tally, sums):
    tally.tw, tally.ts, tally.uw, tally.us = sums


def _tallies(ids):
    return Tally.objects.filter(pk__in=ids)


def _tally_of(artefact):
    """The row with an artefact's sums; a new one, which is not stored yet, if there is none."""
    return _tallies([artefact.pk]).first() or Tally(artefact_id=artefact.pk)


def _settled_anew(artefact, tally, *weights):
    """The tally; read again where what weighs or weighed so much settles another version, as all is weighed anew then.

    Only a proven rating can, and of that the proven part is not the smaller one.
    """
    if all(weight.proven < weight.unproven for weight in weights) or tally.settled == _settled(artefact):
        return tally
    reweigh([artefact.pk])
    return _tally_of(artefact)


def _said_with(artefact, rating, known, trust):
    """What is said of an artefact, from its figures and a new rating; None where only a count tells."""
    before = figures.kept(known.tally.figures)
    if before is None:
        return None
    return before.plus(
        rating,
        is_proven=trust >= PROVEN,
        is_older=known.major < known.tally.settled,
        has_recommended=bool(before.recommended)
        and bool(_recommending(artefact=artefact.pk, by=rating.by_id)),
    )


@prepared
def _recommending(artefact, by):
    return Recommendation.objects.filter(artefact=artefact, by=by).values_list("pk")


def _write(artefact, tally, *, epoch=None, said=None):
    """The sums, the score they make, and the figures of the page: those of ``said``, or of a count."""
    epoch = epoch or frozen()
    if tally.prior is None:
        _draw([tally], epoch, own=False)
    _score([artefact], {artefact.pk: tally}, epoch, {artefact.pk: said} if said else None)
    _write_tallies([tally], _SCORED)


def rescore(artefacts, epoch=None):
    """Write the scores of these artefacts with a new batch's values, or with those that hold now.

    Answers of how many what pages show changed.
    """
    ids = [artefact.pk for artefact in artefacts]
    tallies = {pk: Tally(artefact_id=pk) for pk in ids} | _tallies(ids).in_bulk()
    before = {pk: _values(tally) for pk, tally in tallies.items()}
    if epoch:
        _draw(tallies.values(), epoch, own=True)
    else:
        epoch = frozen()
        _draw([tally for tally in tallies.values() if tally.prior is None], epoch, own=False)
    changed = _score(artefacts, tallies, epoch)
    stale = [tally for pk, tally in tallies.items() if _values(tally) != before[pk]]
    _write_tallies(stale, _SCORED)
    return changed


_SCORED = (*SUMS, "prior", "epoch", "figures")


def _values(tally):
    return tally.prior, tally.epoch_id, tally.figures


def _draw(tallies, epoch, *, own):
    """Set what artefacts are drawn to until the next batch, and the names of the practices whose mean that is.

    Their ``own`` sums are left out of that mean where they were in the batch. Named is no practice in which nobody
    proven rated anything else: that one stands for the mean of the site.
    """
    practices = defaultdict(list)
    rows = Artefact.practices.through.objects.filter(artefact__in=[tally.pk for tally in tallies])
    rows = rows.order_by("practice__order", "practice__label")
    for pk, practice, label in rows.values_list("artefact_id", "practice_id", "practice__label"):
        if str(practice) in epoch.practices:
            practices[pk].append((label, epoch.practices[str(practice)]))
    for tally in tallies:
        tw, ts = (tally.tw, tally.ts) if own else (0, 0)
        found = practices[tally.pk]
        tally.prior = prior([sums for _label, sums in found], tw, ts, mu=epoch.mu)
        drawn_to = [label for label, (all_tw, _all_ts) in found if all_tw > tw]
        tally.figures = tally.figures | {"drawn_to": drawn_to}


def _score(artefacts, tallies, epoch, said=None):
    """Set figures in the tallies, and write score, ranking key and counts on the artefacts that others are shown of.

    Answers how many these are. ``said`` is {artefact: Said}, None to count it.
    """
    said, changed = said or figures.said_of({pk: tally.settled for pk, tally in tallies.items()}), {}
    for artefact in artefacts:
        tally = tallies[artefact.pk]
        scored = score(*sums_in(tally), prior=tally.prior, mu=epoch.mu, sigma=epoch.sigma)
        known = {"settled": tally.settled, "drawn_to": tally.figures.get("drawn_to", [])}
        known |= {"prior": tally.prior, "early": epoch.early}
        tally.epoch_id = epoch.pk
        tally.figures = figures.gather(said[artefact.pk], scored, **known)
        shown = _shown(said[artefact.pk].count, scored, tally.figures)
        shown = {name: value for name, value in shown.items() if getattr(artefact, name) != value}
        if shown:
            changed[artefact] = shown
    _show(changed)
    return len(changed)


def _shown(count, scored, found):
    """What of its figures stands with the artefact."""
    is_judged = bool(count or found["recommended"] or any(map(bool, found["uses"].values())))
    return {
        "rating_count": count,
        "team_count": figures.teams(found),
        "again_yes": found["again"][0],
        "again_asked": found["again"][1],
        "score": scored.score if count >= SCORE_NEEDS else None,
        # Above 0 once anybody has said anything: then the page asks for the tally.
        "low": scored.low if is_judged else 0.0,
        "evidence": figures.evidence(found).value,
        "used_in": found["used_in"],
    }


def _show(changed):
    """Write {artefact: {name: what is new}}, and what lists hold of it."""
    now, names, listed, ranked = timezone.now(), {"changed_at"}, [], {}
    for artefact, shown in changed.items():
        before, artefact.changed_at = _listed_by(artefact), now
        for name, value in shown.items():
            setattr(artefact, name, value)
        names |= shown.keys()
        if _listed_by(artefact) != before:
            listed.append(artefact.pk)
        elif "low" in shown:
            ranked[artefact.pk] = artefact.low
    names = sorted(names)
    loading.update(Artefact, names, [(one.pk, *(getattr(one, name) for name in names)) for one in changed])
    facets.bulk_list(listed)
    facets.copy_ranks(ranked)


def _listed_by(artefact):
    """What of its figures lists can be narrowed by; most ratings change none of it."""
    is_high = is_rated_high(artefact.score)
    return is_high, artefact.team_count >= USED_FROM, artefact.used_in


def _settled(artefact):
    """The newest major version with 5 proven ratings of its own; 0 where there is none."""
    proven = Rating.objects.counted().filter(artefact=artefact, by__trust_mark__t__gte=PROVEN).order_by()
    return settled(dict(proven.values_list("version__major").annotate(n=Count("pk"))))


def _settled_among(rows, majors, trusts):
    """The same of an artefact with these rows of _WEIGHED."""
    return settled(
        Counter(
            majors[version]
            for _pk, _number, by, _stars, state, _interest, version, *_ in rows
            if trusts.get(by, 0.0) >= PROVEN and state == Standing.COUNTED
        )
    )


def _trusts(ids):
    """{member: t} of those who rated one of these artefacts."""
    voters = Rating.objects.filter(artefact__in=ids).values("by")
    return dict(TrustMark.objects.filter(member__in=voters).values_list("member_id", "t"))
