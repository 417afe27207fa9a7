"""A row of everything the desk has pages for, and the addresses of all those pages."""

from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from content import gathering
from content.models import Artefact, Unfound
from moderation.models import Decision
from surveys import answering
from surveys.enums import Mode, QuestionType
from surveys.models import Answer, Coverage, Item, PairIdea, Pledge, Wave
from tests import factories
from tests.moderation.waiting import claimed, reported
from tests.surveys import survey_samples as samples


def pages():
    """[address]: of each model the list, the empty form if rows are added there, and the newest row."""
    mona = factories.moderator("Mona at the desk")
    _fill(mona)
    request = RequestFactory().get("/admin/")
    request.user, request.has_second_factor = mona, True
    found = [reverse("admin:index"), reverse("admin:app_list", args=["content"])]
    for model, desk in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = desk.get_queryset(request).order_by("-pk")[:1].get()
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])]
        found += [reverse(f"{name}_add")] if desk.has_add_permission(request) else []
    return found


def _fill(mona):
    today, artefact = timezone.localdate(), Artefact.objects.listed().first()
    collection = gathering.make(by=mona, title="For the night shift")
    gathering.add(collection, artefact, by=mona)
    Unfound.objects.create(words="xylophone", week=today, n=3)
    reported(artefact)
    claimed(artefact)
    Decision.objects.create(subject=str(artefact), act="publish", by=mona)
    need = samples.need("A rota that holds", by=mona)
    Coverage.objects.create(need=need, artefact=artefact, proposed_by=mona)
    Pledge.objects.create(need=need, member=mona, due=today)
    _ask(mona)


def _ask(mona):
    """A survey with somebody's words, an idea for its pairs, and a wave that can still be changed."""
    wave = samples.survey(mona, items=2, mode=Mode.ANONYMOUS, opened=False)
    words = samples.question(wave, "more", QuestionType.SHORT_TEXT)
    answering.add_missing_items(wave)
    answering.open_wave(wave, by=mona)
    response = samples.answers(wave, {1: (5, 1)}, by=mona)
    answering.answer(response, Item.objects.get(question=words), {"text": "More time."}, by=mona)
    PairIdea.objects.create(
        wave=wave, label="Too many tools", folded="too many tools", day=timezone.localdate()
    )
    draft = Wave.objects.create(survey=wave.survey, number=2)
    question = samples.question(draft, "tools", QuestionType.MULTIPLE)
    Item.objects.create(question=question, key="tools", label="Tools", position=1)
    assert Answer.objects.exclude(text="").exists()
