"""The desk's page of importing offline answers: choose a file, look at what would become of each row, take it."""

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from content.publishing import Refused
from surveys import importing
from surveys.enums import QuestionType
from surveys.forms import ImportForm
from surveys.models import Item
from surveys.tables import Unreadable

MOST_SHOWN = 2000


def import_answers(desk, request, queryset):
    """The page for the one wave that was chosen; an action of the list of waves."""
    waves = list(queryset.select_related("survey")[:2])
    if len(waves) != 1:
        desk.message_user(request, _("Choose one wave to import answers into."), messages.ERROR)
        return None
    [wave] = waves
    context = desk.admin_site.each_context(request) | {
        "title": _("Import answers: %(survey)s, wave %(number)d")
        % {"survey": wave.survey.title, "number": wave.number},
        "wave": wave,
        "opts": desk.opts,
        "keys": _keys(wave),
        "form": ImportForm(),
    }
    try:
        context |= _done(desk, request, wave) or _looked_at(request, wave)
    except (Refused, Unreadable) as problem:
        context["problem"] = str(problem)
    return TemplateResponse(request, "admin/surveys/wave/import.html", context)


def _done(desk, request, wave):
    """What was taken, after the second step."""
    if "take" not in request.POST:
        return {}
    found = importing.take(wave, request.POST.get("text", ""), by=request.user)
    said = {"people": len(found.new), "answers": found.answers}
    desk.log_change(request, wave, _("Imported %(answers)d answers of %(people)d people from a file.") % said)
    return _report(found) | {"is_done": True}


def _looked_at(request, wave):
    """What would become of the chosen file, after the first step."""
    if "look" not in request.POST:
        return {}
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"form": form}
    text = form.cleaned_data["text"]
    found = importing.plan(wave, text)
    return _report(found) | {"text": text, "may_take": bool(found.new) and not found.bad}


def _report(found):
    return {
        "report": found,
        "rows": found.rows[:MOST_SHOWN],
        "more_rows": max(0, len(found.rows) - MOST_SHOWN),
        "in_already": sum(one.is_in for one in found.respondents.values()),
    }


def _keys(wave):
    """[(key, label, its type, keys of its choices)]: what the file may name."""
    rows = Item.objects.filter(question__wave=wave).select_related("question")
    return [
        (
            item.key,
            item.label,
            QuestionType(item.question.type).label,
            ", ".join(str(pair[0]) for pair in item.question.choices),
        )
        for item in rows.order_by("question__position", "question_id", "position", "pk")
    ]
