"""The moderators' desk for the library: terms are edited here, statuses and tallies only read.

Whatever a page or a list shows is written through the verbs of content.publishing.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit import admin as taggit_admin  # noqa: F401  registers what we take back
from taggit.models import Tag as UnusedTag

from content import facets, gathering, publishing, search, tagging, unfound
from content.desk_lists import Lists
from content.models import (
    Artefact,
    Audience,
    Collection,
    CollectionItem,
    File,
    Framework,
    Kind,
    Licence,
    Practice,
    StatusChange,
    Tag,
    TaggedArtefact,
    Unfound,
    Version,
)
from content.rules import may_describe

MOST_MERGED = 50
admin.site.unregister(UnusedTag)  # our tags have a table of their own


class NamedParts:
    """For pages with forms: a date and its time, to which Django's admin gives one label, say what they are."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), AdminSplitDateTime):
            for part, name in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
                part.attrs["aria-label"] = f"{capfirst(field.label)}, {name}"
        return field


class RowForm(forms.ModelForm):
    """What is edited in a list: each field says what it is and of which row, as no label stands beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{capfirst(field.label)}: {self.instance}"


class Desk(NamedParts, Lists, admin.ModelAdmin):
    """Every moderator works here; nothing is deleted, because other rows tell its story."""

    # Terms are few: boxes to tick and lists to choose from need no script and no second request.
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=RowForm, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(Lists):
    """For what is written by verbs alone: rows to be read."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff


class TermAdmin(Desk):
    list_display = ["label", "slug", "order", "active", "replaced_by"]
    list_editable = ["order", "active"]
    list_filter = ["active"]
    list_select_related = ["replaced_by"]
    search_fields = ["label", "slug"]
    actions = ["index_again"]

    def get_readonly_fields(self, request, obj=None):
        # The slug is part of addresses that people have kept.
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["label"]}

    @admin.action(description=_("List and index the artefacts of these terms again, after a change of words"))
    def index_again(self, request, queryset):
        ids = list(
            Artefact.objects.listed()
            .filter(**{f"{self.artefact_field}__in": queryset})
            .values_list("pk", flat=True)
        )
        facets.bulk_list(ids)
        search.bulk_index(ids)
        self.message_user(request, _("%(n)d artefacts are listed with the new words.") % {"n": len(ids)})


@admin.register(Practice)
class PracticeAdmin(TermAdmin):
    list_display = ["label", "group", "edition", "order", "active", "replaced_by"]
    list_filter = ["group", "edition", "active"]
    artefact_field = "practices"


@admin.register(Framework)
class FrameworkAdmin(TermAdmin):
    list_display = ["label", "family", "edition", "order", "active", "replaced_by"]
    list_filter = ["family", "active"]
    artefact_field = "frameworks"


@admin.register(Audience)
class AudienceAdmin(TermAdmin):
    artefact_field = "audiences"


@admin.register(Kind)
class KindAdmin(TermAdmin):
    list_display = ["label", "slug", "shape", "order", "active", "replaced_by"]
    list_filter = ["shape", "active"]
    artefact_field = "kind"


@admin.register(Licence)
class LicenceAdmin(Desk):
    list_display = ["short", "spdx", "plain_words", "order", "active"]
    list_editable = ["order", "active"]
    search_fields = ["spdx", "name", "short"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request, obj=None):
        return ["spdx"] if obj else []


@admin.register(Tag)
class TagAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "slug", "uses"]
    search_fields = ["name"]
    show_full_result_count = False
    actions = ["merge"]

    def get_queryset(self, request):
        """Counted for the rows that are shown, not for all tags there are."""
        counted = TaggedArtefact.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        uses = Subquery(counted.annotate(n=Count("pk")).values("n"))
        return super().get_queryset(request).annotate(use_count=Coalesce(uses, 0))

    @admin.display(description=_("artefacts"))
    def uses(self, tag):
        return tag.use_count

    @admin.action(description=_("Merge the chosen tags into one"))
    def merge(self, request, queryset):
        """Asks first which of them stays."""
        tags = list(queryset.order_by("-use_count", "name")[:MOST_MERGED])
        into = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if into is None:
            context = {"title": _("Merge tags"), "tags": tags, "opts": self.opts}
            context |= self.admin_site.each_context(request)
            return TemplateResponse(request, "admin/content/tag/merge.html", context)
        try:
            changed = tagging.merge_tags(tags, into=into, by=request.user)
        except publishing.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            sentence = ngettext(
                "Merged into “%(name)s”: %(n)d artefact changed.",
                "Merged into “%(name)s”: %(n)d artefacts changed.",
                changed,
            )
            self.message_user(request, sentence % {"name": into.name, "n": changed})
        return None


