"""What people say about an artefact: each reply, and what its author and the creator do with it."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import replying
from content.enums import ReplyState
from content.forms.replies import BodyForm, ReplyForm
from content.models import Artefact, Reply
from content.moving import Refused
from content.rules import may_edit_reply, may_read_reply
from content.views.artefact import page as artefact_page
from people.answers import demand
from people.keeping_words import keeps_words, typed
from people.pressing import member_presses


def _thread_of(slug):
    return reverse("artefact", args=[slug]) + "#replies"


def _artefact_for(request, slug):
    """An artefact whose page this user may open and reply to in principle."""
    return get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)


def _reply_for(request, pk):
    """A reply this user may read."""
    reply = get_object_or_404(Reply.objects.select_related("artefact", "by"), pk=pk)
    if not may_read_reply(request.user, reply):
        raise Http404
    return reply


def _one_act(act):
    """A view that does one thing with a reply on POST and returns to it; what cannot be done is said there."""

    @member_presses(lambda pk: reverse("browse"))
    @wraps(act)
    def view(request, pk):
        reply = _reply_for(request, pk)
        try:
            messages.success(request, act(request, reply))
        except Refused as refused:
            messages.error(request, refused.reason)
        return redirect(reply)

    return view


@require_POST
@keeps_words(_thread_of)
def replies(request, slug):
    """A question, input, a fault or an answer; what is wrong is said on the artefact's page."""
    artefact = _artefact_for(request, slug)
    form = ReplyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        parent = artefact.replies.filter(pk=said.pop("parent") or 0).first()
        try:
            made = replying.reply(artefact, by=request.user, parent=parent, **said)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _said(made))
            return redirect(made)
    request.reply_form = form
    return artefact_page(request, slug)


@keeps_words()
def edit(request, pk):
    """Change the text of one's own reply."""
    reply = _reply_for(request, pk)
    demand(may_edit_reply(request.user, reply))
    form = BodyForm(typed(request), initial={"body": reply.body})
    if request.method == "POST" and form.is_valid():
        changed = replying.edit(reply, by=request.user, body=form.cleaned_data["body"])
        messages.success(request, _said(changed))
        return redirect(changed)
    return render(request, "content/reply_edit.html", {"reply": reply, "form": form})


@login_required
def before(request, pk):
    """What a reply said before it was changed: for its author and moderators, as changes also take things back."""
    reply = _reply_for(request, pk)
    if not (request.user.is_staff or reply.by_id == request.user.pk):
        raise Http404
    return render(request, "content/reply_before.html", {"reply": reply, "edits": list(reply.edits.all())})


@_one_act
def take_back(request, reply):
    replying.take_back(reply, by=request.user)
    return _("Your reply is taken back.")


@_one_act
def fixed(request, reply):
    number = request.POST.get("version", "")
    pk = int(number) if number.isdecimal() and len(number) < 16 else 0
    version = reply.artefact.versions.published().filter(pk=pk).first()
    if version is None:
        raise Refused(_("Choose the version in which it is fixed."))
    replying.mark_fixed(reply, by=request.user, version=version)
    return _("The fault is marked as fixed in version %(number)s.") % {"number": version.number}


@_one_act
def reopen(request, reply):
    replying.reopen(reply, by=request.user)
    return _("The fault is open again.")


@member_presses(_thread_of)
def watch(request, slug):
    """Be told what is said about an artefact, or no longer."""
    artefact = _artefact_for(request, slug)
    if "stop" in request.POST:
        replying.stop_watching(artefact, by=request.user)
        messages.success(request, _("You are no longer told of replies here."))
    else:
        replying.watch(artefact, by=request.user)
        messages.success(request, _("You are told of new replies here."))
    return redirect(_thread_of(slug))


def _said(reply):
    if reply.state == ReplyState.WAITING:
        return _("Your reply is kept. A moderator looks at it before others read it.")
    return _("Your reply is shown.")
