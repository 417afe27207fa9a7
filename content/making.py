"""Writes a generated library in bulk: rows, files, facets and search index, the way one publish would leave them."""

import hashlib
import io
import os
import uuid
from collections import Counter, defaultdict
from datetime import timedelta
from functools import lru_cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from content import facets, loading, search, storing
from content.enums import Check, Origin, Outcome, State, Status
from content.generating import Planner, taxonomy
from content.markdown import plain_text, render
from content.models import (
    LIBRARY,
    Artefact,
    FacetEntry,
    FacetSet,
    File,
    FileContent,
    SearchDocument,
    StatusChange,
    Tag,
    TaggedArtefact,
    Version,
)
from content.search.parts import FILE, assemble, terms_of
from people.models import Member

BATCH = 1000
LINKS_PER_FILE = 20_000  # file systems bound how many names one file may have
SAMPLE = (b"Generated for measuring. This file stands for a document of the library.\n" * 15_000)[
    : 1024 * 1024
]


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

FILLED = (
    *(Artefact, Version, File, FileContent, StatusChange, FacetEntry, FacetSet, SearchDocument),
    *(Artefact.practices.through, TaggedArtefact),
)
LOOKED_UP = (File, Artefact.practices.through, TaggedArtefact)  # by ``facets.enter``

_rendered = lru_cache(maxsize=50_000)(render)
_plain = lru_cache(maxsize=50_000)(plain_text)


class NotEmpty(Exception):
    """Generated artefacts are already here."""


def make_library(total, *, seed=1, progress=lambda batches: batches):
    """``total`` published artefacts with members, files, tags, facets and search index. Raises NotEmpty."""
    if Artefact.objects.filter(slug__startswith="generated-").exists():
        raise NotEmpty
    planner = Planner(total, taxonomy(), seed)
    making = _Making(_creators(planner.creators), _tags(planner.tags), planner.best(search.BEST))
    with loading.at_once([*map(_table, FILLED), search.INDEX], looked_up=set(map(_table, LOOKED_UP))):
        for start in progress(range(1, total + 1, BATCH)):
            plans = [planner.plan(number) for number in range(start, min(start + BATCH, total + 1))]
            with transaction.atomic():
                making.write(plans)
    making.finish()


def _table(model):
    return model._meta.db_table


class _Making:
    """What is known from batch to batch: ids, the one stored sample, and the counts written at the end."""

    def __init__(self, creators, tags, best):
        self.creators, self.tags, self.best = creators, tags, best
        self.artefacts = count(loading.next_id(Artefact))
        self.versions = count(loading.next_id(Version))
        self.files = count(loading.next_id(File))
        self.samples = _Samples()
        self.pairs, self.words = Counter(), Counter()

    def write(self, plans):
        """Everything about these artefacts but the counts."""
        ids = [(plan, next(self.artefacts), next(self.versions), next(self.files)) for plan in plans]
        loading.insert(Artefact, ARTEFACT, [self._artefact(*row) for row in ids])
        loading.insert(Version, VERSION, [self._version(*row) for row in ids])
        loading.insert(File, FILE_ROW, [self._file(*row) for row in ids])
        loading.insert(FileContent, CONTENT, map(_content, ids))
        practices = [(pk, practice.pk) for plan, pk, *_ in ids for practice in plan.practices]
        loading.insert(Artefact.practices.through, ["artefact", "practice"], practices)
        tags = [
            (self.tags[name], pk, plan.standing.published_at) for plan, pk, *_ in ids for name in plan.tags
        ]
        loading.insert(TaggedArtefact, ["tag", "content_object", "at"], tags)
        loading.insert(StatusChange, CHANGE, [self._change(*row) for row in ids])
        self.pairs.update(facets.enter([pk for _, pk, *_ in ids]))
        best = {pk for plan, pk, *_ in ids if plan.number in self.best}
        self.words.update(search.enter({pk: _parts(plan) for plan, pk, *_ in ids}, best))

    def finish(self):
        """The counts, and what the database keeps about its tables to plan queries by."""
        facets.count_pairs(self.pairs)
        search.count_words(self.words)
        loading.after_ids([Artefact, Version, File])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

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
        row = File(pk=file, uuid=uuid.uuid4())
        self.samples.place(row.store_path)
        name = f"generated-{plan.number}.{plan.extension}"
        stored = (name, plan.extension, len(SAMPLE), self.samples.digest, "", plan.standing.published_at)
        return file, version, row.uuid, 0, *stored, Check.DONE.value, Outcome.OK.value, "", 1

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


def _creators(total):
    unusable = make_password(None)
    Member.objects.bulk_create(
        [
            Member(
                email=f"generated-{n}@generated.invalid",
                name=f"Generated creator {n}",
                slug=f"generated-{n}",
                headline="Generated for measuring",
                password=unusable,
            )
            for n in range(1, total + 1)
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return list(
        Member.objects.filter(slug__startswith="generated-").order_by("pk").values_list("pk", flat=True)
    )


def _tags(names):
    Tag.objects.bulk_create([Tag(name=name, slug=name) for name in names], ignore_conflicts=True)
    return dict(Tag.objects.filter(slug__in=names).values_list("slug", "pk"))


class _Samples:
    """One stored file under many names: the store is real, and 100,000 artefacts take no room."""

    def __init__(self):
        self.digest = hashlib.sha256(SAMPLE).hexdigest()
        self.links = defaultdict(int)
        self.source = None
        self.folders = set()

    def place(self, relative):
        target = storing.path(relative)
        if self.source is None or self.links[self.source] >= LINKS_PER_FILE:
            storing.save(io.BytesIO(SAMPLE), relative)
            self.source = target
            return
        if target.parent not in self.folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(target.parent)
        os.link(self.source, target)
        self.links[self.source] += 1
