"""Work on the desk of its contributor: artefacts before they are published, and versions before review.

Other modules use it through content.publishing.
"""

import re
import uuid
from itertools import count
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Max, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from content import lineage, markdown, storing
from content.enums import Shape, Status
from content.files.kinds import HEAD_BYTES, clean_name, early_refusal, kind_for
from content.models import Artefact, CaseStudy, File, Measure, Source, Version
from content.moving import Refused, lock, relist
from content.rules import may_add_version, may_describe, may_edit, may_share
from people import profile
from people.answers import demand

MANY = ("practices", "frameworks", "audiences")
SHAPES = {"source": Source, "case_study": CaseStudy, "measure": Measure}
SHAPES_OF_KINDS = {Shape.CASE_STUDY: CaseStudy, Shape.MEASURE: Measure}
PLAIN = frozenset(
    {
        "title",
        "summary",
        "kind",
        "language",
        "origin",
        "made_for",
        "made_for_size",
        "made_for_sector",
        "in_use_since",
        "you_need",
        "works_best_when",
        "leave_it_when",
        "maturity",
        "tool",
        "need",
        "work_in_progress",
        "review_by",
    }
)
# The edition of the three sentences in content.forms: other words are another edition.
DECLARATION = "2026-11"
MOST_TAGS = 12
MOST_FILES = 20
MAX_SLUG = 100  # leaves room for "-2"
# PostgreSQL refuses NUL, and a lone surrogate cannot be written as UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class FileRefused(Refused):
    """A file that is not taken, by its name, size or first bytes."""


class AlreadyKept(Refused):
    """The draft has a file with the same bytes."""


def start_draft(*, by, title, kind, licence=None, body="", slug="", number=(1, 0), **fields):
    """A new artefact of ``by`` with its first version, both drafts.

    ``fields`` are the artefact's own, lists for practices, frameworks, audiences and tags, and dicts for
    source, case_study and measure. ``slug`` is a wish; without one the title decides. Raises ValidationError.
    """
    demand(may_share(by))
    html = _rendered(body)
    with transaction.atomic():
        artefact = _create(slugify(slug or title)[:MAX_SLUG], {"title": title, "kind": kind, **fields}, by)
        _fill(artefact, fields)
        _create_version(artefact, number, by=by, licence=licence, body=body, body_html=html)
    return artefact


@transaction.atomic
def describe(artefact, *, by, **fields):
    """Change what an artefact says of itself; ``fields`` as in start_draft. A listed one is listed anew."""
    artefact = lock(artefact.pk)
    demand(may_describe(by, artefact))
    plain = _plain(fields)
    is_renamed = artefact.status == Status.DRAFT and fields.get("title", artefact.title) != artefact.title
    for name, value in plain.items():
        setattr(artefact, name, value)
    artefact.changed_at = timezone.now()
    _check(artefact)
    artefact.save(update_fields=[*plain, "changed_at"])
    if is_renamed:  # nobody has its address yet
        _place(artefact, slugify(artefact.title)[:MAX_SLUG])
    _fill(artefact, fields)
    if artefact.status == Status.PUBLISHED:
        relist(artefact)
    return artefact


@transaction.atomic
def add_version(artefact, *, by, major, change_note, number=None):
    """The next version as a draft, with text and licence of the latest and no files yet.

    ``major`` decides between 2.0 and 1.3; ``number`` sets a later one outright. Raises Refused when a version
    is still in the works.
    """
    artefact = lock(artefact.pk)
    demand(may_add_version(by, artefact))
    latest = artefact.versions.newest_first().first()
    number = number or ((latest.major + 1, 0) if major else (latest.major, latest.minor + 1))
    if number <= (latest.major, latest.minor):
        raise Refused(_("A new version needs a higher number than %(latest)s.") % {"latest": latest.number})
    if artefact.versions.exclude(state="published").exists():
        raise Refused(_("Version %(latest)s is still in the works.") % {"latest": latest.number})
    kept = {"licence": latest.licence, "body": latest.body, "body_html": latest.body_html}
    version = _create_version(artefact, number, by=by, change_note=change_note, **kept)
    lineage.carry_on(latest, version)
    return version


