"""Atom feeds of the thirty newest artefacts: the whole library, one practice, one creator.

A feed shows what a visitor may see, whoever asks: readers fetch it without a session and pass it on.
"""

import re
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from content.enums import Facet
from content.models import Artefact, Practice, TaggedArtefact
from content.shelves import newest_under
from content.structured import absolute
from people.models import Member
from people.reading import read_only

NEWEST = 30
# XML 1.0 has no escape for these (https://www.w3.org/TR/xml/#charsets).
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    """An empty feed has a date of its own, or it would differ with each request."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else datetime(2000, 1, 1, tzinfo=UTC)


@read_only
@conditional_page
def feed_all(request):
    """The newest of the library."""
    return _answer(
        listed().newest(),
        title=_("Back2ITSM: new artefacts"),
        about=_("What practitioners of IT service management share."),
        page=reverse("browse"),
        here=reverse("feed_all"),
    )


@read_only
@conditional_page
def feed_practice(request, slug):
    """The newest of one practice."""
    practice = get_object_or_404(Practice, slug=slug)
    return _answer(
        newest_under(listed(), Facet.PRACTICE, slug),
        title=_("Back2ITSM: %(practice)s") % {"practice": practice.label},
        about=_("New artefacts for this practice."),
        page=practice.get_absolute_url(),
        here=reverse("feed_practice", args=[slug]),
    )


@read_only
@conditional_page
def feed_member(request, slug):
    """The newest of one creator."""
    member = get_object_or_404(Member.objects.visible_to(AnonymousUser()), slug=slug)
    return _answer(
        listed().by(member).newest(),
        title=_("Back2ITSM: artefacts by %(name)s") % {"name": clean(member.name)},
        about=clean(member.headline),
        page=member.get_absolute_url(),
        here=reverse("feed_member", args=[slug]),
    )


def listed():
    """Listed artefacts with all that an entry prints: three queries."""
    return (
        Artefact.objects.visible_to(AnonymousUser())
        .listed()
        .select_related("kind", "creator", "source", "current__licence")
        .prefetch_related(
            "practices", Prefetch("tagged", queryset=TaggedArtefact.objects.select_related("tag"))
        )
    )


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)


def _answer(artefacts, *, title, about, page, here):
    feed = Feed(
        title=title,
        link=absolute(page),
        description="",
        subtitle=about or None,
        language="en-gb",
        feed_url=absolute(here),
        feed_guid=absolute(here),
    )
    for artefact in artefacts[:NEWEST]:
        feed.add_item(**_entry(artefact))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _entry(artefact):
    version, licence = artefact.current, artefact.current.licence
    tags = sorted(link.tag.name for link in artefact.tagged.all())
    labels = [artefact.kind.label, *(practice.label for practice in artefact.practices.all()), *tags]
    link = absolute(artefact.get_absolute_url())
    return {
        "title": clean(artefact.title),
        "link": link,
        # Django marks summaries as HTML.
        "description": escape(clean(artefact.summary)),
        "unique_id": _lasting_id(artefact),
        "pubdate": artefact.published_at,
        "updateddate": version.published_at,
        "categories": [clean(label) for label in labels],
        "item_copyright": licence.name,
        **_author(artefact),
    }


def _author(artefact):
    """For collected work the original's author, not the member who brought it here."""
    if artefact.is_collected and hasattr(artefact, "source"):
        return {"author_name": clean(artefact.source.author)}
    creator = artefact.creator
    if creator.closed_at is not None:  # their page is gone
        return {"author_name": clean(creator.name)}
    return {"author_name": clean(creator.name), "author_link": absolute(creator.get_absolute_url())}


def _lasting_id(artefact):
    """A tag URI (RFC 4151): it stays when the title, and so the address, changes."""
    host = absolute("").partition("://")[2].partition(":")[0]
    return f"tag:{host},{artefact.created_at:%Y-%m-%d}:artefact/{artefact.pk}"
