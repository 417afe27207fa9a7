"""All addresses: the house's own, then each room's."""

from django.contrib import admin
from django.urls import include, path

from back2itsm.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("about/accessibility/", pages.accessibility, name="accessibility"),
    path("about/privacy/", pages.privacy, name="privacy"),
    path("theme/", pages.theme, name="theme"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("people.urls")),
    path("", include("content.urls")),
]
