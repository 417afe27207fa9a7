"""The board of needs: what practitioners miss, who else misses it, and the way to tell of another one."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content import unfound
from content.enums import Status
from content.publishing import Refused
from people.keeping_words import keeps_words, typed
from people.pressing import back, member_presses
from people.reading import read_only
from surveys import board, charts, wanting
from surveys.enums import CoverageState
from surveys.forms import NeedForm
from surveys.models import Need, NeedVote
from surveys.models.needs import RUNNING
from surveys.rules import (
    MOST_VOTES,
    may_close_need,
    may_judge_coverage,
    may_reopen_need,
    may_vote,
    may_withdraw,
)
from surveys.views.figures import named_table

PAGE_SIZE = 20
MOST_DRAWN = 40
SUPPLY = ("need", "title", "n", "opportunity", "low", "high", "supply", "focus", "artefacts")
SHELVES = {
    "": gettext_lazy("All"),
    board.TOP: gettext_lazy("Top gaps"),
    board.CLAIMED: gettext_lazy("Somebody is on it"),
    board.DELIVERED: gettext_lazy("Delivered"),
}


@read_only
def needs(request):
    """Needs with the most votes or the widest gaps first, in steps of PAGE_SIZE; and what is searched in vain."""
    name = request.GET.get("state", "")
    name = name if name in SHELVES else ""
    page = _page(request.GET.get("page", ""))
    found = list(board.shelf(name)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1])
    if page > 1 and not found:
        raise Http404
    context = _votes(request, found) | {
        "needs": found[:PAGE_SIZE],
        "next": page + 1 if len(found) > PAGE_SIZE else None,
        "shelf": name,
        "shelves": SHELVES.items(),
        "unfound": unfound.often() if page == 1 and not name else [],
        "here": "needs",
    }
    return render(request, "surveys/needs.html", context)


@read_only
def need(request, pk):
    """One need: what would help, what there is, and who is on it. A merged one leads to where it went."""
    known = board.counted(Need.objects.visible_to(request.user)).select_related("by", "merged_into")
    found = get_object_or_404(known, pk=pk)
    if found.merged_into_id:
        return redirect(found.merged_into, permanent=True)
    answers = _answers(request.user, found)
    pledges = found.pledges.filter(state__in=RUNNING).select_related("member").order_by("due", "pk")
    context = _votes(request, [found]) | {
        "need": found,
        "covered": [row for row in answers if row.state == CoverageState.CONFIRMED],
        "proposed": [row for row in answers if row.state == CoverageState.PROPOSED],
        "pledges": list(pledges),
        "may_vote": may_vote(request.user, found),
        "may_close": may_close_need(request.user, found),
        "may_reopen": may_reopen_need(request.user, found),
        "here": "needs",
    }
    return render(request, "surveys/need.html", context)


@read_only
def focus(request):
    """How the focus list is made, and where it stands."""
    rows = list(board.with_figures()[:MOST_DRAWN])
    context = {"here": "needs", "rows": rows, "chart": _supply(rows), "most": MOST_DRAWN}
    return render(request, "surveys/focus.html", context)


@read_only
def figures_csv(request):
    """Every need with figures: what is asked for and what is supplied, as CSV."""
    rows = [
        dict(zip(SUPPLY, (need.record_number, need.title, *_figures_of(need)), strict=True))
        for need in board.with_figures()
    ]
    return named_table("needs-and-supply.csv", rows, SUPPLY)


def _figures_of(need):
    said = need.figures
    return said.n, said.opp, said.opp_low, said.opp_high, said.supply, said.focus, said.artefacts


def _supply(rows):
    """The picture of what is asked for and what is supplied; "" where there is nothing to draw."""
    drawn = [
        charts.Supplied(need.title, need.figures.opp, need.figures.focus, _("of %.1f") % need.figures.opp)
        for need in rows
    ]
    described = "; ".join(
        _("%(need)s: %(missing).1f of %(opp).1f")
        % {"need": one.label, "missing": one.missing, "opp": one.opportunity}
        for one in drawn
    )
    title = _("What is missing of each need's opportunity")
    return charts.supply_bars(drawn, title, described) if drawn else ""


@keeps_words()
def post(request):
    """Tell what is missing; needs like it are shown before it is sent."""
    # From a search that found nothing the words come along.
    form = NeedForm(typed(request), initial={"title": request.GET.get("title", "")[:120]})
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
            told = ngettext(
                "Your vote counts. %(left)d of your %(most)d votes is left.",
                "Your vote counts. %(left)d of your %(most)d votes are left.",
                left,
            )
            messages.success(request, told % {"left": left, "most": MOST_VOTES})
    except Refused as refused:
        messages.error(request, refused.reason)
    return back(request, found.get_absolute_url(), f"#need-{found.pk}")


def _answers(user, found):
    """What is published and was found to answer it, or is proposed and waits; each with what the user may do."""
    rows = found.coverages.filter(artefact__status=Status.PUBLISHED).exclude(state=CoverageState.REFUSED)
    answers = list(
        rows.select_related("artefact__creator").order_by("-artefact__published_at", "-pk")[:PAGE_SIZE]
    )
    for row in answers:
        row.may_judge = may_judge_coverage(user, found, row.artefact)
        row.may_withdraw = may_withdraw(user, row)
    return answers


def _votes(request, rows):
    """Which of the needs this member votes for, and how many votes are left."""
    if not request.user.is_authenticated:
        return {"mine": frozenset(), "left": None, "most": MOST_VOTES}
    mine = NeedVote.objects.filter(member=request.user, need__in=rows).values_list("need_id", flat=True)
    return {"mine": frozenset(mine), "left": wanting.votes_left(request.user), "most": MOST_VOTES}


def _page(said):
    number = int(said) if said.isdecimal() and said.isascii() and len(said) < 4 else 1
    return min(max(number, 1), 50)
