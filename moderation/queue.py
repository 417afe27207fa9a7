"""What waits for moderators: one list, oldest first, of versions, what is said, reports, claims and later looks.

Each source is asked for one page after the cursor, in the order of its own index, and the pages are merged: the
costs are the same for five entries and five thousand.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.enums import READABLE, Check, Outcome, State
from content.files.findings import WHAT
from content.models import File, FileContent, Reply, Version
from moderation import contributions
from moderation.logbook import name_of
from moderation.models import Report, Takedown
from ratings.models import Rating, ReviewReply

PAGE = 50
OVERDUE = timedelta(hours=48)
BAD = sorted(set(Outcome) - {Outcome.OK, Outcome.EMPTY, Outcome.NONE})
UNCHECKED = [Check.WAITING, Check.RUNNING]


@dataclass(frozen=True)
class Wish:
    """What the moderator wants to see; empty fields narrow nothing."""

    what: str = ""
    reason: str = ""
    kind: str = ""
    checks: str = ""
    person: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page ends: the last entry's time, source and number."""

    since: datetime
    source: int
    pk: int

    def __str__(self):
        return f"{self.since.isoformat()}_{self.source}_{self.pk}"


@dataclass
class Entry:
    """One line of the queue, ready to print."""

    what: str
    label: str
    since: datetime
    place: Place
    artefact: object
    url: str
    name: str
    person: object = None
    version: object = None
    reason: str = ""
    words: str = ""
    checks: list = field(default_factory=list)

    @property
    def is_overdue(self):
        return self.since < timezone.now() - OVERDUE


@dataclass(frozen=True)
class Source:
    """One sort of thing that waits: where its rows are and by which column they wait."""

    slug: str
    label: Promise
    many: Promise
    since: str
    rows: Callable
    entry: Callable
    person: str = ""  # lookup of the slug of whose it is
    kinds: tuple = ("artefact__kind__slug",)  # lookups of the kind of the artefact it is about
    has_reason: bool = False
    has_files: bool = False

    def wanted(self, wish):
        """The rows that fit the wish, or None when none of this sort can."""
        asks = [
            (wish.what, self.slug == wish.what),
            (wish.reason, self.has_reason),
            (wish.checks, self.has_files),
            (wish.person, bool(self.person)),
        ]
        if any(asked and not fits for asked, fits in asks):
            return None
        named = {"reason": wish.reason, self.person: wish.person}
        rows = self.rows().filter(**{lookup: value for lookup, value in named.items() if value})
        if wish.kind:
            rows = rows.filter(reduce(or_, (Q(**{lookup: wish.kind}) for lookup in self.kinds)))
        if wish.overdue:
            rows = rows.filter(**{f"{self.since}__lt": timezone.now() - OVERDUE})
        return CHECKS[wish.checks](rows) if wish.checks in CHECKS else rows


def _versions():
    return Version.objects.filter(state=State.SUBMITTED).select_related("artefact__kind", "by")


def _looks():
    shown = Version.objects.filter(look_later=True, artefact__status__in=sorted(READABLE))
    return shown.select_related("artefact__kind", "by")


def _reports():
    return Report.objects.open().with_things().select_related("reporter")


def _replies():
    return Reply.objects.waiting().select_related("artefact__kind", "by")


def _reviews():
    return Rating.objects.waiting().select_related("artefact__kind", "by", "use_report")


def _answers():
    return ReviewReply.objects.waiting().select_related("rating__artefact__kind", "by")


def _claims():
    return Takedown.objects.open().select_related("artefact__kind")


def _of_version(version):
    return {
        "artefact": version.artefact,
        "version": version,
        "name": name_of(version),
        "person": version.by,
        "url": reverse("queue_version", args=[version.pk]),
    }


def _of_report(report):
    return {
        "artefact": report.work,
        "name": report.artefact.record_number if report.artefact else contributions.name_of(report.thing),
        "person": report.reporter,
        "reason": report.get_reason_display(),
        "words": report.words,
        "url": reverse("queue_report", args=[report.pk]),
    }


def _of_reply(reply):
    return _of_contribution(reply, reply.body, "queue_reply")


def _of_review(rating):
    return _of_contribution(rating, rating.text, "queue_review")


def _of_answer(answer):
    return _of_contribution(answer, answer.text, "queue_answer")


def _of_contribution(thing, words, page):
    return {
        "artefact": thing.artefact,
        "name": contributions.name_of(thing),
        "person": thing.by,
        "words": words[:200],
        "url": reverse(page, args=[thing.pk]),
    }


def _of_claim(claim):
    return {
        "artefact": claim.artefact,
        "name": claim.artefact.record_number,
        "reason": claim.get_reason_display(),
        "words": claim.why,
        "url": reverse("queue_claim", args=[claim.pk]),
    }


SOURCES = (
    Source(
        "claims", gettext_lazy("Claim"), gettext_lazy("Claims"), "at", _claims, _of_claim, has_reason=True
    ),
    Source(
        "reports",
        gettext_lazy("Report"),
        gettext_lazy("Reports"),
        "at",
        _reports,
        _of_report,
        "reporter__slug",
        kinds=(
            *("artefact__kind__slug", "reply__artefact__kind__slug"),
            *("review__artefact__kind__slug", "answer__rating__artefact__kind__slug"),
        ),
        has_reason=True,
    ),
    Source(
        "replies",
        gettext_lazy("First reply"),
        gettext_lazy("First replies"),
        "created_at",
        _replies,
        _of_reply,
        "by__slug",
    ),
    Source(
        "versions",
        gettext_lazy("Version"),
        gettext_lazy("Versions"),
        "state_since",
        _versions,
        _of_version,
        "by__slug",
        has_files=True,
    ),
    Source(
        "looks",
        gettext_lazy("Published, look later"),
        gettext_lazy("Published, look later"),
        "published_at",
        _looks,
        _of_version,
        "by__slug",
        has_files=True,
    ),
    Source(
        "reviews",
        gettext_lazy("Changed review"),
        gettext_lazy("Changed reviews"),
        "changed_at",
        _reviews,
        _of_review,
        "by__slug",
    ),
    Source(
        "answers",
        gettext_lazy("Changed answer"),
        gettext_lazy("Changed answers"),
        "at",
        _answers,
        _of_answer,
        "by__slug",
        kinds=("rating__artefact__kind__slug",),
    ),
)


def _files(**wanted):
    return Exists(File.objects.filter(version=OuterRef("pk"), **wanted))


CHECKS = {
    "ready": lambda rows: rows.exclude(_files(inspection__in=UNCHECKED)).exclude(_files(outcome__in=BAD)),
    "running": lambda rows: rows.filter(_files(inspection__in=UNCHECKED)),
    "problem": lambda rows: rows.filter(_files(outcome__in=BAD)),
}


def counts(wish):
    """{slug of a source: how many of its entries fit}, in one query."""
    wanted = {source.slug: source.wanted(wish) for source in SOURCES}
    parts = [_count(slug, rows) for slug, rows in wanted.items() if rows is not None]
    found = dict(parts[0].union(*parts[1:], all=True)) if parts else {}
    return {slug: found.get(slug, 0) for slug in wanted}


def _count(slug, rows):
    """(slug, number of rows) as a query; no row where there is nothing to count."""
    counted = rows.select_related(None).order_by().annotate(slug_of_source=Value(slug))
    return counted.values("slug_of_source").annotate(n=Count("pk")).values_list("slug_of_source", "n")


def page(wish, after=None, *, size=PAGE):
    """(entries of one page after a Place, oldest first; the Place where the next page begins, or None)."""
    entries = [entry for number in range(len(SOURCES)) for entry in _some(number, wish, after, size + 1)]
    entries.sort(key=lambda entry: (entry.since, entry.place.source, entry.place.pk))
    shown = entries[:size]
    _add_checks([entry for entry in shown if entry.version])
    return shown, shown[-1].place if len(entries) > size else None


def place_of(text):
    """The Place that a page's address names, or None for what is none."""
    since, _, rest = text.partition("_")
    source, _, pk = rest.partition("_")
    if not (source.isdecimal() and pk.isdecimal() and len(source) < 3 and len(pk) < 16):
        return None
    try:
        when = datetime.fromisoformat(since)
    except ValueError:
        return None
    return Place(when, int(source), int(pk)) if timezone.is_aware(when) else None


def _some(number, wish, after, limit):
    """The first entries of a source after the cursor."""
    source = SOURCES[number]
    rows = source.wanted(wish)
    if rows is None:
        return []
    if after is not None:
        rows = rows.filter(_behind(number, source.since, after))
    return [_entry(number, row) for row in rows.order_by(source.since, "pk")[:limit]]


def _behind(number, since, after):
    """Rows behind the cursor: of the same moment those of later sources, and of the same source by number."""
    later = Q(**{f"{since}__gt": after.since})
    same = Q(**{since: after.since})
    if number > after.source:
        return later | same
    return later | (same & Q(pk__gt=after.pk)) if number == after.source else later


def _entry(number, row):
    source = SOURCES[number]
    since = getattr(row, source.since)
    fields = source.entry(row)
    return Entry(
        what=source.slug,
        label=str(source.label),
        since=since,
        place=Place(since, number, row.pk),
        **fields,
    )


def _add_checks(entries):
    """What the inspection says of the files of these entries, in two queries for all of them."""
    found = {}
    files = File.objects.filter(version__in=[entry.version.pk for entry in entries]).order_by(
        "position", "pk"
    )
    for file in files:
        found.setdefault(file.version_id, []).append(file)
    contents = FileContent.objects.filter(file__in=[file.pk for rows in found.values() for file in rows])
    findings = dict(contents.values_list("pk", "findings"))
    for entry in entries:
        entry.version.checked = found.get(entry.version.pk, [])
        entry.checks = checks_of(entry.version.checked, findings)


def _amid(word):
    """A word for a heading as it stands amid a sentence; "IP address" stays what it is."""
    word = str(word)
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]


def checks_of(files, findings):
    """[(whether it is in order, sentence)] about some files; ``findings`` is {file id: its findings}."""
    said = []
    running = sum(file.inspection in UNCHECKED for file in files)
    bad = [file for file in files if file.outcome in BAD]
    if running:
        said.append((False, _("being checked")))
    said += [(False, f"{file.name}: {file.get_outcome_display()}") for file in bad]
    if files and not running and not bad:
        said.append((True, _("files checked")))
    gives = {
        WHAT.get(finding["what"], finding["what"])
        for file in files
        for finding in findings.get(file.pk) or ()
        if not finding.get("example")
    }
    if gives:
        said.append((False, _("gives away: %(what)s") % {"what": ", ".join(sorted(map(_amid, gives)))}))
    return said
