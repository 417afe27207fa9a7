"""What others do with a review: find it helpful, and answer it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.models import Artefact
from content.moving import Refused
from people.keeping_words import keep, keeps_words
from people.pressing import member_presses
from ratings import answering_reviews
from ratings.enums import Words
from ratings.forms import ReviewReplyForm
from ratings.models import Rating

VOTES = {"yes": True, "no": False, "none": None}


def _review_for(request, pk):
    """A counted rating, its words on show, of an artefact whose page this user may open."""
    seen = Artefact.objects.visible_to(request.user)
    shown = Rating.objects.counted().filter(words=Words.SHOWN).select_related("artefact")
    return get_object_or_404(shown, pk=pk, artefact__in=seen)


def _page_of(pk):
    """Where a review is answered; nobody learns so of what is not on show."""
    seen = Artefact.objects.visible_to(None)
    rating = Rating.objects.filter(pk=pk, artefact__in=seen).select_related("artefact").first()
    return rating.get_absolute_url() if rating else reverse("browse")


@member_presses(lambda pk: reverse("browse"))
def helpful(request, pk):
    """Say whether a review helped."""
    rating = _review_for(request, pk)
    vote = VOTES.get(request.POST.get("vote"), True)
    answering_reviews.find_helpful(rating, by=request.user, is_helpful=vote)
    messages.success(request, _("Your vote is saved."))
    return redirect(rating)


@require_POST
@keeps_words(_page_of)
def review_reply(request, pk):
    """Answer a review of one's own work; what could not be taken stands below the review again."""
    rating, form = _review_for(request, pk), ReviewReplyForm(request.POST)
    if form.is_valid():
        try:
            answering_reviews.reply(rating, by=request.user, text=form.cleaned_data["text"])
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, _("Your answer is shown."))
            return redirect(rating)
    keep(request, rating.get_absolute_url())
    return redirect(rating)
