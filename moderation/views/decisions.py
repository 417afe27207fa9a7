"""What waits, one at a time: all that a moderator weighs on one page, and the buttons."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from content import inside, publishing, similar
from content.enums import READABLE, ReplyState, State, Status
from content.facet_values import language_label
from content.models import Artefact, Version
from content.rules import may_hide, may_look, may_publish, may_send_back, may_show_again
from moderation import deciding, record, reporting, takedowns
from moderation.enums import HIDE_WORDS, SEND_BACK_WORDS, ReportReason, ReportState, SendBackReason
from moderation.forms import MessageForm, NoteForm
from moderation.models import Report, Takedown
from moderation.rules import may_decide_report, may_decide_takedown


def version(request, version_id):
    """A version: publish it, send it back, say that one has looked, or hide what is public."""
    thing = _version_or_404(version_id)
    form = None
    if request.method == "POST":
        form = _form(request.POST)
        if (form is None or form.is_valid()) and _done(
            request, lambda: _decide_version(request, thing, form)
        ):
            return redirect("queue")
        thing = _version_or_404(version_id)
    return render(request, "moderation/version.html", _version_context(request, thing, form))


def artefact(request, artefact_id):
    """What is on show, or was hidden: hide it, or show it again."""
    thing = get_object_or_404(Artefact.objects.for_page(), pk=artefact_id)
    form = None
    if request.method == "POST":
        form = _form(request.POST)
        if form.is_valid() and _done(request, lambda: _decide_artefact(request, thing, form)):
            return redirect("queue_artefact", thing.pk)
        thing = get_object_or_404(Artefact.objects.for_page(), pk=artefact_id)
    return render(request, "moderation/artefact.html", _artefact_context(request, thing, form))


def report(request, report_id):
    """A report: agree, with or without hiding, or dismiss it."""
    reports = Report.objects.with_things().select_related("reporter", "decided_by")
    thing = get_object_or_404(reports, pk=report_id)
    form = None
    if request.method == "POST":
        form = NoteForm(request.POST) if request.POST.get("act") == "dismiss" else MessageForm(request.POST)
        if form.is_valid() and _done(request, lambda: _decide_report(request, thing, form)):
            return redirect("queue")
        thing = reports.get(pk=report_id)
    others = Report.objects.open().about(thing.thing).exclude(pk=thing.pk).select_related("reporter")
    context = {
        "report": thing,
        "artefact": thing.work,
        "reply": thing.reply,
        "others": list(others.order_by("at", "pk")[:20]),
        "is_open": thing.state == ReportState.OPEN,
        "can_hide": may_be_hidden(thing),
        "answer": may_decide_report(request.user, thing),
        "form": form or MessageForm(initial={"message": HIDE_WORDS[thing.reason]}),
        "note_form": NoteForm(auto_id="note_%s"),
    }
    return render(request, "moderation/report_detail.html", context | _weighed(thing.work, thing.owner))


def may_be_hidden(report):
    """Whether what was reported is on show."""
    return report.reply.state == ReplyState.SHOWN if report.reply else report.artefact.status in READABLE


def claim(request, claim_id):
    """A claim: take the work down for good, or keep it."""
    claims = Takedown.objects.select_related("artefact__creator", "artefact__kind", "decided_by")
    thing = get_object_or_404(claims, pk=claim_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid() and _done(request, lambda: _decide_claim(request, thing, form)):
            return redirect("queue")
        thing = claims.get(pk=claim_id)
    context = {
        "claim": thing,
        "artefact": thing.artefact,
        "is_open": thing.decided_at is None,
        "answer": may_decide_takedown(request.user, thing),
        "form": form,
    }
    return render(request, "moderation/claim_detail.html", context | _weighed(thing.artefact))


def _version_or_404(pk):
    """A version that was ever sent, with its artefact: drafts are their contributor's alone."""
    versions = Version.objects.select_related("licence", "by", "as_role", "as_organisation", "reviewed_by")
    found = versions.filter(pk=pk).exclude(state=State.DRAFT).first()
    if found is None:
        raise Http404
    found.artefact = Artefact.objects.for_page().get(pk=found.artefact_id)
    return found


