"""Loads others' work from a folder with a MANIFEST.csv into the library: collected, not authored.

Each artefact is loaded in a transaction of its own: a failure takes back its rows and its files, and the
others go on. What is there already is recognised by the hashes of its files.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F

from content import markdown, publishing, storing
from content.enums import Origin
from content.files.text import decode
from content.manifests import Group, Row, Skipped, read
from content.models import Artefact, File, Kind, Licence, Practice
from people.models import Member

LIBRARY = (
    "library@back2itsm.invalid",
    "Back2ITSM library",
    "Collects what others have published under free licences",
)
CHANGE_NOTE = "New edition of the collected files."
# Kinds of the corpus (column "kind") and what they are called here (specs: taxonomy, kinds map).
KINDS = {
    "playbook": "runbook",
    "guideline": "procedure",
    "workbook": "template",
    "diagram": "process-model",
    "reference": "knowledge-article",
    "glossary": "knowledge-article",
    "standard": "knowledge-article",
    "release notes": "knowledge-article",
    "sla / service objectives": "agreement",
    "responsibility matrix": "role-description",
    "role description": "role-description",
    "data": "data-set",
    "training": "training",
}
NO_PRACTICE = ("", "(none)")
# What one artefact may fail with; anything else is a fault of ours and is not hidden.
FAILURES = (
    publishing.Refused,
    ValidationError,
    PermissionDenied,
    storing.StoreFull,
    DatabaseError,
    OSError,
)


@dataclass
class Report:
    """What a load did: artefacts by title, and what was left out with its reason."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return len(self.new) + len(self.updated) + len(self.unchanged)


class LeftOut(publishing.Refused):
    """An artefact that cannot be taken."""


@dataclass
class Shelf:
    """What one load needs to know of the database, read once."""

    owner: Member
    kinds: dict[str, Kind]
    practices: dict[str, Practice]
    licences: dict[str, Licence]
    held: dict[frozenset, int]
    slugs: dict[str, int]


def load_corpus(folder: Path, watch: Callable[[list], Iterable] = iter) -> Report:
    """Load every artefact of the folder that is new or has changed files; answers what was done.

    ``watch`` may wrap the list of artefacts for a progress bar. Raises manifests.Unreadable.
    """
    manifest = read(folder)
    report = Report(skipped=manifest.skipped)
    shelf = _shelf()
    for group in watch(manifest.groups):
        try:
            done = _load(group, shelf)
        except FAILURES as error:
            report.skipped.append(Skipped(group.key, sentence(error)))
        else:
            getattr(report, done).append(group.title)
    return report


def account(email: str, name: str, headline: str) -> Member:
    """An account of the site's own, that nobody can sign in to and that earns no reputation."""
    found = Member.objects.filter(email__iexact=email).first()
    return found or Member.objects.create_user(email, None, name=name, headline=headline, is_collector=True)


@contextmanager
def one_transaction():
    """A list for the paths of stored files: with an error they are removed, as the rows are."""
    saved: list[str] = []
    try:
        with transaction.atomic():
            yield saved
    except BaseException:
        for relative in saved:
            storing.remove(relative)
        raise


def put_out(version, *, by):
    """Publish a version of the library; its files are inspected afterwards."""
    publishing.submit(version, by=by)
    return publishing.publish(version, by=by, unchecked=True)


def _shelf() -> Shelf:
    owner = account(*LIBRARY)
    kinds = {kind.slug: kind for kind in Kind.objects.all()}
    named = {kind.label.lower(): kind for kind in kinds.values()} | {
        slug.replace("-", " "): kind for slug, kind in kinds.items()
    }
    return Shelf(
        owner=owner,
        kinds=named | {word: kinds[slug] for word, slug in KINDS.items() if slug in kinds},
        practices={practice.label.lower(): practice for practice in Practice.objects.all()},
        licences={licence.spdx.lower(): licence for licence in Licence.objects.all()},
        held=_held(owner),
        slugs=dict(Artefact.objects.by(owner).values_list("slug", "pk")),
    )


def _held(owner: Member) -> dict[frozenset, int]:
    """Artefacts of the library by the (hash, source) pairs of their current files."""
    pairs: dict[int, set] = {}
    rows = File.objects.filter(version__artefact__creator=owner, version__artefact__current=F("version"))
    for artefact, sha256, url in rows.values_list("version__artefact", "sha256", "source_url"):
        pairs.setdefault(artefact, set()).add((sha256, url))
    return {frozenset(files): artefact for artefact, files in pairs.items()}


def _load(group: Group, shelf: Shelf) -> str:
    if frozenset((row.sha256, row.url) for row in group.rows) in shelf.held:
        return "unchanged"
    fields, licence = _fields(group, shelf), _licence(group, shelf)
    with one_transaction() as saved:
        if known := shelf.slugs.get(group.slug):
            version = _next_version(known, group, fields, licence, shelf.owner)
        else:
            version = _first_version(group, fields, licence, shelf.owner)
        _attach_all(version, group, shelf.owner, saved)
        put_out(version, by=shelf.owner)
    return "updated" if known else "new"


def _first_version(group, fields, licence, owner):
    artefact = publishing.start_draft(
        by=owner, slug=group.slug, licence=licence, body=_body(group), origin=Origin.COLLECTED, **fields
    )
    return artefact.versions.get()


def _next_version(known, group, fields, licence, owner):
    artefact = publishing.describe(Artefact.objects.get(pk=known), by=owner, **fields)
    version = publishing.add_version(artefact, by=owner, major=False, change_note=CHANGE_NOTE)
    publishing.set_licence(version, licence, by=owner)
    return publishing.set_body(version, _body(group), by=owner)


def _attach_all(version, group, owner, saved):
    for row in group.files:
        file = publishing.attach(version, row.path, name=row.name, by=owner, source_url=row.url)
        saved.append(file.store_path)
        if file.sha256 != row.sha256:
            raise LeftOut(f"{row.file} changed while it was read")


def _fields(group: Group, shelf: Shelf) -> dict:
    first = group.files[0]
    return {
        "title": group.title,
        "summary": first.summary,
        "kind": known(shelf.kinds, first.kind, "kind"),
        "language": first.language,
        "practices": [
            known(shelf.practices, name, "practice")
            for name in _distinct(row.practice for row in group.rows)
            if name.lower() not in NO_PRACTICE
        ],
        "tags": _distinct(tag for row in group.rows for tag in row.tags),
        "source": {"author": first.author, "publisher": first.repo, "url": first.url},
    }


def _licence(group: Group, shelf: Shelf) -> Licence:
    names = _distinct(row.licence for row in group.rows)
    if len(names) > 1:
        raise LeftOut(f"its files have different licences: {', '.join(names)[:200]}")
    return known(shelf.licences, names[0], "licence")


def known(table, name, what):
    if found := table.get(name.strip().lower()):
        return found
    raise LeftOut(f"the {what} {name[:80]!r} is not known here")


def _body(group: Group) -> str:
    """The text of the first Markdown file, to be read and searched on the page itself."""
    source: Row | None = next((row for row in group.files if row.name.lower().endswith(".md")), None)
    if source is None:
        return ""
    text = markdown.without_front_matter(decode(source.path.read_bytes())).replace("\x00", "")
    return text.strip()[: markdown.MAX_SOURCE]


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        if hasattr(error, "message_dict"):
            return " ".join(f"{name}: {' '.join(words)}" for name, words in error.message_dict.items())
        return " ".join(error.messages)
    return str(error) or type(error).__name__
