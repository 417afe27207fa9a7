"""Taking a survey: one question a screen, each answer stored as it is given, back on any device."""

import time
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from content.publishing import Refused
from people.keeping_words import forget_sent, kept
from people.reading import read_only
from surveys import answering, comparing, screens
from surveys.enums import COVERAGE, IMPORTANCE, Stage
from surveys.forms import AboutYouForm, AskAgainForm, CodeForm, chosen, is_blank, read
from surveys.models import Survey
from surveys.rules import may_answer, may_see_results
from surveys.views.visiting import (
    cannot,
    common,
    cookie,
    for_who_began,
    has_turns,
    number,
    response_of,
    signed_out,
    unless_closed,
    wants_json,
    wave_for,
    with_code,
)

NOT_ASKED = gettext_lazy("This question is not part of the survey.")
MANY_BEGAN = gettext_lazy(
    "Many people began this survey from your network in the last hour. Try again in some minutes; what you "
    "chose stays on this page until then."
)


@read_only
def surveys(request):
    """The surveys that can be taken, and those that were."""
    rows = Survey.objects.visible_to(request.user).order_by("-pk").prefetch_related("waves")
    listed = [(survey, screens.current_wave(survey)) for survey in rows[:100]]
    now = timezone.now()
    opened = [(survey, wave) for survey, wave in listed if wave and wave.takes_answers(now)]
    others = [(survey, wave) for survey, wave in listed if wave and (survey, wave) not in opened]
    rounds = comparing.waves_with_round([wave for _survey, wave in opened])
    context = {"opened": opened, "others": others, "rounds": rounds, "here": "surveys"}
    return render(request, "surveys/surveys.html", context)


@never_cache
@unless_closed
def survey(request, slug):
    """The question on which this respondent stands; a POST stores one answer and goes on."""
    wave = wave_for(request, slug)
    if wave.stage == Stage.DRAFT:
        return _preview(request, wave)
    if request.method == "POST" and (out := signed_out(request, wave, _back)):
        return out
    answer = may_answer(request.user, wave, timezone.now())
    if not answer:
        return cannot(request, wave, answer.reason)
    response = response_of(request, wave)
    if request.method == "POST":
        forget_sent(request, request.path)
        return _post(request, wave, response)
    if response is None:
        found = screens.first_screen(wave)
        if found is None and comparing.waves_with_round([wave]):
            return redirect("survey_pairs", slug)
    else:
        place = number(request.GET.get("at", ""))
        found = screens.screen(response, place)
        if found is None:
            return redirect(_after(wave, response))
    return _show(request, wave, response, found)


@never_cache
@unless_closed
@for_who_began
def about_you(request, wave, response):
    """Role, size and sector, after the third answer; nothing of it is required."""
    names = ("role", "size_band", "sector")
    held = {name: getattr(response, name) for name in names}
    form = AboutYouForm(request.POST if request.method == "POST" else None, initial=held)
    if request.method == "POST" and form.is_valid():
        answering.describe(response, by=request.user, **form.cleaned_data)
        return redirect(_at(wave, number(request.POST.get("next", "")) or screens.ABOUT_YOU_AFTER + 1))
    place = number(request.GET.get("next", "")) or screens.ABOUT_YOU_AFTER + 1
    context = common(wave, response) | {"form": form, "next": place, "next_url": _at(wave, place)}
    return render(request, "surveys/about_you.html", context)


@never_cache
@unless_closed
@for_who_began
def more(request, wave, response):
    """The first ten are done: keep going, or finish here."""
    left = len(response.order) - response.shown
    if not left:
        return redirect("survey_done", wave.survey.slug)
    if request.method == "POST":
        place = response.shown + 1
        answering.keep_going(response, by=request.user)
        return redirect(_at(wave, place))
    return render(request, "surveys/more.html", common(wave, response) | {"left": left})


