"""One artefact: its page, and the page of each version."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from content import inside, lineage
from content.enums import State, Status
from content.facet_values import language_label
from content.models import Artefact, Version
from content.rules import may_view
from content.structured import social
from people.assembly import panels
from people.reading import read_only


def _artefact_for(request, slug):
    """The artefact if this user may open its page, and whether it was removed (then it is a tombstone)."""
    artefact = Artefact.objects.for_page().filter(slug=slug).first()
    if artefact is None:
        raise Http404
    if artefact.status == Status.REMOVED:
        return artefact, not request.user.is_staff
    if not may_view(request.user, artefact):
        raise Http404
    return artefact, False


@read_only
def artefact(request, slug):
    """The concept's page: its latest published version, or the draft to those who may see it."""
    thing, is_gone = _artefact_for(request, slug)
    if is_gone:
        return _tombstone(request, thing)
    version = thing.current or thing.versions.select_related("licence").newest_first().first()
    return _page(request, thing, version)


@read_only
def version(request, slug, number):
    """One version at its own address; the latest one lives at the concept's."""
    thing, is_gone = _artefact_for(request, slug)
    if is_gone:
        return _tombstone(request, thing)
    chosen = _version_for(request, thing, number)
    if chosen.pk == thing.current_id:
        return redirect(thing)
    return _page(request, thing, chosen)


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


def _page(request, thing, version):
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
        "panels": panels("ARTEFACT_PANELS", request, thing),
        "language_name": language_label(thing.language),
        "body_is_file": any(item.preview.get("form") == "html" for item in files),
        "is_review_due": thing.is_review_due(timezone.localdate()),
        "social": social(request, thing, version, files, terms=terms),
        "here": "browse",
    }
    return render(request, "content/artefact.html", context)


def _tombstone(request, thing):
    """What is left of a removed artefact: that it was here, since when it is gone, and why."""
    change = thing.changes.filter(version=None, after=Status.REMOVED).order_by("-pk").first()
    return render(request, "content/removed.html", {"artefact": thing, "change": change}, status=410)
