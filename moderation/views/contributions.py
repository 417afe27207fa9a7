"""What a member wrote below a work, waiting or on show: let it be read, or hide it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.enums import ReplyState
from content.models import Reply
from moderation import contributions
from moderation.enums import SAID_WORDS, ReportReason
from moderation.forms import AuthorForm
from moderation.views.weighing import choice, done, reason_in, weighed
from people.keeping_words import typed
from ratings.models import Rating, ReviewReply

WORDS = {
    Reply: (gettext_lazy("Reply"), gettext_lazy("Reply to")),
    Rating: (gettext_lazy("Review"), gettext_lazy("Review of")),
    ReviewReply: (gettext_lazy("Answer to a review"), gettext_lazy("Answer to a review of")),
}


def reply(request, reply_id):
    """A reply with all that is known of its author; what they took back is theirs alone."""
    rows = Reply.objects.select_related("artefact__kind", "artefact__creator", "by")
    return _page(request, rows.exclude(state=ReplyState.TAKEN_BACK), reply_id)


def review(request, review_id):
    """The words of a review; its stars count either way."""
    rows = Rating.objects.select_related("artefact__kind", "artefact__creator", "by", "use_report")
    return _page(request, rows, review_id)


def answer(request, answer_id):
    """What a creator answered to a review."""
    rows = ReviewReply.objects.select_related(
        "rating__artefact__kind", "rating__artefact__creator", "rating__by", "by"
    )
    return _page(request, rows, answer_id)


def _page(request, rows, pk):
    thing, sent = _found(rows, pk), typed(request) or {}
    form = AuthorForm(sent) if sent.get("act") == "hide" else None
    if request.method == "POST" and sent.get("act") in {"hide", "show"}:
        if (form is None or form.is_valid()) and done(request, lambda: _decide(request, thing, form)):
            return redirect("queue")
        thing = _found(rows, pk)
    return render(request, "moderation/contribution.html", _context(request, thing, form))


def _context(request, thing, form):
    state, (label, heading) = contributions.state_of(thing), WORDS[type(thing)]
    context = {
        "thing": thing,
        "artefact": thing.artefact,
        "wrong": form,
        "label": label,
        "heading": heading,
        "is_reply": isinstance(thing, Reply),
        "is_waiting": state == ReplyState.WAITING,
        "is_hidden": state == ReplyState.HIDDEN,
        "state": ReplyState(state).label,
        "why": thing.reason if isinstance(thing, Reply) else thing.words_reason,
        "may_decide": contributions.may_be_decided(request.user, thing),
    }
    if state != ReplyState.HIDDEN:
        context |= choice(request, "hide", ReportReason, SAID_WORDS, form, AuthorForm)
    return context | weighed(thing.artefact, thing.by) | {"history": []}


def _decide(request, thing, form):
    if form is not None:
        reason, message = reason_in(ReportReason, request.POST), form.cleaned_data["message"]
        contributions.hide(thing, by=request.user, reason=reason, message=message)
        return _("It is hidden.")
    is_hidden = contributions.state_of(thing) == ReplyState.HIDDEN
    verb = contributions.show_again if is_hidden else contributions.accept
    verb(thing, by=request.user)
    return _("It is on show.")


def _found(rows, pk):
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
