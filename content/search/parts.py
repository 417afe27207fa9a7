"""What a search document is made of: [[where, text], ...] in the original spelling."""

from collections import defaultdict

from content.enums import Shape, Status
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
# Texts of a kind that was chosen before stay with a draft, unseen; a source names whose work it is, whatever the kind.
SHOWN = {"case_study": Shape.CASE_STUDY, "measure": Shape.MEASURE}


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
    return {artefact.pk: _parts(artefact, files[artefact.current_id]) for artefact in artefacts}


def assemble(title, summary, terms, texts, files):
    """The parts of one document from its texts, bounded and tidy; ``files`` are [where, text] already."""
    heads = [[TITLE, title], [SUMMARY, summary], [TAGS, "\n".join(terms)]]
    return _bounded([*heads, *([BODY, text] for text in texts), *files])


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
    texts = [plain_text(artefact.current.body), "\n".join(_fields(artefact, CONTEXT))]
    for name, fields in SHAPES.items():
        if hasattr(artefact, name) and SHOWN.get(name) in {None, artefact.kind.shape}:
            texts.append("\n".join(_fields(getattr(artefact, name), fields)))
    tags = sorted(tag.name for tag in artefact.tags.all())
    others = [term.label for term in (*artefact.frameworks.all(), *artefact.audiences.all())]
    terms = terms_of(tags, artefact.practices.all(), artefact.kind, others, artefact.file_type)
    return assemble(artefact.title, artefact.summary, terms, texts, files)


def terms_of(tags, practices, kind, others, file_type):
    """Every name an artefact can be asked for by: its tags, and the taxonomy with its synonyms."""
    yield from tags
    for practice in practices:
        yield practice.label
        yield from practice.synonyms
    yield kind.label
    yield from others
    yield file_type


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