@never_cache
@unless_closed
@for_who_began
def done(request, wave, response):
    """Thanks, whether they may be asked again, a need to add, and the results where they are open."""
    form = AskAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = {"ask_again": form.cleaned_data["email"], "may_be_asked": "may_be_asked" in request.POST}
        answering.finish(response, by=request.user, **said)
        messages.success(request, _("Your wish is kept."))
        return redirect("survey_done", wave.survey.slug)
    seen = may_see_results(request.user, wave, has_answered=response.answered > 0)
    context = common(wave, response) | {"form": form, "results_open": bool(seen)}
    context["has_round"] = bool(comparing.waves_with_round([wave]))
    return render(request, "surveys/done.html", context)


@never_cache
@for_who_began
def later(request, wave, response):
    """How to come back: by account, or by the code."""
    code = "" if response.member_id else request.COOKIES.get(cookie(wave), "")
    groups = [code[start : start + 4] for start in range(0, len(code), 4)]
    context = common(wave, response) | {"code": " ".join(groups)}
    if code:
        context["mail"] = _to_oneself(wave.survey, context["code"])
    return render(request, "surveys/later.html", context)


def _to_oneself(survey, code):
    """A mail for the respondent's own program: no address of theirs comes to us, so none lies beside the answers."""
    address = settings.SITE_URL + reverse("survey_resume", args=[survey.slug])
    said = {
        "subject": _("My code for “%(survey)s”") % {"survey": survey.title},
        "body": _("Go on at %(address)s with this code: %(code)s") % {"address": address, "code": code},
    }
    return f"mailto:?{urlencode(said, quote_via=quote)}"


@never_cache
def resume(request, slug):
    """Go on with a code on another device, as long as answers are taken."""
    wave = wave_for(request, slug)
    answer = may_answer(request.user, wave, timezone.now())
    if not answer:
        return cannot(request, wave, answer.reason)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if not has_turns(request, "survey_code"):
            form.add_error("code", _("Many codes were tried from your network. Wait an hour and try again."))
            return render(request, "surveys/resume.html", common(wave, None) | {"form": form}, status=429)
        held = answering.resume(wave, by=request.user, code=code)
        if held and screens.held_response(wave, by=request.user, code=code):
            return with_code(redirect("survey", slug), wave, code)
        form.add_error("code", _("No answers of this survey are kept under this code. Check it."))
    return render(request, "surveys/resume.html", common(wave, None) | {"form": form})


@require_POST
def seen(request, slug):
    """Somebody has the first question on the screen; a script says so. Answers what the page needs to go on."""
    wave = wave_for(request, slug)
    if not may_answer(request.user, wave, timezone.now()):
        return JsonResponse({"stop": _("This survey takes no answers now.")}, status=409)
    response = response_of(request, wave)
    if response is not None or not has_turns(request, "survey_start"):
        return JsonResponse({"saved": False})
    item = screens.item_of(wave, request.POST.get("item", ""))
    try:
        started = answering.start(
            wave, by=request.user, first=item.pk if item else None, code=request.POST.get("code", "")
        )
    except answering.TakenAlready as refused:
        return JsonResponse({"stop": refused.reason}, status=409)
    return with_code(JsonResponse({"saved": False}), wave, started.code)


def _post(request, wave, response):
    """Store one answer; a script is told that it is stored, everybody else sees the next question."""
    item = screens.item_of(wave, request.POST.get("item", ""))
    if item is None:
        return _stop(request, NOT_ASKED, redirect("survey", wave.survey.slug))
    code = ""
    try:
        given = read(item, request.POST)
        if response is None and not has_turns(request, "survey_start"):
            return _say_again(request, wave, None, item, MANY_BEGAN, status=429)
        if response is None:
            started = answering.start(wave, by=request.user, first=item.pk, code=request.POST.get("code", ""))
            response, code = started.response, started.code
        if item.pk not in response.order:
            raise answering.NotValid(NOT_ASKED)
        if not is_blank(given) or response.answers.filter(item=item).exists():
            answering.answer(response, item, given, by=request.user, seconds=_seconds(request))
    except answering.TakenAlready as refused:
        return _stop(request, refused.reason, redirect("survey_resume", wave.survey.slug))
    except Refused as refused:
        return with_code(_say_again(request, wave, response, item, refused.reason), wave, code)
    if wants_json(request):
        return with_code(JsonResponse({"saved": True}), wave, code)
    return with_code(redirect(_next(request, wave, response, item)), wave, code)


