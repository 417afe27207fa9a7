"""What an artefact's page says of the artefact itself, rendered once and kept until something of it changes.

Reading and rendering it was nine tenths of the page. What depends on who looks, or on other rooms, is added to
each answer by the panels; ``templates/content/_parts.html`` may print neither.
"""

from dataclasses import dataclass

from django.core.cache import caches
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from content import inside, lineage
from content.cachekeys import key_of
from content.enums import READABLE, State
from content.facet_values import language_label
from content.models import Artefact
from content.structured import social

# Parts the parts in the rendered text; nothing a person types can hold it, because U+E000 is refused.
_SEAM = "\ue000"
LARGEST = 64 * 1024  # characters of a page that is kept


@dataclass(frozen=True)
class Parts:
    """The parts of one page, safe to print."""

    title: SafeString
    description: SafeString
    head: SafeString
    crumbs: SafeString
    status: SafeString
    heading: SafeString
    download: SafeString
    contents: SafeString
    body: SafeString
    versions: SafeString


def find(slug, number=""):
    """(the artefact with ``for_stamp()`` alone, its Parts) of a page that was kept and is still true, or None.

    ``number`` is that of a version at its own address. At most one query, and none where nothing was kept.
    What is kept, everybody may see.
    """
    known = caches["parts"].get(key_of(slug, number, get_language()))
    if known is None:
        return None
    stamp, texts = known
    thing = Artefact.objects.for_stamp().filter(slug=slug).first()
    if thing is None or _stamp(thing) != stamp:
        return None
    return thing, _parts(texts)


def draw(request, thing, version, number=""):
    """The Parts of a page made anew, from four queries; kept if everybody may see it and it is complete."""
    versions = inside.versions_of(thing)
    # The same object as in the table of versions, so that its files are read once.
    version = next((known for known in versions if known.pk == version.pk), version)
    files = inside.files_of(version)
    terms = inside.terms_of(thing)
    context = {
        "artefact": thing,
        "version": version,
        "files": files,
        "is_current": version.pk == thing.current_id,
        "terms": terms,
        "versions": versions,
        "adaptable": lineage.can_be_adapted(version) if version.state == State.PUBLISHED else None,
        "language_name": language_label(thing.language),
        "body_is_file": any(item.preview.get("form") == "html" for item in files),
        "is_review_due": thing.is_review_due(timezone.localdate()),
        "social": social(request, thing, version, files, terms=terms),
        "seam": _SEAM,
    }
    text = get_template("content/_parts.html").render(context)
    texts = [part.strip() for part in text.split(_SEAM)]
    is_complete = not any(item.is_waiting for item in files)
    is_public = thing.status in READABLE and version.state == State.PUBLISHED
    if is_complete and is_public and len(text) <= LARGEST:
        caches["parts"].set(key_of(thing.slug, number, get_language()), (_stamp(thing), texts))
    return _parts(texts)


def _stamp(thing):
    """Whatever the parts print is here, or changes ``changed_at``; what is in neither is late by the cache's time."""
    return (
        thing.status,
        thing.current_id,
        thing.changed_at,
        thing.downloads,
        thing.is_review_due(timezone.localdate()),
    )


def _parts(texts):
    return Parts(*(mark_safe(text) for text in texts))  # nosec B308 B703  rendered by a template
