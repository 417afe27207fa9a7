"""What every page for respondents begins with: the wave, whose response it is, and what stops them.

The way back of somebody without an account is their resume code, kept in a cookie of this survey and nowhere
here: a session would lead from the account that is signed in to the answers.
"""

from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.keeping_words import keep
from surveys import screens
from surveys.enums import Mode, Stage
from surveys.models import Survey, Wave
from surveys.rules import may_answer, may_run

CODE_KEPT_FOR = 180 * 24 * 3600


def wave_for(request, slug):
    """The wave of a survey that is asked now, was asked last, or is being built, with its survey."""
    waves = Prefetch("waves", Wave.objects.order_by("number"))
    known = Survey.objects.visible_to(request.user).prefetch_related(waves)
    found = get_object_or_404(known, slug=slug)
    wave = screens.current_wave(found)
    if wave is None or (wave.stage == Stage.DRAFT and not may_run(request.user, found)):
        raise Http404
    wave.survey = found
    return wave


def response_of(request, wave):
    """The response of this account or this device, or None."""
    return screens.held_response(wave, by=request.user, code=request.COOKIES.get(cookie(wave), ""))


def for_who_began(view):
    """Gives the view wave and response, where answers are taken; whoever has no response begins with the survey."""

    @wraps(view)
    def guarded(request, slug):
        wave = wave_for(request, slug)
        takes = wave.stage != Stage.DRAFT and may_answer(request.user, wave, timezone.now())
        response = response_of(request, wave) if takes else None
        return view(request, wave, response) if response else redirect("survey", slug)

    return guarded


def signed_out(request, wave, back=None):
    """Where a session that ended meanwhile leads; None for everybody else. What was chosen is kept.

    ``back`` answers the page to come back to, if that is not the one that was asked for.
    """
    if request.user.is_authenticated or wave.survey.mode == Mode.ANONYMOUS:
        return None
    if not keep(request, request.path):
        return None
    messages.info(request, _("You were signed out. What you chose is kept until you are back."))
    answer = redirect_to_login(back(request, wave) if back else request.path)
    return JsonResponse({"next": answer.url}) if wants_json(request) else answer


def unless_closed(view):
    """Where a wave closes between the look at it and the write, the page says so, as it does a moment later."""

    @wraps(view)
    def guarded(request, slug):
        try:
            return view(request, slug)
        except PermissionDenied as refused:
            wave = wave_for(request, slug)
            if wave.takes_answers(timezone.now()):
                raise
            return cannot(request, wave, str(refused))

    return guarded


def cannot(request, wave, reason):
    """The survey takes no answers from this visitor now, and why; a script is told so too."""
    if wants_json(request):
        return JsonResponse({"stop": reason}, status=409)
    return render(request, "surveys/closed.html", common(wave, None) | {"reason": reason})


def has_turns(request, action):
    """Whether this address has not used up its share (settings.ACCOUNT_RATE_LIMITS)."""
    return bool(ratelimit.consume(request, action=action, user=request.user))


def common(wave, response):
    """What every page of a survey shows."""
    is_open = wave.takes_answers(timezone.now())
    whose = response.resume_hash[:16] if response else ""
    return {"survey": wave.survey, "wave": wave, "response": response, "is_open": is_open, "whose": whose} | {
        "here": "surveys",
        "anonymous": wave.survey.mode == Mode.ANONYMOUS,
    }


def number(said):
    """A small whole number as an address or a form says it, or None."""
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 6 else None


def wants_json(request):
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def cookie(wave):
    return f"survey-{wave.pk}"


def with_code(answer, wave, code):
    """Keep a code on this device, for the pages of this survey only."""
    if code:
        answer.set_cookie(
            cookie(wave),
            "".join(letter for letter in code.upper() if letter.isalnum()),
            max_age=CODE_KEPT_FOR,
            path=reverse("survey", args=[wave.survey.slug]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer
