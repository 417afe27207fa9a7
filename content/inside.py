"""What an artefact page shows of a version: its files with what the inspection found, ready to print."""

import re
from dataclasses import dataclass, field

from django.db.models import Prefetch, Value, prefetch_related_objects
from django.utils.functional import cached_property

from content.enums import Check, Outcome
from content.files.cleaning import can_clean
from content.files.findings import WHAT
from content.files.kinds import kind_for
from content.models import Audience, File, FileContent, Framework, Practice, Tag, Version
from people.prepared import prepared

PREVIEW_TEMPLATES = {
    "document": "content/preview/_document.html",
    "sheets": "content/preview/_sheets.html",
    "slides": "content/preview/_slides.html",
    "pages": "content/preview/_pages.html",
    "diagrams": "content/preview/_diagrams.html",
    "html": "content/preview/_html.html",
    "texts": "content/preview/_texts.html",
    "picture": "content/preview/_picture.html",
}


# Pixels: the column a drawing stands in, on a phone and on a desk, and the width from which it is first shown whole.
NARROW_COLUMN, COLUMN, TOO_WIDE_TO_BEGIN_WITH = 300, 800, 2400
_WIDTH = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)"')


@dataclass
class Inside:
    """One file as the page prints it."""

    file: File
    label: str
    facts: list[str] = field(default_factory=list)
    preview: dict = field(default_factory=dict)
    findings: list[dict] = field(default_factory=list)

    @property
    def given_away(self):
        """What the file gives away of somebody, [(word for it, [finding])]; what belongs to nobody is left out."""
        groups = {}
        for finding in self.findings:
            if not finding.get("example"):
                groups.setdefault(WHAT.get(finding["what"], finding["what"]), []).append(finding)
        return list(groups.items())

    @property
    def cleaning(self):
        """What became of the wish to have it cleaned, or None."""
        return getattr(self.file, "cleaning", None)

    @property
    def can_lose_properties(self):
        """Whether something was found that one click removes."""
        return any(finding.get("can_clean") for finding in self.findings) and not self.uncleanable

    @property
    def uncleanable(self):
        """Why the properties of this kind of file stay, or ""."""
        kind = kind_for(self.file.name)
        return can_clean(kind) if kind else ""

    @property
    def template(self):
        return PREVIEW_TEMPLATES.get(self.preview.get("form"), "")

    @property
    def sheets(self):
        """Visible sheets of a workbook: the first is shown at once, the others on demand."""
        return [sheet for sheet in self.preview.get("sheets", ()) if not sheet.get("hidden")]

    @property
    def hidden_sheets(self):
        return [sheet["name"] for sheet in self.preview.get("sheets", ()) if sheet.get("hidden")]

    @property
    def is_waiting(self):
        return self.file.inspection in {Check.WAITING, Check.RUNNING}

    @cached_property
    def problem(self):
        """Why nothing is shown, in words; empty when a preview speaks for itself."""
        if self.is_waiting:
            return ""
        if self.file.reason:
            return self.file.reason
        if self.file.outcome == Outcome.EMPTY:
            return "No text found in this file."
        return "" if self.template else "There is no preview for this file."


def versions_of(artefact):
    """Published versions, newest first, each with its files, who made it and in which role: two queries."""
    versions = _published(artefact=artefact.pk)
    prefetch_related_objects(versions, Prefetch("files", File.objects.select_related("cleaning")))
    for version in versions:
        version.artefact = artefact
    return versions


@prepared
def _published(artefact):
    made = Version.objects.filter(artefact=artefact).published().newest_first()
    return made.select_related("licence", "by", "as_role", "as_organisation__organisation")


def files_of(version):
    """The files of a version with what the inspection took out of them, ready to print: one or two queries."""
    is_read = "files" in getattr(version, "_prefetched_objects_cache", ())
    files = list(version.files.all() if is_read else version.files.select_related("cleaning"))
    contents = FileContent.objects.defer("parts").in_bulk([file.pk for file in files]) if files else {}
    return [_opened(file, contents.get(file.pk)) for file in files]


def _opened(file, content):
    kind = kind_for(file.name)
    preview = content.preview if content else {}
    measure(preview.get("diagrams", ()))
    return Inside(
        file=file,
        label=kind.label if kind else file.extension.upper(),
        facts=content.facts if content else [],
        preview=preview,
        findings=content.findings if content else [],
    )


def measure(drawings):
    """Note in each drawing whether it is wider than its column can be, and whether the page begins with it fitted."""
    for drawing in drawings:
        found = _WIDTH.match(drawing["svg"])
        width = float(found[1]) if found else 0
        drawing |= {"is_wide": width > NARROW_COLUMN, "is_wide_on_a_desk": width > COLUMN}
        drawing["begins_fitted"] = width > TOO_WIDE_TO_BEGIN_WITH


def terms_of(artefact):
    """Practices, frameworks, audiences and tags of an artefact as {group: [(slug, label)]}, in one query."""
    found = {group: [] for group in ("practices", "frameworks", "audiences", "tags")}
    for slug, label, order, group in _terms(artefact=artefact.pk):
        found[group].append((order, label, slug))
    return {group: [(slug, label) for _, label, slug in sorted(rows)] for group, rows in found.items()}


@prepared
def _terms(artefact):
    """(slug, label, order, group)"""
    groups = {
        "practices": Practice.objects.filter(artefacts=artefact).values_list("slug", "label", "order"),
        "frameworks": Framework.objects.filter(artefacts=artefact).values_list("slug", "label", "order"),
        "audiences": Audience.objects.filter(artefacts=artefact).values_list("slug", "label", "order"),
        "tags": Tag.objects.filter(tagged__content_object=artefact).values_list("slug", "name", Value(0)),
    }
    first, *others = (query.annotate(group=Value(group)).order_by() for group, query in groups.items())
    return first.union(*others, all=True)
