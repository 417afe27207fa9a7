"""Doors for everybody: report something, claim a right, and the creator's answer."""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from content.models import Artefact, Reply
from content.rules import may_view
from moderation import reporting, takedowns
from moderation.forms import AnswerForm, ReportForm, TakedownForm
from moderation.models import Takedown
from moderation.rules import may_answer_takedown
from people.answers import demand
from people.keeping_words import keeps_words, typed
from ratings.enums import Words
from ratings.models import Rating, ReviewReply

MOST_WORK = 500


def report(request, slug):
    """Report an artefact to moderators."""
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)
    demand(reporting.RULES[Artefact](request.user, artefact))
    return _report(request, artefact, artefact)


def report_reply(request, reply_id):
    """Report a reply to moderators."""
    replies = Reply.objects.visible_to(request.user).select_related("artefact", "by")
    return _report_words(request, replies, reply_id)


def report_review(request, review_id):
    """Report the words of a review to moderators."""
    shown = Rating.objects.reviews().select_related("artefact", "by", "use_report")
    return _report_words(request, shown, review_id)


def report_answer(request, answer_id):
    """Report a creator's answer to a review to moderators."""
    shown = ReviewReply.objects.filter(words=Words.SHOWN, rating__in=Rating.objects.reviews())
    return _report_words(request, shown.select_related("rating__artefact", "by"), answer_id)


def takedown(request):
    """Ask for a work to be taken down."""
    form = TakedownForm(request.POST or None, initial={"work": request.GET.get("work", "")[:MOST_WORK]})
    if request.method != "POST" or not form.is_valid():
        return _takedown_page(request, form)
    if not _has_turns(request, "takedown"):
        form.add_error(None, _("You have sent several claims today. Wait a day and send this one again."))
        return _takedown_page(request, form, 429)
    said = form.cleaned_data
    fields = {name: said[name] for name in ("name", "email", "reason", "why")}
    try:
        made = takedowns.claim(said["work"], by=request.user, token=_token(request), **fields)
    except PermissionDenied as denied:
        form.add_error("work", str(denied))
        return _takedown_page(request, form)
    return redirect("takedown_sent", made.token)


def takedown_sent(request, token):
    """What becomes of a claim: for whoever knows its token, which is who sent it."""
    claim = get_object_or_404(Takedown.objects.select_related("artefact"), token=token)
    context = {"claim": claim, "number": claim.artefact.record_number}
    return render(request, "moderation/takedown_sent.html", context)


@keeps_words()
def counter_notice(request, slug):
    """The creator's side of the claim that was made last."""
    claims = Takedown.objects.select_related("artefact").filter(
        artefact__slug=slug, artefact__creator=request.user
    )
    claim = claims.order_by("-pk").first()
    if claim is None:
        raise Http404
    answer = may_answer_takedown(request.user, claim)
    form = AnswerForm(typed(request), initial={"text": claim.counter_notice})
    if request.method == "POST" and form.is_valid():
        takedowns.answer(claim, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Your answer is with the moderators."))
        return redirect("counter_notice", slug)
    context = {"claim": claim, "artefact": claim.artefact, "form": form, "answer": answer}
    return render(request, "moderation/counter_notice.html", context)


def _report_words(request, shown, pk):
    """The form about what a member wrote below a work that this user may open."""
    thing = get_object_or_404(shown, pk=pk)
    if not may_view(request.user, thing.artefact):
        raise Http404
    demand(reporting.RULES[type(thing)](request.user, thing))
    return _report(request, thing.artefact, thing)


def _report(request, artefact, thing):
    """The form about an artefact, or about what somebody wrote below it."""
    form = ReportForm(request.POST or None)
    context = {
        "artefact": artefact,
        "thing": None if thing is artefact else thing,
        "quote": _words(thing),
        "form": form,
        "token": _token(request),
        "here": "browse",
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "moderation/report.html", context)
    if not _has_turns(request, "report"):
        form.add_error(None, _("You have reported much in a short time. Wait an hour and send it again."))
        return render(request, "moderation/report.html", context, status=429)
    said = form.cleaned_data
    fields = {"reason": said["reason"], "words": said["words"], "token": _token(request)}
    reporting.report(thing, by=request.user, **fields)
    messages.success(request, _("Your report is with the moderators."))
    return redirect(artefact)


def _words(thing):
    """What a member wrote, for them who report it to see that it is the right thing; "" for an artefact."""
    use = getattr(thing, "use_report", None)
    said = getattr(thing, "body", "") or getattr(thing, "text", "")
    return said or (use and (use.changes or use.where or use.get_adoption_display())) or ""


def _takedown_page(request, form, status=200):
    context = {"form": form, "token": _token(request)}
    return render(request, "moderation/takedown.html", context, status=status)


def _has_turns(request, action):
    """Whether this address or member has not used up its share (settings.ACCOUNT_RATE_LIMITS)."""
    return bool(ratelimit.consume(request, action=action, user=request.user))


def _token(request):
    """The form's own number; a new one for what is none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()
