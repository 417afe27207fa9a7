"""One reading of a wave's rows, from which all that is published of it is computed: counts and figures fit.

The only writer of HistogramCell. Up to 1,000 respondents every pair of answers is read; above, the histogram is
counted anew by the database and read instead.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from surveys.enums import QuestionType
from surveys.models import Answer, HistogramCell, Item, Response, Wave
from surveys.models.responses import as_text, complete

MOST_DRAWN_RESPONDENTS = 1000
BATCH = 2000
NOT_SAID, ELSEWHERE, ALL = OWN_WORDS = ("not-said", "elsewhere", "all")  # in published tables
ABOUT = ("response__role", "response__size_band", "complete", "response__flagged")


class Person(NamedTuple):
    """What is known of a respondent, as far as figures are told apart by it."""

    role: str
    size_band: str
    complete: bool
    flagged: bool
    sector: str = ""
    region: str = ""


class Pair(NamedTuple):
    """Both answers to a need (by its key), and of whom."""

    item: str
    about: Person
    importance: int
    coverage: int


@dataclass(frozen=True)
class Reading:
    """``people`` are those with at least one answer; ``by_respondent`` is None where the histogram was read."""

    wave: Wave
    items: list[str]
    people: Counter[Person]
    pairs: Counter[Pair]
    by_respondent: dict[str, list[Pair]] | None

    @cached_property
    def n(self):
        return self.people.total()

    @cached_property
    def histograms(self):
        """{person: {item: {(importance, coverage): n}}}"""
        held = defaultdict(lambda: defaultdict(Counter))
        for pair, n in self.pairs.items():
            held[pair.about][pair.item][pair.importance, pair.coverage] += n
        return held


def read(wave):
    """Read a wave as it stands. Note: counts the histogram anew where there are more than 1,000 respondents."""
    items = dict(needs(wave).order_by("position", "pk").values_list("pk", "key"))
    people = _people(wave)
    if people.total() > MOST_DRAWN_RESPONDENTS:
        rebuild_histogram(wave)
        return Reading(wave, list(items.values()), people, _of_histogram(wave, items), None)
    by_respondent = _of_rows(wave, items)
    pairs = Counter(pair for given in by_respondent.values() for pair in given)
    return Reading(wave, list(items.values()), people, pairs, by_respondent)


def needs(wave):
    """The items that are asked for importance and coverage."""
    return Item.objects.filter(question__wave=wave, question__type=QuestionType.NEED_GAP)


def rebuild_histogram(wave):
    """Count the pairs of every item anew by role, size, completeness and flag; answers how many cells there are.

    The counting holds no lock; answers given meanwhile are in the next one.
    """
    cells = [
        HistogramCell(
            wave=wave,
            item_id=item,
            role=role,
            size_band=size,
            complete=is_complete,
            flagged=flagged,
            importance=importance,
            coverage=coverage,
            n=n,
        )
        for (role, size, is_complete, flagged), pairs in _counted(wave).items()
        for (item, importance, coverage), n in pairs.items()
    ]
    with transaction.atomic():
        HistogramCell.objects.filter(wave=wave).delete()
        HistogramCell.objects.bulk_create(cells, batch_size=BATCH)
    return len(cells)


def _counted(wave):
    """{about: {(item, importance, coverage): n}}. Counted here: databases sort millions of rows to group them."""
    counted, of = defaultdict(Counter), {}
    responses = Response.objects.filter(wave=wave).started().annotate(who=as_text("pk"), complete=complete())
    for who, *about in responses.values_list("who", "role", "size_band", "complete", "flagged"):
        of[who] = counted[tuple(about)]
    items = set(needs(wave).values_list("pk", flat=True))
    both = Answer.objects.filter(importance__isnull=False, coverage__isnull=False)
    for who, *pair in both.of_each(sorted(of), "item", "importance", "coverage"):
        if pair[0] in items:
            of[who][tuple(pair)] += 1
    return counted


def _people(wave):
    rows = Response.objects.filter(wave=wave).started().annotate(complete=complete()).order_by()
    names = ("role", "size_band", "complete", "flagged", "sector", "region")
    people = Counter()
    for *about, region, n in rows.values_list(*names).annotate(n=Count("pk")):
        people[Person(*about, _plain(region))] += n
    return people


def _plain(region):
    """One spelling of a country or region; our own words for none are none."""
    said = " ".join(region.split()).casefold()
    return "" if said in OWN_WORDS else said


def _pairs(wave):
    """Answers that count: both values given, to a need."""
    both = Answer.objects.filter(importance__isnull=False, coverage__isnull=False)
    return both.filter(item__in=needs(wave))


def _of_rows(wave, items):
    """{response id: its pairs}, in one statement."""
    found = {}
    rows = _pairs(wave).annotate(complete=complete("response__"))
    for response, item, *about, importance, coverage in rows.values_list(
        "response_id", "item", *ABOUT, "importance", "coverage"
    ):
        pair = Pair(items[item], Person(*about), importance, coverage)
        found.setdefault(str(response), []).append(pair)
    return found


def _of_histogram(wave, items):
    names = ("item", "role", "size_band", "complete", "flagged", "importance", "coverage", "n")
    pairs = Counter()
    for item, *about, importance, coverage, n in HistogramCell.objects.filter(wave=wave).values_list(*names):
        pairs[Pair(items[item], Person(*about), importance, coverage)] += n
    return pairs
