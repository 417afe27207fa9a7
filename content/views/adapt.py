"""From an artefact's page to a draft of one's own that is adapted from it."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from content import adapting, licences, lineage
from content.models import Artefact, Version
from content.moving import Refused
from content.rules import may_edit, may_view_version
from people.answers import demand
from people.keeping_words import keeps_words


def _version_or_404(request, slug, number):
    """A version that this user may see, with its artefact and licence."""
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user).for_page(), slug=slug)
    major, _, minor = number.partition(".")
    rows = Version.objects.select_related("licence")
    version = get_object_or_404(rows, artefact=artefact, major=int(major), minor=int(minor))
    version.artefact = artefact
    if not may_view_version(request.user, version):
        raise Http404
    return version


@keeps_words()
def adapt(request, slug, number):
    """What its licence asks of an adaptation, and the button that starts one."""
    version = _version_or_404(request, slug, number)
    demand(lineage.may_adapt(request.user, version))
    problem = ""
    if request.method == "POST":
        try:
            draft = adapting.start(version, by=request.user, token=_token(request))
        except (Refused, ValidationError) as refused:
            problem = getattr(refused, "reason", "") or " ".join(refused.messages)
        else:
            is_open = may_edit(request.user, draft)  # an old form, sent again after the draft was
            return redirect("share_file" if is_open else "share_draft", draft.pk)
    context = {
        "version": version,
        "artefact": version.artefact,
        "problem": problem,
        "token": uuid.uuid4(),
        "condition": licences.condition([version.licence_id]),
        "here": "share",
    }
    return render(request, "content/adapt.html", context)


def _token(request):
    """The form's own number; a new one for what is none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()
