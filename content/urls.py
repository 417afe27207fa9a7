"""Addresses of the library."""

from django.urls import path, re_path

from content import feeds
from content.views import (
    adapt,
    artefact,
    browse,
    changes,
    collections,
    download,
    interests,
    life,
    replies,
    share,
    share_edition,
    share_steps,
)

urlpatterns = [
    path("artefacts/", browse.browse, name="browse"),
    re_path(r"^[Aa][Rr][Tt]-(?P<number>[0-9]{1,15})/?$", artefact.by_number, name="artefact_by_number"),
    path("artefacts/<slug:slug>/", artefact.artefact, name="artefact"),
    re_path(
        r"^artefacts/(?P<slug>[-\w]+)/v/(?P<number>[0-9]{1,4}\.[0-9]{1,4})/$",
        artefact.version,
        name="version",
    ),
    re_path(
        r"^artefacts/(?P<slug>[-\w]+)/v/(?P<number>[0-9]{1,4}\.[0-9]{1,4})/changes/$",
        changes.changes,
        name="changes",
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
    path("artefacts/<slug:slug>/replies/", replies.replies, name="replies"),
    path("artefacts/<slug:slug>/watch/", replies.watch, name="watch"),
    path("replies/<int:pk>/edit/", replies.edit, name="reply_edit"),
    path("replies/<int:pk>/before/", replies.before, name="reply_before"),
    path("replies/<int:pk>/take-back/", replies.take_back, name="reply_take_back"),
    path("replies/<int:pk>/fixed/", replies.fixed, name="reply_fixed"),
    path("replies/<int:pk>/reopen/", replies.reopen, name="reply_reopen"),
    path("settings/practices/", interests.practices, name="settings_practices"),
    path("practices/", browse.practices, name="practices"),
    path("practices/<slug:slug>/", browse.practice, name="practice"),
    path("feeds/all/", feeds.feed_all, name="feed_all"),
    path("feeds/practices/<slug:slug>/", feeds.feed_practice, name="feed_practice"),
    path("feeds/people/<slug:slug>/", feeds.feed_member, name="feed_member"),
    path("share/", share.share, name="share"),
    path("share/version/<slug:slug>/", share_edition.share_version, name="share_version"),
    path("share/<int:version_id>/", share.share_draft, name="share_draft"),
    path("share/<int:version_id>/file/", share.share_file, name="share_file"),
    path("share/<int:version_id>/about/", share_steps.share_about, name="share_about"),
    path("share/<int:version_id>/edition/", share_edition.share_edition, name="share_edition"),
    path("share/<int:version_id>/licence/", share_steps.share_licence, name="share_licence"),
    path("share/<int:version_id>/check/", share_steps.share_check, name="share_check"),
    path("share/<int:version_id>/done/", share_steps.share_done, name="share_done"),
    path("share/<int:version_id>/take-back/", share_steps.share_take_back, name="share_take_back"),
    path("share/<int:version_id>/delete/", share.share_discard, name="share_discard"),
    re_path(
        r"^artefacts/(?P<slug>[-\w]+)/v/(?P<number>[0-9]{1,4}\.[0-9]{1,4})/adapt/$", adapt.adapt, name="adapt"
    ),
    path("artefacts/<slug:slug>/life/<slug:act>/", life.artefact_life, name="artefact_life"),
    path("artefacts/<slug:slug>/collect/", collections.collect, name="collect"),
    path("collections/", collections.collections, name="collections"),
    path("collections/mine/", collections.my_collections, name="my_collections"),
    re_path(
        r"^collections/(?P<pk>[0-9]{1,15})-(?P<slug>[-\w]+)/$", collections.collection, name="collection"
    ),
    re_path(
        r"^collections/(?P<pk>[0-9]{1,15})-(?P<slug>[-\w]+)/zip/$",
        collections.collection_zip,
        name="collection_zip",
    ),
    re_path(r"^collections/(?P<pk>[0-9]{1,15})/edit/$", collections.collection_edit, name="collection_edit"),
    re_path(
        r"^collections/(?P<pk>[0-9]{1,15})/delete/$", collections.collection_delete, name="collection_delete"
    ),
    re_path(r"^collections/(?P<pk>[0-9]{1,15})/item/$", collections.collection_item, name="collection_item"),
]
