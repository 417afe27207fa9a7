"""The two views everything is compared with. Pinned: whoever changes them starts a new series of measurements.

They have addresses in this module only, which no setting of the site names.
"""

from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from content.models import Artefact

# What `django-admin startproject` puts there.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SETTINGS = {"MIDDLEWARE": MIDDLEWARE, "ROOT_URLCONF": "back2itsm.bench.floor"}
COLUMNS = ("slug", "title", "summary", "downloads", "published_at")
ROWS = 20
PAGE = Engine(autoescape=True).from_string(
    "<!doctype html><html><head><title>Rows</title></head><body><h1>Rows</h1><table>"
    "{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td><td>{{ row.2 }}</td><td>{{ row.3 }}</td>"
    "<td>{{ row.4 }}</td></tr>{% endfor %}</table></body></html>"
)


def rows(request, below):
    """The row floor: one indexed query, 20 rows of 5 columns, a plain Django template."""
    found = Artefact.objects.filter(pk__lte=below).order_by("-pk").values_list(*COLUMNS)[:ROWS]
    return HttpResponse(PAGE.render(Context({"rows": found})))


def hello(request, below):
    """The least a view can do; the number in its address is there so that addresses differ."""
    return HttpResponse("hello")


urlpatterns = [path("rows/<int:below>/", rows), path("hello/<int:below>/", hello)]
