"""The builder of surveys and the queue of needs at the desk.

Questions and items can be changed until somebody has answered; afterwards only their words, and each change is in
the log. Opening, closing, copying and what becomes of a need are verbs.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.admin import Desk, ReadOnly
from content.publishing import Refused
from surveys import answering, pair_ideas, quoting, shipping, wanting
from surveys.enums import NeedState, Stage
from surveys.forms import QuestionForm
from surveys.models import Answer, Item, Need, PairIdea, Question, Survey, Wave


class Part(admin.TabularInline):
    """Rows of a survey inside their parent's page; none are added or taken away once somebody has answered."""

    extra = 0
    show_change_link = True

    def frozen(self, obj):
        raise NotImplementedError

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_change_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return self.has_view_permission(request) and obj is not None and not self.frozen(obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


class WavePart(Part):
    model = Wave
    fields = ["number", "stage", "opens_at", "closes_at", "first_items"]
    readonly_fields = ["stage"]

    def frozen(self, survey):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class QuestionPart(Part):
    model = Question
    form = QuestionForm
    fields = ["position", "key", "type", "text", "hint", "choices"]

    def frozen(self, wave):
        return bool(wave.survey.frozen_at) and wave.stage != Stage.DRAFT

    def get_readonly_fields(self, request, obj=None):
        return ["position", "key", "type", "choices"] if obj and self.frozen(obj) else []


class ItemPart(Part):
    model = Item
    fields = ["position", "key", "label", "practice", "need"]
    raw_id_fields = ["need"]

    def frozen(self, question):
        return bool(question.wave.survey.frozen_at) and question.wave.stage != Stage.DRAFT

    def get_readonly_fields(self, request, obj=None):
        return ["position", "key", "practice", "need"] if obj and self.frozen(obj) else []


@admin.register(Survey)
class SurveyAdmin(Desk):
    list_display = ["title", "slug", "mode", "frozen_at", "look"]
    search_fields = ["title", "slug"]
    fields = ["title", "slug", "sentence", "minutes", "mode", "language", "frozen_at", "look"]
    inlines = [WavePart]
    actions = ["copy"]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["frozen_at", "look"]
        return [*fixed, "mode"] if obj and obj.frozen_at else fixed

    def save_model(self, request, obj, form, change):
        if not change:
            obj.owner = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("preview"))
    def look(self, survey):
        if not survey.pk:
            return ""
        return format_html('<a href="{}">{}</a>', survey.get_absolute_url(), _("Look"))

    @admin.action(description=_("Copy into a survey of its own"))
    def copy(self, request, queryset):
        _each(self, request, queryset, lambda row: shipping.clone(row, by=request.user), _("Copied: %s"))


@admin.register(Wave)
class WaveAdmin(Desk):
    list_display = ["survey", "number", "stage", "opens_at", "closes_at", "last_answer_at"]
    list_filter = ["stage"]
    list_select_related = ["survey"]
    fields = ["survey", "number", "stage", "opens_at", "closes_at", "closed_at", "first_items"]
    inlines = [QuestionPart]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        answering.add_missing_items(form.instance)

    actions = ["open_now", "close_now", "next_wave"]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["stage", "closed_at"]
        if obj is None:
            return fixed
        return [*fixed, "survey", "number"] + (
            [] if obj.stage == Stage.DRAFT else ["opens_at", "first_items"]
        )

    @admin.action(description=_("Open"))
    def open_now(self, request, queryset):
        _each(self, request, queryset, lambda row: answering.open_wave(row, by=request.user), _("Open: %s"))

    @admin.action(description=_("Close; the key of anonymous participation is deleted"))
    def close_now(self, request, queryset):
        _each(
            self, request, queryset, lambda row: answering.close_wave(row, by=request.user), _("Closed: %s")
        )

    @admin.action(description=_("Make the next wave with the same questions"))
    def next_wave(self, request, queryset):
        _each(self, request, queryset, lambda row: shipping.next_wave(row, by=request.user), _("Made: %s"))


@admin.register(Question)
class QuestionAdmin(Desk):
    list_display = ["text", "wave", "type", "position"]
    list_filter = ["type"]
    list_select_related = ["wave"]
    search_fields = ["text"]
    form = QuestionForm
    fields = ["wave", "position", "key", "type", "text", "hint", "choices"]
    inlines = [ItemPart]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        answering.add_missing_items(form.instance.wave)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        is_fixed = bool(obj.wave.survey.frozen_at) and obj.wave.stage != Stage.DRAFT
        return ["wave", "position", "key", "type", "choices"] if is_fixed else ["wave"]


