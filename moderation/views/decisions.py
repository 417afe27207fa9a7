"""A version or an artefact: all that a moderator weighs on one page, and the buttons."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from content import inside, inspection, publishing, similar
from content.enums import READABLE, Outcome, State, Status
from content.facet_values import language_label
from content.models import Artefact, Version
from content.rules import may_hide, may_look, may_publish, may_send_back, may_show_again
from moderation import deciding, record
from moderation.enums import HIDE_WORDS, SEND_BACK_WORDS, ReportReason, SendBackReason
from moderation.forms import MessageForm, NoteForm
from moderation.views.weighing import choice, done, reason_in, weighed
from people.keeping_words import typed

# Acts on a version that need no message.
WITHOUT_WORDS = {"publish", "look", "again"}


def version(request, version_id):
    """A version: publish it, send it back, say that one has looked, or hide what is public."""
    thing, sent = _version_or_404(version_id), typed(request)
    form = None if sent is None or sent.get("act") in WITHOUT_WORDS else MessageForm(sent)
    if request.method == "POST":
        is_right = form is None or form.is_valid()
        if is_right and done(request, lambda: _decide_version(request, thing, form)):
            is_decided = request.POST.get("act") != "again"
            return redirect("queue") if is_decided else redirect("queue_version", thing.pk)
        thing = _version_or_404(version_id)
    return render(request, "moderation/version.html", _version_context(request, thing, form))


def artefact(request, artefact_id):
    """What is on show, or was hidden: hide it, or show it again."""
    thing, form = get_object_or_404(Artefact.objects.for_page(), pk=artefact_id), None
    if sent := typed(request):
        is_shown = sent.get("act") == "show-again"
        form = NoteForm(sent, auto_id="note_%s") if is_shown else MessageForm(sent)
    if form and request.method == "POST":
        if form.is_valid() and done(request, lambda: _decide_artefact(request, thing, form)):
            return redirect("queue_artefact", thing.pk)
        thing = get_object_or_404(Artefact.objects.for_page(), pk=artefact_id)
    return render(request, "moderation/artefact.html", _artefact_context(request, thing, form))


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
    if act == "again":
        return _read_again(request, thing)
    if act == "hide":
        return _decide_artefact(request, thing.artefact, form)
    reason = reason_in(SendBackReason, request.POST)
    deciding.send_back(thing, by=by, reason=reason, message=form.cleaned_data["message"], seen=seen)
    return _("%(name)s is sent back.") % {"name": thing.artefact.title}


def _read_again(request, thing):
    """Have the files looked into once more for which there was no time."""
    for file in thing.files.select_related("version"):
        inspection.again(file, by=request.user)
    return _("The files are checked again.")


def _decide_artefact(request, thing, form):
    message = form.cleaned_data["message"]
    if request.POST.get("act") == "show-again":
        deciding.show_again(thing, by=request.user, message=message)
        return _("%(name)s is on the site again.") % {"name": thing.title}
    deciding.hide(thing, by=request.user, reason=reason_in(ReportReason, request.POST), message=message)
    return _("%(name)s is hidden.") % {"name": thing.title}


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
        "wrong": form,
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
    context["may_read_again"] = any(item.file.outcome == Outcome.TIMED_OUT for item in context["files"])
    context["body_is_file"] = any(item.preview.get("form") == "html" for item in context["files"])
    context |= choice(request, "send-back", SendBackReason, SEND_BACK_WORDS, form) if waits else {}
    if is_public and not waits:
        context |= choice(request, "hide", ReportReason, HIDE_WORDS, form)
        context["may_hide"] = may_hide(user, whole)
    return context | weighed(whole)


def _artefact_context(request, thing, form):
    context = {
        "artefact": thing,
        "wrong": form,
        "may_hide": may_hide(request.user, thing),
        "may_show_again": may_show_again(request.user, thing),
        "is_hidden": thing.status == Status.HIDDEN,
        "note_form": form if isinstance(form, NoteForm) else NoteForm(auto_id="note_%s"),
    }
    if thing.status in READABLE:
        context |= choice(request, "hide", ReportReason, HIDE_WORDS, form)
    return context | weighed(thing)
