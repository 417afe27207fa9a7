"""What others want decided: a report by whoever found something wrong, a claim of a rights holder."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.enums import READABLE, ReplyState
from content.models import Artefact, Reply
from content.moving import Refused
from moderation import contributions, reporting, takedowns
from moderation.enums import CLAIM_WORDS, HIDE_WORDS, SAID_WORDS, Act, ReportState
from moderation.forms import AuthorForm, ClaimForm, MessageForm, NoteForm
from moderation.models import Report, Takedown
from moderation.rules import may_decide_report, may_decide_takedown
from moderation.views.weighing import done, weighed
from people.keeping_words import typed
from ratings.models import Rating, ReviewReply

# (heading of the page, name of the section that shows what was reported)
WORDS = {
    Artefact: (gettext_lazy("Report on"), ""),
    Reply: (gettext_lazy("Report on a reply to"), gettext_lazy("The reply of %(name)s")),
    Rating: (gettext_lazy("Report on a review of"), gettext_lazy("The review of %(name)s")),
    ReviewReply: (
        gettext_lazy("Report on an answer to a review of"),
        gettext_lazy("The answer of %(name)s"),
    ),
}


def report(request, report_id):
    """A report: agree, with or without hiding, or dismiss it."""
    reports = Report.objects.with_things().select_related("reporter", "decided_by")
    found = get_object_or_404(reports, pk=report_id)
    sent, form = typed(request), None
    is_dismissing = bool(sent) and sent.get("act") == "dismiss"
    if sent:
        form = NoteForm(sent, auto_id="note_%s") if is_dismissing else _message(found, sent)
    if form and request.method == "POST":
        if form.is_valid() and done(request, lambda: _decide_report(request, found, form)):
            return redirect("queue")
        found = reports.get(pk=report_id)
    note_form = form if form and is_dismissing else NoteForm(auto_id="note_%s")
    context = _about(found) | {
        "wrong": form,
        "form": form if form and not is_dismissing else _message(found),
        "note_form": note_form,
        "may_decide": may_decide_report(request.user, found),
    }
    return render(request, "moderation/report_detail.html", context | weighed(found.work, found.owner))


def claim(request, claim_id):
    """A claim: take the work down for good, after a question, or keep it."""
    claims = Takedown.objects.select_related("artefact__creator", "artefact__kind", "decided_by")
    found = get_object_or_404(claims, pk=claim_id)
    sent = typed(request)
    act = sent.get("act") if sent else None
    is_staying = act == Act.RESTORE
    form = _claim_form(found, Act.RESTORE if is_staying else Act.REMOVE, sent) if sent else None
    if request.method == "POST" and act in CLAIM_WORDS and form.is_valid():
        if act == Act.REMOVE and "confirmed" not in request.POST and found.decided_at is None:
            asked = {"claim": found, "artefact": found.artefact, "message": form.cleaned_data["message"]}
            return render(request, "moderation/claim_confirm.html", asked)
        if done(request, lambda: _decide_claim(request, found, form)):
            return redirect("queue")
        found = claims.get(pk=claim_id)
    context = {
        "claim": found,
        "artefact": found.artefact,
        "is_open": found.decided_at is None,
        "may_decide": may_decide_takedown(request.user, found),
        "form": form if form and not is_staying else _claim_form(found, Act.REMOVE),
        "stay_form": form if form and is_staying else _claim_form(found, Act.RESTORE),
        "wrong": form,
    }
    return render(request, "moderation/claim_detail.html", context | weighed(found.artefact))


def _about(found):
    """What was reported, in the words of the page."""
    thing = found.thing
    heading, section = WORDS[type(thing)]
    others = Report.objects.open().about(thing).exclude(pk=found.pk).select_related("reporter")
    return {
        "report": found,
        "artefact": found.work,
        "thing": None if found.artefact else thing,
        "heading": heading,
        "section": section % {"name": found.owner.name} if section else "",
        "others": list(others.order_by("at", "pk")[:20]),
        "is_open": found.state == ReportState.OPEN,
        "can_hide": _is_on_show(found),
    }


def _is_on_show(found):
    """Whether what was reported can be hidden."""
    if found.artefact:
        return found.artefact.status in READABLE
    return contributions.state_of(found.thing) == ReplyState.SHOWN


def _message(found, data=None):
    """The words to the creator or the author: as typed, or those that go with the reason of the report."""
    form, words = (MessageForm, HIDE_WORDS) if found.artefact else (AuthorForm, SAID_WORDS)
    return form(data, initial={"message": words[found.reason]})


def _claim_form(found, act, data=None):
    """The words that end a claim: as typed, or those that go with its reason and the decision."""
    names = {"auto_id": "stay_%s"} if act == Act.RESTORE else {}
    return ClaimForm(data, initial={"message": CLAIM_WORDS[act][found.reason]}, **names)


def _decide_report(request, found, form):
    act, message = request.POST.get("act"), form.cleaned_data["message"]
    if act == "dismiss":
        reporting.dismiss(found, by=request.user, message=message)
        return _("The report is dismissed.")
    if act not in ("hide", "uphold"):
        raise Refused(_("Choose what to do."))
    reporting.uphold(found, by=request.user, message=message, hide=act == "hide")
    return _("The report is upheld.")


def _decide_claim(request, found, form):
    message = form.cleaned_data["message"]
    if request.POST.get("act") == Act.REMOVE:
        takedowns.remove(found, by=request.user, message=message)
        return _("The work is taken down.")
    takedowns.restore(found, by=request.user, message=message)
    return _("The work stays.")