def _decide_version(request, thing, form):
    act, by = request.POST.get("act"), request.user
    seen = _moment(request.POST.get("seen", ""))
    if act == "publish":
        deciding.publish(thing, by=by, seen=seen)
        return _("%(name)s is published.") % {"name": thing.artefact.title}
    if act == "look":
        deciding.look(thing, by=by)
        return _("%(name)s stays on the site.") % {"name": thing.artefact.title}
    if act == "hide":
        return _decide_artefact(request, thing.artefact, form)
    reason = _reason(SendBackReason, request.POST)
    deciding.send_back(thing, by=by, reason=reason, message=form.cleaned_data["message"], seen=seen)
    return _("%(name)s is sent back.") % {"name": thing.artefact.title}


def _decide_artefact(request, thing, form):
    message = form.cleaned_data["message"]
    if request.POST.get("act") == "show-again":
        deciding.show_again(thing, by=request.user, message=message)
        return _("%(name)s is on the site again.") % {"name": thing.title}
    deciding.hide(thing, by=request.user, reason=_reason(ReportReason, request.POST), message=message)
    return _("%(name)s is hidden.") % {"name": thing.title}


def _decide_report(request, thing, form):
    act, message = request.POST.get("act"), form.cleaned_data["message"]
    if act == "dismiss":
        reporting.dismiss(thing, by=request.user, message=message)
        return _("The report is dismissed.")
    reporting.uphold(thing, by=request.user, message=message, hide=act == "hide")
    return _("The report is upheld.")


def _decide_claim(request, thing, form):
    message = form.cleaned_data["message"]
    if request.POST.get("act") == "remove":
        takedowns.remove(thing, by=request.user, message=message)
        return _("The work is taken down.")
    takedowns.restore(thing, by=request.user, message=message)
    return _("The work stays.")


def _done(request, decide):
    """Whether the decision was taken; says so, or why not."""
    try:
        messages.success(request, decide())
    except (publishing.Refused, PermissionDenied) as refused:
        messages.error(request, str(refused))
        return False
    return True


def _form(data):
    """The message that an act asks for; None where it asks for none."""
    act = data.get("act")
    if act in {"publish", "look"}:
        return None
    return NoteForm(data) if act == "show-again" else MessageForm(data)


def _reason(reasons, data):
    """One of a closed list; raises Refused for anything else."""
    if data.get("reason") not in reasons.values:
        raise publishing.Refused(_("Choose a reason from the list."))
    return reasons(data["reason"])


def _moment(text):
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _version_context(request, thing, form):
    user, whole = request.user, thing.artefact
    waits, is_public = thing.state == State.SUBMITTED, whole.status in READABLE
    context = {
        "version": thing,
        "artefact": whole,
        "files": inside.files_of(thing),
        "terms": inside.terms_of(whole),
        "twins": record.twins_of(thing),
        "alike": similar.matches(thing, everything=True),
        "missing": publishing.what_is_missing(thing) if waits else [],
        "language_name": language_label(whole.language),
        "waits": waits,
        "may_publish": may_publish(user, thing),
        "may_send_back": may_send_back(user, thing),
        "may_look": may_look(user, thing),
        "has_older": whole.current_id not in (None, thing.pk),
    }
    context["body_is_file"] = any(item.preview.get("form") == "html" for item in context["files"])
    context |= _choice(request, "send-back", SendBackReason, SEND_BACK_WORDS, form) if waits else {}
    if is_public and not waits:
        context |= _choice(request, "hide", ReportReason, HIDE_WORDS, form)
        context["may_hide"] = may_hide(user, whole)
    return context | _weighed(whole)


def _artefact_context(request, thing, form):
    context = {
        "artefact": thing,
        "may_hide": may_hide(request.user, thing),
        "may_show_again": may_show_again(request.user, thing),
        "is_hidden": thing.status == Status.HIDDEN,
        "note_form": form if isinstance(form, NoteForm) else NoteForm(auto_id="note_%s"),
    }
    if thing.status in READABLE:
        context |= _choice(request, "hide", ReportReason, HIDE_WORDS, form)
    return context | _weighed(thing)


def _choice(request, act, reasons, words, form):
    """The reasons of an act, and the message of the one that was chosen."""
    data = request.POST if request.POST.get("act") == act else request.GET
    chosen = data.get("reason", "")
    reason = reasons(chosen) if chosen in reasons.values else None
    bound = form is not None and form.is_bound and request.POST.get("act") == act
    message = form if bound else MessageForm(initial={"message": words[reason]} if reason else None)
    return {"act": act, "reasons": reasons.choices, "reason": reason, "message": message}


def _weighed(thing, owner=None):
    owner = owner or thing.creator
    return {
        "owner": owner,
        "record": record.record_of(owner),
        "history": record.history_of(thing),
        "decisions": record.decisions_on(thing),
    }
