"""Addresses of what peers say."""

from django.urls import path

from ratings.views import judging, reviews

urlpatterns = [
    path("artefacts/<slug:slug>/rate/", judging.rate, name="rate"),
    path("artefacts/<slug:slug>/used/", judging.report_use, name="report_use"),
    path("artefacts/<slug:slug>/recommend/", judging.recommend, name="recommend"),
    path("ratings/<int:pk>/helpful/", reviews.helpful, name="review_helpful"),
    path("ratings/<int:pk>/reply/", reviews.review_reply, name="review_reply"),
]
