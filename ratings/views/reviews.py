"""What others do with a review: find it helpful, and answer it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.models import Artefact
from content.moving import Refused
from ratings import answering_reviews
from ratings.forms import ReviewReplyForm
from ratings.models import Rating

VOTES = {"yes": True, "no": False, "none": None}


def _review_for(request, pk):
    """A counted rating of an artefact whose page this user may open."""
    seen = Artefact.objects.visible_to(request.user)
    return get_object_or_404(Rating.objects.counted().select_related("artefact"), pk=pk, artefact__in=seen)


@require_POST
@login_required
def helpful(request, pk):
    """Say whether a review helped."""
    rating = _review_for(request, pk)
    vote = VOTES.get(request.POST.get("vote"), True)
    answering_reviews.find_helpful(rating, by=request.user, is_helpful=vote)
    messages.success(request, _("Your vote is saved."))
    return redirect(rating)


@require_POST
@login_required
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
