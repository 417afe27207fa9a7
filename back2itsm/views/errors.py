"""What people read when something is refused or broken: the right status, a sentence, a way on."""

import errno
import logging
import sys
import uuid

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.middleware import csrf
from django.shortcuts import render
from django.utils.translation import gettext as _

from back2itsm import plainpage
from people import keeping_words

# Why a form of our own may fail: its token or its cookie is not there, or from before the last sign-in.
STALE = {csrf.REASON_NO_CSRF_COOKIE, csrf.REASON_CSRF_TOKEN_MISSING}
STALE_TOKEN = ("CSRF token from ", "CSRF cookie ")

logger = logging.getLogger("back2itsm.faults")

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
RETRY_AFTER = 10  # seconds: how soon a restarted database is back
CALM_DOWN = 60  # seconds


def bad_request(request, exception=None):
    """400, or 413 when what was sent is simply too much."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    """403 with the reason that the rule gave."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """404; says nothing of what may be hidden there."""
    return render(request, "errors/404.html", {"own_search": True}, status=404)


def too_many_requests(request, exception=None):
    """429, for allauth's limits too."""
    response = render(request, "errors/429.html", status=429)
    response["Retry-After"] = str(CALM_DOWN)
    return response


def csrf_failure(request, reason=""):
    """403 for a form that did not prove where it comes from; going back keeps what was typed.

    One of ours whose token is merely old comes back filled in, and nothing of it is done.
    """
    is_stale = reason in STALE or reason.startswith(STALE_TOKEN)
    if is_stale and (back := keeping_words.give_back(request)):
        return back
    response = render(request, "errors/csrf.html", status=403)
    response["Cache-Control"] = "no-store"
    return response


def fault(request):
    """500, or 503 while the database or the disk cannot serve: needs neither of them, nor a session.

    The reference on the page is the one in the log.
    """
    exception = sys.exc_info()[1]
    reference = uuid.uuid4().hex[:8]
    logger.error("fault %s at %s %s", reference, request.method, request.path, exc_info=exception)
    response = _out_of_order(request, reference) if is_outage(exception) else _broken(request, reference)
    # Django would log the same trace a second time, without the reference.
    response._has_been_logged = True
    return response


def is_outage(exception) -> bool:
    """Whether something outside of the program is down or full, so that waiting helps."""
    if isinstance(exception, OperationalError | InterfaceError):
        return True
    return isinstance(exception, OSError) and exception.errno in NO_ROOM


def _out_of_order(request, reference):
    return plainpage.answer(
        503,
        _("The site is not available at the moment"),
        " ".join([_kept(request), _("Try again in a minute.")]).strip(),
        reference=reference,
        retry_after=RETRY_AFTER,
    )


def _broken(request, reference):
    return plainpage.answer(
        500,
        _("Sorry, there is a problem with the site"),
        " ".join([_kept(request), _("Try again later.")]).strip(),
        reference=reference,
    )


def _kept(request):
    """What is true about the work somebody was doing: what was just being sent may not have arrived."""
    if request.method == "POST":
        return _("What you sent may not be saved: go back, what you typed is still there.")
    return _("Your draft is saved.") if settings.SESSION_COOKIE_NAME in request.COOKIES else ""
