"""Addresses of what peers say."""

from django.urls import path

from ratings.views import creators, ignoring, judging, reviews

urlpatterns = [
    path("artefacts/<slug:slug>/rate/", judging.rate, name="rate"),
    path("artefacts/<slug:slug>/used/", judging.report_use, name="report_use"),
    path("artefacts/<slug:slug>/recommend/", judging.recommend, name="recommend"),
    path("artefacts/<slug:slug>/not-interested/", ignoring.not_interested, name="not_interested"),
    path("artefacts/<slug:slug>/not-used/", ignoring.not_used, name="not_used"),
    path("people/<slug:slug>/not-interested/", ignoring.not_interested_in, name="not_interested_in"),
    path("settings/not-interested/", ignoring.overview, name="settings_not_interested"),
    path("ratings/<int:pk>/helpful/", reviews.helpful, name="review_helpful"),
    path("ratings/<int:pk>/reply/", reviews.review_reply, name="review_reply"),
    path("people/<slug:slug>/peers/", creators.peers_page, name="peers"),
    path("people/<slug:slug>/rate/", creators.rate_creator, name="rate_creator"),
    path("people/<slug:slug>/recommend/", creators.recommend_creator, name="recommend_creator"),
]
