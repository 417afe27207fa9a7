"""Stores a generated library in bulk: rows, files, facets and search index, the way one publish would leave them."""

import hashlib
import io
import os
from collections import Counter, defaultdict
from contextlib import nullcontext

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from content import facets, loading, search, storing
from content.batches import Known, Maker, made_beside
from content.generating import Planner, taxonomy
from content.models import (
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
from people.models import Member

BATCH = 1000
LINKS_PER_FILE = 20_000  # file systems bound how many names one file may have
SAMPLE = (b"Generated for measuring. This file stands for a document of the library.\n" * 15_000)[
    : 1024 * 1024
]

FILLED = (
    *(Artefact, Version, File, FileContent, StatusChange, FacetEntry, FacetSet, SearchDocument),
    *(Artefact.practices.through, TaggedArtefact),
)
LOOKED_UP = (File, Artefact.practices.through, TaggedArtefact)  # by ``facets.enter``


class NotEmpty(Exception):
    """Generated artefacts are already here."""


def make_library(total, *, seed=1, progress=lambda batches: batches):
    """``total`` published artefacts with members, files, tags, facets and search index. Raises NotEmpty."""
    if Artefact.objects.filter(slug__startswith="generated-").exists():
        raise NotEmpty
    planner = Planner(total, taxonomy(), seed)
    maker = Maker(planner, _known(planner))
    parts = [range(start, min(start + BATCH, total + 1)) for start in range(1, total + 1, BATCH)]
    storing_all = _Storing()
    tables = [*map(_table, FILLED), search.INDEX]
    with loading.at_once(tables, looked_up=set(map(_table, LOOKED_UP))), _made(maker, parts) as batches:
        for _, batch in zip(progress(parts), batches, strict=True):
            with transaction.atomic():
                storing_all.store(batch)
    storing_all.finish()


def _table(model):
    return model._meta.db_table


def _made(maker, parts):
    """For a block that takes the batches of ``parts``; a single one is not worth a process."""
    return made_beside(maker, parts) if len(parts) > 1 else nullcontext(map(maker.batch, parts))


def _known(planner):
    return Known(
        creators=_creators(planner.creators),
        tags=_tags(planner.tags),
        first_ids=tuple(map(loading.next_id, (Artefact, Version, File))),
        sample=(len(SAMPLE), hashlib.sha256(SAMPLE).hexdigest()),
    )


class _Storing:
    """What is known from batch to batch: the one stored sample, and the counts written at the end."""

    def __init__(self):
        self.samples = _Samples()
        self.pairs, self.words = Counter(), Counter()

    def store(self, batch):
        """Everything about these artefacts but the counts."""
        for uuid in batch.uuids:
            self.samples.place(File(uuid=uuid).store_path)
        for load in batch.loads:
            loading.store(load)
        self.pairs.update(facets.enter(batch.ids))
        self.words.update(batch.words)

    def finish(self):
        """The counts, and what the database keeps about its tables to plan queries by."""
        facets.count_pairs(self.pairs)
        search.count_words(self.words)
        loading.after_ids([Artefact, Version, File])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


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
