"""Near-duplicates: whose text stands, four fifths of it or more, in a file that is here already.

The worker looks at a file once it is inspected (its text is kept by then) and writes what it finds; pages only
read. Cost is bounded however many files there are: an index lookup for each of twenty hashes, and an exact
comparison with the few files that share most of them.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from content.enums import READABLE, Check, State
from content.files import alike
from content.lineage import original_artefacts
from content.models import File, FileContent, Likeness, TextBand, TextPrint

LEAST = 80  # hundredths
MOST_COMPARED = 8
MOST_PER_BAND = 200
BATCH = 20_000  # a night's work


@dataclass(frozen=True)
class Match:
    """So much of the text of ``file`` stands in ``other``, a file of ``artefact``."""

    file: File
    other: File
    percent: int

    @property
    def artefact(self):
        return self.other.version.artefact

    @property
    def sentence(self):
        """ "82 % of the text of plan.docx is in ART-0123." """
        said = {"n": self.percent, "name": self.file.name, "record": self.artefact.record_number}
        return _("%(n)d %% of the text of %(name)s is in %(record)s.") % said


def study(file_id):
    """Write down whose text this file's is like, both ways; answers how many files are. Safe to repeat.

    A file without enough text is noted and is like none. The bands are committed before anything is compared,
    so that of two workers with two like files one at least sees the other's.
    """
    texts = FileContent.objects.filter(file=file_id).values_list("parts", flat=True).first()
    found = alike.passages(text for _where, text in texts or ())
    _keep(file_id, alike.bands(found))
    return _settle(file_id, len(found), _compared(file_id, found))


def study_missing(limit=BATCH):
    """Look at inspected files that nobody has looked at; answers how many there were."""
    waiting = File.objects.filter(inspection=Check.DONE, content__isnull=False, text_print=None)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])
    for file_id in ids:
        study(file_id)
    return len(ids)


def matches(version, *, everything=False):
    """The Matches of a version's files in other artefacts, most alike first, one an artefact; one query.

    Those that everybody may see; with ``everything``, for moderators, drafts and hidden ones as well. Files
    with the very same bytes are ``sharing.twins``, and originals of an adaptation surprise nobody.
    """
    rows = Likeness.objects.filter(file__version=version).exclude(
        other__version__artefact=version.artefact_id
    )
    if not everything:
        rows = rows.filter(
            other__version__state=State.PUBLISHED, other__version__artefact__status__in=sorted(READABLE)
        )
    rows = rows.exclude(other__version__artefact__in=original_artefacts(version))
    best = {}
    for row in rows.select_related("file", "other__version__artefact").order_by("-percent", "pk"):
        if row.file.sha256 != row.other.sha256:
            best.setdefault(row.other.version.artefact_id, Match(row.file, row.other, row.percent))
    return list(best.values())


@transaction.atomic
def _keep(file_id, bands):
    if _alive([file_id]):
        TextBand.objects.filter(file=file_id).delete()
        TextBand.objects.bulk_create([TextBand(file_id=file_id, hash=band) for band in bands])


@transaction.atomic
def _settle(file_id, passages, shares):
    """Replace what was known of a file; answers how many others it is like."""
    alive = _alive({file_id, *(pk for pair in shares for pk in pair)})
    if file_id not in alive:
        return 0
    Likeness.objects.filter(Q(file=file_id) | Q(other=file_id)).delete()
    rows = [
        Likeness(file_id=one, other_id=two, percent=percent)
        for (one, two), percent in shares.items()
        if {one, two} <= alive
    ]
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)
    TextPrint.objects.update_or_create(file_id=file_id, defaults={"passages": passages})
    return len({pk for row in rows for pk in (row.file_id, row.other_id)} - {file_id})


def _alive(ids):
    """Those of these files that are still there, and stay until the transaction ends."""
    rows = File.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _compared(file_id, found):
    """{(file, other): hundredths} for LEAST and more, exactly, among those that share most bands."""
    shares = {}
    for other, texts in _candidates(file_id, found):
        theirs = alike.passages(text for _where, text in texts)
        shares[file_id, other] = _percent(found, theirs)
        shares[other, file_id] = _percent(theirs, found)
    return {pair: percent for pair, percent in shares.items() if percent >= LEAST}


def _candidates(file_id, found):
    """[(file id, its texts)] of the files of other artefacts that share most bands."""
    shared = Counter()
    for band in alike.bands(found):
        others = TextBand.objects.filter(hash=band).exclude(file=file_id).order_by("hash", "-file")
        shared.update(others.values_list("file_id", flat=True)[:MOST_PER_BAND])
    own = File.objects.filter(version__artefact__versions__files=file_id, pk__in=shared)
    strangers = shared.keys() - set(own.values_list("pk", flat=True))
    ranked = sorted(strangers, key=lambda pk: (-shared[pk], -pk))[:MOST_COMPARED]
    return FileContent.objects.filter(pk__in=ranked).order_by("pk").values_list("pk", "parts")


def _percent(of, other):
    """Rounded down: what is said to be 80 % is no less."""
    return int(alike.share(of, other) * 100 + 1e-9)
