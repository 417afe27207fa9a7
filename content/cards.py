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
from content.models import Artefact

SPINES = frozenset({"docx", "xlsx", "pptx", "pdf", "bpmn", "md"})
NEW_FOR = timedelta(days=7)
# Stands where the summary or a snippet goes; no text a person types can hold it, because U+E000 is refused.
_SLOT = "\ue000"


@dataclass(frozen=True, slots=True)
class Card:
    css: str
    html: SafeString


class Cards(list):
    """Cards in their order."""

    @property
    def markup(self):
        """The items of a list, joined here: a template would take a tenth of the page's time for the loop."""
        return mark_safe("".join(f'<li class="{card.css}">{card.html}</li>' for card in self))  # nosec B308 B703


def render(artefacts, snippets=None, reasons=None):
    """Cards for ``artefacts`` (from ``for_cards()``), in their order.

    ``snippets`` maps ids to safe markup in place of the summary, ``reasons`` to markup that follows it.

    One query for those that were not drawn yet.
    """
    now, snippets, reasons = timezone.now(), snippets or {}, reasons or {}
    ending = f".{get_language()}"
    keys = {artefact.pk: _key(artefact, now) + ending for artefact in artefacts}
    known = caches["cards"].get_many(keys.values())
    if missing := [pk for pk, key in keys.items() if key not in known]:
        fresh = {keys[row.pk]: _draw(row, now) for row in Artefact.objects.filter(pk__in=missing).drawn_by()}
        caches["cards"].set_many(fresh)
        known |= fresh
    shown = ((known[key], pk) for pk, key in keys.items() if key in known)
    return Cards(_filled(card, snippets.get(pk), reasons.get(pk, "")) for card, pk in shown)


def _key(artefact, now):
    """Whatever the card prints is in its key: nobody has to remember to throw a card away."""
    return (
        f"{artefact.pk}.{artefact.changed_at.timestamp():.6f}.{artefact.downloads}.{artefact.rating_count}."
        f"{artefact.team_count}.{_is_new(artefact, now):d}"
    )


def _is_new(artefact, now):
    return artefact.published_at is not None and now - artefact.published_at < NEW_FOR


def _draw(artefact, now):
    """(class, markup before the line, the line, markup after it): a search puts a snippet in the line's place."""
    spine = artefact.file_type or _("text")
    kind = kind_for(f"x.{artefact.file_type}") if artefact.file_type else None
    html = get_template("content/_card.html").render(
        {
            "artefact": artefact,
            "practices": list(filter(None, (artefact.first_practice, artefact.second_practice))),
            "is_new": _is_new(artefact, now),
            "is_reviewed": artefact.current.reviewed_by_id is not None,
            "spine": spine,
            "spine_words": _("%(kind)s file") % {"kind": kind.label} if kind else _("no file"),
            "snippet_slot": _SLOT,
        }
    )
    before, _slot, after = html.partition(_SLOT)
    css = f"ticket f-{artefact.file_type}" if artefact.file_type in SPINES else "ticket"
    return css, before, str(format_html('<p class="snippet">{}</p>', artefact.summary)), after


def _filled(card, snippet, reason):
    css, before, line, after = card
    middle = line if snippet is None else snippet
    return Card(css, mark_safe(f"{before}{middle}{reason}{after}"))  # nosec B308 B703  all four are escaped
