"""The focus list: what surveys say of a need, times what the library does not supply yet.

The only writer of NeedFigures, and of the needs that surveys put on the board. Figures are those of the last
snapshots of closed waves, in the segment that the results page shows first: board, list and results never differ.

    supply = min(1, sum of L / 5 over live artefacts that answer the need)
    focus  = opportunity * (1 - supply)

L is the lower bound of the Wilson interval (95 %) of the share who would use the artefact again; where nobody has
said, it counts 0.1. A need that is a practice as a whole is answered by all artefacts of the practice. Live is
published and not past its review date (specs/surveys.md, "Focus score").
"""

from django.db import IntegrityError, transaction
from django.db.models import Q

from content.enums import Status
from content.models import Artefact
from surveys import asking, findings, intervals
from surveys.cells import LEAST_SHOWN
from surveys.enums import CoverageState, NeedState, Stage
from surveys.gaps import LEAST_PLOTTED
from surveys.models import Item, Need, NeedFigures, Snapshot

ENOUGH = 5.0  # so many times L make a full supply
UNTRIED = 0.1  # L of an artefact that nobody has said anything of
A_PART = 500
SAID = ("pk", "again_yes", "again_asked")
OF_SNAPSHOT = {
    "n": "n",
    "importance": "mean_importance",
    "coverage": "mean_coverage",
    "gap": "mean_gap",
    "opp": "opp",
}


def refresh(today):
    """Bring the board and the focus list up to date; answers how many needs changed."""
    taken = sum(_take_over(snapshot) for snapshot in _newest_snapshots())
    rows = NeedFigures.objects.exclude(need__state=NeedState.DUPLICATE).select_related("need")
    return taken + sum(_weigh(row, today) for row in rows.order_by("pk"))


def supply_of(need, today):
    """(supply from 0 to 1, how many live artefacts it comes from).

    Of a practice no more artefacts are read than fill it, so that a million of them cost no more than hundreds.
    """
    linked = list(_live(Artefact.objects.filter(_answers(need)), today).values_list(*SAID))
    total, count = sum(bound(yes, asked) for _pk, yes, asked in linked), len(linked)
    if need.is_practice and need.practice_id:
        others = Artefact.objects.about(need.practice_id).exclude(pk__in=[pk for pk, *_ in linked])
        more, number = _of_many(_live(others, today))
        total, count = total + more, count + number
    return min(1.0, total / ENOUGH), count


def carry(gone, kept):
    """The figures of a merged need become those of the one that stays, if it has none. Both are held."""
    if not NeedFigures.objects.filter(need=kept).exists():
        NeedFigures.objects.filter(need=gone).update(need=kept)
    NeedFigures.objects.filter(need=gone).delete()


def bound(yes, asked):
    """L of one artefact."""
    return intervals.wilson(yes / asked, asked)[0] if asked else UNTRIED


def _newest_snapshots():
    """Of each survey the last word of its newest closed wave, without the payload.

    While a wave is open its figures are for those who have answered: they would lead the others.
    """
    newest = {}
    rows = Snapshot.objects.filter(wave__stage=Stage.CLOSED, final=True).select_related("wave__survey")
    for snapshot in rows.defer("payload").order_by("wave__survey", "wave__number"):
        newest[snapshot.wave.survey_id] = snapshot
    return list(newest.values())


def _take_over(snapshot):
    """Copy what a snapshot shows to its needs; answers how many changed."""
    if NeedFigures.objects.filter(snapshot=snapshot).exists():
        return 0
    payload = Snapshot.objects.values_list("payload", flat=True).get(pk=snapshot.pk)
    items = findings.needs(snapshot.wave)
    shown = payload["figures"].get(findings.default_segment(payload), [])
    return sum(
        _keep(items[entry["item"]], entry, snapshot)
        for entry in shown
        if entry["item"] in items and (entry["n"] or 0) >= LEAST_PLOTTED
    )


def _keep(item, entry, snapshot):
    """Whether the figures of one need are new; a newer snapshot of another survey keeps its place."""
    need = _need_of(item)
    held = NeedFigures.objects.select_related("snapshot").filter(need=need).first()
    if held and held.snapshot.taken_at > snapshot.taken_at:
        return False
    low, high = entry["opp_interval"]
    said = {name: entry[key] for name, key in OF_SNAPSHOT.items()}
    said |= {"opp_low": low, "opp_high": high, "snapshot": snapshot}
    NeedFigures.objects.update_or_create(need=need, defaults=said)
    return True


def _need_of(item):
    """The need on the board that an item of a survey asks for, made if there is none."""
    if item.need_id:
        return Need.objects.get(pk=item.need_id)
    need = _same_before(item) or _of_practice(item) or _new(item)
    Item.objects.filter(pk=item.pk, need__isnull=True).update(need=need)
    return need


def _same_before(item):
    """The need of the same item in another wave of its survey."""
    same = Item.objects.filter(
        key=item.key, question__wave__survey=item.question.wave.survey_id, need__isnull=False
    )
    row = same.select_related("need").order_by("-question__wave__number").first()
    return row.need if row else None


def _is_whole_practice(item):
    return item.practice_id is not None and item.key == item.practice.slug


def _of_practice(item):
    if not _is_whole_practice(item):
        return None
    known = Need.objects.filter(practice=item.practice_id, is_practice=True).select_related("merged_into")
    found = known.order_by("-merged_into").first()
    return (found.merged_into or found) if found else None


def _new(item):
    said = {"title": item.label[:120], "practice": item.practice, "state": NeedState.OPEN}
    try:
        with transaction.atomic():
            return Need.objects.create(is_practice=_is_whole_practice(item), **said)
    except IntegrityError:  # another worker was first
        return _of_practice(item)


def _answers(need):
    return Q(coverages__need=need, coverages__state=CoverageState.CONFIRMED)


def _live(rows, today):
    """Published, and not past the review date."""
    return rows.filter(Q(review_by__isnull=True) | Q(review_by__gte=today), status=Status.PUBLISHED)


def _of_many(rows):
    """(sum of L until it fills the supply, number of ``rows``)."""
    total, last = 0.0, 0
    in_order = rows.order_by("pk").values_list(*SAID)
    while total < ENOUGH and (part := list(in_order.filter(pk__gt=last)[:A_PART])):
        total += sum(bound(yes, asked) for _pk, yes, asked in part)
        last = part[-1][0]
    return total, rows.count()


def _weigh(row, today):
    """Write supply, focus and the second measurement of a need; answers whether anything changed."""
    supply, artefacts = supply_of(row.need, today)
    found = {"supply": supply, "artefacts": artefacts, "focus": row.opp * (1 - supply)} | _after(row)
    if all(getattr(row, name) == value for name, value in found.items()):
        return False
    NeedFigures.objects.filter(pk=row.pk).update(**found)
    return True


def _after(row):
    """What those said who were asked again, in steps of at least five people: smaller ones would tell who said it."""
    n, after, before = asking.answered(row.need)
    if n - row.after_n < LEAST_SHOWN:
        return {}
    return {"after_n": n, "after": after, "before": before}
