"""What the pages of a survey's figures and of a pairwise ranking share: whether there is something to see, and CSV."""

import csv

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.enums import Stage
from surveys.rules import may_see_results
from surveys.views.visiting import response_of

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for one begins with


def visit(request, wave):
    """What both pages begin with: the survey, the wave, and while it runs the visitor's own response."""
    held = response_of(request, wave) if wave.stage == Stage.OPEN else None
    return {
        "survey": wave.survey,
        "wave": wave,
        "here": "surveys",
        "is_open": wave.takes_answers(timezone.now()),
        "response": held,
        "has_more": held is not None and held.answered + held.not_applicable < len(held.order),
    }


def published(request, wave, held, *, find, took_part, nothing):
    """(what ``find`` has of a wave, "") or (None, why there is nothing to see: at last ``nothing``).

    ``held`` is the visitor's own response (visit); ``took_part`` says whether it opens the figures while the wave runs.
    """
    if wave.stage == Stage.DRAFT:
        return None, _("This survey is not open yet.")
    seen = may_see_results(request.user, wave, has_answered=held is not None and took_part(held))
    if not seen:
        return None, seen.reason
    found = find(wave)
    return (None, nothing) if found is None else (found, "")


def table(wave, name, rows, header=("item",)):
    """The rows (dicts of the same keys) as a CSV file of this wave; ``header`` stands where there are none."""
    return named_table(f"{wave.survey.slug}-wave-{wave.number}-{name}.csv", rows, header)


def named_table(called, rows, header):
    """The same as a file of this name."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{called}"'
    writer = csv.writer(answer, lineterminator="\r\n")
    writer.writerow(rows[0] if rows else header)
    writer.writerows([_as_text(value) for value in row.values()] for row in rows)
    return answer


def _as_text(value):
    """What a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULAS else value
