"""Rings and bursts at the desk: the list by suspicion, and one finding with its evidence and the buttons."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.models import Artefact
from content.publishing import Refused
from moderation import evidence, ringing
from moderation.forms import NoteForm
from moderation.views.weighing import number_in
from ratings import ring_verdicts
from ratings.enums import Verdict
from ratings.models import RingFlag
from ratings.rules import may_decide_ring

A_PAGE = 50
MOST_PAGES = 500
NAMED = 3  # artefacts that a line of the list names
DONE = {
    "confirm": gettext_lazy("The finding is confirmed; its members' votes count together as about one."),
    "dismiss": gettext_lazy("The finding is dismissed."),
    "take-out": gettext_lazy("Its ratings are taken out and the scores are counted anew."),
    "put-back": gettext_lazy("Its ratings count again and the scores are counted anew."),
}


@require_safe
def rings(request):
    """Findings of one verdict, the most suspicious first; open ones unless asked otherwise."""
    verdict = request.GET.get("show")
    verdict = verdict if verdict in Verdict.values else Verdict.OPEN
    page = min(number_in(request.GET.get("page", "")) or 1, MOST_PAGES)
    flags = RingFlag.objects.filter(verdict=verdict).order_by("-suspicion", "-pk")
    start = (max(1, page) - 1) * A_PAGE
    named = Prefetch("artefacts", Artefact.objects.only("title").order_by("pk"), to_attr="all_named")
    shown = list(flags.select_related("decided_by").prefetch_related(named)[start : start + A_PAGE + 1])
    for flag in shown:
        flag.named = flag.all_named[:NAMED]
    counts = dict(RingFlag.objects.order_by().values_list("verdict").annotate(n=Count("pk")))
    context = {
        "flags": shown[:A_PAGE],
        "verdict": verdict,
        "verdicts": [(value, label, counts.get(value, 0)) for value, label in Verdict.choices],
        "next_page": max(1, page) + 1 if len(shown) > A_PAGE else None,
    }
    return render(request, "moderation/rings.html", context)


def ring(request, flag_id):
    """One finding: who, what, when, shared organisation; confirm, dismiss, take out, put back."""
    flag = get_object_or_404(RingFlag.objects.select_related("decided_by"), pk=flag_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decided(request, flag, form.cleaned_data["message"]):
        return redirect("desk_ring", flag.pk)
    context = {
        "flag": flag,
        "evidence": evidence.of(flag),
        "taken_out": flag.taken_out.count() + flag.creators_out.count(),
        "can_take_out": ring_verdicts.can_take_out(flag),
        "answer": may_decide_ring(request.user, ring_verdicts.people_of(flag)),
        "decisions": list(flag.decisions.select_related("by")),
        "form": form,
    }
    return render(request, "moderation/ring.html", context)


def _decided(request, flag, message):
    """Whether the button is one of ours and the decision was taken; says so, or why not."""
    act = request.POST.get("act")
    if act not in ringing.VERDICTS:
        messages.error(request, _("Choose what to do with the finding."))
        return False
    try:
        seen = number_in(request.POST.get("seen", ""))
        changed = ringing.decide(flag, act, by=request.user, message=message, seen=seen)
    except (PermissionDenied, Refused) as refused:
        messages.error(request, str(refused))
        return False
    if changed:
        messages.success(request, DONE[act])
    else:
        messages.info(request, _("This was done already."))
    return True
