"""Addresses of the queue, which belong to the desk and open like the rest of it, and the doors for everybody."""

from django.contrib import admin
from django.urls import path

from moderation.views import contributions, decisions, public, queue, raters, reports, rings
from people.keeping_words import keeps_words

# Signed in, a moderator, with a second factor: the desk asks for all three.
at_the_desk = admin.site.admin_view


def decision(view):
    """The same for a page with words to write: they outlive the session they were typed in."""
    return keeps_words()(at_the_desk(view))


urlpatterns = [
    path("admin/queue/", at_the_desk(queue.waiting), name="queue"),
    path("admin/queue/publish/", at_the_desk(queue.publish_many), name="queue_publish"),
    path("admin/queue/versions/<int:version_id>/", decision(decisions.version), name="queue_version"),
    path("admin/queue/artefacts/<int:artefact_id>/", decision(decisions.artefact), name="queue_artefact"),
    path("admin/queue/reports/<int:report_id>/", decision(reports.report), name="queue_report"),
    path("admin/queue/replies/<int:reply_id>/", decision(contributions.reply), name="queue_reply"),
    path("admin/queue/reviews/<int:review_id>/", decision(contributions.review), name="queue_review"),
    path("admin/queue/answers/<int:answer_id>/", decision(contributions.answer), name="queue_answer"),
    path("admin/queue/claims/<int:claim_id>/", decision(reports.claim), name="queue_claim"),
    path("admin/rings/", at_the_desk(rings.rings), name="desk_rings"),
    path("admin/rings/<int:flag_id>/", at_the_desk(rings.ring), name="desk_ring"),
    path("admin/raters/", at_the_desk(raters.raters), name="desk_raters"),
    path("admin/raters/<int:member_id>/", at_the_desk(raters.rater), name="desk_rater"),
    path("artefacts/<slug:slug>/report/", public.report, name="report"),
    path("replies/<int:reply_id>/report/", public.report_reply, name="report_reply"),
    path("ratings/<int:review_id>/report/", public.report_review, name="report_review"),
    path("answers/<int:answer_id>/report/", public.report_answer, name="report_answer"),
    path("artefacts/<slug:slug>/counter-notice/", public.counter_notice, name="counter_notice"),
    path("takedown/", public.takedown, name="takedown"),
    path("takedown/sent/<uuid:token>/", public.takedown_sent, name="takedown_sent"),
]
