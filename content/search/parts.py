"""What a search document is made of: [[where, text], ...] in the original spelling."""

from collections import defaultdict

from content.enums import Status
from content.markdown import plain_text
from content.models import Artefact, File
from content.search.lexemes import tidy

TITLE, TAGS, SUMMARY, BODY, FILE = "title", "tags", "summary", "text", "file "
LONGEST_DOCUMENT = 200_000  # characters kept of one document, so that no workbook fills the table
CONTEXT = ("made_for", "in_use_since", "you_need", "works_best_when", "leave_it_when", "tool")
SHAPES = {
    "case_study": ("situation", "what_we_did", "still_wrong", "input_wanted"),
    "measure": ("formula", "unit", "data_source", "target_range"),
    "source": ("author", "publisher"),
}


def parts_of(ids):
    """{artefact id: parts} for those of ``ids`` that are listed, in seven queries however many they are."""
    artefacts = (
        Artefact.objects.filter(pk__in=ids, status=Status.PUBLISHED)
        .select_related("kind", "current", *SHAPES)
        .prefetch_related("practices", "frameworks", "audiences", "tags")
        .defer("current__body_html")
    )
    artefacts = list(artefacts)
    files = _files([artefact.current_id for artefact in artefacts])
    return {artefact.pk: _bounded(_parts(artefact, files[artefact.current_id])) for artefact in artefacts}


def _files(version_ids):
    """{version id: [[where, text], ...]}, the name of each file among its text."""
    found = defaultdict(list)
    files = File.objects.filter(version__in=version_ids)
    for version_id, name, parts in files.values_list("version_id", "name", "content__parts"):
        found[version_id].append([f"{FILE}{name}", name])
        for where, text in parts or ():
            found[version_id].append([f"{FILE}{name}, {where}" if where else f"{FILE}{name}", text])
    return found


def _parts(artefact, files):
    yield TITLE, artefact.title
    yield SUMMARY, artefact.summary
    yield TAGS, "\n".join(_terms(artefact))
    yield BODY, plain_text(artefact.current.body)
    yield BODY, "\n".join(_fields(artefact, CONTEXT))
    for name, fields in SHAPES.items():
        if hasattr(artefact, name):
            yield BODY, "\n".join(_fields(getattr(artefact, name), fields))
    yield from files


def _terms(artefact):
    """Every name the artefact can be asked for by: its tags, and the taxonomy with its synonyms."""
    yield from (tag.name for tag in artefact.tags.all())
    for practice in artefact.practices.all():
        yield practice.label
        yield from practice.synonyms
    yield artefact.kind.label
    yield from (framework.label for framework in artefact.frameworks.all())
    yield from (audience.label for audience in artefact.audiences.all())
    yield artefact.file_type


def _fields(row, names):
    return filter(None, (getattr(row, name) for name in names))


def _bounded(parts):
    left, found = LONGEST_DOCUMENT, []
    for where, text in parts:
        text = tidy(text)[:left]
        left -= len(text)
        if text.strip():
            found.append([where, text])
    return found
