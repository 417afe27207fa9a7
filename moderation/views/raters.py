"""Raters at the desk: seeds of trust, and one member's whole history of ratings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from moderation import raters as histories
from moderation import ringing
from moderation.forms import ReasonForm
from moderation.views.weighing import number_in
from people.models import Member
from people.rules import may_suspend
from ratings.rules import may_name_seed

DONE = {
    "seed": gettext_lazy("%(name)s is a seed of trust now."),
    "no-seed": gettext_lazy("%(name)s is no seed of trust any more."),
    "suspend": gettext_lazy("%(name)s is suspended, and what they rated is weighed anew."),
    "let-back": gettext_lazy("%(name)s may act again, and what they rated is weighed anew."),
}


@require_safe
def raters(request):
    """Seeds of trust, or the members whose name has the words asked for."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    context = {"words": words, "members": histories.found(words), "is_more": histories.MOST_FOUND}
    return render(request, "moderation/raters.html", context)


def rater(request, member_id):
    """All that a member rated, with what it weighs; make them a seed of trust or suspend them, or no longer."""
    member = get_object_or_404(Member, pk=member_id)
    form, other = ReasonForm(), ReasonForm(auto_id="suspend-%s")
    if request.method == "POST":
        sent = ReasonForm(request.POST)
        if sent.is_valid() and _decided(request, member, sent.cleaned_data["message"]):
            return redirect("desk_rater", member.pk)
        if request.POST.get("act") in ringing.SUSPENSIONS:
            other = ReasonForm(request.POST, auto_id="suspend-%s")
        else:
            form = sent
    context = {
        "member": member,
        "history": histories.history_of(member, before=number_in(request.GET.get("before", ""))),
        "is_older": "before" in request.GET,
        "answer": may_name_seed(request.user, member),
        "may_suspend": may_suspend(request.user, member),
        "form": form,
        "suspend_form": other,
    }
    return render(request, "moderation/rater.html", context)


def _decided(request, member, message):
    act = request.POST.get("act")
    if act not in DONE:
        messages.error(request, _("Choose what to do."))
        return False
    decide = ringing.trust if act in ringing.SEEDS else ringing.suspend
    try:
        changed = decide(member, act, by=request.user, message=message)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
        return False
    if not changed:
        messages.info(request, _("This was done already."))
    else:
        messages.success(request, DONE[act] % {"name": member.name})
    return True
