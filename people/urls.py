"""Addresses of members."""

from django.urls import path

from people.views import desk, member

urlpatterns = [
    path("people/<slug:slug>/", member.member, name="member"),
    path("people/desk/<str:token>/", desk.claim_desk, name="claim_desk"),
]
