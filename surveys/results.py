"""Figures of a wave: computed from rows or from the histogram, stored by the worker, read by pages.

The only writer of HistogramCell and StoredResult. Up to 1,000 responses the bootstrap draws respondents; above,
the histogram is drawn, item by item. Means and shares are the same either way.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.enums import DOERS, HELPERS, RoleKind, SizeBand
from surveys import gaps, intervals
from surveys.cells import LEAST_SHOWN
from surveys.enums import QuestionType, Stage
from surveys.models import Answer, HistogramCell, Item, Response, StoredResult, Wave
from surveys.models.responses import COMPLETE, PARTIAL, complete

MOST_DRAWN_RESPONDENTS = 1000
OLDEST = timedelta(seconds=30)  # stored results are at most so much older than the answers
LEAST_DOERS = 30  # below, or below half, the page warns
BATCH = 2000

# Figures of an item in the order in which tables, files and commands show them.
COLUMNS = (
    "n",
    "mean_importance",
    "mean_coverage",
    "mean_gap",
    "sd_importance",
    "sd_coverage",
    "sd_gap",
    "imp",
    "cov",
    "opp",
    "mwds",
    "rank_opp",
    "rank_gap",
)

BY_RESPONDENT, BY_ITEM = "respondents", "multinomial"


class UnknownSegment(Refused):
    """A segment that responses are not told apart by."""


class TooFew(Refused):
    """Fewer than five: nothing of them is shown."""


@dataclass(frozen=True)
class Results:
    n_respondents: int
    items: list[gaps.Figures]
    method: str


@dataclass(frozen=True)
class Dispositions:
    """How far those who came went; ``complete`` of ``started`` with its Wilson interval."""

    seen: int
    started: int
    broken_off: int
    partial: int
    complete: int

    @property
    def completion(self):
        share = self.complete / self.started if self.started else 0.0
        return share, intervals.wilson(share, self.started)


def compute(wave, *, segment="", completes_only=False, draws=intervals.DRAWS):
    """Figures of every need of a wave. Raises UnknownSegment, and TooFew below five respondents.

    Above 1,000 responses the histogram must have been rebuilt before. Note: reads wave.survey_id.
    """
    rows = _responses(wave, segment, completes_only)
    n = rows.count()
    if n < LEAST_SHOWN:
        raise TooFew(_("Fewer than 5 people answered: nothing of them is shown."))
    items = dict(needs(wave).values_list("pk", "key"))
    if n > MOST_DRAWN_RESPONDENTS:
        return Results(n, _from_histogram(wave, items, segment, completes_only, draws), BY_ITEM)
    return Results(n, _from_rows(wave, items, rows, draws), BY_RESPONDENT)


def dispositions(wave):
    """Seen, started, broken off, partial, complete, in one query."""
    counted = (
        Response.objects.filter(wave=wave)
        .with_share()
        .aggregate(
            seen=Count("pk", filter=Q(came_for_pairs=False) | Q(answered__gt=0)),
            started=Count("pk", filter=Q(answered__gt=0)),
            complete=Count("pk", filter=Q(answered__gt=0, reached__gte=COMPLETE)),
            partial=Count("pk", filter=Q(answered__gt=0, reached__gte=PARTIAL, reached__lt=COMPLETE)),
        )
    )
    return Dispositions(broken_off=counted["started"] - counted["partial"] - counted["complete"], **counted)


def who_answered(wave):
    """How many respondents of each role and size, as the pages' strip is made from; blank for not said."""
    rows = Response.objects.filter(wave=wave).started()
    count = {
        name: dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
        for name in ("role", "size_band", "sector")
    }
    doers = sum(n for role, n in count["role"].items() if role in DOERS)
    return count | {"doers": doers, "n": sum(count["role"].values())}


@transaction.atomic
def rebuild_histogram(wave):
    """Count the pairs of every item anew by role, size, completeness and flag; answers how many cells there are."""
    pairs = (
        _pairs(wave)
        .annotate(complete=complete("response__"))
        .order_by()
        .values(
            "item",
            "response__role",
            "response__size_band",
            "complete",
            "response__flagged",
            "importance",
            "coverage",
        )
        .annotate(n=Count("pk"))
    )
    cells = [
        HistogramCell(
            wave=wave,
            item_id=row["item"],
            role=row["response__role"],
            size_band=row["response__size_band"],
            complete=row["complete"],
            flagged=row["response__flagged"],
            importance=row["importance"],
            coverage=row["coverage"],
            n=row["n"],
        )
        for row in pairs
    ]
    HistogramCell.objects.filter(wave=wave).delete()
    HistogramCell.objects.bulk_create(cells, batch_size=BATCH)
    return len(cells)


def is_large(wave):
    """Whether figures come from the histogram."""
    return Response.objects.filter(wave=wave).started().count() > MOST_DRAWN_RESPONDENTS


