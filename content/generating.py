"""Makes a large library of generated artefacts for measuring, in the proportions of specs/performance.md.

Seeded: the same number makes the same library. Texts are built from the sentences of the starter library and
from words of the field, so that the relevance of a search can be judged. Everything says that it is generated.
"""

import heapq
import math
import random
import re
import tomllib
from bisect import bisect
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from django.utils import timezone
from django.utils.text import slugify

from content.models import Kind, Practice
from people.enums import Sector, SizeBand

STARTER = Path(__file__).parent / "starter"
MOST_TAGS = 2000
FIELD_SENTENCES = 4_000  # made once and drawn from: what is said about one of them holds wherever it stands
THREE_YEARS = 3 * 365
KIND_SHARES = {
    "template": 22,
    "checklist": 12,
    "process-description": 12,
    "procedure": 10,
    "runbook": 8,
    "knowledge-article": 8,
    "policy": 7,
    "process-model": 6,
    "case-study": 6,
    "presentation": 5,
    "form": 4,
}
LICENCE_SHARES = {
    "CC-BY-4.0": 55,
    "CC-BY-SA-4.0": 20,
    "CC0-1.0": 12,
    "MIT": 6,
    "CC-BY-NC-4.0": 5,
    "Apache-2.0": 2,
}
FORMAT_SHARES = {"docx": 34, "xlsx": 25, "pdf": 17, "pptx": 10, "bpmn": 7, "md": 7}
LANGUAGE_SHARES = {"en": 86, "de": 6, "fr": 4, "es": 2, "nl": 2}
SHARES = {
    "kind": KIND_SHARES,
    "licence": LICENCE_SHARES,
    "format": FORMAT_SHARES,
    "language": LANGUAGE_SHARES,
}

SIZES = (*SizeBand.values, "", "")  # not every artefact says for whom it was made
SECTORS = (*Sector.values, "", "", "")


def _words(text):
    return text.split()


THINGS = _words("""review agenda handover checklist escalation matrix priority model outage timeline risk register
service catalogue entry change calendar release plan back-out plan on-call rota known error list supplier scorecard
capacity forecast audit trail access request backup schedule maintenance window incident summary problem record
workaround note configuration baseline asset list continuity test recovery plan alert rule event filter request form
satisfaction survey knowledge article improvement log cost model training deck onboarding guide""")
FIELD = _words("""
service incident change problem request release deployment asset configuration catalogue desk queue ticket
priority impact urgency escalation owner approval board calendar window outage root cause workaround backlog threshold
alert event capacity demand forecast continuity recovery supplier contract target breach report review agenda action
risk control audit evidence policy standard training handover shift rota customer user satisfaction knowledge article
search category template checklist baseline relationship dependency monitoring latency availability uptime restore
backup rollback verification test environment pipeline migration upgrade patch certificate identity access permission
network storage database server cluster cloud vendor licence cost budget invoice value improvement experiment metric
measure dashboard trend seasonal variance confidence sample survey interview workshop stakeholder sponsor champion
adoption communication message audience channel cadence escalate acknowledge diagnose resolve close reopen classify
route assign delegate document publish retire archive""")
# Of these syllables are made words that stand in about three artefacts, however large the library is.
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
RARE_SHARE, RARE_EACH = 0.05, 3


@dataclass
class Taxonomy:
    """What plans draw from: kinds and practices by their rows."""

    kinds: dict
    practices: list


@dataclass(slots=True)
class Standing:
    """How well an artefact is known: what lists are sorted by."""

    published_at: datetime
    downloads: int
    ratings: int
    score: float | None
    low: float


@dataclass(slots=True)
class Plan:
    """One artefact to be made."""

    number: int
    creator: int
    title: str
    summary: str
    paragraphs: list
    inside: list
    kind: Kind
    practices: list
    tags: list
    licence: str
    extension: str
    language: str
    size: str
    sector: str
    standing: Standing


def taxonomy():
    """What is in the database to draw from."""
    kinds = Kind.objects.in_bulk(list(KIND_SHARES), field_name="slug")
    return Taxonomy(kinds, list(Practice.objects.active().order_by("pk")))


