"""Raters at the desk: seeds of trust, and one member's whole history of ratings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation import raters as histories
from moderation import ringing
from moderation.forms import ReasonForm
from people.models import Member
from ratings.rules import may_name_seed


@require_safe
def raters(request):
    """Seeds of trust, or the members whose name has the words asked for."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    context = {"words": words, "members": histories.found(words), "is_more": histories.MOST_FOUND}
    return render(request, "moderation/raters.html", context)


def rater(request, member_id):
    """All that a member rated, with what it weighs; make them a seed of trust, or no longer."""
    member = get_object_or_404(Member, pk=member_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _decided(request, member, form.cleaned_data["message"])
    ):
        return redirect("desk_rater", member.pk)
    context = {
        "member": member,
        "history": histories.history_of(member, before=_number(request.GET.get("before", ""))),
        "is_older": "before" in request.GET,
        "answer": may_name_seed(request.user, member),
        "form": form,
    }
    return render(request, "moderation/rater.html", context)


def _decided(request, member, message):
    act = request.POST.get("act")
    if act not in ringing.SEEDS:
        messages.error(request, _("Choose what to do."))
        return False
    try:
        changed = ringing.trust(member, act, by=request.user, message=message)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
        return False
    if not changed:
        messages.info(request, _("This was done already."))
    elif act == "seed":
        messages.success(request, _("%(name)s is a seed of trust now.") % {"name": member.name})
    else:
        messages.success(request, _("%(name)s is no seed of trust any more.") % {"name": member.name})
    return True


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