def refresh(wave, now):
    """Compute and store the results of every segment that may be shown; answers how many."""
    answers_at = Wave.objects.values_list("last_answer_at", flat=True).get(pk=wave.pk)
    if is_large(wave):
        rebuild_histogram(wave)
    held = {}
    for segment in segments(wave):
        for completes_only in (False, True):
            held[segment, completes_only] = _payload(wave, segment, completes_only)
    with transaction.atomic():
        StoredResult.objects.filter(wave=wave).delete()
        StoredResult.objects.bulk_create(
            StoredResult(
                wave=wave,
                segment=segment,
                completes_only=completes_only,
                payload=payload,
                answers_at=answers_at,
                computed_at=now,
            )
            for (segment, completes_only), payload in held.items()
        )
    return len(held)


def refresh_due(now):
    """Refresh each wave whose answers are newer than its stored results, at most every 30 seconds."""
    waves = Wave.objects.filter(stage__in=[Stage.OPEN, Stage.CLOSED], last_answer_at__isnull=False)
    stored = dict(
        StoredResult.objects.filter(segment="", completes_only=False).values_list("wave", "computed_at")
    )
    current = StoredResult.objects.filter(answers_at=F("wave__last_answer_at")).values("wave")
    due = [
        wave
        for wave in waves.exclude(pk__in=current).select_related("survey").order_by("pk")
        if wave.pk not in stored or now - stored[wave.pk] >= OLDEST
    ]
    for wave in due:
        refresh(wave, now)
    return len(due)


def stored(wave, *, segment="", completes_only=False):
    """(payload, when it was computed), or None before the worker has been here. One query.

    For those who run the survey: what everybody may see is published by surveys.snapshots.
    """
    row = StoredResult.objects.filter(wave=wave, segment=segment, completes_only=completes_only).first()
    return (row.payload, row.computed_at) if row else None


def segments(wave):
    """Everybody, doers and helpers, then each role and size that somebody has."""
    said = who_answered(wave)
    roles = [f"role={role}" for role in RoleKind.values if said["role"].get(role)]
    sizes = [f"size={size}" for size in SizeBand.values if said["size_band"].get(size)]
    return ["", "group=doers", "group=helpers", *roles, *sizes]


def condition(segment, prefix=""):
    """What a segment demands of responses, as a Q. Raises UnknownSegment."""
    if not segment:
        return Q()
    name, _equals, value = segment.partition("=")
    groups = {"doers": DOERS, "helpers": HELPERS}
    if name == "group" and value in groups:
        return Q(**{f"{prefix}role__in": sorted(groups[value])})
    if name == "role" and value in RoleKind.values:
        return Q(**{f"{prefix}role": value})
    if name == "size" and value in SizeBand.values:
        return Q(**{f"{prefix}size_band": value})
    raise UnknownSegment(
        _("There is no segment “%(segment)s”. There are role=…, size=…, group=doers and group=helpers.")
        % {"segment": segment[:60]}
    )


def _responses(wave, segment, completes_only):
    rows = Response.objects.filter(wave=wave).filter(condition(segment))
    return rows.complete() if completes_only else rows.started()


def needs(wave):
    """The items that are asked for importance and coverage."""
    return Item.objects.filter(question__wave=wave, question__type=QuestionType.NEED_GAP)


def _pairs(wave):
    """Answers that count: both values given, to a need."""
    return Answer.objects.filter(
        response__wave=wave,
        item__question__type=QuestionType.NEED_GAP,
        importance__isnull=False,
        coverage__isnull=False,
    )


def _from_rows(wave, items, rows, draws):
    answers = defaultdict(dict)
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    pairs = _pairs(wave).filter(response__in=rows.values("pk"))
    for pk, item, importance, coverage in pairs.values_list(
        "response_id", "item_id", "importance", "coverage"
    ):
        answers[str(pk)][items[item]] = (importance, coverage)
    key = intervals.seed(wave.survey_id, wave.number, ids)
    return gaps.from_answers(answers, key=key, items=items.values(), draws=draws)


def _from_histogram(wave, items, segment, completes_only, draws):
    cells = HistogramCell.objects.filter(wave=wave).filter(condition(segment))
    if completes_only:
        cells = cells.filter(complete=True)
    histograms = {key: {} for key in items.values()}
    counted = cells.order_by("item", "importance", "coverage").values_list("item", "importance", "coverage")
    for item, importance, coverage, n in counted.annotate(total=Sum("n")):
        histograms[items[item]][importance, coverage] = n
    said = [f"{item}:{pair}:{n}" for item, pairs in histograms.items() for pair, n in pairs.items()]
    return gaps.from_histograms(
        histograms, key=intervals.seed(wave.survey_id, wave.number, said), draws=draws
    )


def _payload(wave, segment, completes_only):
    """What is stored; of fewer than five only that they are."""
    try:
        found = compute(wave, segment=segment, completes_only=completes_only)
    except TooFew:
        return {"n_respondents": None, "items": []}
    return {
        "n_respondents": found.n_respondents,
        "method": found.method,
        "items": [as_entry(figures) for figures in found.items],
    }


def as_entry(figures):
    """Figures as JSON; of an item that fewer than five answered only its name."""
    if figures.n < LEAST_SHOWN:
        return {"item": figures.item, "n": None}
    return asdict(figures) | {"quadrant": figures.quadrant.value}