class Rows(ReadOnly, admin.TabularInline):
    """Rows of a table that are only read."""

    template = "admin/edit_inline/rows.html"
    extra = 0


class VersionRows(Rows):
    model = Version
    fk_name = "artefact"
    fields = ["state", "by", "licence", "change_note", "published_at"]
    readonly_fields = fields
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "licence").newest_first()


class HistoryRows(Rows):
    model = StatusChange
    fields = ["at", "version", "before", "after", "by", "note"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "version")


class FileRows(Rows):
    model = File
    fields = ["name", "size", "inspection", "outcome", "reason", "attempts", "sha256", "source_url"]
    readonly_fields = fields


DESCRIBED = [
    "title",
    "summary",
    "kind",
    "practices",
    "frameworks",
    "audiences",
    "language",
    "origin",
    "made_for",
    "made_for_size",
    "made_for_sector",
    "in_use_since",
    "you_need",
    "works_best_when",
    "leave_it_when",
    "maturity",
    "tool",
    "work_in_progress",
    "review_by",
]


@admin.register(Artefact)
class ArtefactAdmin(Desk):
    list_display = ["record_number", "title", "status", "kind", "creator", "published_at", "downloads"]
    list_display_links = ["record_number", "title"]
    list_filter = ["status", "kind", "origin"]
    list_select_related = ["kind", "creator"]
    search_fields = ["title", "slug", "creator__name"]
    show_full_result_count = False
    readonly_fields = [
        "slug",
        "status",
        "creator",
        "current",
        "superseded_by",
        "tags_in_words",
        "created_at",
        "published_at",
        "confirmed_at",
        "changed_at",
        "downloads",
        "rating_count",
        "score",
        "team_count",
    ]
    fields = [*DESCRIBED, *readonly_fields]
    inlines = [VersionRows, HistoryRows]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request) and (
            obj is None or bool(may_describe(request.user, obj))
        )

    @admin.display(description=_("tags"))
    def tags_in_words(self, artefact):
        return ", ".join(artefact.tags.names())

    def save_model(self, request, obj, form, change):
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name in DESCRIBED}
        publishing.describe(obj, by=request.user, **changed)

    def save_related(self, request, form, formsets, change):
        """The verb in save_model has written the lists as well; the rows below are only read."""
        for formset in formsets:
            formset.save(commit=False)  # saves nothing; the log wants to know what changed


@admin.register(Version)
class VersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["artefact", "number", "state", "by", "created_at", "published_at"]
    list_filter = ["state"]
    list_select_related = ["artefact", "by"]
    search_fields = ["artefact__title", "by__name"]
    show_full_result_count = False
    inlines = [FileRows]


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "artefact", "version", "before", "after", "by", "note"]
    list_filter = ["after"]
    list_select_related = ["artefact", "version", "by"]
    search_fields = ["artefact__title", "by__name", "note"]
    show_full_result_count = False


class CollectedRows(Rows):
    model = CollectionItem
    fields = ["place", "artefact", "note"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("artefact")


@admin.register(Collection)
class CollectionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "owner", "is_public", "is_featured", "changed_at"]
    list_filter = ["is_public", "is_featured"]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name"]
    show_full_result_count = False
    inlines = [CollectedRows]
    actions = ["feature", "unfeature", "withdraw"]

    @admin.action(description=_("Put the chosen collections on the home page"))
    def feature(self, request, queryset):
        self._each(request, queryset, gathering.feature, is_featured=True)

    @admin.action(description=_("Take the chosen collections off the home page"))
    def unfeature(self, request, queryset):
        self._each(request, queryset, gathering.feature, is_featured=False)

    @admin.action(description=_("Make the chosen collections private again"))
    def withdraw(self, request, queryset):
        self._each(request, queryset, gathering.withdraw)

    def _each(self, request, queryset, verb, **options):
        for collection in queryset:
            try:
                verb(collection, by=request.user, **options)
            except gathering.Refused as refused:
                messages.error(request, f"{collection}: {refused.reason}")
            else:
                messages.success(request, _("%(title)s is changed.") % {"title": collection})


@admin.register(Unfound)
class UnfoundAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["words", "week", "n", "kept_back"]
    list_filter = ["kept_back", "week"]
    search_fields = ["words"]
    ordering = ["-week", "-n", "words"]
    show_full_result_count = False
    actions = ["keep_back", "let_on"]

    @admin.action(description=_("Keep the chosen words off the board of needs"))
    def keep_back(self, request, queryset):
        for row in queryset:
            unfound.keep_back(row.words, is_kept_back=True)

    @admin.action(description=_("Let the chosen words on the board of needs again"))
    def let_on(self, request, queryset):
        for row in queryset:
            unfound.keep_back(row.words, is_kept_back=False)
