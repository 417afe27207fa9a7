"""What a survey found: the page, and the same figures as CSV and JSON. All of it from the published snapshot."""

import csv

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from people.reading import read_only
from surveys import choices, findings, quoting, snapshots
from surveys.enums import Stage
from surveys.rules import may_see_results
from surveys.views.taking import response_of, wave_for


@read_only
def results(request, slug):
    """The finding, who answered, how far they went, the plot, the ranks, and every value in a table."""
    wave = wave_for(request, slug)
    snapshot, reason = _published(request, wave)
    context = {"survey": wave.survey, "wave": wave, "here": "surveys"}
    if snapshot is None:
        return render(request, "surveys/results_none.html", context | {"reason": reason})
    payload = snapshot.payload
    segment = _segment(request, payload)
    items = findings.needs(wave)
    ranked, few, away = findings.split(payload, segment, items)
    steps, completion, interval = findings.funnel(payload)
    context |= {
        "snapshot": snapshot,
        "finding": findings.sentence(ranked) if items else wave.survey.title,
        "who": findings.who(payload),
        "steps": steps,
        "completion": completion,
        "completion_interval": interval,
        "segment": segment,
        "segments": findings.segments(payload) if items else [],
        "segment_words": findings.words_for(segment),
        "ranked": ranked,
        "few": few,
        "away": away,
        "compared": findings.compared(payload, items),
        "charts": findings.pictures(payload, ranked, items),
        "sentence": findings.representativeness(payload),
        "needs": len(items),
        "choices": choices.rows(payload.get("choices", {})),
        "quotes": quoting.quotes(wave),
    }
    return render(request, "surveys/results.html", context)


@read_only
def results_csv(request, slug):
    """The table of a segment as CSV; the same figures to the last digit."""
    wave, payload, segment = _open_data(request, slug)
    rows = findings.open_data(payload, segment, findings.needs(wave))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{wave.survey.slug}-wave-{wave.number}.csv"'
    writer = csv.writer(answer, lineterminator="\r\n")
    writer.writerow(rows[0] if rows else ["item"])
    writer.writerows([_safe(value) for value in row.values()] for row in rows)
    return answer


@read_only
def results_json(request, slug):
    """The whole published snapshot."""
    wave, payload, _segment_shown = _open_data(request, slug)
    labels = {key: item.label for key, item in findings.needs(wave).items()}
    said = {"survey": wave.survey.slug, "title": wave.survey.title, "wave": wave.number, "labels": labels}
    return JsonResponse(said | payload, json_dumps_params={"ensure_ascii": False})


def _published(request, wave):
    """(snapshot, "") or (None, why there is nothing to see)."""
    if wave.stage == Stage.DRAFT:
        return None, _("This survey is not open yet.")
    has_answered = False
    if wave.stage == Stage.OPEN:
        held = response_of(request, wave)
        has_answered = held is not None and held.answered > 0
    seen = may_see_results(request.user, wave, has_answered=has_answered)
    if not seen:
        return None, seen.reason
    found = snapshots.published(wave)
    if found is None:
        return None, _("Nothing is published yet. Figures appear when at least 5 people have answered.")
    return found, ""


def _open_data(request, slug):
    wave = wave_for(request, slug)
    snapshot, _reason = _published(request, wave)
    if snapshot is None:
        raise Http404
    return wave, snapshot.payload, _segment(request, snapshot.payload)


def _segment(request, payload):
    """The segment asked for, where it is published; else the one the page begins with."""
    asked = request.GET.get("by")
    return asked if asked in payload["figures"] else findings.default_segment(payload)


def _safe(value):
    """What a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
