"""What members say of an artefact, from the forms on its page; what could not be taken stands in them again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.models import Artefact
from content.moving import Refused
from people.keeping_words import keep, keeps_words
from ratings import judging
from ratings.forms import RatingForm, RecommendForm, UseForm


def _page_of(slug):
    return reverse("artefact", args=[slug]) + "#reviews"


def _artefact_for(request, slug):
    return get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)


def _take(request, slug, form, act, done):
    """Do ``act`` with what a form says and return to the page; if it cannot be done, with the words kept."""
    artefact, name = _artefact_for(request, slug), request.POST.get("form", "")
    to_form = f"#{name}" if name in {"rate", "used", "recommend"} else ""
    if form.is_valid():
        try:
            act(artefact, by=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, refused.reason)
            to_form = ""  # the reason stands at the head of the page: further down nobody would see it
        else:
            messages.success(request, done)
            return redirect(_page_of(slug))
    keep(request, _page_of(slug))
    return redirect(artefact.get_absolute_url() + to_form)


def _take_back(request, slug, act, done):
    artefact = _artefact_for(request, slug)
    try:
        act(artefact, by=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(artefact)  # at its head, where the reason stands
    messages.success(request, done)
    return redirect(_page_of(slug))


@require_POST
@keeps_words(_page_of)
def rate(request, slug):
    """Give stars, change them, or take them back."""
    if "stop" in request.POST:
        return _take_back(request, slug, judging.withdraw, _("Your rating is withdrawn."))
    return _take(request, slug, RatingForm(request.POST), judging.rate, _("Your rating is saved."))


@require_POST
@keeps_words(_page_of)
def report_use(request, slug):
    """Say that one used it, or that one did not."""
    if "stop" in request.POST:
        return _take_back(request, slug, judging.take_back_use, _("Your report is taken back."))
    return _take(request, slug, UseForm(request.POST), judging.report_use, _("Your report of use is saved."))


@require_POST
@keeps_words(_page_of)
def recommend(request, slug):
    """Recommend it, or no longer."""
    if "stop" in request.POST:
        done = _("Your recommendation is taken back.")
        return _take_back(request, slug, judging.take_back_recommendation, done)
    form = RecommendForm(request.POST)
    return _take(request, slug, form, judging.recommend, _("Your recommendation is saved."))
