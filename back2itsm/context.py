"""What every template may print about the house itself."""

from django.conf import settings

CHOICES = frozenset({"light", "dark"})


def site(request):
    is_demo = settings.DEMO_MARK.exists()
    return {"site_url": settings.SITE_URL, "theme": theme_of(request), "is_demo": is_demo}


def theme_of(request):
    """ "light", "dark", or "" for what the system has: the account's choice, else this browser's."""
    user = getattr(request, "user", None)
    chosen = user.theme if user is not None and user.is_authenticated else ""
    chosen = chosen or request.COOKIES.get("theme", "")
    return chosen if chosen in CHOICES else ""
