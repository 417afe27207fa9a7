"""What changed from one version of an artefact to the next."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from content import comparing_versions, inside
from content.enums import Check
from content.models import Artefact, Version, VersionComparison
from content.rules import may_view_version
from people.reading import read_only


def _version_or_404(request, slug, number):
    """A version that this user may see, with its artefact and licence."""
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)
    major, _, minor = number.partition(".")
    versions = Version.objects.select_related("licence")
    version = get_object_or_404(versions, artefact=artefact, major=int(major), minor=int(minor))
    version.artefact = artefact
    if not may_view_version(request.user, version):
        raise Http404
    return version


@read_only
def changes(request, slug, number):
    """One version beside the one before it, as the worker compared them."""
    version = _version_or_404(request, slug, number)
    rows = VersionComparison.objects.select_related("older__licence").filter(newer=version)
    comparison = rows.first()
    older = comparison.older if comparison else comparing_versions.predecessor(version)
    if older is not None:
        older.artefact = version.artefact
    is_done = comparison is not None and comparison.state == Check.DONE
    for file in comparison.data.get("files", ()) if is_done else ():
        inside.measure((file.get("model") or {}).get("drawings", ()))
    context = {
        "artefact": version.artefact,
        "version": version,
        "older": older,
        "is_done": is_done,
        "is_failed": comparison is not None and comparison.state == Check.FAILED,
        "found": comparison.data if is_done else {},
        "here": "browse",
    }
    return render(request, "content/changes.html", context)
