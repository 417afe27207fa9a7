"""Batches of a generated library as rows, the way one publish would leave them.

Asks no database: a process of its own makes them while the one that has the connection stores those before them.
"""

import uuid
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from multiprocessing import get_context

import django

from content import loading, search
from content.enums import Check, Origin, Outcome, State, Status
from content.generating import Planner
from content.markdown import plain_text, render
from content.models import LIBRARY, Artefact, File, FileContent, StatusChange, TaggedArtefact, Version
from content.search.parts import FILE, assemble, terms_of

AHEAD = 2  # batches made before they are asked for


def _names(text):
    return text.split()


ARTEFACT = _names(
    "id slug status creator current title summary kind language origin made_for made_for_size made_for_sector "
    "in_use_since you_need works_best_when leave_it_when maturity tool work_in_progress created_at "
    "published_at confirmed_at changed_at file_type downloads rating_count score low team_count"
)
VERSION = _names(
    "id artefact major minor state licence body body_html change_note by created_at published_at "
    "declaration interest"
)
FILE_ROW = _names(
    "id version uuid position name extension size sha256 source_url created_at inspection outcome reason attempts"
)
CONTENT = _names("file preview facts parts pictures")
CHANGE = _names("artefact before after by note at")

_rendered = lru_cache(maxsize=50_000)(render)
_plain = lru_cache(maxsize=50_000)(plain_text)


@dataclass(frozen=True)
class Known:
    """What the database and the file store answered before the first batch."""

    creators: list  # ids
    tags: dict  # {slug: id}
    first_ids: tuple  # of Artefact, Version, File
    sample: tuple  # (bytes, SHA-256) of the file that stands for all


@dataclass(frozen=True)
class Batch:
    """What is stored of some artefacts, in this order; facets are read from it, files stand for themselves."""

    ids: list
    uuids: list  # of their files
    loads: list
    words: Counter


class Maker:
    """Makes one batch after another, in order: the seed runs on."""

    def __init__(self, planner: Planner, known: Known):
        self.planner, self.creators, self.tags = planner, known.creators, known.tags
        self.first_ids, self.sample = known.first_ids, known.sample
        self.best = planner.best(search.BEST)

    def batch(self, numbers):
        """The Batch of the artefacts with these numbers (a range)."""
        plans = [self.planner.plan(number) for number in numbers]
        ids = [(plan, *(first + plan.number - 1 for first in self.first_ids)) for plan in plans]
        files = [self._file(*row) for row in ids]
        practices = [(pk, practice.pk) for plan, pk, *_ in ids for practice in plan.practices]
        tags = [
            (self.tags[name], pk, plan.standing.published_at) for plan, pk, *_ in ids for name in plan.tags
        ]
        best = {pk for plan, pk, *_ in ids if plan.number in self.best}
        documents, words = search.loads({pk: _parts(plan) for plan, pk, *_ in ids}, best)
        loads = [
            loading.load(Artefact, ARTEFACT, [self._artefact(*row) for row in ids]),
            loading.load(Version, VERSION, [self._version(*row) for row in ids]),
            loading.load(File, FILE_ROW, files),
            loading.load(FileContent, CONTENT, map(_content, ids)),
            loading.load(Artefact.practices.through, ["artefact", "practice"], practices),
            loading.load(TaggedArtefact, ["tag", "content_object", "at"], tags),
            loading.load(StatusChange, CHANGE, [self._change(*row) for row in ids]),
            *documents,
        ]
        return Batch([pk for _, pk, *_ in ids], [row[2] for row in files], loads, words)

    def _artefact(self, plan, pk, version, _file):
        standing = plan.standing
        told = ("", plan.size, plan.sector, "", "", "", "", "", "", False)
        return (
            *(pk, f"generated-{plan.number}", Status.PUBLISHED.value, self.creators[plan.creator], version),
            *(plan.title, plan.summary, plan.kind.pk, plan.language, Origin.IN_HOUSE.value, *told),
            *(standing.published_at, standing.published_at),
            *(standing.published_at + timedelta(hours=plan.number % 700), standing.published_at),
            *(plan.extension, standing.downloads, standing.ratings, standing.score, standing.low),
            standing.ratings // 3,
        )

    def _version(self, plan, pk, version, _file):
        body = "\n\n".join(plan.paragraphs)
        html = "".join(map(_rendered, plan.paragraphs))
        at = plan.standing.published_at
        return (
            version,
            pk,
            1,
            0,
            State.PUBLISHED.value,
            plan.licence,
            body,
            html,
            "",
            self.creators[plan.creator],
            at,
            at,
            LIBRARY,
            "",
        )

    def _file(self, plan, _artefact, version, file):
        name = f"generated-{plan.number}.{plan.extension}"
        stored = (name, plan.extension, *self.sample, "", plan.standing.published_at)
        return file, version, uuid.uuid4(), 0, *stored, Check.DONE.value, Outcome.OK.value, "", 1

    def _change(self, plan, pk, *_):
        by = self.creators[plan.creator]
        return pk, Status.DRAFT.value, Status.PUBLISHED.value, by, "generated", plan.standing.published_at


def _content(row):
    plan, *_, file = row
    preview = {
        "form": "document",
        "blocks": [{"t": "p", "text": text} for text in plan.inside],
        "truncated": False,
    }
    return file, preview, ["generated"], [["page 1", "\n".join(plan.inside)]], []


def _parts(plan):
    """The same parts as content.search.parts reads from the rows."""
    name = f"{FILE}generated-{plan.number}.{plan.extension}"
    files = [[name, name.removeprefix(FILE)], [f"{name}, page 1", "\n".join(plan.inside)]]
    terms = terms_of(sorted(plan.tags), plan.practices, plan.kind, (), plan.extension)
    return assemble(plan.title, plan.summary, terms, ["\n".join(map(_plain, plan.paragraphs))], files)


@contextmanager
def made_beside(maker, parts):
    """For a block that takes the batches of ``parts`` (ranges) in order, made by a process beside this one."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as process:
        process.submit(_take, maker).result()
        try:
            yield _in_turn(process, parts)
        finally:
            process.shutdown(cancel_futures=True)


def _in_turn(process, parts):
    ahead = deque()
    for numbers in parts:
        ahead.append(process.submit(_make, numbers))
        if len(ahead) > AHEAD:
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()


# In the process beside: its one worker keeps the maker from call to call.
_maker: list[Maker] = []


def _take(maker):
    _maker[:] = [maker]


def _make(numbers):
    return _maker[0].batch(numbers)