@admin.register(Need)
class NeedAdmin(Desk):
    list_display = ["title", "state", "practice", "by", "votes", "created_at"]
    list_filter = ["state", "practice"]
    list_select_related = ["practice", "by"]
    search_fields = ["title"]
    ordering = ["created_at"]
    fields = ["title", "text", "practice", "note", "state", "merged_into", "by", "votes", "created_at"]
    readonly_fields = ["state", "merged_into", "by", "votes", "created_at"]
    actions = ["accept", "decline", "merge"]

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Put on the board"))
    def accept(self, request, queryset):
        _each(
            self,
            request,
            queryset,
            lambda row: wanting.accept_need(row, by=request.user),
            _("On the board: %s"),
        )

    @admin.action(description=_("Decline, with the reason that stands in the need's field “why”"))
    def decline(self, request, queryset):
        _each(
            self,
            request,
            queryset,
            lambda row: wanting.decline_need(row, by=request.user, note=row.note),
            _("Declined: %s"),
        )

    @admin.action(description=_("Merge the newer ones into the oldest"))
    def merge(self, request, queryset):
        rows = list(queryset.exclude(state=NeedState.DUPLICATE).order_by("created_at", "pk")[:50])
        _each(
            self,
            request,
            rows[1:],
            lambda row: wanting.merge(row, into=rows[0], by=request.user),
            _("Merged: %s"),
        )


@admin.register(Answer)
class TextAdmin(ReadOnly, admin.ModelAdmin):
    """What respondents wrote, without anything on who they are."""

    list_display = ["text", "item", "text_state"]
    list_filter = ["text_state"]
    list_select_related = ["item"]
    fields = ["item", "text", "text_state"]
    actions = ["publish", "keep_back"]
    ordering = ["text_state", "item", "text"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(text="")

    @admin.action(description=_("Publish, beside the question alone"))
    def publish(self, request, queryset):
        _each(
            self,
            request,
            queryset,
            lambda row: quoting.publish_text(row, by=request.user),
            _("Published: %s"),
        )

    @admin.action(description=_("Keep back"))
    def keep_back(self, request, queryset):
        _each(
            self, request, queryset, lambda row: quoting.keep_back(row, by=request.user), _("Kept back: %s")
        )


@admin.register(PairIdea)
class PairIdeaAdmin(ReadOnly, admin.ModelAdmin):
    """What people added to pairwise rounds; the words of what is taken in are put right at its item."""

    list_display = ["label", "wave", "state", "day"]
    list_filter = ["state"]
    list_select_related = ["wave"]
    search_fields = ["label"]
    ordering = ["-state", "day", "pk"]
    fields = ["label", "wave", "state", "day"]
    actions = ["accept", "accept_on_board", "decline"]

    @admin.action(description=_("Take into the round"))
    def accept(self, request, queryset):
        _each(
            self,
            request,
            queryset,
            lambda row: pair_ideas.accept_idea(row, by=request.user),
            _("Taken in: %s"),
        )

    @admin.action(description=_("Take into the round, and put on the board of needs"))
    def accept_on_board(self, request, queryset):
        _each(
            self,
            request,
            queryset,
            lambda row: pair_ideas.accept_idea(row, by=request.user, on_board=True),
            _("Taken in, and on the board: %s"),
        )

    @admin.action(description=_("Leave out"))
    def decline(self, request, queryset):
        _each(
            self,
            request,
            queryset,
            lambda row: pair_ideas.decline_idea(row, by=request.user),
            _("Left out: %s"),
        )


def _each(desk, request, rows, act, done):
    """Do something with every row; what cannot be done is said and leaves the others alone."""
    for row in rows:
        try:
            act(row)
        except (Refused, PermissionDenied) as refused:
            desk.message_user(request, f"{_name(row)}: {refused}", messages.ERROR)
        else:
            desk.message_user(request, done % _name(row))


def _name(row):
    """What a row is called in a message: a text by its words, as its own name would lead to its response."""
    return row.text[:60] if isinstance(row, Answer) else str(row)
