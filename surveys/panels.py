"""What surveys add to other rooms' pages."""

from functools import partial

from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from content.enums import Status
from surveys import board, pledging
from surveys.enums import CoverageState, NeedState, Stage
from surveys.models import Need, Wave

HOME_SURVEYS = 2
HOME_NEEDS = 3
MOST_ANSWERED = 10


def home_surveys(request, thing):
    """The home page: what is needed most, and what is asked now, with its time and closing date."""
    now = timezone.now()
    begun = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
    going = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    waves = Wave.objects.filter(begun, going, stage=Stage.OPEN).select_related("survey").order_by("-pk")
    needs = board.for_home(HOME_NEEDS)
    found = {
        "waves": list(waves[:HOME_SURVEYS]),
        "needs": needs,
        "has_figures": any(hasattr(need, "figures") for need in needs),
    }
    return ("surveys/_home_panel.html", found) if found["waves"] or needs else None


def artefact_answers(request, artefact):
    """An artefact's page: the needs it was found to answer, and the way to name another one."""
    if artefact.status != Status.PUBLISHED:
        return None
    # As long as a page is kept: what a popular artefact answers costs a member no query either.
    needs = caches["downloads"].get_or_set(f"answers/{artefact.pk}", partial(_needs_of, artefact))
    panel = {"place": "body", "artefact": artefact, "needs": needs}
    if needs:
        panel |= {"anchor": "answers", "anchor_label": _("Needs")}
    return "surveys/_answers_panel.html", panel


def _needs_of(artefact):
    known = Need.objects.exclude(state__in=[NeedState.WAITING, NeedState.DECLINED, NeedState.DUPLICATE])
    found = known.filter(coverages__artefact=artefact, coverages__state=CoverageState.CONFIRMED)
    return list(found.order_by("-votes", "-pk")[:MOST_ANSWERED])


def member_promises(request, member):
    """A member's page: what they promised and what came of it; nothing where there is no promise."""
    word = pledging.word_of(member)
    if not (word.due or word.running):
        return None
    return "surveys/_member_panel.html", {"word": word, "is_self": request.user == member, "member": member}
