"""Addresses of members."""

from django.urls import path

from people.views import member

urlpatterns = [
    path("people/<slug:slug>/", member.member, name="member"),
]
