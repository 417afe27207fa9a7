"""What machines read in an artefact page: schema.org, OpenGraph and the canonical address."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from content.files.kinds import kind_for

# Inside <script> these could end the block or start a comment; as \u escapes they are the same JSON.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Social:
    """The head of an artefact page, ready to print by ``partials/_social.html``."""

    title: str
    description: str
    url: str
    kind: str
    published: str
    changed: str
    author: str
    json_ld: SafeString


def social(request, artefact, version, files=(), terms=None) -> Social:
    """What the page of ``version`` tells other machines; costs no query where the page has read its parts.

    Reads artefact.kind, creator, source and version.licence. ``files`` are ``content.inside.Inside`` rows,
    ``terms`` the answer of ``content.inside.terms_of`` (without it there are no keywords). The canonical
    address of every version is the artefact's own page: old versions do not compete with the new one.
    """
    data = [
        artefact_data(artefact, version, [row.file for row in files], terms or {}),
        breadcrumbs([(_("Artefacts"), reverse("browse")), (artefact.title, artefact.get_absolute_url())]),
    ]
    return Social(
        title=artefact.title,
        description=artefact.summary,
        url=absolute(artefact.get_absolute_url()),
        kind=artefact.kind.label,
        published=_moment(artefact.published_at),
        changed=_moment(version.published_at),
        author=_author(artefact)["name"],
        json_ld=as_script(data),
    )


def artefact_data(artefact, version, files=(), terms=None) -> dict:
    """The artefact as a schema.org CreativeWork; a DigitalDocument where it has files."""
    words = [label for group in ("practices", "tags") for _slug, label in (terms or {}).get(group, ())]
    data = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument" if files else "CreativeWork",
        "@id": absolute(artefact.get_absolute_url()),
        "url": absolute(artefact.get_absolute_url()),
        "identifier": artefact.record_number,
        "name": artefact.title,
        "description": artefact.summary,
        "genre": artefact.kind.label,
        "author": _author(artefact),
        "license": _licence(version),
        "version": version.number,
        "datePublished": _moment(artefact.published_at),
        "dateModified": _moment(version.published_at),
        "inLanguage": artefact.language,
        "keywords": words,
        "encoding": [_encoding(file) for file in files],
        "isBasedOn": _source(artefact),
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def breadcrumbs(steps) -> dict:
    """``steps`` are (name, path) pairs from the top down."""
    items = [
        {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def as_script(data) -> SafeString:
    """JSON that cannot leave a ``<script type="application/ld+json">``, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(text)  # nosec B308 B703  ESCAPES leaves nothing that could end the script


def absolute(path: str) -> str:
    """The public address of a path: from the setting, never from the Host header."""
    return settings.SITE_URL + path


def _author(artefact):
    """Whose work it is: for collected work the original's author, not the member who brought it here."""
    source = getattr(artefact, "source", None)
    if artefact.is_collected and source is not None:
        return {"@type": "Person", "name": source.author}
    creator = artefact.creator
    if creator.closed_at is not None:  # their page is gone
        return {"@type": "Person", "name": creator.name}
    return {"@type": "Person", "name": creator.name, "url": absolute(creator.get_absolute_url())}


def _licence(version):
    licence = version.licence
    return (licence.url or licence.name) if licence is not None else ""


def _source(artefact):
    source = getattr(artefact, "source", None)
    if source is None:
        return None
    based_on = {
        "@type": "CreativeWork",
        "url": source.url,
        "author": source.author,
        "publisher": source.publisher,
    }
    return {name: value for name, value in based_on.items() if value}


def _encoding(file):
    kind = kind_for(file.name)
    media_type = kind.media_type if kind else "application/octet-stream"
    return {
        "@type": "MediaObject",
        "name": file.name,
        "encodingFormat": media_type,
        "contentSize": f"{file.size} B",
    }


def _moment(at) -> str:
    return at.isoformat(timespec="seconds") if at else ""
