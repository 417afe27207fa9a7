"""Addresses of the queue, which belong to the desk and open like the rest of it, and the doors for everybody."""

from django.contrib import admin
from django.urls import path

from moderation.views import decisions, public, queue, raters, replies, rings

# Signed in, a moderator, with a second factor: the desk asks for all three.
at_the_desk = admin.site.admin_view

urlpatterns = [
    path("admin/queue/", at_the_desk(queue.waiting), name="queue"),
    path("admin/queue/publish/", at_the_desk(queue.publish_many), name="queue_publish"),
    path("admin/queue/versions/<int:version_id>/", at_the_desk(decisions.version), name="queue_version"),
    path("admin/queue/artefacts/<int:artefact_id>/", at_the_desk(decisions.artefact), name="queue_artefact"),
    path("admin/queue/reports/<int:report_id>/", at_the_desk(decisions.report), name="queue_report"),
    path("admin/queue/replies/<int:reply_id>/", at_the_desk(replies.reply), name="queue_reply"),
    path("admin/queue/claims/<int:claim_id>/", at_the_desk(decisions.claim), name="queue_claim"),
    path("admin/rings/", at_the_desk(rings.rings), name="desk_rings"),
    path("admin/rings/<int:flag_id>/", at_the_desk(rings.ring), name="desk_ring"),
    path("admin/raters/", at_the_desk(raters.raters), name="desk_raters"),
    path("admin/raters/<int:member_id>/", at_the_desk(raters.rater), name="desk_rater"),
    path("artefacts/<slug:slug>/report/", public.report, name="report"),
    path("replies/<int:reply_id>/report/", public.report_reply, name="report_reply"),
    path("artefacts/<slug:slug>/counter-notice/", public.counter_notice, name="counter_notice"),
    path("takedown/", public.takedown, name="takedown"),
    path("takedown/sent/", public.takedown_sent, name="takedown_sent"),
]
