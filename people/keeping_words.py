"""What somebody typed outlives the session it was typed in.

A form that may take long to fill in carries a signed mark of whom it was made for (``{% typed_by %}`` of the tag
library ``words``). If it arrives when nobody is signed in any more, ``keeps_words`` keeps its fields in the new
session and asks to sign in; back on the page, ``typed`` hands them to the form again, to the same member, until the
form arrives or an hour has passed. A form whose token against forgery is not the browser's any more (a sign-in in
another window changes it, and so does deleting cookies) comes back in the same way. Without a valid mark nothing is
kept: a stranger can neither fill the session table nor leave words for the next person at the same screen. Files are
not kept: a browser cannot be given them back.
"""

import time
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from people.pressing import NOT_DONE

FIELD = "typed_by"
GOOD_FOR_SECONDS = 3600
MOST_CHARACTERS = 1_000_000  # encoded; more than a request without files may hold
_KEPT = gettext_lazy("You were signed out. What you typed is kept until you are back.")
_NOT_SENT = gettext_lazy(
    "Nothing is sent yet: the page was too old, or you signed in again meanwhile. What you typed is here: "
    "send it again."
)
_FILES_ARE_NOT = gettext_lazy("Files are not kept: choose them again.")
_KEY = "kept_words"
_NOT_KEPT = ("csrfmiddlewaretoken", FIELD)
_signer = Signer(salt="people.keeping_words")


def mark(user):
    """The value of the hidden field in a form made for ``user``."""
    return _signer.sign(str(user.pk))


def keeps_words(back=None):
    """``login_required`` for a view that takes a form: what was typed waits until its member has signed in.

    ``back`` answers, from the view's arguments, the address of the page that shows the form; without it that is
    the view's own address.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            to = back(*args, **kwargs) if back else request.get_full_path()
            if request.user.is_authenticated:
                forget_sent(request, to)
                return view(request, *args, **kwargs)
            if request.method == "POST":
                _say_what_became_of(request, keep(request, to))
            return _on_to(request, redirect_to_login(to))

        guarded.page_of_form = back or (lambda *args, **kwargs: "")
        return guarded

    return decorate


def give_back(request):
    """The way back to a form that was refused unread, with what was typed in it; None where nothing is kept.

    Nothing of it is done. The signed mark says that the form is ours and was made for this member, so that no
    page elsewhere can put words into it.
    """
    match = request.resolver_match
    page = getattr(match.func, "page_of_form", None) if match else None
    user = request.user
    is_theirs = not user.is_authenticated or request.POST.get(FIELD) == mark(user)
    if page is None or not is_theirs:
        return None
    to = page(*match.args, **match.kwargs) or request.get_full_path()
    if not keep(request, to):
        return None
    messages.info(request, _NOT_SENT if user.is_authenticated else _KEPT)
    if request.FILES:
        messages.info(request, _FILES_ARE_NOT)
    return _on_to(request, redirect(to) if user.is_authenticated else redirect_to_login(to))


def _on_to(request, answer):
    """A script that sends a form goes on where it is told to."""
    wants_json = request.method == "POST" and request.headers.get("accept") == "application/json"
    return JsonResponse({"next": answer.url}) if wants_json else answer


def _say_what_became_of(request, is_kept):
    if not is_kept:
        messages.info(request, NOT_DONE)
        return
    messages.info(request, _KEPT)
    if request.FILES:
        messages.info(request, _FILES_ARE_NOT)


def typed(request):
    """What a form is bound to: what was posted, or what was kept when it could not be taken, or None.

    Save only when the request is a POST: words that were kept are shown, and sent by their member again.
    """
    return request.POST if request.method == "POST" else kept(request)


def keep(request, to):
    """Keep the posted fields for the page at ``to``; answers whether that was possible."""
    try:
        member = _signer.unsign(request.POST.get(FIELD, ""))
    except BadSignature:
        return False
    words = request.POST.copy()
    for name in _NOT_KEPT:
        words.pop(name, None)
    encoded = words.urlencode()
    if len(encoded) > MOST_CHARACTERS:
        return False
    request.session[_KEY] = {"by": member, "path": _path(to), "at": time.time(), "words": encoded}
    return True


def kept(request):
    """The fields that were kept for this page and this member, or None."""
    if not request.user.is_authenticated:
        return None
    found = request.session.get(_KEY)
    if not found or found["path"] != request.path:
        return None
    is_theirs = found["by"] == str(request.user.pk) and time.time() - found["at"] < GOOD_FOR_SECONDS
    return QueryDict(found["words"]) if is_theirs else None


def forget_sent(request, to):
    """What was kept for the page at ``to`` has arrived with this post: it must not hide what is stored from now."""
    found = request.session.get(_KEY) if request.method == "POST" else None
    if found and found["path"] == _path(to):
        del request.session[_KEY]


def _path(address):
    return address.partition("#")[0].partition("?")[0]
