"""The pairwise round: two at a time, one tap each, five and then on if one likes; leave at any time."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content.publishing import Refused
from people.keeping_words import forget_sent, kept
from surveys import answering, comparing, pair_ideas
from surveys.enums import Doubt, PairOutcome, Stage
from surveys.forms import IdeaForm
from surveys.rules import may_answer
from surveys.views.visiting import (
    cannot,
    common,
    has_turns,
    number,
    response_of,
    signed_out,
    unless_closed,
    wants_json,
    wave_for,
    with_code,
)

OUTCOMES = {"left": (PairOutcome.FIRST, ""), "right": (PairOutcome.SECOND, "")} | {
    doubt: (PairOutcome.UNDECIDED, doubt) for doubt in Doubt.values
}


def _in_round(view):
    """Gives the view the wave and what is compared, where both can be voted on; else it says why not."""

    @wraps(view)
    def guarded(request, slug):
        wave = wave_for(request, slug)
        if wave.stage == Stage.DRAFT:
            return redirect("survey", slug)
        items = comparing.candidates(wave)
        if len(items) < 2:
            raise Http404
        if request.method == "POST" and (out := signed_out(request, wave)):
            return out
        answer = may_answer(request.user, wave, timezone.now())
        return view(request, wave, items) if answer else cannot(request, wave, answer.reason)

    return guarded


@never_cache
@unless_closed
@_in_round
def pairs(request, wave, items):
    """Two needs; a POST stores which one costs more pain and shows the next two."""
    response = response_of(request, wave)
    if request.method == "POST":
        return _vote(request, wave, items, response)
    return _show(request, wave, items, response)


@never_cache
@_in_round
def pairs_end(request, wave, items):
    """After five, or whenever somebody leaves: go on, add one, see the ranking, take the survey."""
    response = response_of(request, wave)
    votes = comparing.votes_of(response)
    if not votes:
        return redirect("survey", wave.survey.slug)
    left = comparing.draw(items, wave=wave, response=response, owner=comparing.owner_of(response))
    context = common(wave, response) | {"votes": votes, "is_more": left is not None}
    return render(request, "surveys/pairs_end.html", context)


@never_cache
@unless_closed
@_in_round
def pairs_add(request, wave, _items):
    """Add what is missing in the round; a moderator looks at it first."""
    form, status = IdeaForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        if has_turns(request, "pair_idea"):
            try:
                pair_ideas.suggest(wave, form.cleaned_data["label"], by=request.user)
            except Refused as refused:
                form.add_error("label", refused.reason)
            else:
                messages.success(request, _("It is kept. A moderator looks at it before it joins the pairs."))
                return redirect(_here(wave))
        else:
            form.add_error(None, _("Much was added from your network. Wait an hour and send it again."))
            status = 429
    return render(request, "surveys/pairs_add.html", common(wave, None) | {"form": form}, status=status)


def _vote(request, wave, items, response):
    forget_sent(request, request.path)
    code = request.POST.get("code", "")[:40]
    owner = comparing.owner_of(response, code)
    named = comparing.named(request.POST.get("pair", "")[:200], items, wave=wave, owner=owner)
    if named is None:
        return _stop(request, _("That pair was out of date. Here is another one."), _here(wave))
    if request.POST.get("outcome") not in OUTCOMES:
        return _say_again(request, wave, items, response, _("Choose one of the two, or say why you can't."))
    if not has_turns(request, "pair_vote") or (not response and not has_turns(request, "survey_start")):
        reason = _("Many choices came from your network in the last hour. Try again in some minutes.")
        return _say_again(request, wave, items, response, reason, 429)
    new = ""
    try:
        if response is None:
            started = answering.start(wave, by=request.user, code=code, for_pairs=True)
            response, new = started.response, started.code
        outcome, doubt = OUTCOMES[request.POST["outcome"]]
        comparing.vote(response, *named, outcome, by=request.user, doubt=doubt)
    except answering.TakenAlready as refused:
        return _stop(request, refused.reason, reverse("survey_resume", args=[wave.survey.slug]))
    return with_code(_next(request, wave, items, response), wave, new)


def _next(request, wave, items, response):
    """The next pair, or after five of them the page that says so; a script gets it as data."""
    here = _here(wave)
    if comparing.votes_of(response) % comparing.ROUND == 0:
        here = reverse("survey_pairs_end", args=[wave.survey.slug])
        return JsonResponse({"next": here}) if wants_json(request) else redirect(here)
    if not wants_json(request):
        return redirect(here)
    shown = _shown(request, wave, items, response)
    pair = shown["pair"]
    if pair is None:
        return JsonResponse({"next": reverse("survey_pairs_end", args=[wave.survey.slug])})
    said = {"left": pair.left.label, "right": pair.right.label, "pair": pair.token}
    return JsonResponse(said | {name: shown[name] for name in ("place", "of", "place_words", "skip")})


def _show(request, wave, items, response, *, status=200, **more):
    shown = _shown(request, wave, items, response)
    if shown["pair"] is None:
        messages.info(request, _("You have seen every pair."))
        return redirect("survey_pairs_end" if shown["votes"] else "survey", wave.survey.slug)
    return render(request, "surveys/pairs.html", common(wave, response) | shown | more, status=status)


def _shown(request, wave, items, response):
    """What the page with a pair shows."""
    words = (kept(request) if request.method == "GET" else None) or {}
    code = "" if response else words.get("code") or answering.fresh_code()
    skipped = number(request.GET.get("skip", "")) or 0
    votes = comparing.votes_of(response)
    owner = comparing.owner_of(response, code)
    pair = comparing.again(words.get("pair", ""), items, wave=wave, owner=owner) or comparing.draw(
        items, wave=wave, response=response, owner=owner, skipped=skipped
    )
    place, of = votes + 1, (votes // comparing.ROUND + 1) * comparing.ROUND
    return {
        "pair": pair,
        "code": code,
        "votes": votes,
        "place": place,
        "of": of,
        "place_words": _("Pair %(place)d of %(of)d.") % {"place": place, "of": of},
        "skip": f"{_here(wave)}?skip={skipped + 1}",
        "doubts": Doubt.choices,
    }


def _here(wave):
    return reverse("survey_pairs", args=[wave.survey.slug])


def _say_again(request, wave, items, response, reason, status=400):
    if wants_json(request):
        return JsonResponse({"stop": reason}, status=409 if status == 400 else status)
    return _show(request, wave, items, response, status=status, problem=reason)


def _stop(request, reason, elsewhere):
    messages.error(request, reason)
    return JsonResponse({"next": elsewhere}) if wants_json(request) else redirect(elsewhere)
