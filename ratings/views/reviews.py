"""What others do with a review: find it helpful, and answer it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from content.models import Artefact
from content.moving import Refused
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


@member_presses(lambda pk: reverse("browse"))
def helpful(request, pk):
    """Say whether a review helped."""
    rating = _review_for(request, pk)
    vote = VOTES.get(request.POST.get("vote"), True)
    answering_reviews.find_helpful(rating, by=request.user, is_helpful=vote)
    messages.success(request, _("Your vote is saved."))
    return redirect(rating)


@member_presses(lambda pk: reverse("browse"))
def review_reply(request, pk):
    """Answer a review of one's own work."""
    rating, form = _review_for(request, pk), ReviewReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(rating)
    try:
        answering_reviews.reply(rating, by=request.user, text=form.cleaned_data["text"])
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Your answer is shown."))
    return redirect(rating)
