"""One artefact: its page, and the page of each version."""

from django.http import Http404
from django.shortcuts import redirect, render

from content import page_parts
from content.enums import Status
from content.models import Artefact, Version
from content.rules import may_view
from people.assembly import panels
from people.prepared import prepared
from people.reading import read_only


@read_only
def artefact(request, slug):
    """The concept's page: its latest published version, or the draft to those who may see it."""
    return page(request, slug)


def page(request, slug):
    """What ``artefact`` answers; also to a form of a panel that could not be taken and is shown again."""
    if kept := page_parts.find(slug):
        return _answer(request, *kept)
    thing, is_gone = _artefact_for(request, _at(slug=slug))
    if is_gone:
        return _tombstone(request, thing)
    version = thing.current or thing.versions.select_related("licence").newest_first().first()
    return _answer(request, thing, page_parts.draw(request, thing, version))


@read_only
def version(request, slug, number):
    """One version at its own address; the latest one lives at the concept's."""
    if kept := page_parts.find(slug, number):
        return _answer(request, *kept)
    thing, is_gone = _artefact_for(request, _at(slug=slug))
    if is_gone:
        return _tombstone(request, thing)
    chosen = _version_for(request, thing, number)
    if chosen.pk == thing.current_id:
        return redirect(thing)
    return _answer(request, thing, page_parts.draw(request, thing, chosen, number))


@read_only
def by_number(request, number):
    """An artefact by the number people quote, ART-0412: on to its address, which says it in words."""
    thing, is_gone = _artefact_for(request, Artefact.objects.for_page().filter(pk=int(number)))
    return _tombstone(request, thing) if is_gone else redirect(thing)


@prepared
def _at(slug):
    return Artefact.objects.for_page().filter(slug=slug)


def _artefact_for(request, found):
    """The artefact in ``found`` if this user may open its page, and whether it was removed (a tombstone then)."""
    if not found:
        raise Http404
    [artefact] = found
    if artefact.status == Status.REMOVED:
        return artefact, not request.user.is_staff
    if not may_view(request.user, artefact):
        raise Http404
    return artefact, False


def _version_for(request, thing, number):
    """A version of ``thing`` by its number; unpublished ones only for their contributor and moderators."""
    major, _, minor = number.partition(".")
    versions = Version.objects.filter(artefact=thing, major=int(major), minor=int(minor)).select_related(
        "licence"
    )
    if not (request.user.is_staff or thing.creator_id == request.user.pk):
        versions = versions.published()
    chosen = versions.first()
    if chosen is None:
        raise Http404
    chosen.artefact = thing
    return chosen


def _answer(request, thing, parts):
    context = {
        "artefact": thing,
        "parts": parts,
        "panels": panels("ARTEFACT_PANELS", request, thing),
        "here": "browse",
    }
    return render(request, "content/artefact.html", context)


def _tombstone(request, thing):
    """What is left of a removed artefact: that it was here, since when it is gone, and why."""
    change = thing.changes.filter(version=None, after=Status.REMOVED).order_by("-pk").first()
    return render(request, "content/removed.html", {"artefact": thing, "change": change}, status=410)