@transaction.atomic
def renumber(version, *, by, major, change_note):
    """Say anew how much of a change a version on the desk is, and what changed.

    Its number follows the latest published one. Raises Refused for a first version, which follows none.
    """
    lock(version.artefact_id)
    latest = version.artefact.versions.published().newest_first().first()
    if latest is None:
        raise Refused(_("The first version has no version before it."))
    number = (latest.major + 1, 0) if major else (latest.major, latest.minor + 1)
    return _change(version, by, major=number[0], minor=number[1], change_note=change_note)


def drop_other_shapes(artefact):
    """What a kind was told that is not the artefact's any more goes when it is published. The caller holds its row."""
    for shape, model in SHAPES_OF_KINDS.items():
        if artefact.kind.shape != shape:
            model.objects.filter(artefact=artefact).delete()


def set_body(version, source, *, by):
    """Replace the text of a draft; its HTML is made here, once, and nowhere else. Raises ValidationError."""
    return _change(version, by, body=source, body_html=_rendered(source))


def set_licence(version, licence, *, by):
    """Choose the licence of a draft. Raises lineage.WrongLicence where its originals do not allow it."""
    lineage.demand_licence(version, licence)
    return _change(version, by, licence=licence)


def declare(version, *, by, interest=""):
    """Say, in the words of DECLARATION, that a draft may be shared; ``interest`` names what one gains by it."""
    return _change(version, by, declared_at=timezone.now(), declaration=DECLARATION, interest=interest)


def take_back_declaration(version, *, by):
    """Ask again: what was declared is not what the draft holds now."""
    return _change(version, by, declared_at=None, declaration="")


def attach(version, source, *, name, by, source_url="", once=False):
    """Keep a file (a path, or a stream that can seek) as the last one of a draft; it waits for inspection.

    A name that is taken gets a number. Raises FileRefused, and storing.StoreFull; then nothing is kept. With
    ``once`` the same bytes a second time raise AlreadyKept.
    """
    if isinstance(source, str | Path):
        with open(source, "rb") as stream:
            return attach(version, stream, name=name, by=by, source_url=source_url, once=once)
    demand(may_edit(by, version))
    cleaned = clean_name(name)
    _refuse_early(source, cleaned)
    file = File(version=version, extension=kind_for(cleaned).extension, source_url=source_url)
    file.size, file.sha256 = storing.save(source, file.store_path)
    try:
        _add_file(file, cleaned, by, once)
    except BaseException:
        storing.remove(file.store_path)
        raise
    return file


@transaction.atomic
def detach(file, *, by):
    """Take a file off a draft; its bytes go when the transaction is through."""
    version = Version.objects.select_for_update(no_key=True).get(pk=file.version_id)
    demand(may_edit(by, version))
    storing.remove_after_commit([file.store_path, file.preview_folder])
    file.delete()


def _rendered(body):
    if len(body) > markdown.MAX_SOURCE:
        limit = f"{markdown.MAX_SOURCE:,}"
        raise ValidationError(_("The text must not be longer than %(limit)s characters.") % {"limit": limit})
    return markdown.render(body) if body.strip() else ""


def _plain(fields):
    unknown = set(fields) - PLAIN - set(MANY) - set(SHAPES) - {"tags"}
    if unknown:
        raise TypeError(f"An artefact has no field to fill named {', '.join(sorted(unknown))}.")
    return {name: value for name, value in fields.items() if name in PLAIN}


def _create(base, fields, by):
    """The row under a free slug; without Latin letters in the title it is the record number."""
    artefact = Artefact(creator=by, slug=uuid.uuid4().hex, **_plain(fields))
    _check(artefact)
    if not base:
        artefact.save()
    return _place(artefact, base)


