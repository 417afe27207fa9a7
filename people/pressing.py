"""Where one is after pressing a button: back on the page it was on.

Also where the session had ended before it was pressed: nothing happens then, and its member comes back once they
have signed in. ``login_required`` would lead them to an address that only takes what a button sends.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

NOT_DONE = _("You were signed out, so this was not done. Press the button again.")


def member_presses(otherwise):
    """Decorates the view of a button that members press: by POST only.

    ``otherwise`` answers, from the view's arguments, the address to come back to where the browser does not say on
    which page the button was.
    """

    def decorate(view):
        @require_POST
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            messages.info(request, NOT_DONE)
            return redirect_to_login(_page_of_button(request) or otherwise(*args, **kwargs))

        return guarded

    return decorate


def back(request, otherwise, place=""):
    """Leads to the page of ours that the form names as ``next``, or ``otherwise``; there to ``place`` ("#reviews")."""
    to = request.POST.get("next", "")
    return HttpResponseRedirect((to if _is_ours(request, to) else otherwise) + place)


def _is_ours(request, address):
    hosts = {request.get_host()}
    return url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())


def _page_of_button(request):
    """The page of ours that the browser names as the one it came from, without its host; or ""."""
    named = request.headers.get("Referer", "")
    if not _is_ours(request, named):
        return ""
    place = urlsplit(named)
    page = place.path + (f"?{place.query}" if place.query else "")
    return "" if place.path == request.path or not page.startswith("/") else page