class Planner:
    """Draws plans one after another from a seed."""

    def __init__(self, total, terms, seed=1):
        self.random = random.Random(seed)  # nosec B311  a repeatable library, not a secret
        self.creators = max(1, total // 20)
        self.terms = terms
        self.sentences = starter_sentences()
        self.field_sentences = [self._field_sentence() for _ in range(FIELD_SENTENCES)]
        self.tags = _tag_names()
        self.now = timezone.now().replace(microsecond=0)
        self.practice_weights = _zipf(len(terms.practices), 0.9)
        self.tag_weights = _zipf(len(self.tags), 1.07)
        self.creator_weights = _zipf(self.creators, 0.8)
        self.shares = {name: _Shares(self.random, shares) for name, shares in SHARES.items()}
        self.standings = [self._standing() for _ in range(total)]

    def best(self, n):
        """Numbers of the ``n`` artefacts that the search would choose to rank in full (content.search)."""
        order = (
            (one.low, one.downloads, one.published_at, number) for number, one in enumerate(self.standings, 1)
        )
        return {number for *_, number in heapq.nlargest(n, order)}

    def plan(self, number):
        """The ``number``-th artefact; call in order, because the seed runs on."""
        draw = self.random
        practices = self._weighted(self.terms.practices, self.practice_weights, draw.choice((1, 1, 1, 2)))
        thing = f"{draw.choice(THINGS)} {draw.choice(THINGS)}"
        return Plan(
            number=number,
            creator=bisect(self.creator_weights, draw.random() * self.creator_weights[-1]),
            title=f"{thing.capitalize()} for {practices[0].label.lower()} (generated {number})",
            summary=f"Generated for measuring. {self._sentence()}"[:300],
            paragraphs=self._text(120) + self._rare_text(),
            inside=self._text(60),
            kind=self.terms.kinds[self.shares["kind"].draw()],
            practices=sorted(practices, key=lambda practice: (practice.order, practice.label)),
            tags=self._weighted(self.tags, self.tag_weights, draw.randint(1, 6)),
            licence=self.shares["licence"].draw(),
            extension=self.shares["format"].draw(),
            language=self.shares["language"].draw(),
            size=draw.choice(SIZES),
            sector=draw.choice(SECTORS),
            standing=self.standings[number - 1],
        )

    def _standing(self):
        """Ratings and downloads long-tailed, most with next to none; dates exponential over three years."""
        draw = self.random
        ratings = min(400, int(draw.paretovariate(1.1)) - 1)
        score = round(min(5, max(1, draw.gauss(4.1, 0.5))), 2) if ratings else None
        age = min(draw.expovariate(3 / THREE_YEARS), THREE_YEARS)
        return Standing(
            published_at=self.now - timedelta(days=age, seconds=draw.randrange(86_400)),
            downloads=min(1_000_000, int(draw.paretovariate(0.9)) - 1),
            ratings=ratings,
            score=score,
            low=max(0, score - 2 / (1 + ratings) ** 0.5) if score else 0,
        )

    def _weighted(self, things, cumulated, n):
        return list(dict.fromkeys(self.random.choices(things, cum_weights=cumulated, k=n)))

    def _sentence(self):
        return self.random.choice(self.sentences if self.random.random() < 0.5 else self.field_sentences)

    def _field_sentence(self):
        words = self.random.sample(FIELD, self.random.randint(7, 14))
        return " ".join(words).capitalize() + "."

    def _rare_text(self):
        if self.random.random() > RARE_SHARE:
            return []
        number = self.random.randrange(max(1, int(len(self.standings) * RARE_SHARE / RARE_EACH)))
        return [f"Reference {_word(number)}."]

    def _text(self, median):
        """Sentences of lognormal length in words."""
        wanted = min(3000, math.exp(self.random.gauss(math.log(median), 0.8)))
        sentences, words = [], 0
        while words < wanted:
            sentences.append(self._sentence())
            words += sentences[-1].count(" ") + 1
        return sentences


class _Shares:
    """Values in fixed shares."""

    def __init__(self, random, shares):
        self.random = random
        self.values = list(shares)
        self.cumulated = list(accumulate(shares.values()))

    def draw(self):
        return self.values[bisect(self.cumulated, self.random.random() * self.cumulated[-1])]


def starter_sentences():
    """Sentences of the starter library's texts, file by file in their order."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(STARTER.rglob("*.toml"))]
    text = re.sub(r"[^\w\s.,;:!?'’()-]+", " ", ". ".join(_prose(tables)))
    sentences = (" ".join(sentence.split()).strip(" .-") for sentence in re.split(r"[.:!?]\s", text))
    return [f"{sentence}." for sentence in sentences if 20 < len(sentence) < 200 and sentence[0].isalpha()]


def _prose(thing):
    """Every text with a space in it, however deep the tables of the file are."""
    if isinstance(thing, str):
        if " " in thing:
            yield thing
        return
    for part in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from _prose(part)


def _word(number):
    """A word of four syllables for a number."""
    syllables = []
    for _ in range(4):
        number, at = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[at])
    return "".join(syllables)


@cache
def _tag_names():
    pairs = [f"{a} {b}" for a in FIELD for b in THINGS if a != b]
    random.Random(7).shuffle(pairs)  # nosec B311  a repeatable library, not a secret
    return tuple(dict.fromkeys(map(slugify, pairs)))[:MOST_TAGS]


def _zipf(n, exponent):
    return list(accumulate(1 / (rank**exponent) for rank in range(1, n + 1)))
