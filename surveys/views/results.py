"""What a survey found: the page, and the same figures as CSV and JSON. All of it from the published snapshot."""

from urllib.parse import urlencode

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from people.reading import read_only
from surveys import amounts, choices, findings, open_data, quoting, snapshots
from surveys.enums import QuestionType, Stage
from surveys.views.figures import published, table, visit
from surveys.views.visiting import wave_for


@read_only
def results(request, slug):
    """The finding, who answered, how far they went, the plot, the ranks, and every value in a table."""
    wave = _wave(request, slug)
    context = visit(request, wave) | {"waves": _others(wave)}
    snapshot, reason = _published(request, wave, context["response"])
    if snapshot is None:
        return render(request, "surveys/results_none.html", context | {"reason": reason})
    payload = snapshot.payload
    segment, only = _chosen(request, payload)
    items = findings.needs(wave)
    around_middle = request.GET.get("cross") == "middle" and findings.knows_middle(payload)
    ranked, few, away = findings.split(payload, segment, items, only, around_middle=around_middle)
    whole, parts = findings.segments(payload)
    steps, completion, interval = findings.funnel(payload)
    context |= {
        "snapshot": snapshot,
        "payload": payload,
        "finding": findings.sentence(ranked) if items else wave.survey.title,
        "who": findings.who(payload),
        "answers_per_need": findings.answers_per_need(payload),
        "steps": steps,
        "completion": completion,
        "completion_interval": interval,
        "segment": segment,
        "only": only,
        "segments": _links(request, "by", whole, segment),
        "parts": _links(request, "by", parts, segment),
        "in_part": segment in dict(parts),
        "toggles": _links(request, "only", findings.toggles(payload, segment), only),
        "segment_words": findings.shown_words(segment, only),
        "ranked": ranked,
        "has_unflagged": any(row.unflagged is not None for row in ranked),
        "few": few,
        "away": away,
        "compared": findings.compared(payload, items),
        "heat": findings.heat(payload, items),
        "charts": findings.pictures(payload, ranked, items, around_middle=around_middle),
        "crosses": _links(request, "cross", findings.crosses(payload), "middle" if around_middle else ""),
        "around_middle": around_middle,
        "sentence": findings.representativeness(payload),
        "needs": len(items),
        "choices": choices.rows(payload.get("choices", {})),
        "measured": _of_type(payload, QuestionType.NUMBER, amounts.measured),
        "ordered": _of_type(payload, QuestionType.RANKING, amounts.ordered),
        "quotes": quoting.quotes(wave),
        "shown": urlencode({"by": segment, "only": only, "wave": wave.number}),
    }
    return render(request, "surveys/results.html", context)


@read_only
def results_csv(request, slug):
    """A table of the page as CSV (``of``: needs, groups, who, steps, questions); the same figures to the last digit."""
    wave, payload = _open_data(request, slug)
    of = request.GET.get("of", open_data.NEEDS)
    items = findings.needs(wave)
    tables = {
        open_data.NEEDS: lambda: open_data.needs(payload, *_chosen(request, payload), items),
        open_data.GROUPS: lambda: open_data.groups(payload, items),
        open_data.WHO: lambda: open_data.who(payload),
        open_data.STEPS: lambda: open_data.steps(payload),
        open_data.QUESTIONS: lambda: open_data.questions(payload),
    }
    if of not in tables:
        raise Http404
    return table(wave, of, tables[of](), open_data.HEADERS.get(of, ("item",)))


@read_only
def results_json(request, slug):
    """The whole published snapshot."""
    wave, payload = _open_data(request, slug)
    labels = {key: item.label for key, item in findings.needs(wave).items()}
    said = {"survey": wave.survey.slug, "title": wave.survey.title, "wave": wave.number, "labels": labels}
    return JsonResponse(said | payload, json_dumps_params={"ensure_ascii": False})


def _wave(request, slug):
    """The wave that is asked or was asked last, or the closed one whose number stands in the address."""
    wave = wave_for(request, slug)
    number = request.GET.get("wave", "")
    if number in ("", str(wave.number)):
        return wave
    for other in _others(wave):
        if str(other.number) == number:
            other.survey = wave.survey
            return other
    raise Http404


def _others(wave):
    """Closed waves of the same survey, newest first."""
    known = [
        other for other in wave.survey.waves.all() if other.stage == Stage.CLOSED and other.pk != wave.pk
    ]
    return sorted(known, key=lambda other: -other.number)


def _published(request, wave, held):
    """(snapshot, "") or (None, why there is nothing to see)."""
    too_few = _("Nothing is published: too few people answered.")
    not_yet = _("Nothing is published yet. Figures appear when at least 5 people have answered.")
    return published(
        request,
        wave,
        held,
        find=_telling,
        took_part=lambda held: held.answered > 0,
        nothing=too_few if wave.stage == Stage.CLOSED else not_yet,
    )


def _telling(wave):
    """The newest snapshot; None where fewer than five people answered, as that tells of nobody."""
    snapshot = snapshots.published(wave)
    return snapshot if snapshot and findings.who(snapshot.payload).n else None


def _open_data(request, slug):
    wave = _wave(request, slug)
    snapshot, _reason = _published(request, wave, visit(request, wave)["response"])
    if snapshot is None:
        raise Http404
    return wave, snapshot.payload


def _chosen(request, payload):
    """(segment, toggle) asked for, where they are published; else what the page begins with."""
    asked = request.GET.get("by")
    segment = asked if asked in payload["figures"] else findings.default_segment(payload)
    only = request.GET.get("only", "")
    return segment, only if only in dict(findings.toggles(payload, segment)) else ""


def _links(request, name, choices, chosen):
    """[(address, words, whether it is the one shown)]; what else stands in the address stays."""
    kept = {key: request.GET[key] for key in ("wave", "by", "only", "cross") if key in request.GET}
    return [(f"?{urlencode(kept | {name: value})}", words, value == chosen) for value, words in choices]


def _of_type(payload, kind, shaped):
    return [shaped(said) for said in payload.get("amounts", {}).values() if said["type"] == kind]
