"""What members do about a need: promise to fill it, propose what answers it, decide whether it does."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import Artefact
from content.publishing import Refused
from people.keeping_words import keeps_words, typed
from people.pressing import member_presses
from surveys import board, covering, pledging
from surveys.forms.needs import AnswersForm, PledgeForm, ProposeForm
from surveys.models import Coverage, Need, Pledge
from surveys.models.needs import RUNNING
from surveys.rules import may_pledge

MOST_OF_MINE = 100


def _need_page(pk, coverage_pk=None):
    return reverse("need", args=[pk])


@keeps_words()
def help_need(request, pk):
    """Promise to fill a need by a day."""
    need = _need(request, pk)
    running = Pledge.objects.filter(need=need, member=request.user, state__in=RUNNING).first()
    may = may_pledge(request.user, need)
    if running or not may:
        messages.info(request, _("You are on it already.") if running else may.reason)
        return redirect(need)
    form = PledgeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            pledging.pledge(need, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("due", refused.reason)
        else:
            messages.success(request, _("Your promise stands on this page and on yours."))
            return redirect(need)
    return render(request, "surveys/need_help.html", {"need": need, "form": form, "here": "needs"})


@member_presses(_need_page)
def give_back(request, pk):
    """Give one's promise back."""
    need = _need(request, pk)
    running = Pledge.objects.filter(need=need, member=request.user, state__in=RUNNING).first()
    if running is not None:
        pledging.give_back(running, by=request.user)
        messages.success(request, _("Your promise is given back. Others can take it up now."))
    return redirect(need)


@keeps_words()
def propose(request, pk):
    """Name an artefact that answers a need."""
    need = _need(request, pk)
    mine = Artefact.objects.listed().by(request.user).only("title").order_by("-published_at", "-pk")
    form = ProposeForm(typed(request), mine=mine[:MOST_OF_MINE])
    sent = request.method == "POST" and form.is_valid()
    if sent and _propose(request, need, form.cleaned_data["artefact"], form, "other"):
        return redirect(f"{need.get_absolute_url()}#there-is")
    context = {"need": need, "form": form, "here": "needs"}
    return render(request, "surveys/need_propose.html", context)


@keeps_words()
def artefact_needs(request, slug):
    """Name a need that an artefact answers."""
    artefact = get_object_or_404(Artefact.objects.listed(), slug=slug)
    offered = board.offered()
    form = AnswersForm(typed(request), needs=Need.objects.filter(pk__in=[need.pk for need in offered]))
    sent = request.method == "POST" and form.is_valid()
    if sent and _propose(request, form.cleaned_data["need"], artefact, form, "need"):
        return redirect(f"{artefact.get_absolute_url()}#answers")
    context = {"artefact": artefact, "form": form, "has_needs": bool(offered), "here": "browse"}
    return render(request, "surveys/artefact_needs.html", context)


@member_presses(_need_page)
def decide(request, pk, coverage_pk):
    """The word on a proposal: it delivers, it helps, it is not what was needed; or it is taken back."""
    need = _need(request, pk)
    coverage = get_object_or_404(Coverage, need=need, pk=coverage_pk)
    act, done = _DECISIONS.get(request.POST.get("as", ""), (None, ""))
    if act is None:
        raise Http404
    try:
        act(coverage, request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    except PermissionDenied as denied:
        messages.error(request, str(denied))
    else:
        messages.success(request, done)
    return redirect(f"{need.get_absolute_url()}#there-is")


@member_presses(_need_page)
def close_need(request, pk):
    """Call a need delivered, or missing still."""
    need = _need(request, pk)
    again = "again" in request.POST
    try:
        (covering.reopen if again else covering.deliver)(need, by=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    except PermissionDenied as denied:
        messages.error(request, str(denied))
    else:
        done = (
            _("The need is open again.") if again else _("The need is delivered. Its votes are free again.")
        )
        messages.success(request, done)
    return redirect(need)


def _need(request, pk):
    """The need that somebody may look at; of a merged one, where it went."""
    found = get_object_or_404(Need.objects.visible_to(request.user).select_related("merged_into"), pk=pk)
    return found.merged_into or found


def _propose(request, need, artefact, form, field):
    """Whether it was proposed; else the form says why not."""
    try:
        covering.propose(need, artefact, by=request.user)
    except Refused as refused:
        form.add_error(field, refused.reason)
    except PermissionDenied as denied:
        form.add_error(field, str(denied))
    else:
        messages.success(request, _("It is proposed. Who posted the need or a moderator decides."))
        return True
    return False


_DECISIONS = {
    "delivers": (
        lambda row, by: covering.confirm(row, by=by, delivers=True),
        gettext_lazy("The need is delivered. Its votes are free again."),
    ),
    "helps": (lambda row, by: covering.confirm(row, by=by), gettext_lazy("It stands with the need now.")),
    "refused": (lambda row, by: covering.refuse(row, by=by), gettext_lazy("It is taken off the list.")),
    "withdrawn": (
        lambda row, by: covering.withdraw(row, by=by),
        gettext_lazy("Your proposal is taken back."),
    ),
}
