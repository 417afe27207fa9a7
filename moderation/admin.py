"""Reports, claims and the log at the desk: to be read. Decisions are taken in the queue."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.admin import ReadOnly
from moderation import contributions
from moderation.models import Decision, Report, Takedown


class Case(ReadOnly, admin.ModelAdmin):
    """What is decided in the queue, on a page of its own there."""

    page = ""  # the name of that page
    list_filter = ["state", "reason"]
    show_full_result_count = False

    @admin.display(description=_("queue"))
    def queue_link(self, case):
        return format_html('<a href="{}">{}</a>', reverse(self.page, args=[case.pk]), _("Look"))


@admin.register(Report)
class ReportAdmin(Case):
    page = "queue_report"
    list_display = ["at", "about", "reason", "state", "reporter", "decided_by", "queue_link"]
    list_select_related = [
        *("artefact", "reply__artefact", "review__artefact", "answer__rating__artefact"),
        *("reporter", "decided_by"),
    ]
    search_fields = ["artefact__title", "words"]

    @admin.display(description=_("about"))
    def about(self, report):
        return str(report.artefact) if report.artefact else contributions.name_of(report.thing)


@admin.register(Takedown)
class TakedownAdmin(Case):
    page = "queue_claim"
    list_display = ["at", "artefact", "reason", "name", "state", "decided_by", "queue_link"]
    list_select_related = ["artefact", "decided_by"]
    search_fields = ["artefact__title", "name", "email"]


@admin.register(Decision)
class DecisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "subject", "act", "reason", "message", "remark", "by"]
    list_filter = ["act"]
    list_select_related = ["by"]
    search_fields = ["subject", "by__name", "message"]
    show_full_result_count = False
