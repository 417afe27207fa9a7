"""The card of an artefact, rendered once and kept until something on it changes.

Templates were 60 % of an ordinary list page (specs/performance.md), and a card looks the same for everybody.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import caches
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.files.kinds import kind_for

SPINES = frozenset({"docx", "xlsx", "pptx", "pdf", "bpmn", "md"})
NEW_FOR = timedelta(days=7)
# Stands where the summary or a snippet goes; no text a person types can hold it, because U+E000 is refused.
_SLOT = "\ue000"


@dataclass(frozen=True, slots=True)
class Card:
    css: str
    html: SafeString


def render(artefacts, snippets=None):
    """Cards for ``artefacts`` (from ``for_cards()``), in their order; ``snippets`` maps ids to safe markup."""
    now, snippets = timezone.now(), snippets or {}
    keys = {artefact.pk: _key(artefact, now) for artefact in artefacts}
    known = caches["cards"].get_many(keys.values())
    fresh = {}
    for artefact in artefacts:
        key = keys[artefact.pk]
        if key not in known:
            known[key] = fresh[key] = _draw(artefact, now)
    if fresh:
        caches["cards"].set_many(fresh)
    return [_filled(artefact, known[keys[artefact.pk]], snippets.get(artefact.pk)) for artefact in artefacts]


def _key(artefact, now):
    """Whatever the card prints is in its key: nobody has to remember to throw a card away."""
    return (
        f"{artefact.pk}.{artefact.changed_at.timestamp():.6f}.{artefact.downloads}.{artefact.rating_count}."
        f"{artefact.team_count}.{_is_new(artefact, now):d}.{get_language()}"
    )


def _is_new(artefact, now):
    return artefact.published_at is not None and now - artefact.published_at < NEW_FOR


def _draw(artefact, now):
    version = artefact.current
    spine = artefact.file_type or _("text")
    kind = kind_for(f"x.{artefact.file_type}") if artefact.file_type else None
    return get_template("content/_card.html").render(
        {
            "artefact": artefact,
            "practices": [practice.label for practice in artefact.practices.all()][:2],
            "is_new": _is_new(artefact, now),
            "is_reviewed": version.reviewed_by_id is not None,
            "spine": spine,
            "spine_words": _("%(kind)s file") % {"kind": kind.label} if kind else _("no file"),
            "snippet_slot": _SLOT,
        }
    )


def _filled(artefact, html, snippet):
    line = format_html('<p class="snippet">{}</p>', artefact.summary) if snippet is None else snippet
    css = f"ticket f-{artefact.file_type}" if artefact.file_type in SPINES else "ticket"
    return Card(css=css, html=mark_safe(html.replace(_SLOT, line)))  # noqa: S308  both halves are escaped
