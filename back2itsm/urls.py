"""All addresses: the house's own, then each room's."""

from django.contrib import admin
from django.urls import include, path

from back2itsm import sitemaps
from back2itsm.views import health, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("about/accessibility/", pages.accessibility, name="accessibility"),
    path("about/privacy/", pages.privacy, name="privacy"),
    path("theme/", pages.theme, name="theme"),
    path("", include("people.urls")),  # before allauth, some of whose pages are ours
    path("accounts/", include("allauth.urls")),
    path("", include("moderation.urls")),  # before the admin, which answers for the rest below its address
    path("admin/", admin.site.urls),
    path("", include("content.urls")),
    path("", include("surveys.urls")),
    path("", include("ratings.urls")),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("sitemap-artefacts-<int:part>.xml", sitemaps.sitemap_artefacts, name="sitemap_artefacts"),
    path("sitemap-people-<int:part>.xml", sitemaps.sitemap_people, name="sitemap_people"),
    path("sitemap-collections-<int:part>.xml", sitemaps.sitemap_collections, name="sitemap_collections"),
]

handler400 = "back2itsm.views.errors.bad_request"
handler403 = "back2itsm.views.errors.forbidden"
handler404 = "back2itsm.views.errors.not_found"
# Django knows no handler429; allauth asks for it here.
handler429 = "back2itsm.views.errors.too_many_requests"
handler500 = "back2itsm.views.errors.fault"
