"""A reply that waits, or is on show: let it be read, or hide it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from content.enums import ReplyState
from content.models import Reply
from content.publishing import Refused
from content.rules import may_decide_on_reply
from moderation import record, replies
from moderation.enums import ReportReason
from moderation.forms import ReplyHideForm


def reply(request, reply_id):
    """One reply with all that is known of its author."""
    thing = _reply_or_404(reply_id)
    form = ReplyHideForm(request.POST if request.POST.get("act") == "hide" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            messages.success(request, _decide(request, thing, form))
            return redirect("queue")
        except (Refused, PermissionDenied) as refused:
            messages.error(request, str(refused))
            thing = _reply_or_404(reply_id)
    context = {
        "reply": thing,
        "artefact": thing.artefact,
        "form": form,
        "answer": may_decide_on_reply(request.user, thing),
        "is_waiting": thing.state == ReplyState.WAITING,
        "is_hidden": thing.state == ReplyState.HIDDEN,
        "can_hide": thing.state in {ReplyState.WAITING, ReplyState.SHOWN},
        "owner": thing.by,
        "record": record.record_of(thing.by),
        "history": [],
        "decisions": record.decisions_on(thing.artefact),
    }
    return render(request, "moderation/reply.html", context)


def _decide(request, thing, form):
    if request.POST.get("act") == "hide":
        said = form.cleaned_data
        replies.hide(thing, by=request.user, reason=ReportReason(said["reason"]), message=said["message"])
        return _("The reply is hidden.")
    if thing.state == ReplyState.HIDDEN:
        replies.show_again(thing, by=request.user)
    else:
        replies.accept(thing, by=request.user)
    return _("The reply is on show.")


def _reply_or_404(pk):
    """A reply that its author has not taken back."""
    rows = Reply.objects.select_related("artefact__kind", "artefact__creator", "by")
    found = rows.filter(pk=pk).exclude(state=ReplyState.TAKEN_BACK).first()
    if found is None:
        raise Http404
    return found
