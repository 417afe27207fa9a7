"""A new version of one's own work: how much of a change it is and what changed, first and again."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from content import publishing
from content.enums import OPEN_STATES
from content.forms import VersionForm
from content.models import Artefact
from content.rules import may_add_version, may_view
from content.views import seen
from content.views.drafts import on_the_desk
from people.keeping_words import keeps_words, kept


@keeps_words()
def share_version(request, slug):
    """Start the next version of one's own work, or go on with the one that is open."""
    artefact = get_object_or_404(Artefact, slug=slug)
    if not may_view(request.user, artefact):
        raise Http404
    if not (allowed := may_add_version(request.user, artefact)):
        raise PermissionDenied(str(allowed.reason))
    newest = artefact.versions.newest_first().first()
    if newest.state in OPEN_STATES:
        return redirect("share_draft", newest.pk)
    form = _form(request, newest, kept(request))
    if request.method == "POST" and form.is_valid():
        version = publishing.add_version(artefact, by=request.user, **_said(form))
        return redirect("share_file", version.pk)
    return _page(request, artefact, newest, form)


@on_the_desk
def share_edition(request, version):
    """Say anew what changed from the version before, and how much."""
    latest = version.artefact.versions.published().newest_first().first()
    if latest is None:
        return redirect("share_draft", version.pk)
    size = "major" if version.major > latest.major else "minor"
    said = {"size": size, "change_note": version.change_note}
    typed = kept(request)
    form = _form(request, latest, typed or said)
    elsewhere = seen.elsewhere(request.POST, form)
    if request.method == "POST" and not elsewhere and form.is_valid():
        publishing.renumber(version, by=request.user, **_said(form))
        return redirect("share_check", version.pk)
    mark = typed.get(seen.FIELD, "") if typed else seen.mark(form)
    return _page(request, version.artefact, latest, form, version, seen=mark, elsewhere=elsewhere)


def _form(request, latest, initial=None):
    numbers = {"minor": f"{latest.major}.{latest.minor + 1}", "major": f"{latest.major + 1}.0"}
    return VersionForm(request.POST or None, initial=initial, **numbers)


def _said(form):
    said = form.cleaned_data
    return {"major": said["size"] == "major", "change_note": said["change_note"]}


def _page(request, artefact, newest, form, version=None, **others):
    context = others | {
        "artefact": artefact,
        "newest": newest,
        "form": form,
        "version": version,
        "here": "share",
    }
    return render(request, "content/share/version.html", context)
