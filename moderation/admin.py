"""Reports, claims and the log at the desk: to be read. Decisions are taken in the queue."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.admin import ReadOnly
from moderation.models import Decision, Report, Takedown


@admin.register(Report)
class ReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "artefact", "reply", "reason", "state", "reporter", "decided_by", "queue_link"]
    list_filter = ["state", "reason"]
    list_select_related = ["artefact", "reply", "reporter", "decided_by"]
    search_fields = ["artefact__title", "words"]
    show_full_result_count = False

    @admin.display(description=_("queue"))
    def queue_link(self, report):
        return format_html('<a href="{}">{}</a>', reverse("queue_report", args=[report.pk]), _("Look"))


@admin.register(Takedown)
class TakedownAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "artefact", "reason", "name", "state", "decided_by", "queue_link"]
    list_filter = ["state", "reason"]
    list_select_related = ["artefact", "decided_by"]
    search_fields = ["artefact__title", "name", "email"]
    show_full_result_count = False

    @admin.display(description=_("queue"))
    def queue_link(self, claim):
        return format_html('<a href="{}">{}</a>', reverse("queue_claim", args=[claim.pk]), _("Look"))


@admin.register(Decision)
class DecisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "subject", "act", "reason", "message", "remark", "by"]
    list_filter = ["act"]
    list_select_related = ["by"]
    search_fields = ["subject", "by__name", "message"]
    show_full_result_count = False