def _next(request, wave, response, item):
    """The address after an answer."""
    if "later" in request.POST:
        return reverse("survey_later", args=[wave.survey.slug])
    place = response.order.index(item.pk) + 2
    if screens.asks_about_you(response, place):
        return f"{reverse('survey_about_you', args=[wave.survey.slug])}?next={place}"
    return _at(wave, place) if place <= response.shown else _after(wave, response)


def _after(wave, response):
    """Where the shown items end."""
    name = "survey_more" if response.shown < len(response.order) else "survey_done"
    return reverse(name, args=[wave.survey.slug])


def _at(wave, place):
    return f"{reverse('survey', args=[wave.survey.slug])}?at={place}"


def _back(request, wave):
    """The question somebody stood on, for after they have signed in again."""
    item = screens.item_of(wave, request.POST.get("item", ""))
    place = number(request.POST.get("place", ""))
    return _at(wave, place) if item and place else request.path


def _stop(request, reason, elsewhere):
    if wants_json(request):
        return JsonResponse({"stop": reason}, status=409)
    messages.error(request, reason)
    return elsewhere


def _say_again(request, wave, response, item, reason, status=400):
    """The same question with what is wrong, and what was chosen still there."""
    if wants_json(request):
        return JsonResponse({"stop": reason}, status=409 if status == 400 else status)
    place = response.order.index(item.pk) + 1 if response and item.pk in response.order else 1
    found = screens.screen(response, place) if response else screens.first_screen(wave, item)
    return _show(request, wave, response, found, problem=reason, status=status)


def _preview(request, wave):
    """A survey being built, as respondents will see it; nothing is stored."""
    if request.method == "POST":
        place = (number(request.POST.get("place", "")) or 1) + 1
        return redirect(_at(wave, place))
    found = screens.preview(wave, number(request.GET.get("at", "")) or 1)
    return _show(request, wave, None, found, preview=True)


def _show(request, wave, response, found, *, status=200, **more_context):
    """The page with one question, filled in with what was chosen last."""
    context = common(wave, response) | more_context | {"screen": found, "now": int(time.time())}
    # Sent twice, the first answer opens one response: the page knows the code before there is one.
    context["code"] = "" if response else answering.fresh_code()
    if found:
        words = request.POST if request.method == "POST" else kept(request)
        context |= {"controls": _controls(found, words), "before": _at(wave, found.place - 1)}
    return render(request, "surveys/survey.html", context, status=status)


def _controls(found, words):
    """What the question's fields show: what was just sent or kept, else what is stored."""
    given = chosen(found.answer)
    if words is not None and words.get("item") == str(found.item.pk):
        try:
            given = read(found.item, words)
        except Refused:
            given = {name: words.get(name, "") for name in ("importance", "coverage", "value", "text")}
    value = given.get("value")
    ranked = value if isinstance(value, list) else []
    choices = found.item.question.choices
    return {
        "importance": given.get("importance") or given.get("no_importance"),
        "coverage": given.get("coverage") or given.get("no_coverage"),
        "not_applicable": given.get("no_importance") == "NA",
        "value": value,
        "text": given.get("text", ""),
        "places": [(key, label, ranked.index(key) + 1 if key in ranked else None) for key, label in choices],
        "numbers": range(1, len(choices) + 1),
        "scales": [
            ("importance", _("How important is this in your work?"), IMPORTANCE.items()),
            (
                "coverage",
                _("How well is it covered today by practical material you can get and use?"),
                COVERAGE.items(),
            ),
        ],
    }


def _seconds(request):
    """How long the question was on the screen; None for what a script saves in between, and where nobody knows."""
    shown_at = request.POST.get("now", "")
    if wants_json(request) or not (shown_at.isdecimal() and shown_at.isascii() and len(shown_at) < 16):
        return None
    return max(0, int(time.time()) - int(shown_at))
