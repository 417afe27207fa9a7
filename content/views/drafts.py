"""What the pages of the wizard have in common: whose draft it is, where it goes on, how a step is drawn."""

from functools import wraps

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from content import sharing
from content.enums import State, Status
from content.models import Version
from content.rules import may_edit
from people.keeping_words import keeps_words

NAMES = {
    "file": _("File"),
    "about": _("About it"),
    "licence": _("Licence"),
    "check": _("Check and send"),
}
# The first step and the last one list the files with what was found.
_SAY_NOTHING_OF_FILES = ("about", "licence")


def own_version(request, version_id):
    """A version of one's own with its artefact, or 404: drafts of others are nobody's business."""
    mine = Version.objects.filter(pk=version_id, by=request.user).exclude(artefact__status=Status.REMOVED)
    hanging = ("kind", "source", "case_study", "measure")
    standing = ("as_role", "as_organisation__organisation")
    version = mine.select_related("licence", *standing, *(f"artefact__{name}" for name in hanging)).first()
    if version is None:
        raise Http404
    return version


def named_file(version, number):
    """The file of a draft that a button names, or None."""
    is_number = number.isascii() and number.isdigit() and len(number) < 16
    return version.files.filter(pk=int(number)).first() if is_number else None


def on_the_desk(view):
    """A view of (request, version) for a draft of one's own; what was sent leads to where it is now."""

    @keeps_words()
    @wraps(view)
    def found(request, version_id):
        version = own_version(request, version_id)
        if may_edit(request.user, version):
            return view(request, version)
        if version.state == State.SUBMITTED:
            return redirect("share_done", version.pk)
        return redirect(version.artefact)

    return found


def onward(version, step):
    """To the first step after ``step`` that is not done."""
    undone = sharing.unfinished(version)
    after = sharing.STEPS[sharing.STEPS.index(step) + 1 :]
    return redirect(f"share_{next((name for name in after if name in undone), 'check')}", version.pk)


def step_page(request, version, step, context, status=200):
    """The page of a step; ``context["form"]`` with errors makes it say so in its title.

    ``context["unfinished"]`` is what steps before it still ask for, where the page has asked already.
    """
    at = sharing.STEPS.index(step)
    if step in _SAY_NOTHING_OF_FILES:
        prefetch_related_objects([version], "files")
        context = context | {"refused": [file for file in version.files.all() if file.is_refused]}
    undone = context["unfinished"] if "unfinished" in context else sharing.unfinished(version) if at else {}
    steps = [
        {
            "name": NAMES[name],
            "url": f"share_{name}",
            "is_past": number < at,
            "is_done": number < at and name not in undone,
            "is_current": number == at,
        }
        for number, name in enumerate(sharing.STEPS)
    ]
    known = {
        "version": version,
        "artefact": version.artefact,
        "steps": steps,
        "step_number": at + 1,
        "step_name": NAMES[step],
        "note": sharing.sent_back_because(version),
        "is_new_version": version.artefact.status != Status.DRAFT,
        "here": "share",
    }
    return render(request, f"content/share/{step}.html", known | context, status=status)
