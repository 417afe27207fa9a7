"""What the board, the home page and a need's page read of needs: with figures, artefacts and people on them."""

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from surveys import covering
from surveys.enums import VOTED, NeedState
from surveys.models import Coverage, Need, Pledge
from surveys.models.needs import RUNNING

TOP, CLAIMED, DELIVERED = "top", "claimed", "delivered"
MOST_OFFERED = 300


def counted(rows):
    """Needs with ``artefact_count``, ``pledge_count``, their practice and figures: all in the one query."""
    answers = covering.live(Coverage.objects.filter(need=OuterRef("pk")))
    promises = Pledge.objects.filter(need=OuterRef("pk"), state__in=RUNNING)
    return (
        rows.select_related("practice", "figures__snapshot__wave__survey")
        .defer("figures__snapshot__payload")
        .annotate(artefact_count=_number(answers), pledge_count=_number(promises))
    )


def shelf(name):
    """The needs of one tab of the board, in its order."""
    if name == TOP:
        return counted(top())
    states = {CLAIMED: [NeedState.CLAIMED], DELIVERED: [NeedState.DELIVERED]}.get(name, sorted(VOTED))
    return counted(Need.objects.filter(state__in=states)).order_by("-votes", "-pk")


def top():
    """Open needs with figures, those first that are important, badly covered and not supplied."""
    rows = Need.objects.filter(state__in=sorted(VOTED), figures__focus__gt=0)
    return rows.order_by("-figures__focus", "-votes", "-pk")


def with_figures():
    """Open needs that a survey has figures of, those first of which most is missing. One query."""
    rows = Need.objects.filter(state__in=sorted(VOTED), figures__isnull=False).select_related("figures")
    return rows.order_by("-figures__focus", "-figures__opp", "pk")


def for_home(most):
    """The top of the focus list; before any survey has figures, the needs most voted for. One query."""
    rows = counted(Need.objects.filter(state__in=sorted(VOTED)))
    return list(rows.order_by(F("figures__focus").desc(nulls_last=True), "-votes", "-pk")[:most])


def offered():
    """Needs that something may be proposed for, those most wanted first."""
    return Need.objects.filter(state__in=sorted(VOTED)).order_by("-votes", "-pk")[:MOST_OFFERED]


def choices():
    """The needs that a contributor may name, as (words that are kept, words that are shown)."""
    rows = sorted(offered().only("title"), key=lambda need: (need.title.casefold(), need.pk))
    return [(f"{need.record_number} {need.title}", need.title) for need in rows]


def _number(rows):
    counts = rows.order_by().values("need").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts), 0)
