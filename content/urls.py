"""Addresses of the library."""

from django.urls import path, re_path

from content import feeds
from content.views import artefact, browse, download

urlpatterns = [
    path("artefacts/", browse.browse, name="browse"),
    path("artefacts/<slug:slug>/", artefact.artefact, name="artefact"),
    re_path(
        r"^artefacts/(?P<slug>[-\w]+)/v/(?P<number>[0-9]{1,4}\.[0-9]{1,4})/$",
        artefact.version,
        name="version",
    ),
    re_path(
        r"^artefacts/(?P<slug>[-\w]+)/v/(?P<number>[0-9]{1,4}\.[0-9]{1,4})/files/(?P<file_id>[0-9]{1,15})/$",
        download.download,
        name="download",
    ),
    re_path(
        r"^artefacts/(?P<slug>[-\w]+)/v/(?P<number>[0-9]{1,4}\.[0-9]{1,4})/previews/(?P<file_id>[0-9]{1,15})/"
        r"(?P<picture>page-[0-9]{1,4}\.webp)$",
        download.preview_picture,
        name="preview_picture",
    ),
    path("practices/", browse.practices, name="practices"),
    path("practices/<slug:slug>/", browse.practice, name="practice"),
    path("feeds/all/", feeds.feed_all, name="feed_all"),
    path("feeds/practices/<slug:slug>/", feeds.feed_practice, name="feed_practice"),
    path("feeds/people/<slug:slug>/", feeds.feed_member, name="feed_member"),
]
