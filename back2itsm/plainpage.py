"""The page for when little can be relied on: no database, no session, no context processor, no user."""

from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.translation import gettext as _

STYLESHEET = "css/site.css"
# Stricter than the site's own: it is a page with a stylesheet. Set here, for refusals made before that one.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def answer(status: int, title: str, sentence: str, *, reference="", retry_after=0) -> HttpResponse:
    """A whole page with the house's looks; never raises, whatever else is broken.

    ``retry_after`` is in seconds; 0 leaves the header out. The page is never kept by anybody.
    """
    context = {
        "title": title,
        "sentence": sentence,
        "reference": reference,
        "stylesheet": _stylesheet(),
        "home": _("Go to the home page"),
        "reference_label": _("Reference:"),
    }
    response = HttpResponse(_template().render(Context(context)), status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = POLICY
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@cache
def _template():
    """An engine of its own: the site's may need what has just failed."""
    engine = Engine(dirs=[settings.BASE_DIR / "templates" / "errors"])
    return engine.get_template("plain.html")


def _stylesheet() -> str:
    """The hashed name where the manifest knows it, the plain one before ``collectstatic`` has run."""
    try:
        return staticfiles_storage.url(STYLESHEET)
    except ValueError:
        return settings.STATIC_URL + STYLESHEET
