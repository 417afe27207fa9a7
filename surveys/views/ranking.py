"""How a pairwise round stands: the page, and the same figures as CSV and JSON. All of it from what is published."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from people.reading import read_only
from surveys import comparing, ranking
from surveys.enums import Stage
from surveys.views.figures import published, table, visit
from surveys.views.visiting import wave_for


@read_only
def pairs_results(request, slug):
    """The finding, the scores with their intervals, and every value in a table."""
    wave = wave_for(request, slug)
    context = visit(request, wave)
    found, reason = _published(request, wave, context["response"])
    items = comparing.candidates(wave)
    if len(items) < 2:
        raise Http404
    if found is None:
        return render(request, "surveys/results_none.html", context | {"reason": reason})
    shown, left = ranking.rows(found.payload, items)
    context |= {
        "found": found,
        "finding": ranking.sentence(shown),
        "rows": shown,
        "has_strengths": any(row.figures["log_ability"] is not None for row in shown),
        "left": left,
        "chart": ranking.picture(shown) if shown else "",
        "steady": found.payload["steady"],
        "steadied": [items[int(pk)] for pk in found.payload["steadied"] if int(pk) in items],
        "unlinked": [items[int(pk)] for pk in found.payload["unlinked"] if int(pk) in items],
    }
    return render(request, "surveys/pairs_results.html", context)


@read_only
def pairs_csv(request, slug):
    """The table as CSV; the same figures to the last digit."""
    wave, found = _open_data(request, slug)
    shown, _left = ranking.rows(found.payload, comparing.candidates(wave))
    return table(wave, "pairs", ranking.open_data(shown))


@read_only
def pairs_json(request, slug):
    """The whole of what is published."""
    wave, found = _open_data(request, slug)
    labels = {str(pk): item.label for pk, item in comparing.candidates(wave).items()}
    said = {"survey": wave.survey.slug, "title": wave.survey.title, "wave": wave.number, "labels": labels}
    return JsonResponse(said | found.payload, json_dumps_params={"ensure_ascii": False})


def _published(request, wave, held):
    """(ranking, "") or (None, why there is nothing to see)."""
    too_few = _("Nothing is published: too few people judged the needs.")
    not_yet = _("Nothing is published yet. A need appears when at least 5 people have judged it.")
    return published(
        request,
        wave,
        held,
        find=ranking.published,
        took_part=lambda held: held.answered > 0 or comparing.votes_of(held) > 0,
        nothing=too_few if wave.stage == Stage.CLOSED else not_yet,
    )


def _open_data(request, slug):
    wave = wave_for(request, slug)
    found, _reason = _published(request, wave, visit(request, wave)["response"])
    if found is None:
        raise Http404
    return wave, found