def _place(artefact, base):
    """Give an artefact a free address; answers it."""
    base = base or artefact.record_number.lower()
    others = Artefact.objects.filter(slug__startswith=base).exclude(pk=artefact.pk)
    taken = set(others.values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in count(1))
    while not _saved(artefact, next(slug for slug in candidates if slug not in taken)):
        pass
    return artefact


def _saved(artefact, slug):
    """Whether the constraint let us have this slug: somebody may have taken it in between."""
    artefact.slug = slug
    try:
        with transaction.atomic():
            artefact.save()
    except IntegrityError:
        if Artefact.objects.filter(slug=slug).exclude(pk=artefact.pk).exists():
            return False
        raise
    return True


def _check(instance):
    """Raise ValidationError for what the columns cannot hold; the database checks the foreign keys."""
    keys = [field.name for field in instance._meta.fields if isinstance(field, ForeignKey)]
    instance.clean_fields(exclude=keys)
    for field in instance._meta.fields:
        value = getattr(instance, field.attname)
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise ValidationError({field.name: _("This holds a character that no text has.")})


def _fill(artefact, fields):
    """What hangs on the row, where it is given: lists, tags, and the shape of its kind."""
    for name in MANY:
        if name in fields:
            getattr(artefact, name).set(fields[name])
    if "tags" in fields:
        artefact.tags.set(_tags(fields["tags"]))
    for name, model in SHAPES.items():
        if fields.get(name):
            _check(model(artefact=artefact, **fields[name]))
            model.objects.update_or_create(artefact=artefact, defaults=fields[name])
        elif name in fields:  # None: it is of another shape now
            model.objects.filter(artefact=artefact).delete()


def _tags(names):
    """Unlike spellings of one tag count once, the first as it is written; "" and blanks are none."""
    first: dict[str, str] = {}
    for name in filter(None, map(str.strip, names)):
        first.setdefault(name.casefold(), name)
    tags = list(first.values())
    if len(tags) > MOST_TAGS:
        raise ValidationError({"tags": _("Use at most %(limit)d tags.") % {"limit": MOST_TAGS}})
    if any(len(tag) > 40 or _UNSTORABLE.search(tag) for tag in tags):
        raise ValidationError({"tags": _("A tag has at most 40 characters.")})
    return tags


def _create_version(artefact, number, *, by, **fields):
    version = Version(
        artefact=artefact, major=number[0], minor=number[1], by=by, **profile.standing(by), **fields
    )
    _check(version)
    version.save()
    return version


@transaction.atomic
def _change(version, by, **fields):
    fresh = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    demand(may_edit(by, fresh))
    for name, value in fields.items():
        setattr(version, name, value)
    _check(version)
    version.save(update_fields=list(fields))
    return version


def _refuse_early(source, name):
    start = source.tell()
    head = source.read(HEAD_BYTES)
    size = source.seek(0, 2) - start
    source.seek(start)
    if refusal := early_refusal(name, size, head):
        raise FileRefused(refusal)


@transaction.atomic
def _add_file(file, name, by, once):
    version = Version.objects.select_for_update(no_key=True).get(pk=file.version_id)
    demand(may_edit(by, version))
    same = Q(sha256=file.sha256) | Q(cleaning__sha256_before=file.sha256)
    if once and version.files.filter(same).exists():
        raise AlreadyKept(_("This file is here already."))
    names = {other.casefold() for other in version.files.values_list("name", flat=True)}
    if len(names) >= MOST_FILES:
        raise FileRefused(_("A version has at most %(limit)d files.") % {"limit": MOST_FILES})
    last = version.files.aggregate(last=Max("position"))["last"]
    file.position = 0 if last is None else last + 1
    file.name = _free_name(name, names)
    _check(file)
    file.save()


def _free_name(name, taken):
    stem, dot, extension = name.rpartition(".")
    candidates = (name if number == 1 else f"{stem} ({number}){dot}{extension}" for number in count(1))
    return next(candidate for candidate in candidates if candidate.casefold() not in taken)
