"""What members say of a creator: the page with all of it, and the forms to rate and to recommend."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content.models import Practice
from content.moving import Refused
from people.answers import demand
from people.keeping_words import keeps_words, typed
from people.models import Member
from people.reading import read_only
from ratings import judging_creators, peers
from ratings.enums import CREATOR_CRITERIA
from ratings.forms import NOT_APPLICABLE, CreatorRatingForm, EndorseForm
from ratings.models import CreatorRating, Endorsement
from ratings.rules import UNKNOWN_WORK, may_judge_creator


def _creator_for(request, slug):
    return get_object_or_404(Member.objects.visible_to(request.user), slug=slug)


@read_only
def peers_page(request, slug):
    """Recommendations, ratings, uses of the work, and what this member says of others' work; one list at a time."""
    member = _creator_for(request, slug)
    context = {"member": member, "said": peers.said_of(member, request.GET), "lists": peers.LISTS}
    return render(request, "ratings/peers.html", context)


@never_cache
@keeps_words()
def rate_creator(request, slug):
    """Give a creator stars, change them, or take them back."""
    creator, may = _asked(request, slug)
    own = CreatorRating.objects.filter(creator=creator, by=request.user).first()
    if "stop" in request.POST:
        judging_creators.withdraw_creator_rating(creator, by=request.user)
        messages.success(request, _("Your rating is withdrawn."))
        return redirect(creator)
    form = CreatorRatingForm(typed(request), initial=_said(own))
    if request.method == "POST" and _taken(request, form, creator, judging_creators.rate_creator):
        messages.success(request, _("Your rating is saved."))
        return redirect(creator)
    context = _page(creator, may) | {"form": form, "own": own}
    return render(request, "ratings/creator_rate.html", context)


@never_cache
@keeps_words()
def recommend_creator(request, slug):
    """Recommend a creator for a practice, or no longer; once for each practice."""
    creator, may = _asked(request, slug)
    if "stop" in request.POST:
        practice = get_object_or_404(Practice, slug=request.POST["stop"])
        judging_creators.revoke(creator, by=request.user, practice=practice)
        messages.success(request, _("You no longer recommend %(name)s for this.") % {"name": creator.name})
        return redirect(creator)
    form = EndorseForm(typed(request))
    if request.method == "POST" and _taken(request, form, creator, judging_creators.endorse):
        messages.success(request, _("Your recommendation is saved."))
        return redirect(creator)
    own = Endorsement.objects.filter(creator=creator, by=request.user).select_related("practice")
    context = _page(creator, may) | {"form": form, "own": list(own.order_by("pk"))}
    return render(request, "ratings/creator_recommend.html", context)


def _asked(request, slug):
    """The creator, and whether this member may judge them; what may only be taken back is taken back anyway."""
    creator = _creator_for(request, slug)
    may = may_judge_creator(request.user, creator)
    if request.method == "POST" and "stop" not in request.POST:
        demand(may)
    return creator, may


def _page(creator, may):
    """What both forms show of the creator; who may not yet is led to the work where that helps."""
    return {"member": creator, "may": may, "is_led_to_work": may is UNKNOWN_WORK}


def _taken(request, form, creator, act):
    """Whether ``act`` took what the form says; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        act(creator, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    return True


def _said(own):
    """What a rating says, as the form has it; nothing is chosen where there is none."""
    if own is None:
        return {}
    said = {name: getattr(own, name) for name in CreatorRatingForm.base_fields}
    return said | {name: NOT_APPLICABLE if said[name] is None else said[name] for name in CREATOR_CRITERIA}
