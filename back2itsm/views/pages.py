"""The home page, the pages about the house, and the choice of colours."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from people import profile
from people.assembly import panels
from people.enums import Theme
from people.pressing import back
from people.reading import read_only

A_YEAR = 365 * 24 * 3600


@read_only
def home(request):
    return render(request, "pages/home.html", {"panels": panels("HOME_PANELS", request), "own_search": True})


@read_only
def about(request):
    return render(request, "pages/about.html", {"here": "about"})


@read_only
def accessibility(request):
    return render(request, "pages/accessibility.html")


@read_only
def privacy(request):
    return render(request, "pages/privacy.html")


@read_only
def favicon(request):
    """The icon for what asks at the root without having read a page, where ours names the other file."""
    return HttpResponseRedirect(static("img/favicon.ico"))


# A forged choice of colours harms nobody, and a token would keep every page out of the shared cache.
@csrf_exempt
@require_POST
def theme(request):
    """Keeps light or dark in a cookie and with the account, or follows the system again; back to where one was."""
    answer = back(request, "/")
    choice = request.POST.get("theme")
    if request.user.is_authenticated and choice in Theme.values:
        profile.choose_theme(request.user, choice, by=request.user)
    if choice in {"light", "dark"}:
        answer.set_cookie(
            "theme", choice, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer
