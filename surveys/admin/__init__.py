"""The builder of surveys and the queue of needs at the desk.

Questions and items can be changed until somebody has answered; afterwards only their words, and each change is in
the log. Opening, closing, copying and what becomes of a need are verbs.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.admin import Desk, NamedParts, ReadOnly
from content.publishing import Refused
from surveys import answering, covering, pair_ideas, pledging, quoting, shipping, wanting
from surveys.admin.importing import import_answers
from surveys.enums import NeedState, Stage
from surveys.forms import SurveyForm
from surveys.forms.building import QuestionForm
from surveys.models import Answer, Coverage, Item, Need, PairIdea, Pledge, Question, Survey, Wave


def each(act, description, done, *, asked=""):
    """An action of the desk: ``act(row, by=...)`` with every chosen row, and ``done`` said of each.

    What cannot be undone names a template that asks once more.
    """

    @admin.action(description=description)
    def action(desk, request, queryset):
        if asked and "confirmed" not in request.POST:
            context = desk.admin_site.each_context(request) | {"rows": queryset, "opts": desk.opts}
            return TemplateResponse(request, asked, context)
        return _each(desk, request, queryset, lambda row: act(row, by=request.user), done)

    return action


class Part(NamedParts, admin.StackedInline):
    """Rows of a survey inside their parent's page; none are added or taken away once it is frozen.

    Their fields stand below each other, with labels: beside each other they are wider than a desk.
    """

    extra = 0
    show_change_link = True
    fixed: list[str] = []  # what only words may not change: the columns that stay once it is frozen

    def is_frozen(self, obj):
        """Whether the parent's structure stays as it is; of a survey it never does: it gets new waves."""
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_change_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return self.has_view_permission(request) and obj is not None and not self.is_frozen(obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        frozen = self.fixed if obj is not None and self.is_frozen(obj) else []
        return [*self.readonly_fields, *frozen]


class WavePart(Part):
    model = Wave
    fields = ["number", "stage", "opens_at", "closes_at", "first_items"]
    readonly_fields = ["stage"]

    def has_delete_permission(self, request, obj=None):
        return False


class QuestionPart(Part):
    model = Question
    form = QuestionForm
    fields = ["position", "key", "type", "text", "hint", "choices"]
    fixed = ["position", "key", "type", "choices"]

    def is_frozen(self, wave):
        return wave.is_frozen


class ItemPart(Part):
    model = Item
    fields = ["position", "key", "label", "practice", "need"]
    raw_id_fields = ["need"]
    fixed = ["position", "key", "practice", "need"]

    def is_frozen(self, question):
        return question.wave.is_frozen


@admin.register(Survey)
class SurveyAdmin(Desk):
    list_display = ["title", "slug", "mode", "frozen_at", "look"]
    search_fields = ["title", "slug"]
    form = SurveyForm
    inlines = [WavePart]
    actions = ["copy"]
    view_on_site = False  # ``look`` leads there, as soon as there is something to see

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("waves")

    def get_fields(self, request, obj=None):
        said = ["title", "slug", "sentence", "minutes", "mode", "language"]
        return ["template", *said] if obj is None else [*said, "frozen_at", "look"]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["frozen_at", "look"]
        return [*fixed, "mode"] if obj and obj.frozen_at else fixed

    def save_model(self, request, obj, form, change):
        if not change:
            obj.owner = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        template = form.cleaned_data.get("template")
        if template and not change:
            shipping.begin_with(form.instance, template, by=request.user)

    @admin.display(description=_("preview"))
    def look(self, survey):
        if not survey.pk or not survey.waves.all():
            return ""  # without a wave there is no page
        return format_html('<a href="{}">{}</a>', survey.get_absolute_url(), _("Look"))

    copy = each(shipping.clone, _("Copy into a survey of its own"), _("Copied: %s"))


@admin.register(Wave)
class WaveAdmin(Desk):
    list_display = ["survey", "number", "stage", "opens_at", "closes_at", "last_answer_at"]
    list_filter = ["stage"]
    list_select_related = ["survey"]
    fields = ["survey", "number", "stage", "opens_at", "closes_at", "closed_at", "first_items"]
    inlines = [QuestionPart]
    actions = ["open_now", "close_now", "next_wave", "import_answers"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        answering.add_missing_items(form.instance)

    def get_readonly_fields(self, request, obj=None):
        fixed = ["stage", "closed_at"]
        if obj is None:
            return fixed
        return [*fixed, "survey", "number"] + (
            [] if obj.stage == Stage.DRAFT else ["opens_at", "first_items"]
        )

    open_now = each(answering.open_wave, _("Open"), _("Open: %s"))

    close_now = each(
        answering.close_wave,
        _("Close; the key of anonymous participation is deleted"),
        _("Closed: %s"),
        asked="admin/surveys/wave/close.html",
    )
    next_wave = each(shipping.next_wave, _("Make the next wave with the same questions"), _("Made: %s"))

    @admin.action(description=_("Import answers given offline (CSV)"))
    def import_answers(self, request, queryset):
        return import_answers(self, request, queryset)


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
        return ["wave", *QuestionPart.fixed] if obj.wave.is_frozen else ["wave"]


@admin.register(Need)
class NeedAdmin(Desk):
    list_display = ["title", "state", "practice", "by", "votes", "created_at"]
    list_filter = ["state", "practice"]
    list_select_related = ["practice", "by"]
    search_fields = ["title"]
    ordering = ["created_at"]
    fields = ["title", "text", "practice", "note", "state", "merged_into", "by", "votes", "created_at"]
    readonly_fields = ["state", "merged_into", "by", "votes", "created_at"]
    actions = ["accept", "decline", "merge", "deliver", "reopen"]

    def has_add_permission(self, request):
        return False

    accept = each(wanting.accept_need, _("Put on the board"), _("On the board: %s"))
    decline = each(
        lambda row, by: wanting.decline_need(row, by=by, note=row.note),
        _("Decline, with the reason that stands in the need's field “why”"),
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

    deliver = each(
        covering.deliver, _("Delivered: a published artefact that is linked answers them"), _("Delivered: %s")
    )
    reopen = each(covering.reopen, _("Delivered needs are missing still: open them again"), _("Open: %s"))


@admin.register(Coverage)
class CoverageAdmin(ReadOnly, admin.ModelAdmin):
    """What is said to answer a need; what nobody has decided on comes first."""

    list_display = ["artefact", "need", "state", "proposed_by", "decided_by", "at"]
    list_filter = ["state"]
    list_select_related = ["artefact", "need", "proposed_by", "decided_by"]
    ordering = ["-state", "-at"]
    actions = ["confirm", "refuse"]
    show_full_result_count = False

    confirm = each(covering.confirm, _("It answers the need"), _("Confirmed: %s"))
    refuse = each(covering.refuse, _("Not what was needed"), _("Refused: %s"))


@admin.register(Pledge)
class PledgeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["need", "member", "due", "state", "artefact", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["need", "member", "artefact"]
    ordering = ["-pk"]
    actions = ["give_back"]
    show_full_result_count = False

    give_back = each(
        pledging.give_back, _("Give back: nobody sees the promise any more"), _("Given back: %s")
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

    publish = each(quoting.publish_text, _("Publish, beside the question alone"), _("Published: %s"))
    keep_back = each(quoting.keep_back, _("Keep back"), _("Kept back: %s"))


@admin.register(PairIdea)
class PairIdeaAdmin(ReadOnly, admin.ModelAdmin):
    """What people added to pairwise rounds; the words of what is taken in are put right at its item."""

    list_display = ["label", "wave", "state", "day"]
    list_filter = ["state"]
    list_select_related = ["wave__survey"]
    search_fields = ["label"]
    ordering = ["-state", "day", "pk"]
    fields = ["label", "wave", "state", "day"]
    actions = ["accept", "accept_on_board", "decline"]

    accept = each(pair_ideas.accept_idea, _("Take into the round"), _("Taken in: %s"))
    accept_on_board = each(
        lambda row, by: pair_ideas.accept_idea(row, by=by, on_board=True),
        _("Take into the round, and put on the board of needs"),
        _("Taken in, and on the board: %s"),
    )
    decline = each(pair_ideas.decline_idea, _("Leave out"), _("Left out: %s"))


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
    if isinstance(row, Answer):
        return row.text[:60]
    return str(row.artefact if isinstance(row, Coverage) else row)
