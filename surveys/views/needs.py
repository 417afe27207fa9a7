"""The board of needs: what practitioners miss, who else misses it, and the way to tell of another one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import Artefact
from content.publishing import Refused
from people.keeping_words import keeps_words, typed
from people.pressing import member_presses
from people.reading import read_only
from surveys import wanting
from surveys.enums import VOTED, CoverageState, NeedState, PledgeState
from surveys.forms import NeedForm
from surveys.models import Need, NeedVote
from surveys.rules import MOST_VOTES, may_vote

PAGE_SIZE = 20
SHELVES = {
    "": (gettext_lazy("Open"), sorted(VOTED)),
    "claimed": (gettext_lazy("Somebody is on it"), [NeedState.CLAIMED]),
    "delivered": (gettext_lazy("Delivered"), [NeedState.DELIVERED]),
}


@read_only
def needs(request):
    """Needs with the most votes first, in steps of PAGE_SIZE."""
    shelf = request.GET.get("state", "")
    shelf = shelf if shelf in SHELVES else ""
    page = _page(request.GET.get("page", ""))
    rows = _counted(Need.objects.filter(state__in=SHELVES[shelf][1])).order_by("-votes", "-pk")
    found = list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1])
    context = _votes(request, found) | {
        "needs": found[:PAGE_SIZE],
        "next": page + 1 if len(found) > PAGE_SIZE else None,
        "shelf": shelf,
        "shelves": [(name, words) for name, (words, _states) in SHELVES.items()],
        "here": "needs",
    }
    return render(request, "surveys/needs.html", context)


@read_only
def need(request, pk):
    """One need: what would help, what there is, and who is on it. A merged one leads to where it went."""
    known = _counted(Need.objects.visible_to(request.user)).select_related("practice", "by", "merged_into")
    found = get_object_or_404(known, pk=pk)
    if found.merged_into_id:
        return redirect(found.merged_into, permanent=True)
    covered = Artefact.objects.visible_to(request.user).filter(
        coverages__need=found, coverages__state=CoverageState.CONFIRMED
    )
    pledged = found.pledges.filter(state__in=[PledgeState.OPEN, PledgeState.LATE]).select_related("member")
    context = _votes(request, [found]) | {
        "need": found,
        "covered": list(covered.order_by("-published_at", "-pk")[:PAGE_SIZE]),
        "pledges": list(pledged.order_by("due", "pk")),
        "may_vote": may_vote(request.user, found),
        "here": "needs",
    }
    return render(request, "surveys/need.html", context)


@keeps_words()
def post(request):
    """Tell what is missing; needs like it are shown before it is sent."""
    form = NeedForm(typed(request))
    alike = []
    if request.method == "POST" and form.is_valid():
        alike = [] if "anyway" in request.POST else wanting.similar(form.cleaned_data["title"])
        if not alike:
            made = wanting.post_need(by=request.user, **form.cleaned_data)
            messages.success(request, _("Your need is kept. A moderator looks at it before others see it."))
            return redirect(made)
    context = {"form": form, "alike": alike, "here": "needs"}
    return render(request, "surveys/need_post.html", context)


@read_only
def similar(request):
    """Needs like a title, for a script: at most five, each with its name and address."""
    found = wanting.similar(request.GET.get("title", "")[:200])
    said = [{"title": row.title, "url": row.get_absolute_url(), "votes": row.votes} for row in found]
    return JsonResponse({"needs": said})


@member_presses(lambda pk: reverse("need", args=[pk]))
def vote(request, pk):
    """ "I need this too", or no longer; back to where the button was."""
    found = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    try:
        if "back" in request.POST:
            wanting.take_back(found, by=request.user)
            messages.success(request, _("Your vote is back: it is free for another need."))
        else:
            wanting.vote(found, by=request.user)
            left = wanting.votes_left(request.user)
            messages.success(
                request,
                _("Your vote counts. %(left)d of %(most)d are left.") % {"left": left, "most": MOST_VOTES},
            )
    except Refused as refused:
        messages.error(request, refused.reason)
    to = reverse("needs") if "board" in request.POST else found.get_absolute_url()
    return redirect(f"{to}#need-{found.pk}")


def _counted(rows):
    """With how many artefacts answer a need and how many members are on it."""
    covered = Q(coverages__state=CoverageState.CONFIRMED)
    promised = Q(pledges__state__in=[PledgeState.OPEN, PledgeState.LATE])
    return rows.select_related("practice").annotate(
        artefact_count=Count("coverages", filter=covered, distinct=True),
        pledge_count=Count("pledges", filter=promised, distinct=True),
    )


def _votes(request, rows):
    """Which of the needs this member votes for, and how many votes are left."""
    if not request.user.is_authenticated:
        return {"mine": frozenset(), "left": None, "most": MOST_VOTES}
    mine = NeedVote.objects.filter(member=request.user, need__in=rows).values_list("need_id", flat=True)
    return {"mine": frozenset(mine), "left": wanting.votes_left(request.user), "most": MOST_VOTES}


def _page(said):
    number = int(said) if said.isdecimal() and said.isascii() and len(said) < 4 else 1
    return min(max(number, 1), 50)
