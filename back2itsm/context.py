"""What every template may print about the house itself."""

from django.conf import settings


def site(request):
    return {
        "site_url": settings.SITE_URL,
        "theme": request.COOKIES.get("theme") if request.COOKIES.get("theme") in {"light", "dark"} else "",
    }
